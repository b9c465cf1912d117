"""Numbers of cards and plates that can be, and those that cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.signage.rules import (
    Coverage,
    Handed,
    State,
    handed_problem,
    initials_of,
    may_follow,
    opens_case,
    units_of,
)

SOME = st.integers(0, 400)


@given(SOME, SOME, SOME, SOME)
def test_no_house_has_more_doors_than_households(one: int, two: int, three: int, households: int) -> None:
    said = handed_problem(Handed(one, two, three), households)
    assert (said is None) == (one + two + three <= households)


def test_less_than_nothing_is_no_number() -> None:
    assert handed_problem(Handed(-1, 0, 0), 10) == "negative"


@given(SOME, SOME, SOME)
def test_coverage_is_a_share_of_all_households(households: int, delivered: int, refused: int) -> None:
    found = Coverage(households, min(delivered, households), refused, 0, 0, 1, 0)
    assert found.waiting >= 0
    assert (found.share is None) == (households == 0)
    assert found.share is None or 0 <= found.share <= 100


STEPS: list[tuple[State, State, bool]] = [
    ("planned", "up", True),
    ("planned", "damaged", False),
    ("planned", "missing", False),
    ("up", "damaged", True),
    ("damaged", "missing", True),
    ("missing", "up", True),
    ("up", "up", True),
    ("up", "planned", False),
]


@pytest.mark.parametrize(("before", "after", "may"), STEPS)
def test_a_plate_that_never_hung_is_not_broken(before: State, after: State, may: bool) -> None:
    assert may_follow(before, after) is may


def test_damage_becomes_work_once() -> None:
    assert opens_case("up", "damaged", open_case=False)
    assert not opens_case("damaged", "missing", open_case=True)
    assert not opens_case("damaged", "up", open_case=False)


@pytest.mark.parametrize(
    ("name", "initials"), [("梅望舒", "梅"), ("Ada Lovelace", "AL"), ("Ada", "A"), ("", "?")]
)
def test_initials_stand_where_there_is_no_photo(name: str, initials: str) -> None:
    assert initials_of(name) == initials


@given(st.integers(0, 2000), st.one_of(st.none(), st.integers(1, 60)))
def test_a_house_has_some_stairways_and_not_many(households: int, floors: int | None) -> None:
    assert 1 <= units_of(households, floors) <= 6
