"""The three rates and the windows they are counted in. Plain values: no Django, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal

HUNDREDTH = Decimal("0.01")
# Why nobody answered.
UNREACHED = ("no_answer", "busy", "wrong_number", "declined", "no_contact")
SOLVED = ("yes", "partly", "no")


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much: a mark of five in the rate of the satisfied, and a rate in the total."""

    marks: Mapping[int, Decimal]
    response: Decimal
    solved: Decimal
    satisfied: Decimal


@dataclass(frozen=True, slots=True)
class Tally:
    """Counted call-backs: all tries, the valid ones, and what was answered in those. `marks` from 1 to 5."""

    tries: int = 0
    valid: int = 0
    contacted: int = 0
    solved: int = 0
    marks: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Rates:
    """In per cent with two digits. None: there was no valid call-back, so there is nothing to say."""

    response: Decimal | None
    solved: Decimal | None
    satisfied: Decimal | None
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class Window:
    """From one moment until just before another."""

    since: datetime
    until: datetime


def rates(tally: Tally, weights: Weights) -> Rates:
    """三率: contacted, solved and satisfied among the valid call-backs, and their weighted total."""
    if tally.valid == 0:
        return Rates(None, None, None, None)
    satisfied = sum(
        (weights.marks[mark] * count for mark, count in enumerate(tally.marks, start=1)), start=Decimal(0)
    )
    parts = [_share(Decimal(count), tally.valid) for count in (tally.contacted, tally.solved)]
    parts.append(_share(satisfied, tally.valid))
    shares = (weights.response, weights.solved, weights.satisfied)
    total = sum((part * share for part, share in zip(parts, shares, strict=True)), start=Decimal(0))
    return Rates(*(_rounded(value) for value in (*parts, total)))


def share_of(part: int, whole: int) -> Decimal | None:
    """A plain share in per cent, or None of nothing."""
    return _rounded(_share(Decimal(part), whole)) if whole else None


def month_window(month: date, *, starts_on: int, zone: tzinfo) -> Window:
    """The assessment month that ends in the month of the day: from the 19th of the one before, say."""
    last = month.replace(day=starts_on)
    first = (month.replace(day=1) - timedelta(days=1)).replace(day=starts_on)
    return Window(_midnight(first, zone), _midnight(last, zone))


def month_of(day: date, *, starts_on: int) -> date:
    """The first day of the month in which the assessment month of a day ends."""
    here = day.replace(day=1)
    return here if day.day < starts_on else (here + timedelta(days=32)).replace(day=1)


def day_window(day: date, *, ends_at: time, zone: tzinfo) -> Window:
    """The assessment day that ends on a day: from yesterday noon to today noon, say."""
    until = datetime.combine(day, ends_at, zone)
    return Window(datetime.combine(day - timedelta(days=1), ends_at, zone), until)


def span_window(first: date, last: date, *, zone: tzinfo) -> Window:
    """Whole days, the last one with them."""
    return Window(_midnight(first, zone), _midnight(last + timedelta(days=1), zone))


def _share(part: Decimal, whole: int) -> Decimal:
    return part * 100 / whole


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(HUNDREDTH, ROUND_HALF_UP)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, zone)
