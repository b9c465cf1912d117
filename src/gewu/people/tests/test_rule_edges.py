"""Rules about people at their edges: days that touch, places that end, roles that would give too much."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.kernel.access import SYSTEM, AccessClass, Actor, Post, Scope, Tier
from gewu.people.rules import (
    Cover,
    Grant,
    Role,
    account_state,
    first_gap,
    may_give,
    may_manage_person,
    may_name_stand_in,
    overlap,
    read_roles,
)

TOWN, OTHER, CELL = UUID(int=1), UUID(int=2), UUID(int=3)


def on(day: int) -> date:
    return date(2026, 3, day)


def a_role(**more: Any) -> dict[str, object]:
    return {"reads": [], "class": "open", "tiers": ["township"], "inbox": False, "home": "desk"} | more


ROLES = read_roles(
    {
        "admin": a_role(may_grant=["deputy", "clerk"], may_stand_in=["clerk"]),
        "deputy": a_role(may_grant=["clerk"]),
        "chief": a_role(may_stand_in=["clerk"]),
        "clerk": a_role(),
    }
)


def scope(low: int = 5, high: int = 9, area: UUID = TOWN) -> Scope:
    return Scope(low=low, high=high, tier=Tier.TOWNSHIP, area=area)


def holder(role: str, *, where: Scope | None = None, primary: bool = True, door: str = "desk") -> Actor:
    post = Post(UUID(int=4), role, where or scope(), None, frozenset(), AccessClass.OPEN, primary=primary)
    return Actor(user=UUID(int=5), name="a", door=door, posts=(post,))


def grant(role: str = "clerk", low: int = 5, high: int = 9, path: tuple[UUID, ...] = (TOWN, CELL)) -> Grant:
    return Grant(role, scope(low, high, CELL), path)


def test_roles_are_read_by_their_key() -> None:
    assert {key: role.key for key, role in ROLES.items()} == {key: key for key in ROLES}
    assert all(isinstance(role, Role) for role in ROLES.values())


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ({"a": a_role(may_grant=["b"])}, r"^a may grant what is no role: \['b'\]$"),
        ({"a": a_role(may_stand_in=["b"])}, r"^a may grant what is no role: \['b'\]$"),
        (
            {"a": a_role(may_grant=["b"]), "b": a_role(may_grant=["c"]), "c": a_role()},
            r"^a could have b grant what it may not: \['c'\]$",
        ),
        (
            {"a": a_role(may_grant=["b"]), "b": a_role(may_stand_in=["c"]), "c": a_role()},
            r"^a could have b name stand-ins for \['c'\]$",
        ),
    ],
)
def test_no_role_gives_more_than_it_has(roles: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_roles(roles)


@pytest.mark.parametrize(
    ("given_out", "right"),
    [
        (grant(), True),
        (grant(low=4), False),
        (grant(high=10), False),
        (grant(low=6, high=8), True),
        (grant(path=(OTHER, CELL)), False),
        (grant("chief"), False),
    ],
)
def test_a_post_is_given_under_ones_own_place_and_of_ones_own_roles(given_out: Grant, right: bool) -> None:
    assert may_give(holder("admin"), given_out, roles=ROLES) is right
    assert not may_give(holder("clerk"), given_out, roles=ROLES)
    assert may_give(holder("clerk", door="job"), given_out, roles=ROLES)


def test_who_stands_in_gives_nothing_that_gives_on() -> None:
    stand_in = holder("admin", primary=False)
    assert may_give(stand_in, grant("clerk"), roles=ROLES)
    assert not may_give(stand_in, grant("deputy"), roles=ROLES)
    assert may_give(holder("admin"), grant("deputy"), roles=ROLES)


def test_stand_ins_are_named_by_who_could_give_the_post_and_by_who_is_trusted_with_it() -> None:
    assert may_name_stand_in(holder("chief"), grant(), roles=ROLES)
    assert may_name_stand_in(holder("deputy"), grant(), roles=ROLES)
    assert not may_name_stand_in(holder("chief"), grant("deputy"), roles=ROLES)
    assert not may_name_stand_in(holder("chief"), grant(path=(OTHER,)), roles=ROLES)
    assert not may_name_stand_in(holder("clerk"), grant(), roles=ROLES)


def test_an_account_is_changed_at_home_and_when_every_post_of_it_could_be_given() -> None:
    admin = holder("admin")
    assert may_manage_person(admin, home=7, held=[], roles=ROLES) is None
    assert may_manage_person(admin, home=7, held=[grant()], roles=ROLES) is None
    assert may_manage_person(admin, home=4, held=[grant()], roles=ROLES) == "home"
    assert may_manage_person(admin, home=10, held=[], roles=ROLES) == "home"
    assert may_manage_person(admin, home=7, held=[grant(), grant("chief")], roles=ROLES) == "beyond"
    assert may_manage_person(holder("deputy"), home=7, held=[], roles=ROLES) == "home"
    assert may_manage_person(SYSTEM, home=7, held=[grant("chief")], roles=ROLES) is None


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ((on(1), on(5)), (on(5), on(9)), (on(5), on(5))),
        ((on(1), on(5)), (on(6), on(9)), None),
        ((on(1), None), (on(3), on(9)), (on(3), on(9))),
        ((on(1), None), (on(3), None), (on(3), None)),
        ((on(4), on(9)), (on(1), on(6)), (on(4), on(6))),
        ((on(5), None), (on(1), on(4)), None),
    ],
)
def test_the_days_that_two_spans_share(one: Any, other: Any, shared: Any) -> None:
    assert overlap(one, other) == overlap(other, one) == shared


@pytest.mark.parametrize(
    ("covers", "gap"),
    [
        ([], (on(1), on(10))),
        ([(on(1), on(10), [])], None),
        ([(on(1), None, [])], None),
        ([(on(2), None, [])], (on(1), on(1))),
        ([(on(1), on(9), [])], (on(10), on(10))),
        ([(on(1), on(3), []), (on(6), on(10), [])], (on(4), on(5))),
        ([(on(1), None, [(on(4), on(6))])], (on(4), on(6))),
        ([(on(1), None, [(on(4), on(6))]), (on(5), on(5), [])], (on(4), on(4))),
        ([(on(1), None, [(on(2), on(3)), (on(8), on(8))])], (on(2), on(3))),
    ],
)
def test_the_first_days_on_which_nobody_acts(covers: Any, gap: Any) -> None:
    assert first_gap((on(1), on(10)), covers) == gap


@given(st.integers(1, 20), st.integers(0, 9), st.integers(1, 20), st.integers(0, 9))
def test_a_gap_is_a_run_of_days_without_the_one_who_acts(
    first: int, long: int, begins: int, lasts: int
) -> None:
    days = (on(first), on(first) + timedelta(days=long))
    cover: Cover = (on(begins), on(begins) + timedelta(days=lasts), [])
    gap = first_gap(days, [cover])
    idle = [
        day
        for day in (days[0] + timedelta(days=n) for n in range(long + 1))
        if not on(begins) <= day <= on(begins) + timedelta(days=lasts)
    ]
    assert (gap is None) == (not idle)
    assert gap is None or (gap[0] == idle[0] and gap[1] in idle)


@pytest.mark.parametrize(
    ("active", "left", "signs_in", "state"),
    [
        (True, None, True, "active"),
        (True, None, False, "invited"),
        (False, None, True, "locked"),
        (False, None, False, "locked"),
        (False, on(1), True, "left"),
        (True, on(1), True, "left"),
    ],
)
def test_an_account_says_one_thing(active: bool, left: date | None, signs_in: bool, state: str) -> None:
    assert account_state(is_active=active, left_on=left, can_sign_in=signs_in) == state
