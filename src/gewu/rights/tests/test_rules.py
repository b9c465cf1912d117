"""By which rules look-ups are unusual, without a database."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.rights.rules import RULES, About, Limits, Seen, unusual

USER, GRID, OTHER = uuid4(), uuid4(), uuid4()
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def look(minute: int = 0, subject: UUID | None = None, hour: int = 12, **more: object) -> Seen:
    at = NOON + timedelta(minutes=minute)
    given = {
        "user": USER,
        "role": "gridworker",
        "at": at,
        "hour": hour,
        "grid": GRID,
        "full": False,
        "purpose": "",
    }
    return Seen(**(given | {"subject": subject or uuid4()} | more))  # type: ignore[arg-type] # a test names the fields


def rules_of(looks: list[Seen], about: About, **limits: Limits) -> set[str]:
    return {one.rule for one in unusual(looks, {USER: about}, limits)}


def test_thirty_people_within_an_hour_are_many_and_the_same_one_thirty_times_is_not() -> None:
    limits = {"many_persons": Limits(least=30)}
    assert rules_of([look(at) for at in range(30)], About(), **limits) == {"many_persons"}
    assert not rules_of([look(at * 5) for at in range(30)], About(), **limits)
    one = uuid4()
    assert not rules_of([look(at, one) for at in range(30)], About(), **limits)


@pytest.mark.parametrize(
    ("rule", "looks", "about", "found"),
    [
        ("outside_grids", [look(grid=OTHER)], About(frozenset({GRID})), True),
        ("outside_grids", [look(grid=GRID)], About(frozenset({GRID})), False),
        ("outside_grids", [look(grid=OTHER, role="clerk")], About(), False),
        ("at_night", [look(hour=23)], About(), True),
        ("at_night", [look(hour=5)], About(), True),
        ("at_night", [look(hour=6)], About(), False),
        ("at_night", [look(hour=23, purpose="emergency")], About(), False),
        ("same_surname", [look(full=True, surname="王")], About(surname="王"), True),
        ("same_surname", [look(full=False, surname="王")], About(surname="王"), False),
        ("same_surname", [look(full=True, surname="")], About(surname=""), False),
        ("own_household", [look(household=OTHER)], About(household=OTHER), True),
        ("own_household", [look(household=None)], About(household=None), False),
        ("own_household", [look(subject=OTHER)], About(person=OTHER), True),
        ("without_work", [look(full=True, subject=OTHER)], About(), True),
        ("without_work", [look(full=True, subject=OTHER)], About(worked_on=frozenset({OTHER})), False),
        ("without_work", [look(full=False)], About(), False),
    ],
)
def test_each_rule_finds_what_it_is_for(rule: str, looks: list[Seen], about: About, found: bool) -> None:
    limits = {rule: Limits(least=1, from_hour=22, to_hour=6)}
    assert bool(rules_of(looks, about, **limits)) is found


@given(st.lists(st.integers(0, 300), max_size=40), st.integers(1, 10))
def test_what_is_told_is_never_less_than_the_threshold(minutes: list[int], least: int) -> None:
    looks = [look(minute) for minute in minutes]
    for one in unusual(looks, {}, {rule: Limits(least=least) for rule in RULES}):
        assert one.count >= least
        assert one.first <= one.last
