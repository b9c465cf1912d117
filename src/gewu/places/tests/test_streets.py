"""The laws of the street plan: barriers, borders that run on lines, no two units alike, houses."""

import math
from functools import cache
from random import Random

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Polygon
from shapely.affinity import rotate, scale, translate
from shapely.geometry.base import BaseGeometry

from gewu.places import shelf
from gewu.places.building import CLEAR, free_ground, settle
from gewu.places.locality import MICRO, Building, Locality, Plan
from gewu.places.naming import Numbers, Street, english
from gewu.places.shapes import outline_of, polygons_of

METRES = 111_320.0
BARRIERS = {"main", "river", "railway"}
# A border runs along a line when it lies this near: corners were rounded to a decimetre.
NEAR = 0.5
# Two units are congruent when, laid upon each other, less than this share of their ground differs.
ALIKE = 0.01


@cache
def shipped() -> tuple[Locality, Plan]:
    locality, plan = shelf.read("wenhualu")
    assert plan is not None
    return locality, plan


def in_metres(ground: BaseGeometry) -> BaseGeometry:
    lon, lat = shipped()[0].centre
    east = METRES * math.cos(math.radians(lat))
    flat: BaseGeometry = shapely.transform(ground, lambda xy: (xy - [lon, lat]) * [east, METRES])
    return flat


@cache
def grounds() -> dict[str, BaseGeometry]:
    return {code: in_metres(ground) for code, ground in polygons_of(*shipped()).items()}


@cache
def lines() -> list[tuple[str, BaseGeometry]]:
    return [(line.kind, in_metres(LineString(np.array(line.points) / MICRO))) for line in shipped()[1].lines]


def units() -> dict[str, BaseGeometry]:
    return {code: ground for code, ground in grounds().items() if len(code) == 15 and code[-1] != "0"}


def foundations() -> dict[str, BaseGeometry]:
    return {code: ground for code, ground in grounds().items() if len(code) == 15 and code[-1] == "0"}


def test_there_are_main_roads_streets_lanes_a_river_and_a_railway() -> None:
    counts = {kind: sum(one == kind for one, _line in lines()) for kind in CLEAR}

    assert counts == {"river": 1, "railway": 1, "main": 9, "street": 31, "lane": 79}
    assert all(line.zh and line.en for line in shipped()[1].lines if line.kind != "lane")


@pytest.mark.parametrize("kind", sorted(BARRIERS))
def test_no_unit_lies_on_both_sides_of_a_barrier(kind: str) -> None:
    barriers = [line for one, line in lines() if one == kind]

    for code, unit in units().items():
        inside = unit.buffer(-NEAR)
        assert not any(line.intersects(inside) for line in barriers), code


def test_the_border_of_every_foundation_grid_runs_on_lines() -> None:
    town = grounds()[str(shipped()[0].township)]
    along = shapely.union_all([line.buffer(NEAR) for _kind, line in lines()] + [town.boundary.buffer(NEAR)])

    shares = {
        code: ground.boundary.intersection(along).length / ground.boundary.length
        for code, ground in foundations().items()
    }
    assert len(shares) == 43
    assert min(shares.values()) >= 0.8


def test_no_two_units_are_congruent() -> None:
    """Turned and mirrored every way that lays their long sides upon each other."""
    laid = {code: level(unit) for code, unit in units().items()}
    codes = sorted(laid)
    closest = min(
        difference(laid[one], laid[other])
        for n, one in enumerate(codes)
        for other in codes[n + 1 :]
        if abs(laid[one].area - laid[other].area) <= ALIKE * laid[one].area
    )

    assert closest > ALIKE


@given(st.floats(0, 360), st.booleans(), st.floats(-500, 500))
def test_the_test_of_congruence_sees_a_turned_and_mirrored_copy(
    turn: float, mirror: bool, way: float
) -> None:
    unit = sorted(units().items())[7][1]
    copy = translate(rotate(scale(unit, xfact=-1 if mirror else 1), turn), way, -way)

    assert difference(level(unit), level(copy)) < ALIKE


def test_every_house_stands_inside_one_unit_clear_of_the_streets() -> None:
    tree = shapely.STRtree(list(units().values()))
    ways = [(kind, line.buffer(CLEAR[kind] - 1)) for kind, line in lines()]
    roads = shapely.STRtree([way for _kind, way in ways])

    for house in shipped()[1].buildings:
        ground = in_metres(outline_of(house))
        assert len(tree.query(ground, predicate="within")) == 1, house.code
        assert len(roads.query(ground, predicate="intersects")) == 0, house.code


def test_no_two_houses_stand_on_each_other() -> None:
    houses = [in_metres(outline_of(house)) for house in shipped()[1].buildings]
    ones, others = shapely.STRtree(houses).query(houses, predicate="intersects")

    assert (ones == others).all()


def test_the_households_of_a_unit_are_those_of_its_houses() -> None:
    plan = shipped()[1]
    codes = list(units())
    tree = shapely.STRtree([units()[code] for code in codes])
    counted = dict.fromkeys(codes, 0)
    for house in plan.buildings:
        inside = tree.query(in_metres(outline_of(house)), predicate="within")
        counted[codes[int(inside[0])]] += house.households

    assert counted == {area.code: area.households for area in plan.areas if area.code in counted}
    assert sum(counted.values()) == 24_400


def test_every_house_has_an_address_of_its_own() -> None:
    plan = shipped()[1]
    estates = {estate.code: estate for estate in plan.estates}

    def written(house: Building) -> str:
        if house.estate is None:
            return f"{house.street}{house.house}号{house.zh}"
        estate = estates[house.estate]
        return f"{estate.street}{estate.house}号{estate.zh}{house.number}号楼"

    addresses = [written(house) for house in plan.buildings]
    assert len(set(addresses)) == len(addresses) == 1422
    assert len({estate.zh for estate in plan.estates}) == len(plan.estates)
    numbers = [(estate.street, estate.house) for estate in plan.estates]
    numbers += [(house.street, house.house or 0) for house in plan.buildings if house.street]
    assert len(set(numbers)) == len(numbers)
    assert {line.zh for line in plan.lines} >= {street for street, _number in numbers}


def test_houses_of_an_estate_are_numbered_through_and_stand_in_one_foundation_grid() -> None:
    plan = shipped()[1]
    codes = list(foundations())
    tree = shapely.STRtree([foundations()[code] for code in codes])
    for estate in plan.estates:
        inside = [house for house in plan.buildings if house.estate == estate.code]
        assert sorted(house.number or 0 for house in inside) == list(range(1, len(inside) + 1))
        grids = {
            codes[int(n)] for house in inside for n in tree.query(in_metres(outline_of(house)), "within")
        }
        assert len(grids) == 1, estate.zh


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 10_000),
    st.integers(150, 250),
    st.floats(130, 320),
    st.floats(130, 320),
    st.floats(-0.3, 0.3),
    st.sampled_from(sorted(CLEAR)),
)
def test_wherever_people_settle_houses_keep_clear_and_nobody_is_lost(
    seed: int, households: int, width: float, height: float, grain: float, kind: str
) -> None:
    unit = shapely.box(0, 0, width, height)
    line = LineString([(0, -10), (0, height + 10)])
    free = free_ground(unit, [(kind, line)], unit.boundary)

    houses = settle(free, households, grain=grain, chance=Random(seed))  # noqa: S311 - a drawing

    assert sum(house.households for house in houses) == households
    assert all(house.floors >= 1 for house in houses)
    for n, house in enumerate(houses):
        assert house.ground.within(unit)
        assert house.ground.distance(line) >= CLEAR[kind] - 0.01
        assert not any(house.ground.intersects(other.ground) for other in houses[n + 1 :])


@given(st.lists(st.tuples(st.floats(0, 900), st.floats(-60, 60)), max_size=60))
def test_no_number_of_a_street_is_given_twice(spots: list[tuple[float, float]]) -> None:
    numbers = Numbers([Street("榴园路", LineString([(0, 0), (900, 0)]))])
    addresses = [numbers.address(shapely.Point(x, y).buffer(5)) for x, y in spots]

    assert len(set(addresses)) == len(addresses)
    for (x, y), (_street, number) in zip(spots, addresses, strict=True):
        if 1 < x < 899 and abs(y) > 0.01:
            assert number % 2 == (1 if y > 0 else 0)


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("幸福小区", "Xingfu Estate"),
        ("临河里", "Linhe Lane"),
        ("铁路宿舍", "Tielu Dormitory"),
        ("小区", "Xiaoqu"),
    ],
)
def test_an_estate_has_an_english_name(zh: str, en: str) -> None:
    assert english(zh) == en


def level(ground: BaseGeometry) -> BaseGeometry:
    """Its middle in the origin and the long side of its frame along the x axis."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(ground))
    sides = np.diff(corners[:3], axis=0)
    x, y = sides[np.argmax(np.hypot(sides[:, 0], sides[:, 1]))]
    middle = ground.centroid
    flat = translate(ground, -middle.x, -middle.y)
    turned: BaseGeometry = rotate(flat, -math.degrees(math.atan2(y, x)), origin=(0, 0))
    return turned


def difference(one: BaseGeometry, other: BaseGeometry) -> float:
    """The share of ground that differs when they lie upon each other as well as they can: four ways."""
    ways = [scale(other, xfact=x, yfact=y, origin=(0, 0)) for x in (1, -1) for y in (1, -1)]
    return min(shapely.symmetric_difference(one, way).area for way in ways) / float(one.area)


def test_a_square_is_no_rectangle() -> None:
    assert difference(level(shapely.box(0, 0, 10, 10)), level(shapely.box(0, 0, 8, 12.5))) > ALIKE
    assert isinstance(level(Polygon([(0, 0), (3, 0), (0, 2)])), Polygon)
