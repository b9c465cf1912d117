"""What data health does aside and by the clock: every night everything is looked through."""

from gewu.checkups import commands
from gewu.kernel.jobs import job
from gewu.places import queries as places


@job("checkups.nightly")
def look_through_all() -> None:
    """Look through every township run here."""
    for locality in places.localities():
        commands.look_through.defer(township=locality.township)
