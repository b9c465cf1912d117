"""Nobody gives what they do not have: the law over any tree, any table of roles and any chain of grants."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gewu.kernel.access import SYSTEM, AccessClass, Actor, Post, Scope, Tier
from gewu.people.roles import roles
from gewu.people.rules import (
    Grant,
    Role,
    first_gap,
    may_give,
    may_manage_person,
    may_name_stand_in,
    overlap,
    read_roles,
)

PROVINCE, CITY, COUNTY = UUID(int=1), UUID(int=2), UUID(int=3)
COUNTY_LOW, COUNTY_HIGH = 370402000, 370402999


def _grants() -> list[tuple[Scope, tuple[UUID, ...]]]:
    """A county with two townships, each with two communities of two grids."""
    county: tuple[UUID, ...] = (PROVINCE, CITY, COUNTY)
    found = [(Scope(COUNTY_LOW, COUNTY_HIGH, Tier.COUNTY, COUNTY), county)]
    for t in (1, 2):
        street = UUID(int=10 * t)
        home = 370402000 + t
        found.append((Scope(home, home, Tier.TOWNSHIP, street), (*county, street)))
        for c in (1, 2):
            community = UUID(int=100 * t + 10 * c)
            found.append((Scope(home, home, Tier.COMMUNITY, community), (*county, street, community)))
            for g in (1, 2):
                grid = UUID(int=1000 * t + 100 * c + g)
                found.append((Scope(home, home, Tier.GRID, grid), (*county, street, community, grid)))
    return found


PLACES = _grants()
ROLES = sorted(key for key, role in roles().items() if role.tiers)
GRANTS = [
    Grant(role, scope, path) for role in ROLES for scope, path in PLACES if scope.tier in roles()[role].tiers
]


def holding(*held: Grant, primary: bool = True, door: str = "desk") -> Actor:
    posts = tuple(
        Post(UUID(int=n), grant.role, grant.scope, None, frozenset(), AccessClass.OPEN, primary)
        for n, grant in enumerate(held)
    )
    return Actor(user=UUID(int=9), name="a", door=door, posts=posts)


def reach(actor: Actor, table: Mapping[str, Role]) -> frozenset[tuple[str, UUID]]:
    """Every role at every place that this actor could give."""
    return frozenset((g.role, g.scope.area) for g in GRANTS if may_give(actor, g, roles=table))


grants = st.sampled_from(GRANTS)
actors = st.builds(
    lambda held, primary: holding(*held, primary=primary), st.lists(grants, max_size=3), st.booleans()
)


@settings(max_examples=400, deadline=None)
@given(actor=actors, grant=grants)
def test_whoever_is_given_a_post_reaches_no_further_than_the_giver(actor: Actor, grant: Grant) -> None:
    table = roles()
    if may_give(actor, grant, roles=table):
        own = reach(actor, table)
        assert (grant.role, grant.scope.area) in own
        assert reach(holding(grant), table) <= own
        assert any(grant.within(post.scope) for post in actor.posts)


@settings(max_examples=200, deadline=None)
@given(actor=actors, chain=st.lists(grants, min_size=1, max_size=4))
def test_no_chain_of_grants_leads_out_of_the_first_reach(actor: Actor, chain: list[Grant]) -> None:
    table, own, holder = roles(), reach(actor, roles()), actor
    for grant in chain:
        if may_give(holder, grant, roles=table):
            holder = holding(grant)
            assert reach(holder, table) <= own


tables = st.dictionaries(
    st.sampled_from(ROLES), st.frozensets(st.sampled_from(ROLES), max_size=4), max_size=5
)


@settings(max_examples=200, deadline=None)
@given(table=tables, actor=actors, grant=grants)
def test_whatever_table_is_accepted_keeps_the_law(
    table: dict[str, frozenset[str]], actor: Actor, grant: Grant
) -> None:
    base = {key: role.model_dump(by_alias=True, exclude={"key"}) for key, role in roles().items()}
    data = {key: {**values, "may_grant": table.get(key, frozenset())} for key, values in base.items()}
    data = {key: {**values, "may_stand_in": frozenset()} for key, values in data.items()}
    try:
        accepted = read_roles(data)
    except ValueError:
        return
    if may_give(actor, grant, roles=accepted):
        assert reach(holding(grant), accepted) <= reach(actor, accepted)


@settings(max_examples=200, deadline=None)
@given(actor=actors, held=st.lists(grants, max_size=3))
def test_an_account_is_managed_only_with_everything_it_holds(actor: Actor, held: list[Grant]) -> None:
    if may_manage_person(actor, home=370402001, held=held, roles=roles()) is None:
        own = reach(actor, roles())
        assert {(grant.role, grant.scope.area) for grant in held} <= own


@settings(max_examples=200, deadline=None)
@given(actor=actors, grant=grants)
def test_a_stand_in_is_named_only_under_ones_own_place(actor: Actor, grant: Grant) -> None:
    if may_name_stand_in(actor, grant, roles=roles()):
        assert any(grant.within(post.scope) for post in actor.posts)
        assert grant.role != "admin" or may_give(actor, grant, roles=roles())


def _grant(role: str, place: int) -> Grant:
    return Grant(role, *PLACES[place])


TOWNSHIP, OTHER_TOWNSHIP, COMMUNITY = 1, 8, 2


@pytest.mark.parametrize(
    ("holds", "gives", "right"),
    [
        (("admin", TOWNSHIP), ("clerk", TOWNSHIP), True),
        (("admin", TOWNSHIP), ("admin", TOWNSHIP), True),
        (("admin", TOWNSHIP), ("auditor", TOWNSHIP), True),
        (("admin", TOWNSHIP), ("auditor", 0), False),
        (("admin", TOWNSHIP), ("admin", 0), False),
        (("admin", TOWNSHIP), ("clerk", OTHER_TOWNSHIP), False),
        (("admin", TOWNSHIP), ("chief", COMMUNITY), True),
        (("admin", 0), ("auditor", TOWNSHIP), True),
        (("chief", COMMUNITY), ("gridlead", 3), False),
        (("auditor", 0), ("clerk", TOWNSHIP), False),
    ],
    ids=str,
)
def test_the_shipped_table_says_who_gives_what(
    holds: tuple[str, int], gives: tuple[str, int], right: bool
) -> None:
    assert PLACES[OTHER_TOWNSHIP][0].tier == Tier.TOWNSHIP
    assert may_give(holding(_grant(*holds)), _grant(*gives), roles=roles()) is right


def test_who_stands_in_for_an_administrator_makes_no_administrators() -> None:
    stand_in = holding(_grant("admin", TOWNSHIP), primary=False)
    assert may_give(stand_in, _grant("clerk", TOWNSHIP), roles=roles())
    assert not may_give(stand_in, _grant("admin", TOWNSHIP), roles=roles())


def test_the_platform_itself_gives_anything() -> None:
    assert all(may_give(SYSTEM, grant, roles=roles()) for grant in GRANTS)


def test_a_chief_names_stand_ins_for_the_own_grids_alone() -> None:
    chief = holding(_grant("chief", COMMUNITY))
    assert may_name_stand_in(chief, _grant("gridlead", 3), roles=roles())
    assert not may_name_stand_in(chief, _grant("gridlead", 6), roles=roles())
    assert not may_name_stand_in(chief, _grant("chief", COMMUNITY), roles=roles())


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"chief": {"may_grant": {"admin"}}}, "chief could have admin grant"),
        ({"chief": {"may_grant": {"king"}}}, "no role"),
        ({"clerk": {"may_grant": {"chief"}}}, "clerk could have chief name stand-ins"),
    ],
    ids=str,
)
def test_a_table_in_which_somebody_could_give_too_much_is_refused(
    change: dict[str, dict[str, object]], complaint: str
) -> None:
    data = {key: role.model_dump(by_alias=True, exclude={"key"}) for key, role in roles().items()}
    with pytest.raises(ValueError, match=complaint):
        read_roles({key: values | change.get(key, {}) for key, values in data.items()})


DAY = date(2026, 11, 1)


def _day(number: int) -> date:
    return DAY + timedelta(days=number)


spans = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda pair: (_day(min(pair)), _day(max(pair))))
covers = st.lists(st.tuples(spans, st.lists(spans, max_size=2)), max_size=3)


@settings(max_examples=300, deadline=None)
@given(days=spans, acting=covers)
def test_a_gap_is_the_first_run_of_days_on_which_nobody_acts(
    days: tuple[date, date], acting: list[tuple[tuple[date, date], list[tuple[date, date]]]]
) -> None:
    def acts(day: date) -> bool:
        return any(
            span[0] <= day <= span[1] and not any(one <= day <= other for one, other in away)
            for span, away in acting
        )

    gap = first_gap(days, [(span[0], span[1], away) for span, away in acting])
    every = [_day(n) for n in range(10) if days[0] <= _day(n) <= days[1]]
    bare = [day for day in every if not acts(day)]
    if gap is None:
        assert bare == []
    else:
        assert gap[0] == bare[0]
        run = [day for day in every if gap[0] <= day <= gap[1]]
        assert not any(acts(day) for day in run)
        assert gap[1] == days[1] or acts(gap[1] + timedelta(days=1))


@given(one=spans, other=spans)
def test_two_spans_share_the_days_that_are_in_both(one: tuple[date, date], other: tuple[date, date]) -> None:
    shared = overlap(one, other)
    both = [d for n in range(10) if one[0] <= (d := _day(n)) <= one[1] and other[0] <= d <= other[1]]
    assert shared == ((both[0], both[-1]) if both else None)
    assert overlap((one[0], None), (other[0], None)) == (max(one[0], other[0]), None)
