"""Clocks that stand still now and then: what was left is left again, whatever the unit."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.deadlines.rules import CONTINUOUS, WORKING, DayKind, Interval, Limit, Unit, due, worked
from gewu.deadlines.running import due_over, offer_due, working_over
from gewu.deadlines.tests.test_rules import MINUTE, YEAR, ZONE, is_worked, limits, moments, stretches

HOUR = timedelta(hours=1)
SIX = 6 * HOUR


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def _over(start: str, amount: int, unit: str, *stops: str) -> datetime:
    return due_over(_at(start), Limit(amount, Unit(unit)), YEAR, [_at(stop) for stop in stops]).moment


@pytest.mark.parametrize(
    ("start", "amount", "unit", "stops", "expected"),
    [
        # Two of four hours are left on Friday evening, whatever lies between.
        ("2026-11-20T16:00", 4, "work_hour", ("2026-11-20T18:00", "2026-11-25T09:00"), "2026-11-25T11:00"),
        # A stop in the night costs nothing, and one over the noon break the working part of it.
        ("2026-11-23T08:00", 8, "work_hour", ("2026-11-23T20:00", "2026-11-24T07:00"), "2026-11-23T18:00"),
        ("2026-11-23T08:00", 8, "work_hour", ("2026-11-23T11:00", "2026-11-23T15:00"), "2026-11-24T10:00"),
        ("2026-11-23T08:00", 2, "urgent_hour", ("2026-11-23T09:00", "2026-11-24T09:00"), "2026-11-24T10:00"),
        ("2026-11-20T09:00", 2, "calendar_day", ("2026-11-21T09:00", "2026-11-28T12:00"), "2026-11-29T12:00"),
        # Stopped twice.
        (
            *("2026-11-23T08:00", 2, "work_day"),
            ("2026-11-23T10:00", "2026-11-24T08:00", "2026-11-24T10:00", "2026-11-26T08:00"),
            "2026-11-27T12:00",
        ),
        # Days of the law: those after the day of the stop follow the day on which the clock goes on.
        (
            "2026-11-23T09:00",
            4,
            "legal_work_day",
            ("2026-11-24T09:00", "2026-12-02T09:00"),
            "2026-12-08T00:00",
        ),
        ("2026-11-20T09:00", 10, "legal_day", ("2026-11-22T09:00", "2026-12-01T09:00"), "2026-12-10T00:00"),
        # A last day that moved on over the weekend gives nobody two days more.
        ("2026-11-18T09:00", 3, "legal_day", ("2026-11-19T09:00", "2026-11-24T09:00"), "2026-11-27T00:00"),
        # Stopped on its last day, it ends with the day on which it goes on, or the next that is worked.
        ("2026-11-19T09:00", 1, "legal_day", ("2026-11-20T09:00", "2026-11-25T15:00"), "2026-11-26T00:00"),
        ("2026-11-19T09:00", 1, "legal_day", ("2026-11-20T09:00", "2026-11-28T15:00"), "2026-12-01T00:00"),
        # What was over before the stop stays over.
        ("2026-11-20T16:00", 2, "work_hour", ("2026-11-21T09:00", "2026-11-25T09:00"), "2026-11-20T18:00"),
        ("2026-11-19T09:00", 1, "legal_day", ("2026-11-21T09:00", "2026-11-25T15:00"), "2026-11-21T00:00"),
        # Stopped at its very end it is not late yet.
        ("2026-11-20T16:00", 2, "urgent_hour", ("2026-11-20T18:00", "2026-11-25T09:00"), "2026-11-25T09:00"),
        ("2026-11-20T16:00", 2, "work_hour", ("2026-11-20T18:00", "2026-11-25T09:00"), "2026-11-25T09:00"),
        # A stop that was over before the limit began does not matter; another delays the start.
        ("2026-11-23T09:00", 1, "work_hour", ("2026-11-20T09:00", "2026-11-22T09:00"), "2026-11-23T10:00"),
        ("2026-11-23T09:00", 1, "work_hour", ("2026-11-20T09:00", "2026-11-24T09:00"), "2026-11-24T10:00"),
    ],
)
def test_what_was_left_at_the_stop_is_left_again(
    start: str, amount: int, unit: str, stops: tuple[str, ...], expected: str
) -> None:
    assert _over(start, amount, unit, *stops) == _at(expected)


def test_the_counted_stretches_leave_the_stops_out() -> None:
    stops = [_at("2026-11-23T11:00"), _at("2026-11-23T15:00")]
    found = due_over(_at("2026-11-23T10:00"), Limit(2, Unit.WORK_HOUR), YEAR, stops)
    assert found.counted == (
        Interval(_at("2026-11-23T10:00"), _at("2026-11-23T11:00")),
        Interval(_at("2026-11-23T15:00"), _at("2026-11-23T16:00")),
    )


def test_moments_are_told_in_the_zone_of_the_place() -> None:
    stops = [datetime(2026, 11, 20, 8, tzinfo=UTC), datetime(2026, 11, 25, 1, tzinfo=UTC)]
    found = due_over(datetime(2026, 11, 20, 7, tzinfo=UTC), Limit(4, Unit.URGENT_HOUR), YEAR, stops)
    assert found.moment == _at("2026-11-25T12:00")
    assert {piece.begins.utcoffset() for piece in found.counted} == {timedelta(hours=8)}


@pytest.mark.parametrize(
    ("goes_on", "unit", "provisional"),
    [
        ("2026-11-25T09:00", Unit.WORK_HOUR, False),
        ("2027-11-25T09:00", Unit.WORK_HOUR, True),
        ("2027-11-25T09:00", Unit.URGENT_HOUR, False),
        ("2027-11-25T09:00", Unit.LEGAL_DAY, True),
        ("2026-12-28T09:00", Unit.LEGAL_WORK_DAY, False),
    ],
)
def test_it_is_provisional_when_it_goes_on_into_an_unpublished_year(
    goes_on: str, unit: Unit, provisional: bool
) -> None:
    stops = [_at("2026-11-23T10:00"), _at(goes_on)]
    assert due_over(_at("2026-11-23T09:00"), Limit(3, unit), YEAR, stops).provisional is provisional


def test_a_stretch_before_the_stop_may_be_what_is_provisional() -> None:
    only = replace(YEAR, published=frozenset({2027}))
    stops = [_at("2026-12-31T10:00"), _at("2027-01-05T09:00")]
    for unit in (Unit.WORK_HOUR, Unit.LEGAL_WORK_DAY):
        assert due_over(_at("2026-12-30T09:00"), Limit(12, unit), only, stops).provisional
    assert not due_over(_at("2026-12-30T09:00"), Limit(12, Unit.LEGAL_DAY), only, stops).provisional


starts_and_stops = st.tuples(moments, st.lists(stretches, max_size=5)).map(
    lambda drawn: (drawn[0], _in_turn(drawn[0], drawn[1][: len(drawn[1]) // 2 * 2]))
)


def _in_turn(start: datetime, gaps: list[timedelta]) -> list[datetime]:
    return [start + sum(gaps[: place + 1], timedelta()) for place in range(len(gaps))]


@given(starts_and_stops, limits)
def test_more_time_never_ends_earlier(drawn: tuple[datetime, list[datetime]], limit: Limit) -> None:
    start, stops = drawn
    longer = Limit(limit.amount + 1, limit.unit)
    assert due_over(start, longer, YEAR, stops).moment >= due_over(start, limit, YEAR, stops).moment


@given(starts_and_stops, limits)
def test_a_stop_never_takes_time_away(drawn: tuple[datetime, list[datetime]], limit: Limit) -> None:
    start, stops = drawn
    assert due_over(start, limit, YEAR, stops).moment >= due(start, limit, YEAR).moment


@given(moments, limits, stretches)
def test_a_stop_of_no_length_changes_nothing(start: datetime, limit: Limit, until: timedelta) -> None:
    plain = due(start, limit, YEAR).moment
    stopped = due_over(start, limit, YEAR, [start + until, start + until]).moment
    # At the very end of a working limit there is nothing left: it ends when work next begins.
    assert stopped == plain or start + until == plain


@given(starts_and_stops, st.integers(1, 12))
def test_working_hours_agree_with_a_slow_count_of_minutes_that_ran(
    drawn: tuple[datetime, list[datetime]], hours: int
) -> None:
    start, stops = drawn
    ends = due_over(start, Limit(hours, Unit.WORK_HOUR), YEAR, stops).moment
    slow = _minute_by_minute(start, hours * 60, stops)
    # Both have seen the same minutes; a stop at the very end may leave it standing until work next begins.
    assert ends == slow or (slow in stops and _minutes_run(slow, ends, stops) == 0)


@given(starts_and_stops, st.integers(1, 5), st.sampled_from(sorted(CONTINUOUS)))
def test_hours_that_run_through_the_night_lose_just_the_stops(
    drawn: tuple[datetime, list[datetime]], amount: int, unit: Unit
) -> None:
    start, stops = drawn
    ends = due_over(start, Limit(amount, unit), YEAR, stops).moment
    stood = sum(
        (b - a for a, b in zip(stops[::2], stops[1::2], strict=True) if a <= ends and b <= ends), timedelta()
    )
    assert ends == start + amount * CONTINUOUS[unit] + stood


@given(
    moments,
    st.builds(Limit, st.integers(1, 12), st.sampled_from(sorted(WORKING))),
    st.floats(0, 1),
    stretches,
)
def test_the_working_time_left_at_the_resume_is_that_left_at_the_pause(
    start: datetime, limit: Limit, used: float, rest: timedelta
) -> None:
    ends = due(start, limit, YEAR).moment
    paused = start + used * (ends - start)
    moved = due_over(start, limit, YEAR, [paused, paused + rest]).moment
    assert worked(paused + rest, moved, YEAR) == worked(paused, ends, YEAR)


@given(starts_and_stops, limits)
def test_a_year_that_is_published_later_gives_what_it_would_have_given(
    drawn: tuple[datetime, list[datetime]], limit: Limit
) -> None:
    """Counting anew needs nothing but the start and the stops: no earlier answer is an ingredient."""
    start, stops = drawn
    later = replace(YEAR, days={**YEAR.days, date(2026, 6, 10): DayKind.HOLIDAY})
    assert due_over(start, limit, later, stops).moment >= due_over(start, limit, YEAR, stops).moment


def _minute_by_minute(moment: datetime, minutes: int, stops: list[datetime]) -> datetime:
    """The oracle: look at every minute and ask whether it is worked and the clock runs."""
    while minutes:
        minutes -= is_worked(moment) and _runs(moment, stops)
        moment += MINUTE
    return moment


def _minutes_run(begins: datetime, ends: datetime, stops: list[datetime]) -> int:
    minutes = int((ends - begins) / MINUTE)
    return sum(is_worked(begins + n * MINUTE) and _runs(begins + n * MINUTE, stops) for n in range(minutes))


def _runs(moment: datetime, stops: list[datetime]) -> bool:
    return not any(a <= moment < b for a, b in zip(stops[::2], stops[1::2], strict=True))


@pytest.mark.parametrize(
    ("offered", "amount", "unit", "expected"),
    [
        # More than six hours: the next working day at nine.
        ("2026-11-23T10:00", 3, Unit.WORK_DAY, "2026-11-24T09:00"),
        ("2026-11-20T16:00", 1, Unit.WORK_DAY, "2026-11-23T09:00"),
        ("2026-11-21T10:00", 7, Unit.WORK_HOUR, "2026-11-23T09:00"),
        ("2026-09-30T16:00", 5, Unit.LEGAL_WORK_DAY, "2026-10-08T09:00"),
        ("2026-09-19T10:00", 2, Unit.CALENDAR_DAY, "2026-09-20T09:00"),
        # Six or fewer: the limit itself.
        ("2026-11-23T10:00", 6, Unit.WORK_HOUR, "2026-11-23T18:00"),
        ("2026-11-23T10:00", 2, Unit.WORK_HOUR, "2026-11-23T12:00"),
        ("2026-11-20T23:00", 4, Unit.URGENT_HOUR, "2026-11-21T03:00"),
        # What is urgent does not wait for Monday to be accepted.
        ("2026-11-20T20:00", 12, Unit.URGENT_HOUR, "2026-11-21T08:00"),
    ],
)
def test_an_offer_is_answered_by_the_next_morning_or_at_once(
    offered: str, amount: int, unit: Unit, expected: str
) -> None:
    found = offer_due(_at(offered), Limit(amount, unit), YEAR, short=SIX, by=time(9))
    assert found.moment == _at(expected)


def test_an_offer_over_new_year_is_provisional_until_the_year_is_published() -> None:
    found = offer_due(_at("2026-12-31T16:00"), Limit(3, Unit.WORK_DAY), YEAR, short=SIX, by=time(9))
    assert (found.moment, found.provisional) == (_at("2027-01-01T09:00"), True)


def test_so_much_working_time_may_be_asked_for_directly() -> None:
    assert working_over(_at("2026-11-23T10:00"), 90 * MINUTE, YEAR).moment == _at("2026-11-23T11:30")
