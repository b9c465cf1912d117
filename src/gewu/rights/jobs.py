"""What happens to people's rights by the clock: what is kept too long is listed, look-ups are watched."""

from gewu.kernel.jobs import job
from gewu.places import queries as places
from gewu.rights import commands


@job("rights.nightly")
def every_night() -> None:
    """List what is due to be erased, and watch the look-ups of the day before."""
    for locality in places.localities():
        commands.list_due(locality.township)
        commands.watch(locality.township)
