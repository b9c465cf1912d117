"""Who borders on whom."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from shapely import LineString, Polygon, box

from gewu.places import queries
from gewu.places.adjacency import Course, neighbours_of
from gewu.places.testing import TinyTown

STEP = 0.001
WEST, SOUTH = 117.7, 34.8


def square(x: int, y: int, side: int = 1) -> Polygon:
    return box(WEST + x * STEP, SOUTH + y * STEP, WEST + (x + side) * STEP, SOUTH + (y + side) * STEP)


def test_squares_side_by_side_are_neighbours_and_those_that_meet_in_a_corner_are_not(town: TinyTown) -> None:
    near = queries.neighbours(town.a1)

    assert [one.area for one in near] == [town.b1, town.a2] or [one.area for one in near] == [
        town.a2,
        town.b1,
    ]
    assert {one.area: round(one.metres) for one in near} == {town.a2: 111, town.b1: 91}
    assert [one.area for one in queries.neighbours(town.north)] == [town.south]


def test_a_longer_border_may_be_asked_for(town: TinyTown) -> None:
    assert [one.area for one in queries.neighbours(town.a1, metres=100)] == [town.a2]


def test_neighbours_are_computed_once_and_asked_without_the_database(
    town: TinyTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert queries.neighbours(town.b2)
    assert queries.neighbours(town.county) == ()


@pytest.mark.parametrize(
    ("kind", "barrier"), [("river", True), ("railway", True), ("main", True), ("lane", False)]
)
def test_what_runs_between_neighbours_is_named(kind: str, barrier: bool) -> None:
    one, other = UUID(int=1), UUID(int=2)
    middle = LineString([(WEST + STEP, SOUTH - STEP), (WEST + STEP, SOUTH + 2 * STEP)])
    aside = LineString([(WEST, SOUTH), (WEST, SOUTH + STEP)])
    courses = [Course("street", "旁街", "Aside", aside), Course(kind, "中线", "Middle", middle)]

    near = neighbours_of({one: square(0, 0), other: square(1, 0)}, courses)[one][0]

    assert (near.area, near.kind, near.along("zh-hans"), near.along("en")) == (other, kind, "中线", "Middle")
    assert near.barrier is barrier


@settings(max_examples=60)
@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=30))
def test_to_be_neighbours_is_mutual_and_of_one_length(cells: set[tuple[int, int]]) -> None:
    ids = {cell: UUID(int=n + 1) for n, cell in enumerate(sorted(cells))}
    near = neighbours_of({ids[cell]: square(*cell) for cell in cells}, [])

    for (x, y), identifier in ids.items():
        beside = {ids[cell] for cell in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)) if cell in ids}
        assert {one.area for one in near[identifier]} == beside
        for one in near[identifier]:
            back = next(other for other in near[one.area] if other.area == identifier)
            assert back.metres == one.metres
