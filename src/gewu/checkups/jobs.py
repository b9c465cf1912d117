"""What data health does aside and by the clock: every night everything is looked through."""

from gewu.checkups import commands
from gewu.kernel.jobs import job, reaction
from gewu.kernel.models import Entry
from gewu.places import queries as places


@job("checkups.nightly")
def look_through_all() -> None:
    """Look through every township run here."""
    for locality in places.localities():
        commands.look_through.defer(township=locality.township)


@reaction("checkups.after_import")
def look_after_import(entry: Entry) -> None:
    """What came in or was taken back is looked at as soon as the worker gets to it."""
    commands.look_through.defer(township=entry.township)
