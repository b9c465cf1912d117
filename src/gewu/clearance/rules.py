"""What a ledger counts, on plain values: stays of cases told from their journals, the figures of a period.

A *stay* is a stretch of time in which a case is open, at one place, with one moment by which it is to be
closed. It begins because the case was opened (or reopened), came from another place, or was given another
deadline, and ends for the same reasons. Every figure of every place and period follows from stays, hence from
the journal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID


class Period(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Begins(StrEnum):
    OPENED = "opened"
    REOPENED = "reopened"
    MOVED = "moved"
    RESCHEDULED = "rescheduled"


class Ends(StrEnum):
    CLOSED = "closed"
    MOVED = "moved"
    RESCHEDULED = "rescheduled"


@dataclass(frozen=True, slots=True)
class Told:
    """What an entry of a case tells a ledger."""

    number: int
    at: datetime
    open: bool
    place: UUID | None
    due: datetime | None
    waits: bool = False
    level: str = ""
    solved_at: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """A case that is open at a place from `since` until `until` (None: still)."""

    number: int
    since: datetime
    begins: Begins
    place: UUID | None
    due: datetime | None
    until: datetime | None = None
    ends: Ends | None = None
    waits: bool = False
    level: str = ""
    solved_at: str = ""
    came_from: UUID | None = None
    went_to: UUID | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a place and a period. opened + taken_in − closed − given_away = carried − before, always."""

    before: int = 0
    opened: int = 0
    taken_in: int = 0
    closed: int = 0
    given_away: int = 0
    carried: int = 0
    late: int = 0
    due: int = 0
    cleared: int = 0
    solved: Mapping[str, int] = field(default_factory=dict)

    @property
    def rate(self) -> float | None:
        """清结率 in percent, to two places: cleared of due; none where nothing was due."""
        return round(100 * self.cleared / self.due, 2) if self.due else None

    @property
    def balances(self) -> bool:
        return self.opened + self.taken_in - self.closed - self.given_away == self.carried - self.before


def stays_of(told: Sequence[Told]) -> list[Stay]:
    """The stays of one case, from what its entries tell, in their order."""
    found: list[Stay] = []
    running: Stay | None = None
    for entry in told:
        if running is not None and entry.open and _same(running, entry):
            continue
        if running is not None:
            found.append(_ended(running, entry))
        running = _begun(entry, running, found) if entry.open else None
    return [*found, running] if running is not None else found


def reason_by_itself(stay: Stay, *, level: str, until: datetime) -> str:
    """Why a case is carried over where nobody needs to say: put off, gone up, not due yet; empty if late."""
    if stay.waits:
        return "put_off"
    if level and stay.level and HEIGHT.get(stay.level, 9) > HEIGHT.get(level, 9):
        return "raised"
    if stay.due is None or stay.due >= until:
        return "not_due"
    return ""


# Who leads a place of each tier, and so signs its ledger.
SIGNERS = {"grid": "gridlead", "community": "chief", "township": "supervisor"}
HEIGHT = {"cell": 0, "grid": 1, "community": 2, "township": 3, "county": 4}


def span(period: Period, first: date) -> tuple[date, date]:
    """First and last day of the period that begins with `first`; ValueError where none does."""
    match period:
        case Period.DAY:
            return first, first
        case Period.WEEK:
            if first.weekday():
                raise ValueError("a week begins on a Monday")
            return first, first + timedelta(days=6)
    if first.day != 1:
        raise ValueError("a month begins on its first day")
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def around(period: Period, day: date) -> date:
    """The first day of the period that holds the day."""
    match period:
        case Period.DAY:
            return day
        case Period.WEEK:
            return day - timedelta(days=day.weekday())
    return day.replace(day=1)


def before(period: Period, first: date) -> date:
    """The first day of the period before the one that begins with `first`."""
    return around(period, first - timedelta(days=1))


def _same(running: Stay, entry: Told) -> bool:
    return (running.place, running.due, running.waits, running.level) == (
        entry.place,
        entry.due,
        entry.waits,
        entry.level,
    )


def _ends(running: Stay, entry: Told) -> Ends:
    if not entry.open:
        return Ends.CLOSED
    return Ends.MOVED if entry.place != running.place else Ends.RESCHEDULED


def _ended(running: Stay, entry: Told) -> Stay:
    ends = _ends(running, entry)
    went_to = entry.place if ends == Ends.MOVED else None
    return replace(running, until=entry.at, ends=ends, solved_at=entry.solved_at, went_to=went_to)


def _begun(entry: Told, running: Stay | None, found: list[Stay]) -> Stay:
    if running is None:
        begins = Begins.REOPENED if found else Begins.OPENED
    else:
        begins = Begins.MOVED if entry.place != running.place else Begins.RESCHEDULED
    return Stay(
        number=entry.number,
        since=entry.at,
        begins=begins,
        place=entry.place,
        due=entry.due,
        waits=entry.waits,
        level=entry.level,
        came_from=running.place if running is not None and begins == Begins.MOVED else None,
    )


COUNTED = ("before", "opened", "taken_in", "closed", "given_away", "carried", "late", "due", "cleared")
