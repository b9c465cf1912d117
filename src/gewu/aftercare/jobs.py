"""What follows from an answered case, and what the night brings to the archive."""

from gewu.aftercare import commands
from gewu.aftercare.commands.calling import carries_answer
from gewu.aftercare.commands.gathering import make_bundle
from gewu.kernel import clock
from gewu.kernel.jobs import job, reaction
from gewu.kernel.models import Entry
from gewu.places import queries as places

__all__ = ["answered", "list_past_keeping", "make_bundle", "remind_of_calls"]


@reaction("aftercare.answered", wants=carries_answer)
def answered(entry: Entry) -> None:
    commands.note_answer(entry)


@job("aftercare.list_past_keeping")
def list_past_keeping() -> None:
    """Each township's list of what is kept no longer. A simulated past waits until it is over."""
    if clock.held():
        return
    for one in places.localities():
        commands.list_past_keeping(one.township)


@job("aftercare.remind_of_calls")
def remind_of_calls() -> None:
    """Planned calls that are due, in every township run here."""
    for one in places.localities():
        while commands.remind_of_calls(one.township):
            pass
