"""The worklists with their counts, read once for a page however many parts of it show them."""

from gewu.cases.queries import Worklist, worklists
from gewu.kernel.access import ActorRequest

_NAME = "gewu_worklists"


def counted(request: ActorRequest) -> tuple[Worklist, ...]:
    """Every list of whoever asks; one statement for the whole page."""
    found: tuple[Worklist, ...] | None = getattr(request, _NAME, None)
    if found is None:
        found = worklists(request.actor)
        setattr(request, _NAME, found)
    return found
