"""Who is told that a program was given something to read: what panels hear of the pages."""

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.utils.module_loading import import_string

from gewu.kernel.access import ActorRequest

Told = Callable[[ActorRequest, object], object]


def looked_at(what: str, request: ActorRequest, subject: object) -> None:
    """Tell those whom config/looks.py lists for a kind of subject: they only count."""
    told: Mapping[str, Sequence[Told]] = import_string(settings.LOOKS)
    for one in told.get(what, ()):
        one(request, subject)
