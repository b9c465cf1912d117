"""The edges of counting: first and last minutes of a day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from gewu.deadlines.rules import (
    LONGEST,
    Calendar,
    Interval,
    Limit,
    Unit,
    WorkingHours,
    due,
    worked,
)
from gewu.deadlines.tests.test_rules import HOURS, YEAR, ZONE

DAY_LONG = 24 * 60


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize("day", [1, 24])
def test_a_working_day_may_have_one_hour_or_all(day: int) -> None:
    hours = WorkingHours(windows=((0, DAY_LONG),), day=day)
    assert (hours.windows, hours.day) == (((0, DAY_LONG),), day)


@pytest.mark.parametrize("day", [0, 25])
def test_a_working_day_has_neither_no_hour_nor_more_than_all(day: int) -> None:
    with pytest.raises(ValueError, match=r"^a working day has 1 to 24 hours$"):
        WorkingHours(windows=((0, DAY_LONG),), day=day)


@pytest.mark.parametrize(
    "windows", [((-1, 60),), ((60, DAY_LONG + 1),), ((0, 60), (120, DAY_LONG + 1)), ((60, 60),), ()]
)
def test_a_window_outside_the_day_or_of_no_length_is_refused(windows: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValueError, match=r"^working hours are windows in order, apart, within one day$"):
        WorkingHours(windows=windows, day=8)


def test_windows_may_begin_with_the_first_minute_and_end_with_the_last() -> None:
    round_the_clock = Calendar(hours=WorkingHours(windows=((0, DAY_LONG),), day=8), zone=ZONE)
    whole = worked(_at("2026-11-23T00:00"), _at("2026-11-24T00:00"), round_the_clock)
    assert whole == timedelta(hours=24)


def test_no_working_time_lies_between_a_moment_and_itself_or_an_earlier_one() -> None:
    noon = _at("2026-11-23T11:00")
    assert worked(noon, noon, YEAR) == timedelta()
    assert worked(noon, noon - timedelta(hours=2), YEAR) == timedelta()


def test_a_year_between_two_published_ones_is_still_missing() -> None:
    gap = Calendar(hours=HOURS, zone=ZONE, published=frozenset({2026, 2028}))
    assert gap.is_provisional(date(2026, 12, 31), date(2028, 1, 1))
    assert not gap.is_provisional(date(2026, 1, 1), date(2026, 12, 31))


def test_the_longest_limit_is_taken() -> None:
    assert Limit(LONGEST, Unit.URGENT_HOUR).amount == LONGEST


def test_days_are_those_of_the_place_wherever_the_server_stands() -> None:
    far = Calendar(hours=HOURS, zone=UTC, published=frozenset({2026}))
    start = _at("2026-11-24T07:30")  # still the 23rd there
    assert due(start, Limit(1, Unit.LEGAL_WORK_DAY), far).moment == datetime(2026, 11, 25, tzinfo=UTC)
    counted = due(start, Limit(1, Unit.URGENT_HOUR), far).counted
    assert counted == (Interval(start, start + timedelta(hours=1)),)
    assert counted[0].begins.utcoffset() == timedelta()


def test_a_start_at_the_end_of_a_window_counts_from_the_next_one() -> None:
    found = due(_at("2026-11-23T12:00"), Limit(1, Unit.WORK_HOUR), YEAR)
    assert found.counted == (Interval(_at("2026-11-23T14:00"), _at("2026-11-23T15:00")),)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "provisional"),
    [
        # Of days of the law only the last one asks the calendar; of working days every one does.
        ("2023-12-20T09:00", 20, Unit.LEGAL_DAY, False),
        ("2023-12-20T09:00", 20, Unit.LEGAL_WORK_DAY, True),
        ("2023-12-31T09:00", 1, Unit.LEGAL_DAY, False),
        ("2023-12-29T09:00", 2, Unit.LEGAL_DAY, True),
        ("2024-12-20T09:00", 20, Unit.LEGAL_DAY, True),
    ],
)
def test_what_the_law_counts_is_provisional_where_a_calendar_may_move_it(
    start: str, amount: int, unit: Unit, provisional: bool
) -> None:
    only = Calendar(hours=HOURS, zone=ZONE, published=frozenset({2024}))
    assert due(_at(start), Limit(amount, unit), only).provisional is provisional
