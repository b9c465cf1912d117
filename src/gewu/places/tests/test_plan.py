"""The laws of the shipped plan: closed, without overlap, seamless, of the announced numbers and sizes."""

import json
from collections import Counter
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from gewu.places import plan, shelf
from gewu.places.locality import Locality, Plan
from gewu.places.shapes import households_of, leaf_polygons, polygons_of
from gewu.places.sheet import Patch, Sheet
from gewu.places.values import area_id

TOWNSHIP = "370402004"


@cache
def shipped() -> tuple[Locality, Plan]:
    locality, drawn = shelf.read("wenhualu")
    assert drawn is not None
    return locality, drawn


@cache
def leaves() -> dict[str, Polygon]:
    return leaf_polygons(shipped()[1])


@cache
def polygons() -> dict[str, BaseGeometry]:
    return polygons_of(*shipped())


@cache
def sheet() -> Sheet:
    return Sheet(
        [Patch(code, area_id(code), polygon, code in leaves()) for code, polygon in polygons().items()]
    )


def by_plain_shapely(points: np.ndarray) -> list[object]:
    """Asked one grid after the other, in the order of the codes: slow and beyond doubt."""
    best: list[object] = [None] * len(points)
    for code in sorted(leaves(), reverse=True):
        for hit in np.flatnonzero(shapely.intersects(leaves()[code], points)):
            best[hit] = area_id(code)
    return best


def inside(count: int) -> np.ndarray:
    """Random points inside the town."""
    chance, town = np.random.default_rng(11), polygons()[TOWNSHIP]
    west, south, east, north = town.bounds
    points = np.asarray(
        shapely.points(chance.uniform(west, east, 2 * count), chance.uniform(south, north, 2 * count))
    )
    shapely.prepare(town)
    return points[shapely.intersects(town, points)][:count]


def all_at_once(points: np.ndarray) -> list[object]:
    return list(sheet().find_many(shapely.get_x(points), shapely.get_y(points)))


def one_by_one(points: np.ndarray) -> list[object]:
    return [sheet().find(point.x, point.y) for point in points]


def test_there_are_as_many_areas_and_households_as_the_article_says() -> None:
    locality, drawn = shipped()
    counts = Counter(area.level for area in [*locality.areas, *drawn.areas])

    assert (counts["community"], counts["foundation"], counts["unit"]) == (12, 43, 122)
    assert households_of(drawn, locality)[TOWNSHIP] == 24_400
    assert all(150 <= area.households <= 250 for area in drawn.areas if area.households is not None)


def test_households_of_a_parent_are_the_sum_of_its_children() -> None:
    locality, drawn = shipped()
    households = households_of(drawn, locality)

    for length in (12, 15):
        parts = [
            n for code, n in households.items() if len(code) == length and (length < 15 or code[-1] != "0")
        ]
        assert sum(parts) == 24_400


def test_200_000_points_lie_in_exactly_the_grid_that_plain_shapely_names() -> None:
    points = inside(200_000)
    found = all_at_once(points)

    assert len(points) == 200_000
    assert None not in found
    assert found == by_plain_shapely(points)
    assert one_by_one(points[:20_000]) == found[:20_000]


def test_every_corner_and_every_middle_of_a_border_has_one_grid_and_it_is_the_lower_code() -> None:
    corners = {point for polygon in leaves().values() for point in polygon.exterior.coords}
    middles = {
        ((x0 + x1) / 2, (y0 + y1) / 2)
        for polygon in leaves().values()
        for (x0, y0), (x1, y1) in pairwise(polygon.exterior.coords)
    }
    points = np.asarray(shapely.points(sorted(corners | middles)))
    found = all_at_once(points)

    expected = by_plain_shapely(points)
    on_corners = [
        answer for answer, point in zip(found, points, strict=True) if (point.x, point.y) in corners
    ]
    assert found == one_by_one(points) == expected
    assert None not in on_corners


def test_grids_do_not_overlap_and_leave_no_gap() -> None:
    units = list(leaves().values())

    assert all(unit.is_valid for unit in units)
    assert shapely.coverage_is_valid(units)
    assert shapely.get_num_geometries(polygons()[TOWNSHIP]) == 1
    assert shapely.get_num_interior_rings(polygons()[TOWNSHIP]) == 0
    assert sum(unit.area for unit in units) == pytest.approx(polygons()[TOWNSHIP].area, rel=1e-12)


@pytest.mark.parametrize("digits", [9, 12, 14])
def test_a_parent_is_the_union_of_its_units(digits: int) -> None:
    for code, polygon in polygons().items():
        stem = code[:digits]
        if len(code) == digits or (digits == 14 and len(code) == 15 and code.endswith("0")):
            below = [unit for unit_code, unit in leaves().items() if unit_code.startswith(stem)]
            assert shapely.equals(polygon, shapely.union_all(below))
            assert polygon.geom_type == "Polygon"


def test_the_town_is_a_few_square_kilometres_near_zaozhuang_and_no_chessboard() -> None:
    town = polygons()[TOWNSHIP]
    areas = {round(unit.area * 1e9) for unit in leaves().values()}

    assert town.distance(shapely.Point(117.56, 34.86)) == 0
    assert 3 < town.area * 111.32**2 * 0.82 < 8
    assert len(areas) > 100


def test_no_unit_lies_across_the_river_or_the_railway() -> None:
    lines = [
        shapely.LineString(np.array(line.points) / 1e6)
        for line in shipped()[1].lines
        if line.kind in {"river", "railway"}
    ]

    assert len(lines) == 2
    for unit in leaves().values():
        middle = unit.buffer(-0.00001)
        assert not any(line.intersects(middle) for line in lines)


def test_the_shipped_plan_is_the_drawn_one() -> None:
    locality, drawn = shipped()
    again = plan.draw(locality)

    assert again.areas == drawn.areas
    for code, polygon in leaf_polygons(again).items():
        assert polygon.hausdorff_distance(leaves()[code]) < 3e-6


def test_the_text_of_a_plan_reads_back_as_the_plan() -> None:
    drawn = shipped()[1]

    assert Plan.model_validate(json.loads(plan.text(drawn))) == drawn


def test_numbers_start_in_the_north_west_and_end_in_the_south_east() -> None:
    for code in {code[:12] for code in leaves()}:
        first, *_, last = [
            polygons()[grid] for grid in sorted(polygons()) if grid[:12] == code and grid[-1:] == "0"
        ]
        west_to_east = last.centroid.x - first.centroid.x
        north_to_south = first.centroid.y - last.centroid.y
        assert west_to_east + north_to_south > 0
