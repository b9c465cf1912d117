"""A number typed with a slip leads to the case that was meant, if the asker sees it."""

import pytest

from gewu.cases.tests.builders import Cast, a_case
from gewu.finding import queries
from gewu.finding.rules import slips
from gewu.kernel import numbers

pytestmark = pytest.mark.django_db


def test_a_number_is_understood_however_it_is_written(cast: Cast) -> None:
    case = a_case(cast)
    for typed in (
        case.number,
        case.number.lower(),
        numbers.grouped(case.number),
        f" {case.number[:5]} {case.number[5:]}",
    ):
        found = queries.meant_by(cast.clerk, typed)
        assert found.exact is not None
        assert found.exact.number == case.number


def test_a_slip_leads_to_the_case_that_was_meant(cast: Cast) -> None:
    case = a_case(cast)
    number = case.number
    wrong = number[:7] + ("2" if number[7] != "2" else "3") + number[8:]
    swapped = number[:12] + number[13] + number[12]
    for typed in (wrong, swapped, number[:6] + number[7:], number[:4] + "7" + number[4:]):
        if typed == number:
            continue
        found = queries.meant_by(cast.clerk, typed)
        assert number in [row.number for row in found.near], typed
        assert queries.meant_by(cast.other_handler, typed).near == ()


def test_words_are_no_numbers(cast: Cast) -> None:
    assert not queries.meant_by(cast.clerk, "路灯坏了").alike
    assert not queries.meant_by(cast.clerk, "").alike


def test_every_slip_is_of_the_right_length() -> None:
    typed = "WH1H400127KQ9C"
    assert {len(one) for text in (typed, typed[1:], typed + "1") for one in slips(text)} == {14}
    assert list(slips("short")) == []
