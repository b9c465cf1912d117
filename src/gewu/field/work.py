"""What a day in the field holds: which lists are somebody's own work, and in which order it is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from gewu.cases.queries import CaseRow
from gewu.catalogue.definition import PublicState

# Lists whose cases wait for whoever holds the post; all others are there to be looked at.
OWN_WORK = ("mine", "to_accept", "to_verify", "to_check")
# How long a refusal is news to the person who reported it.
NEWS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Day:
    """Own work by how much it presses."""

    late: tuple[CaseRow, ...]
    today: tuple[CaseRow, ...]
    later: tuple[CaseRow, ...]

    def __bool__(self) -> bool:
        return bool(self.late or self.today or self.later)


def day_of(rows: Iterable[CaseRow], *, ends: datetime) -> Day:
    """Late first, then what is due before this day ends, then the rest; each once, the most urgent first."""
    once = {row.id: row for row in rows}.values()
    urgent = sorted(once, key=lambda row: (row.due_at is None, row.due_at or ends, row.id))
    late = tuple(row for row in urgent if row.is_late)
    today = tuple(row for row in urgent if not row.is_late and row.due_at is not None and row.due_at < ends)
    done = {row.id for row in (*late, *today)}
    return Day(late, today, tuple(row for row in urgent if row.id not in done))


def came_back(rows: Iterable[CaseRow], *, now: datetime) -> tuple[CaseRow, ...]:
    """Own reports that were refused or put off, or that a check found not solved."""
    return tuple(
        row
        for row in rows
        if row.reported_at > now - NEWS
        and (
            row.public_state == PublicState.NOT_NOW
            or (row.returns > 0 and row.public_state == PublicState.RECEIVED)
        )
    )


def favourites(rows: Iterable[CaseRow], *, most: int) -> tuple[str, ...]:
    """The categories somebody reports most often, the latest first among equals."""
    counted: dict[str, int] = {}
    for row in rows:
        counted[row.category] = counted.get(row.category, 0) + 1
    return tuple(sorted(counted, key=lambda code: -counted[code])[:most])
