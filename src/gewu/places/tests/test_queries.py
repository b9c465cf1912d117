"""Where a point lies and what is around it, by hand in the tiny town."""

import threading
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from gewu.kernel.access import Tier
from gewu.kernel.errors import NotFound
from gewu.places import atlas, commands, queries
from gewu.places.models import BoundaryVersion, Township
from gewu.places.testing import TOWNSHIP, Spot, TinyTown, tiny_locality, tiny_plan


def test_a_point_is_in_the_cell_that_holds_it(town: TinyTown) -> None:
    found = queries.locate(town.in_b2)

    assert found is not None
    assert (found.township, found.at, found.cell) == (town.township, town.b2, town.b2)
    assert (found.grid, found.community) == (town.grid_b, town.south)
    assert [step.name for step in found.path][3:] == ["小样街道", "小凤社区", "第一网格", "2单元"]


@pytest.mark.parametrize(
    ("lon", "lat", "cell"),
    [
        pytest.param(117.701, 34.801, "a1", id="where all four meet"),
        pytest.param(117.701, 34.8005, "b1", id="between b1 and b2"),
        pytest.param(117.7015, 34.801, "a2", id="between a2 and b2"),
        pytest.param(117.702, 34.802, "a2", id="the outer corner"),
    ],
)
def test_on_a_shared_border_the_lower_code_wins(town: TinyTown, lon: float, lat: float, cell: str) -> None:
    found = queries.locate(Spot(lon, lat))

    assert found is not None
    assert found.at == getattr(town, cell)


def test_a_point_outside_has_no_location_but_a_county_that_takes_it(town: TinyTown) -> None:
    assert queries.locate(town.outside) is None

    taken = queries.location_outside(town.outside)
    assert taken is not None
    assert (taken.township, taken.at, taken.community) == (370402000, town.county, None)


def test_before_the_boundaries_held_there_was_no_location(town: TinyTown) -> None:
    assert queries.locate(town.in_a1, at=datetime(2012, 12, 31, tzinfo=UTC)) is None


def test_a_report_of_2014_keeps_the_boundaries_of_2014(town: TinyTown) -> None:
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    before = BoundaryVersion.objects.get()
    swapped = tiny_plan().model_dump(mode="json")
    one, two = swapped["shapes"][:2]
    one["ring"], two["ring"] = two["ring"], one["ring"]
    locality = tiny_locality().model_dump()
    locality["boundaries"]["valid_from"] = moment

    commands.install(
        type(tiny_locality()).model_validate(locality), type(tiny_plan()).model_validate(swapped)
    )

    early, late = queries.locate(town.in_b1, at=moment - timedelta(days=1)), queries.locate(town.in_b1)
    assert early is not None
    assert late is not None
    assert (early.at, late.at) == (town.b1, town.b2)
    assert early.boundary_version == before.id != late.boundary_version


def test_many_points_get_the_same_answers_as_one_by_one(town: TinyTown) -> None:
    chance = Random(3)  # noqa: S311
    spots = [Spot(chance.uniform(117.6995, 117.7025), chance.uniform(34.7995, 34.8025)) for _ in range(500)]
    spots += [town.in_the_middle, town.outside]

    assert queries.locate_many(spots) == [queries.locate(spot) for spot in spots]


def test_no_points_have_no_answers(town: TinyTown) -> None:
    assert queries.locate_many([]) == []


def test_locating_asks_the_database_nothing(
    town: TinyTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        for spot in (town.in_a1, town.in_b2, town.outside):
            queries.locate(spot)
        queries.location_of(town.a1)
        queries.path(town.b2)
        queries.children(town.street)


def test_threads_agree(town: TinyTown) -> None:
    answers: list[UUID] = []

    def ask() -> None:
        for _ in range(200):
            found = queries.locate(town.in_a2)
            assert found is not None
            answers.append(found.at)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [town.a2] * 800


def test_the_location_of_an_area_is_that_of_the_points_in_it(town: TinyTown) -> None:
    assert queries.location_of(town.a1) == queries.locate(town.in_a1)

    street = queries.location_of(town.street)
    assert (street.at, street.community, street.cell) == (town.street, None, None)


def test_points_in_an_area_are_in_it(town: TinyTown) -> None:
    located = queries.locate_many(queries.points_in(town.north, Random(1), 50))  # noqa: S311

    assert {found.community for found in located if found} == {town.north}


@pytest.mark.parametrize(
    ("area", "low", "high"),
    [
        ("province", 370_000_000, 379_999_999),
        ("city", 370_400_000, 370_499_999),
        ("county", 370_402_000, 370_402_999),
        ("street", 370_402_999, 370_402_999),
        ("a1", 370_402_999, 370_402_999),
    ],
)
def test_a_scope_reaches_over_the_townships_below(town: TinyTown, area: str, low: int, high: int) -> None:
    scope = queries.scope_of(getattr(town, area))

    assert (scope.low, scope.high, scope.area) == (low, high, getattr(town, area))


def test_the_tree_is_walked_by_code(town: TinyTown) -> None:
    assert [child.id for child in queries.children(town.street)] == [town.north, town.south]
    assert [cell.id for cell in queries.under(town.street, Tier.CELL)] == [town.a1, town.a2, town.b1, town.b2]
    assert queries.area_by_code("370402999001012").id == town.a2
    assert [step.name for step in queries.path_here(town.north)] == ["小样街道", "小龙社区"]


@pytest.mark.parametrize("text", ["小龙", "xiaolong", "xlsq", "370402999001", "Xiaolong"])
def test_a_place_is_found_by_name_pinyin_initials_and_code(town: TinyTown, text: str) -> None:
    assert [row.id for row in queries.search(text, tier=Tier.COMMUNITY)] == [town.north]


def test_what_is_not_there_is_not_found(town: TinyTown) -> None:
    for ask in (
        lambda: queries.area(uuid4()),
        lambda: queries.area_by_code("99"),
        lambda: queries.locality("x"),
    ):
        with pytest.raises(NotFound):
            ask()


def test_without_any_place_nothing_is_located(no_town: None) -> None:
    assert queries.localities() == ()
    assert queries.locate(Spot(117.7, 34.8)) is None
    assert queries.location_outside(Spot(117.7, 34.8)) is None


def test_the_change_of_another_process_is_noticed(town: TinyTown) -> None:
    atlas.rest(-1)
    Township.objects.filter(code=TOWNSHIP).update(revision=2, definition=_renamed())

    assert queries.locality("tiny").names.zh == "新名街道"


def _renamed() -> dict[str, object]:
    raw = tiny_locality().model_dump(mode="json")
    raw["names"]["zh"] = "新名街道"
    return raw
