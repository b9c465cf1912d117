"""What a ledger counts, on plain values: stays of cases told from their journals, the figures of a period.

A *stay* is a stretch of time in which a case is open, at one place, with one moment by which it is to be
closed. It begins because the case was opened (or reopened), came from another place, or was given another
deadline, and ends for the same reasons. Every figure of every place and period follows from stays, hence from
the journal.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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


Here = frozenset[UUID | None]
Stays = Iterable[tuple[UUID, Stay]]


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


def figures(stays: Stays, here: Here, *, since: datetime, until: datetime) -> Figures:
    """The figures of the places `here` from `since` until `until` (which does not belong to it)."""
    by_case: dict[UUID, list[Stay]] = {}
    for case, stay in stays:
        if stay.place in here and stay.since < until and (stay.until is None or stay.until >= since):
            by_case.setdefault(case, []).append(stay)
    counted, solved = Figures(), Counter[str]()
    for mine in by_case.values():
        mine.sort(key=lambda stay: (stay.since, stay.number))
        counted = _added(counted, _of_case(mine, here, since=since, until=until))
        solved.update(stay.solved_at or "unknown" for stay in mine if _closed(stay, since, until))
    return replace(counted, solved=dict(solved))


def carried(stays: Stays, here: Here, *, until: datetime) -> list[tuple[UUID, Stay]]:
    """The cases that are open there when the period ends, with the stay they are in."""
    return [(case, stay) for case, stay in stays if stay.place in here and covers(stay, until)]


def covers(stay: Stay, moment: datetime) -> bool:
    """Open at the moment itself: what ends then is over, what begins then has not begun."""
    return stay.since < moment and (stay.until is None or stay.until >= moment)


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


def _of_case(mine: list[Stay], here: Here, *, since: datetime, until: datetime) -> Figures:
    """One case: crossing into the places counts as coming, crossing out as going; inside nothing happens."""
    last = mine[-1]
    is_due, is_cleared = _dues(last, since, until)
    late = covers(last, until) and last.due is not None and last.due < until
    return Figures(
        before=sum(covers(stay, since) for stay in mine),
        opened=sum(_opened(stay, since, until) for stay in mine),
        taken_in=sum(_came(stay, here) and _within(stay.since, since, until) for stay in mine),
        closed=sum(_closed(stay, since, until) for stay in mine),
        given_away=sum(_went(stay, here) and _within(stay.until, since, until) for stay in mine),
        carried=sum(covers(stay, until) for stay in mine),
        late=int(late),
        due=int(is_due),
        cleared=int(is_cleared),
    )


def _opened(stay: Stay, since: datetime, until: datetime) -> bool:
    return stay.begins in {Begins.OPENED, Begins.REOPENED} and _within(stay.since, since, until)


def _closed(stay: Stay, since: datetime, until: datetime) -> bool:
    return stay.ends == Ends.CLOSED and _within(stay.until, since, until)


def _came(stay: Stay, here: Here) -> bool:
    return stay.begins == Begins.MOVED and stay.came_from not in here


def _went(stay: Stay, here: Here) -> bool:
    return stay.ends == Ends.MOVED and stay.went_to not in here


def _dues(last: Stay, since: datetime, until: datetime) -> tuple[bool, bool]:
    """To be closed in the period and still open when it began; and closed in it."""
    was_due = last.due is not None and since <= last.due < until
    return was_due, was_due and _closed(last, since, until)


def _within(moment: datetime | None, since: datetime, until: datetime) -> bool:
    return moment is not None and since <= moment < until


def _added(one: Figures, other: Figures) -> Figures:
    return Figures(**{name: getattr(one, name) + getattr(other, name) for name in COUNTED})


COUNTED = ("before", "opened", "taken_in", "closed", "given_away", "carried", "late", "due", "cleared")
