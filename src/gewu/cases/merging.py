"""Two reports of one matter 并单: how the later one comes to rest in the earlier, and back. Pure.

Matters (件) and demands (件次) are counted apart: a case that leads carries the demands of what rests in it,
so that the sum over the cases that rest in none stays the same whatever is joined or parted.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from gewu.cases import refusals
from gewu.cases.standing import Standing
from gewu.catalogue.definition import NOBODY

UNDO_WITHIN = timedelta(hours=24)
# The same matter told by another, or told again by the same person without anything new.
DUPLICATE, REPEAT = "duplicate", "repeat"
REASONS = (DUPLICATE, REPEAT)


def rests_in(standing: Standing, *, lead: UUID, moment: datetime) -> Standing:
    """How a case stands once it is part of another: nobody's turn, no deadline, in nobody's hands."""
    return replace(
        standing,
        merged_into=lead,
        turn=NOBODY,
        awaits="",
        due_at=None,
        level_due_at=None,
        remind_at=None,
        review_on=None,
        resumes_at=None,
        provisional=False,
        offered_org=None,
        holder_org=None,
        holder_user=None,
        helpers=(),
        closed_at=standing.closed_at or moment,
        version=standing.version + 1,
    )


def require_joins(reason: str, *, lead_is_open: bool, same_reporter: bool) -> None:
    """Refuse what is no ground for joining: only what the same person said again may rest in an answer."""
    if reason not in REASONS:
        raise refusals.unknown_answer("reason")
    if reason == REPEAT and not same_reporter:
        raise refusals.not_the_same_reporter()
    if reason == DUPLICATE and not lead_is_open:
        raise refusals.lead_is_closed()


def require_may_part(merged_at: datetime, now: datetime) -> None:
    """Refuse to take a case out again once a day has passed."""
    if now - merged_at > UNDO_WITHIN:
        raise refusals.merged_for_good()


def require_may_join(roles: Collection[str], allowed: Collection[str]) -> None:
    """Refuse whoever only works on a case."""
    if not set(roles) & set(allowed):
        raise refusals.not_your_turn("merge", allowed)
