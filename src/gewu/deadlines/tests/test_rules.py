"""Counting on the working calendar: the vectors of the field, and laws for every start and limit."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.deadlines.rules import (
    WORKING,
    Calendar,
    DayKind,
    Limit,
    Unit,
    WorkingHours,
    due,
)

ZONE = ZoneInfo("Asia/Shanghai")
MINUTE = timedelta(minutes=1)
HOURS = WorkingHours(windows=((8 * 60, 12 * 60), (14 * 60, 18 * 60)), day=8)


def _span(first: str, last: str) -> list[date]:
    begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    return [begins + timedelta(days=n) for n in range((ends - begins).days + 1)]


# The year as the State Council published it: days off, and weekend days that are worked.
OFF = [
    *_span("2026-01-01", "2026-01-03"),
    *_span("2026-02-15", "2026-02-23"),
    *_span("2026-04-04", "2026-04-06"),
    *_span("2026-05-01", "2026-05-05"),
    *_span("2026-06-19", "2026-06-21"),
    *_span("2026-09-25", "2026-09-27"),
    *_span("2026-10-01", "2026-10-07"),
]
MADE_UP = ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")
DAYS: Mapping[date, DayKind] = {
    **dict.fromkeys(OFF, DayKind.HOLIDAY),
    **{date.fromisoformat(day): DayKind.WORKDAY for day in MADE_UP},
}
YEAR = Calendar(hours=HOURS, zone=ZONE, days=DAYS, published=frozenset({2025, 2026}))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected"),
    [
        # A Saturday made up for the Spring Festival, the National Day week, a weekend, the last minute.
        ("2026-02-13T17:00", 4, "work_hour", "2026-02-14T11:00"),
        ("2026-09-30T17:30", 1, "work_day", "2026-10-08T17:30"),
        ("2026-11-20T16:00", 4, "work_hour", "2026-11-23T10:00"),
        ("2026-11-21T10:00", 2, "work_hour", "2026-11-23T10:00"),
        ("2026-11-20T16:00", 2, "work_hour", "2026-11-20T18:00"),
        # Urgent limits and plain days run through the night and the weekend.
        ("2026-11-20T23:00", 2, "urgent_hour", "2026-11-21T01:00"),
        ("2026-11-20T23:00", 2, "urgent_day", "2026-11-22T23:00"),
        ("2026-09-30T09:15", 3, "calendar_day", "2026-10-03T09:15"),
        # Limits set by law: the day of the start is not counted, the last day counts to its end.
        ("2026-11-20T08:00", 1, "legal_work_day", "2026-11-24T00:00"),
        ("2026-11-20T23:59", 5, "legal_work_day", "2026-11-28T00:00"),
        ("2026-11-20T08:00", 10, "legal_day", "2026-12-01T00:00"),
        # A last day on a day off moves on: to a Monday, and past a whole week of holidays.
        ("2026-11-20T08:00", 1, "legal_day", "2026-11-24T00:00"),
        ("2026-09-21T08:00", 10, "legal_day", "2026-10-09T00:00"),
        # A Sunday that is worked is a working day like any other.
        ("2026-09-19T08:00", 1, "legal_day", "2026-09-21T00:00"),
    ],
)
def test_limits_end_where_the_field_says(start: str, amount: int, unit: str, expected: str) -> None:
    found = due(_at(start), Limit(amount, Unit(unit)), YEAR)
    assert (found.moment, found.provisional) == (_at(expected), False)


def test_a_year_not_yet_published_gives_a_provisional_end() -> None:
    found = due(_at("2026-12-31T17:00"), Limit(8, Unit.WORK_HOUR), YEAR)
    assert (found.moment, found.provisional) == (_at("2027-01-01T17:00"), True)


def test_a_published_year_moves_it_and_makes_it_certain() -> None:
    published = Calendar(
        hours=HOURS,
        zone=ZONE,
        days={**DAYS, date(2027, 1, 1): DayKind.HOLIDAY},
        published=frozenset({2026, 2027}),
    )
    found = due(_at("2026-12-31T17:00"), Limit(8, Unit.WORK_HOUR), published)
    assert (found.moment, found.provisional) == (_at("2027-01-04T17:00"), False)


def test_plain_hours_need_no_calendar() -> None:
    assert not due(_at("2029-12-31T17:00"), Limit(8, Unit.URGENT_HOUR), YEAR).provisional


def test_the_counted_stretches_are_shown() -> None:
    found = due(_at("2026-11-20T16:00"), Limit(4, Unit.WORK_HOUR), YEAR)
    assert [(piece.begins, piece.ends) for piece in found.counted] == [
        (_at("2026-11-20T16:00"), _at("2026-11-20T18:00")),
        (_at("2026-11-23T08:00"), _at("2026-11-23T10:00")),
    ]


def test_counted_days_of_the_law_are_joined() -> None:
    found = due(_at("2026-09-29T09:00"), Limit(3, Unit.LEGAL_WORK_DAY), YEAR)
    assert [(piece.begins, piece.ends) for piece in found.counted] == [
        (_at("2026-09-30T00:00"), _at("2026-10-01T00:00")),
        (_at("2026-10-08T00:00"), _at("2026-10-10T00:00")),
    ]


def test_a_place_may_count_six_hours_to_a_day() -> None:
    six = Calendar(hours=WorkingHours(windows=((9 * 60, 12 * 60), (14 * 60, 17 * 60)), day=6), zone=ZONE)
    assert due(_at("2026-11-23T09:00"), Limit(1, Unit.WORK_DAY), six).moment == _at("2026-11-23T17:00")


def test_the_clock_of_the_place_counts_whatever_the_zone_of_the_start() -> None:
    start = _at("2026-11-20T16:00")
    assert due(start.astimezone(UTC), Limit(1, Unit.LEGAL_DAY), YEAR).moment == _at("2026-11-24T00:00")


@pytest.mark.parametrize("amount", [0, -1, 10_001])
def test_a_limit_of_nothing_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="limit"):
        Limit(amount, Unit.WORK_HOUR)


@pytest.mark.parametrize(
    "windows",
    [(), ((720, 480),), ((480, 720), (700, 1080)), ((480, 720), (720, 1080)), ((-10, 20),), ((480, 1500),)],
)
def test_working_hours_that_cross_are_refused(windows: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValueError, match="windows"):
        WorkingHours(windows=windows, day=8)


moments = st.integers(0, 300 * 24 * 60).map(lambda minutes: _at("2026-01-01") + minutes * MINUTE)
limits = st.builds(Limit, st.integers(1, 12), st.sampled_from(Unit))
stretches = st.integers(0, 60 * 24 * 20).map(lambda minutes: minutes * MINUTE)


@given(moments, stretches, limits)
def test_a_later_start_never_ends_earlier(start: datetime, later: timedelta, limit: Limit) -> None:
    assert due(start + later, limit, YEAR).moment >= due(start, limit, YEAR).moment


@given(moments, limits)
def test_more_time_never_ends_earlier(start: datetime, limit: Limit) -> None:
    longer = Limit(limit.amount + 1, limit.unit)
    assert due(start, longer, YEAR).moment >= due(start, limit, YEAR).moment


@given(moments, limits)
def test_the_counted_stretches_add_up_and_end_at_the_end(start: datetime, limit: Limit) -> None:
    found = due(start, limit, YEAR)
    assert found.counted[-1].ends == found.moment
    assert all(a.ends < b.begins for a, b in zip(found.counted, found.counted[1:], strict=False))
    if limit.unit in WORKING:
        hours = limit.amount * (HOURS.day if limit.unit is Unit.WORK_DAY else 1)
        assert sum((piece.length for piece in found.counted), timedelta()) == timedelta(hours=hours)


@given(moments, st.integers(1, 12))
def test_working_hours_agree_with_a_slow_count_of_minutes(start: datetime, hours: int) -> None:
    assert due(start, Limit(hours, Unit.WORK_HOUR), YEAR).moment == minute_by_minute(start, hours * 60)


def minute_by_minute(moment: datetime, minutes: int) -> datetime:
    """The oracle: look at every minute and ask whether it is worked."""
    while minutes:
        minutes -= is_worked(moment)
        moment += MINUTE
    return moment


def is_worked(moment: datetime) -> bool:
    day = moment.date()
    if day in OFF or (moment.weekday() >= 5 and day.isoformat() not in MADE_UP):
        return False
    return 8 <= moment.hour < 12 or 14 <= moment.hour < 18


@given(moments, st.integers(1, 12))
def test_working_days_of_the_law_agree_with_a_slow_count_of_days(start: datetime, days: int) -> None:
    day = start.date()
    left = days
    while left:
        day += timedelta(days=1)
        left -= _is_worked_on(day)
    assert _last_day(start, Limit(days, Unit.LEGAL_WORK_DAY)) == day


@given(moments, st.integers(1, 12))
def test_days_of_the_law_end_on_the_first_working_day_from_the_last_one_on(
    start: datetime, days: int
) -> None:
    day = start.date() + timedelta(days=days)
    while not _is_worked_on(day):
        day += timedelta(days=1)
    assert _last_day(start, Limit(days, Unit.LEGAL_DAY)) == day


def _last_day(start: datetime, limit: Limit) -> date:
    ends = due(start, limit, YEAR).moment
    assert (ends.hour, ends.minute) == (0, 0)
    return ends.date() - timedelta(days=1)


def _is_worked_on(day: date) -> bool:
    return is_worked(datetime(day.year, day.month, day.day, 9, tzinfo=ZONE))
