"""Limits on a clock that stands still now and then: what was left when it stopped is left again.

`stops` are the moments at which a clock stopped and went on, in turn and in order. Of one that stands still
the last is the moment at which it is expected to go on.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from gewu.deadlines.rules import (
    CONTINUOUS,
    DAY,
    HOUR,
    WORKING,
    Calendar,
    Due,
    Interval,
    Limit,
    Unit,
    due,
    end_of,
    worked,
    working_due,
)

Stops = Sequence[datetime]


def due_over(start: datetime, limit: Limit, calendar: Calendar, stops: Stops = ()) -> Due:
    """When a limit that starts now is over on a clock with these stops.

    A limit that was over before the clock stopped keeps its end. Of limits set by law whole days are left:
    those after the day of the stop are counted after the day on which the clock goes on.
    """
    if not stops:
        return due(start, limit, calendar)
    if limit.unit in CONTINUOUS:
        return _continuous(start, limit.amount * CONTINUOUS[limit.unit], calendar, stops)
    if limit.unit in WORKING:
        return working_over(start, length_of(limit, calendar), calendar, stops)
    return _legal(start, limit, calendar, stops)


def working_over(start: datetime, needed: timedelta, calendar: Calendar, stops: Stops = ()) -> Due:
    """The earliest moment by which so much working time has passed while the clock ran."""
    counted: list[Interval] = []
    unsure = False
    for begins, ends in running(start, stops, calendar):
        if ends is None or (ends - begins >= needed and working_due(begins, needed, calendar).moment < ends):
            last = working_due(begins, needed, calendar)
            return Due(last.moment, unsure or last.provisional, (*counted, *last.counted))
        counted += _worked_in(begins, ends, calendar)
        needed -= worked(begins, ends, calendar)
        unsure = unsure or calendar.is_provisional(calendar.day_of(begins), calendar.day_of(ends))
    raise AssertionError("the last stretch has no end")


def offer_due(start: datetime, limit: Limit, calendar: Calendar, *, short: timedelta, by: time) -> Due:
    """Until when an office says whether it takes what it was offered 签收 (standards of 数字城管).

    A limit of more than `short` hours: `by` this time of the next working day, but never later than the limit
    itself would end. A shorter one: the limit itself.
    """
    whole = due(start, limit, calendar)
    if limit.unit in WORKING or limit.unit in CONTINUOUS:
        length = (
            length_of(limit, calendar) if limit.unit in WORKING else limit.amount * CONTINUOUS[limit.unit]
        )
        if length <= short:
            return whole
    morning = _next_morning(start, by, calendar)
    return min(morning, whole, key=lambda one: one.moment)


def length_of(limit: Limit, calendar: Calendar) -> timedelta:
    """The working time in a limit that runs in working hours."""
    return limit.amount * (calendar.hours.day if limit.unit is Unit.WORK_DAY else 1) * HOUR


def running(start: datetime, stops: Stops, calendar: Calendar) -> Iterator[tuple[datetime, datetime | None]]:
    """The stretches in which the clock ran, from its start on; the last one has no end."""
    begins = start.astimezone(calendar.zone)
    for stopped, goes_on in zip(stops[::2], stops[1::2], strict=True):
        if goes_on <= begins:
            continue
        if stopped > begins:
            yield begins, stopped.astimezone(calendar.zone)
        begins = goes_on.astimezone(calendar.zone)
    yield begins, None


def _continuous(start: datetime, needed: timedelta, calendar: Calendar, stops: Stops) -> Due:
    counted: list[Interval] = []
    for begins, ends in running(start, stops, calendar):
        if ends is None or begins + needed < ends:
            counted.append(Interval(begins, begins + needed))
            break
        counted.append(Interval(begins, ends))
        needed -= ends - begins
    return Due(counted[-1].ends, provisional=False, counted=tuple(counted))


def _legal(start: datetime, limit: Limit, calendar: Calendar, stops: Stops) -> Due:
    counted: list[Interval] = []
    left, unsure = limit.amount, False
    for begins, ends in running(start, stops, calendar):
        rest = due(begins, Limit(left, limit.unit), calendar) if left else end_of(begins, calendar)
        if ends is None or rest.moment < ends:
            return Due(rest.moment, unsure or rest.provisional, (*counted, *rest.counted))
        used = [day for day in _days_between(begins, ends, calendar) if _counts(day, limit.unit, calendar)]
        counted += [Interval(day, day + DAY) for day in used[:left]]
        left = max(left - len(used), 0)
        if limit.unit is Unit.LEGAL_WORK_DAY:
            unsure = unsure or calendar.is_provisional(calendar.day_of(begins), calendar.day_of(ends))
    raise AssertionError("the last stretch has no end")


def _days_between(begins: datetime, ends: datetime, calendar: Calendar) -> Iterator[datetime]:
    """The midnights of the days after the first one, up to the day of the end."""
    first, last = calendar.day_of(begins), calendar.day_of(ends)
    for number in range(1, (last - first).days + 1):
        yield calendar.midnight(first + number * DAY)


def _counts(midnight: datetime, unit: Unit, calendar: Calendar) -> bool:
    return unit is Unit.LEGAL_DAY or calendar.works(calendar.day_of(midnight))


def _worked_in(begins: datetime, ends: datetime, calendar: Calendar) -> Iterator[Interval]:
    for window in calendar.working_time(begins):
        if window.begins >= ends:
            return
        yield Interval(window.begins, min(window.ends, ends))


def _next_morning(start: datetime, by: time, calendar: Calendar) -> Due:
    """This time of the next day that is worked."""
    day = first = calendar.day_of(start) + DAY
    while not calendar.works(day):
        day += DAY
    moment = calendar.midnight(day).replace(hour=by.hour, minute=by.minute)
    begins = start.astimezone(calendar.zone)
    counted = tuple(_worked_in(begins, moment, calendar)) if moment > begins else ()
    unsure = calendar.is_provisional(first, day)
    return Due(moment, unsure, counted or (Interval(begins, moment),))
