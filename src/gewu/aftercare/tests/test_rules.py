"""The three rates on plain values: the vectors of the sources, windows, and what is said of nothing."""

from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from gewu.aftercare.rules import (
    Rates,
    Tally,
    Weights,
    day_window,
    month_of,
    month_window,
    rates,
    share_of,
    span_window,
)
from gewu.catalogue import reading
from gewu.places.assessment import Assessment, Marks

ZONE = ZoneInfo("Asia/Shanghai")
RULE = Assessment()
USUAL = Weights(RULE.marks.by_mark, RULE.response, RULE.solved, RULE.satisfied)
COUNTS = st.integers(0, 500)


def test_the_vector_of_the_source_comes_out_to_the_hundredth() -> None:
    tally = Tally(tries=130, valid=100, contacted=98, solved=85, marks=(3, 5, 12, 30, 50))
    assert rates(tally, USUAL) == Rates(
        Decimal("98.00"), Decimal("85.00"), Decimal("90.80"), Decimal("88.62")
    )


def test_without_a_valid_call_back_there_is_no_rate_and_not_nought() -> None:
    assert rates(Tally(tries=7), USUAL) == Rates(None, None, None, None)
    assert share_of(0, 0) is None
    assert share_of(0, 3) == Decimal("0.00")


def test_contentment_and_closing_are_two_figures() -> None:
    """91 % content and 33 of 36 closed, which is 91.67 %: near each other, and nothing to do with it."""
    content = rates(Tally(valid=100, marks=(4, 5, 0, 40, 51)), USUAL).satisfied
    assert (content, share_of(33, 36)) == (Decimal("91.00"), Decimal("91.67"))


def test_a_place_weighs_as_it_decided() -> None:
    strict = Assessment(
        marks=Marks(on_the_whole=Decimal(0)),
        response=Decimal(0),
        solved=Decimal("0.5"),
        satisfied=Decimal("0.5"),
    )
    weights = Weights(strict.marks.by_mark, strict.response, strict.solved, strict.satisfied)
    found = rates(Tally(valid=4, contacted=4, solved=2, marks=(0, 0, 2, 1, 1)), weights)
    assert (found.satisfied, found.total) == (Decimal("50.00"), Decimal("50.00"))


def test_weights_that_are_no_whole_are_refused() -> None:
    with pytest.raises(ValidationError, match="add up to 1"):
        Assessment(response=Decimal("0.2"))


@given(st.tuples(COUNTS, COUNTS, COUNTS, COUNTS, COUNTS), st.fractions(0, 1), st.fractions(0, 1))
def test_no_rate_is_beyond_a_hundred_and_none_below_nought(
    marks: tuple[int, int, int, int, int], contacted: Fraction, solved: Fraction
) -> None:
    valid = sum(marks)
    tally = Tally(valid, valid, int(valid * contacted), int(valid * solved), marks)
    found = rates(tally, USUAL)
    for rate in (found.response, found.solved, found.satisfied, found.total):
        assert (rate is None) == (valid == 0)
        assert rate is None or 0 <= rate <= 100


def test_the_assessment_month_runs_from_the_nineteenth_to_the_nineteenth() -> None:
    window = month_window(date(2026, 1, 1), starts_on=19, zone=ZONE)
    assert window.since == datetime(2025, 12, 19, tzinfo=ZONE)
    assert window.until == datetime(2026, 1, 19, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2026, 1, 18), date(2026, 1, 1)),
        (date(2026, 1, 19), date(2026, 2, 1)),
        (date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_a_day_belongs_to_the_month_that_ends_after_it(day: date, month: date) -> None:
    assert month_of(day, starts_on=19) == month
    window = month_window(month, starts_on=19, zone=ZONE)
    assert window.since <= datetime.combine(day, time.min, ZONE) < window.until


@given(st.dates(date(2001, 1, 1), date(2099, 11, 30)), st.integers(1, 28))
def test_every_day_lies_in_exactly_one_assessment_month(day: date, starts_on: int) -> None:
    noon = datetime.combine(day, time(12), ZONE)
    here = month_window(month_of(day, starts_on=starts_on), starts_on=starts_on, zone=ZONE)
    assert here.since <= noon < here.until
    after = month_window((here.until.date().replace(day=1)), starts_on=starts_on, zone=ZONE)
    assert after.until == here.until


def test_the_assessment_day_runs_from_noon_to_noon() -> None:
    window = day_window(date(2026, 3, 2), ends_at=time(12), zone=ZONE)
    assert window.since == datetime(2026, 3, 1, 12, tzinfo=ZONE)
    assert window.until == datetime(2026, 3, 2, 12, tzinfo=ZONE)


def test_days_from_to_hold_the_last_one() -> None:
    window = span_window(date(2026, 3, 2), date(2026, 3, 2), zone=ZONE)
    assert (window.until - window.since).total_seconds() == 24 * 3600


@pytest.mark.parametrize("key", ["event", "negotiation", "child_risk"])
def test_every_way_of_ending_says_how_long_it_is_kept(key: str) -> None:
    """Nothing is kept for want of a line, or for ever by mistake."""
    newest = reading.shipped().newest(key)
    assert newest is not None
    assert {one.outcome for one in newest.keeping} == {name for name, at in newest.stages.items() if at.final}
