"""What could be dropped, decided on counters. No database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.burden.rules import FieldCount, FormCount, Why, proposals, timed

TODAY = date(2026, 4, 12)
LONG_AGO, LATELY = date(2025, 1, 1), date(2026, 3, 1)


def a_field(*, shown: int, known: int = 0, filled: int = 0, read: int = 0) -> FieldCount:
    return FieldCount("event/report", "address", shown=shown, known=known, filled=filled, read=read)


@pytest.mark.parametrize(
    ("field", "since", "why"),
    [
        (a_field(shown=312, known=294, filled=312, read=5), LONG_AGO, [Why.KNOWN]),
        (a_field(shown=19, known=19, filled=19, read=1), LONG_AGO, []),
        (a_field(shown=100, known=89, filled=100, read=1), LONG_AGO, []),
        (a_field(shown=100, filled=60), LONG_AGO, [Why.UNREAD]),
        (a_field(shown=100, filled=60), LATELY, []),
        (a_field(shown=100, filled=60, read=1), LONG_AGO, []),
        (FieldCount("a/b", "c", shown=100, filled=60, works=True), LONG_AGO, []),
        (a_field(shown=100, filled=2, read=1), LONG_AGO, [Why.UNANSWERED]),
        (a_field(shown=100, filled=3, read=1), LONG_AGO, []),
    ],
    ids=[
        *("known", "too few", "seldom known", "nobody read it", "not a year yet", "somebody read it"),
        *("a rule works on it", "always left empty", "sometimes answered"),
    ],
)
def test_what_is_proposed(field: FieldCount, since: date, why: list[Why]) -> None:
    assert [one.why for one in proposals([field], since=since, today=TODAY)] == why


def test_a_proposal_says_in_how_many_forms() -> None:
    (one,) = proposals([a_field(shown=312, known=294, filled=312, read=1)], since=LONG_AGO, today=TODAY)
    assert (one.percent, one.part, one.of) == (94, 294, 312)


@pytest.mark.parametrize(("seconds", "counts"), [(41.9, 41), (3600, 3600), (3601, None), (-1, None)])
def test_a_form_left_open_over_lunch_is_not_timed(seconds: float, counts: int | None) -> None:
    assert timed(seconds) == counts


def test_what_could_not_be_timed_is_reckoned_at_the_mean() -> None:
    assert FormCount("a/b", "", "", sent=120, timed=60, seconds=3600).hours == 2
    assert FormCount("a/b", "", "", sent=120, timed=0, seconds=0).hours is None


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_no_proposal_speaks_of_more_forms_than_there_were(shown: int, known: int, filled: int) -> None:
    field = a_field(shown=shown, known=min(known, shown), filled=min(filled, shown))
    for one in proposals([field], since=LONG_AGO, today=TODAY):
        assert 0 <= one.part <= one.of == shown
        assert 0 <= one.percent <= 100
