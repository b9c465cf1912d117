"""What happens by the clock: climbing and reminding a few hundred at a time, and watching at night."""

from collections.abc import Callable

from gewu.cases import commands as cases
from gewu.kernel.jobs import job
from gewu.places import queries as places
from gewu.supervision import commands


@job("supervision.climb")
def climb_all() -> None:
    """Raise what is over its time on every level, in every township run here."""
    _until_done(cases.climb)


@job("supervision.remind")
def remind_all() -> None:
    """Record the reminders that are due."""
    _until_done(cases.remind)


@job("supervision.watch")
def watch_all() -> None:
    """Every night: propose what is very late, and look at what is odd since the night before last."""
    for locality in places.localities():
        commands.propose(locality.township)
        commands.watch(township=locality.township, days=2)


def _until_done(batch: Callable[[int], int]) -> None:
    """Each batch is a transaction of its own: done twice, or broken off, the rows say what is left."""
    for locality in places.localities():
        while batch(locality.township):
            pass
