"""Rules of a place held against people: who is missing where, who has no neighbour, who carries much."""

from datetime import date
from functools import cache
from uuid import UUID, uuid4

import pytest

from gewu.people import staffing, staffing_checks
from gewu.people.complement import Ground, Held, loads_of, spots_of
from gewu.places import shelf
from gewu.places.locality import Locality, Plan, parent_code
from gewu.places.shapes import households_of
from gewu.places.sizes import StaffRule
from gewu.places.values import area_id

ALL_IN_FILES = ("wenhualu", "jiefangbei", "daimiao", "shiqiao", "zhengzhou")


@cache
def town(key: str) -> tuple[Locality, Plan, tuple[Ground, ...], tuple[Held, ...]]:
    """A place as its files have it: the areas of its township and everybody on duty there."""
    locality, plan = shelf.read(key)
    found = staffing.read(key)
    assert plan
    assert found
    entries = {one.code: one for one in (*locality.areas, *plan.areas)}

    def path(code: str) -> tuple[UUID, ...]:
        parent = parent_code(entries[code])
        return (*(path(parent) if parent in entries else ()), area_id(code))

    here = [one for one in entries.values() if one.code.startswith(str(locality.township))]
    grounds = tuple(Ground(area_id(one.code), one.level, path(one.code)) for one in here)
    paths = {ground.id: ground.path for ground in grounds}
    held = tuple(
        Held(
            post=duty.post,
            user=duty.user,
            name=duty.name,
            role=duty.role,
            seat=duty.seat,
            area=duty.area,
            path=paths[duty.area],
            organisation=duty.organisation,
            first_day=date(2016, 1, 1),
            last_day=None,
        )
        for duty in staffing_checks.duties_of(locality, plan, found[0])
        if duty.area in paths
    )
    return locality, plan, grounds, held


@pytest.mark.parametrize("key", ALL_IN_FILES)
def test_by_its_files_nobody_is_missing_anywhere(key: str) -> None:
    locality, _plan, grounds, held = town(key)
    wrong = [spot for spot in spots_of(locality.staffing, grounds, held) if set(spot.problems) - {"alone"}]
    assert wrong == []


@pytest.mark.parametrize(
    ("level", "role"), [("community", "chief"), ("foundation", "gridlead"), ("unit", "gridworker")]
)
def test_each_of_three_levels_without_its_person_is_told_of(level: str, role: str) -> None:
    locality, _plan, grounds, held = town("wenhualu")
    areas = [ground for ground in grounds if ground.level == level]
    assert len(areas) == {"community": 12, "foundation": 43, "unit": 122}[level]
    empty = areas[-1].id
    rest = [post for post in held if not (post.area == empty and post.role == role)]
    gaps = [spot for spot in spots_of(locality.staffing, grounds, rest) if spot.problems]
    assert [(spot.area, spot.problems, spot.wanting) for spot in gaps] == [(empty, ("missing",), 1)]


@pytest.mark.parametrize("seat", ["squad", "police"])
def test_a_grid_without_one_of_its_two_contacts_of_enforcement_is_told_of(seat: str) -> None:
    locality, _plan, grounds, held = town("daimiao")
    gone = next(post for post in held if post.seat == seat)
    rest = [post for post in held if post.post != gone.post]
    gaps = [spot for spot in spots_of(locality.staffing, grounds, rest) if spot.problems]
    assert [(spot.area, spot.rule.seat) for spot in gaps] == [(gone.area, seat)]


@pytest.mark.parametrize("seat", ["district", "leader", "office", "cadre"])
def test_six_and_more_are_complete_or_the_empty_seat_is_named(seat: str) -> None:
    locality, _plan, grounds, held = town("jiefangbei")
    gone = next(post for post in held if post.seat == seat)
    rest = [post for post in held if post.post != gone.post]
    gaps = [spot for spot in spots_of(locality.staffing, grounds, rest) if set(spot.problems) - {"alone"}]
    assert [(spot.area, spot.rule.seat) for spot in gaps] == [(gone.area, seat)]


def test_a_ninth_person_on_a_grid_for_three_to_eight_is_too_many() -> None:
    locality, _plan, grounds, held = town("daimiao")
    first = next(post for post in held if post.role == "gridworker")
    more = [held_as(first, user=uuid4()) for _ in range(5)]
    spots = spots_of(locality.staffing, grounds, (*held, *more))
    wrong = {problem for spot in spots if spot.area == first.area for problem in spot.problems}
    assert wrong == {"many"}


def held_as(post: Held, *, user: UUID) -> Held:
    values = {name: getattr(post, name) for name in Held.__slots__} | {"user": user, "post": uuid4()}
    return Held(**values)


def test_one_person_in_two_posts_on_a_grid_counts_once() -> None:
    rule = StaffRule(level="grid", roles=("gridlead", "gridworker"), each=(2, 3))
    ground = Ground(uuid4(), "grid", (uuid4(),))
    ground = Ground(ground.id, "grid", (ground.id,))
    person = uuid4()
    posts = [a_post(person, role, ground) for role in ("gridlead", "gridworker")]
    assert spots_of([rule], [ground], posts)[0].problems == ("missing",)


@pytest.mark.parametrize(
    ("partner", "near", "problems"),
    [("", False, ("alone",)), ("兰望舒", False, ("far",)), ("兰望舒", True, ())],
)
def test_whoever_needs_a_neighbour_to_act_for_them_has_one_next_door(
    partner: str, near: bool, problems: tuple[str, ...]
) -> None:
    rule = StaffRule(level="grid", roles=("gridlead",), each=(1, 1), partner=True)
    area = uuid4()
    ground = Ground(area, "grid", (area,))
    post = a_post(uuid4(), "gridlead", ground, partner=partner, near=near)
    assert spots_of([rule], [ground], [post])[0].problems == problems


def test_236_on_418_grids_are_told_of_where_households_or_cases_are_many() -> None:
    locality, plan, grounds, held = town("daimiao")
    by_code = households_of(plan, locality)
    households = {area_id(code): many for code, many in by_code.items()}
    levels = {ground.id: ground.level for ground in grounds}
    loads = loads_of(locality.staffing, held, levels, households=households, cases={})
    assert len(loads) == 236
    assert sum(len(load.areas) for load in loads) == 418
    heavy = [load for load in loads if load.over]
    assert heavy
    assert all(load.households > 445 for load in heavy)
    busy = loads[-1].areas[0]
    again = loads_of(locality.staffing, held, levels, households=households, cases={busy: 13})
    assert [load.over for load in again if busy in load.areas] == [("cases",)]


def a_post(user: UUID, role: str, ground: Ground, *, partner: str = "", near: bool = False) -> Held:
    return Held(
        post=uuid4(),
        user=user,
        name="梅望舒",
        role=role,
        seat="",
        area=ground.id,
        path=ground.path,
        organisation=None,
        first_day=date(2020, 1, 1),
        last_day=None,
        partner=partner,
        partner_near=near,
    )
