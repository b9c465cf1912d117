"""What happens by the clock: places learn from closed cases, and rules act where they may."""

from datetime import timedelta

from gewu.kernel import clock
from gewu.kernel.jobs import job
from gewu.places import queries as places
from gewu.routing import commands, suggesting

ANEW_AFTER = timedelta(days=7)


@job("routing.learn")
def learn_all() -> None:
    """Let each place learn anew whose lessons are a week old. A simulated past waits until it is over."""
    if clock.held():
        return
    for locality in places.localities():
        known = suggesting.teaching(locality.township)
        old = known is None or clock.now() - known.learned_at >= ANEW_AFTER
        if old or not suggesting.knows(locality.township):
            commands.learn(locality.township)


@job("routing.dispatch")
def dispatch_all() -> None:
    """Give out what waits for an office, where an administrator let the rules act."""
    for locality in places.localities():
        commands.dispatch_ready(locality.township)
