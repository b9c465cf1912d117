"""Counting time the way offices and laws do, on plain values.

Moments are timezone-aware; a day is a day of the calendar's zone. Spans of real time are `timedelta`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import count

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NOTHING = timedelta()
LONGEST = 10_000
WEEKEND = (5, 6)


class Unit(StrEnum):
    """What a limit is counted in (GB/T 30428 practice; 民法典 201–203 for limits set by law)."""

    URGENT_HOUR = "urgent_hour"  # 紧急工作时: runs through nights, weekends and holidays
    URGENT_DAY = "urgent_day"  # 紧急工作日: 24 urgent hours
    WORK_HOUR = "work_hour"  # 工作时: runs inside working hours only
    WORK_DAY = "work_day"  # 工作日: so many working hours as the place says, 8 or 6
    CALENDAR_DAY = "calendar_day"  # 自然日: 24 hours, whatever the day
    LEGAL_WORK_DAY = "legal_work_day"  # 法定工作日: from the next day, to the end of the last working day
    LEGAL_DAY = "legal_day"  # 法定日: from the next day; a last day that is a holiday moves on


CONTINUOUS = {Unit.URGENT_HOUR: HOUR, Unit.URGENT_DAY: DAY, Unit.CALENDAR_DAY: DAY}
WORKING = frozenset({Unit.WORK_HOUR, Unit.WORK_DAY})


class DayKind(StrEnum):
    """How a published day differs from its weekday."""

    HOLIDAY = "holiday"  # 放假: a day off, also where a working day was moved
    WORKDAY = "workday"  # 调休上班: a Saturday or Sunday that is worked


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of a unit; at least one."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= LONGEST:
            raise ValueError(f"a limit is 1 to {LONGEST}, not {self.amount}")


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time that was counted: `begins` belongs to it, `ends` does not."""

    begins: datetime
    ends: datetime

    @property
    def length(self) -> timedelta:
        return self.ends - self.begins


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The windows of a working day, in minutes from midnight, in order and apart.

    `day` hours make a work_day.
    """

    windows: tuple[tuple[int, int], ...]
    day: int

    def __post_init__(self) -> None:
        edges = [minute for window in self.windows for minute in window]
        if not edges or edges != sorted(set(edges)) or edges[0] < 0 or edges[-1] > 24 * 60:
            raise ValueError("working hours are windows in order, apart, within one day")
        if not 1 <= self.day <= 24:
            raise ValueError("a working day has 1 to 24 hours")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked and when. Days of years that are not `published` follow the week alone."""

    hours: WorkingHours
    zone: tzinfo
    days: Mapping[date, DayKind] = field(default_factory=dict)
    published: frozenset[int] = frozenset()

    def works(self, day: date) -> bool:
        """Whether offices work on this day."""
        kind = self.days.get(day)
        return kind is DayKind.WORKDAY if kind else day.weekday() not in WEEKEND

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """The moment at which the day begins."""
        return datetime.combine(day, time.min, self.zone)

    def windows(self, day: date) -> Iterator[Interval]:
        """The working hours of one day, in order; none on a day off."""
        if self.works(day):
            begins = self.midnight(day)
            for opens, closes in self.hours.windows:
                yield Interval(begins + timedelta(minutes=opens), begins + timedelta(minutes=closes))

    def working_time(self, begins: datetime) -> Iterator[Interval]:
        """Working hours from a moment on, without end."""
        first = self.day_of(begins)
        for offset in count():
            for window in self.windows(first + timedelta(days=offset)):
                if window.ends > begins:
                    yield Interval(max(window.begins, begins), window.ends)

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether a day from `first` to `last` lies in a year nobody has published yet."""
        return any(year not in self.published for year in range(first.year, last.year + 1))


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a limit: how it was counted, and whether a calendar may still move it."""

    moment: datetime
    provisional: bool
    counted: tuple[Interval, ...]


def due(start: datetime, limit: Limit, calendar: Calendar) -> Due:
    """When a limit that starts now is over: at this moment it is not late yet, after it it is."""
    begins = start.astimezone(calendar.zone)
    if limit.unit in CONTINUOUS:
        ends = begins + limit.amount * CONTINUOUS[limit.unit]
        return Due(ends, provisional=False, counted=(Interval(begins, ends),))
    if limit.unit in WORKING:
        hours = limit.amount * (calendar.hours.day if limit.unit is Unit.WORK_DAY else 1)
        return working_due(begins, hours * HOUR, calendar)
    return _legal_due(begins, limit, calendar)


def working_due(begins: datetime, needed: timedelta, calendar: Calendar) -> Due:
    """The earliest moment by which so much working time has passed."""
    counted: list[Interval] = []
    for window in calendar.working_time(begins):
        if needed <= window.length:
            counted.append(Interval(window.begins, window.begins + needed))
            break
        counted.append(window)
        needed -= window.length
    ends = counted[-1].ends
    unsure = calendar.is_provisional(calendar.day_of(begins), calendar.day_of(ends))
    return Due(ends, unsure, tuple(counted))


def worked(begins: datetime, ends: datetime, calendar: Calendar) -> timedelta:
    """How much working time lies between two moments; nothing when they stand the other way round."""
    total = NOTHING
    for window in calendar.working_time(begins):
        if window.begins >= ends:
            return total
        total += min(window.ends, ends) - window.begins
    raise AssertionError("working time has no end")


def _legal_due(begins: datetime, limit: Limit, calendar: Calendar) -> Due:
    """民法典 201: not the day of the start. 203: the last day ends at 24:00, and moves on if off."""
    first = calendar.day_of(begins) + DAY
    if limit.unit is Unit.LEGAL_WORK_DAY:
        last = _nth_working_day(first, limit.amount, calendar)
    else:
        last = _nth_working_day(first + (limit.amount - 1) * DAY, 1, calendar)
    counted = tuple(_days(first, last, calendar, working=limit.unit is Unit.LEGAL_WORK_DAY))
    unsure_from = first if limit.unit is Unit.LEGAL_WORK_DAY else first + (limit.amount - 1) * DAY
    return Due(calendar.midnight(last + DAY), calendar.is_provisional(unsure_from, last), counted)


def end_of(moment: datetime, calendar: Calendar) -> Due:
    """The end of this day, or of the next one that is worked: no whole day of the limit is left."""
    day = calendar.day_of(moment)
    last = _nth_working_day(day, 1, calendar)
    counted = tuple(_days(day, last, calendar, working=False))
    return Due(calendar.midnight(last + DAY), calendar.is_provisional(day, last), counted)


def _nth_working_day(day: date, number: int, calendar: Calendar) -> date:
    """The day itself when it is worked and `number` is 1."""
    while True:
        number -= calendar.works(day)
        if number == 0:
            return day
        day += DAY


def _days(first: date, last: date, calendar: Calendar, *, working: bool) -> Iterator[Interval]:
    """The counted days, neighbours joined."""
    open_since: date | None = None
    day = first
    while day <= last + DAY:
        counts = day <= last and (not working or calendar.works(day))
        if counts and open_since is None:
            open_since = day
        if not counts and open_since is not None:
            yield Interval(calendar.midnight(open_since), calendar.midnight(day))
            open_since = None
        day += DAY
