"""What happens by the clock: climbing and reminding a few hundred at a time, and watching at night."""

from collections.abc import Callable
from datetime import timedelta

from gewu.cases import commands as cases
from gewu.kernel import clock
from gewu.kernel.jobs import job
from gewu.places import queries as places
from gewu.supervision import commands
from gewu.supervision.checks import Window, look
from gewu.supervision.definition import anomalies


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
        watch(township=locality.township, days=2)


@job("supervision.look")
def watch(township: int, days: int) -> None:
    """Look at so many days back; what was found before is not found again."""
    until = clock.now()
    window = Window(township, until - timedelta(days=days), until)
    for rule in anomalies():
        for odd in look(window, rule):
            commands.found(township, odd)


def _until_done(batch: Callable[[int], int]) -> None:
    """Each batch is a transaction of its own: done twice, or broken off, the rows say what is left."""
    for locality in places.localities():
        while batch(locality.township):
            pass
