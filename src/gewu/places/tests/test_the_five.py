"""The places beside the usual one, in the database: loaded in sets, called by their own words."""

from random import Random

import pytest
from pytest_django import DjangoAssertNumQueries

from gewu.kernel.access import Tier
from gewu.places import atlas, queries, shelf
from gewu.places.commands import install, load_locality
from gewu.places.models import Area

# A city of 3,306 communities takes as many statements as a street of twelve.
STATEMENTS = 40


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    atlas.forget()


def test_a_whole_city_is_loaded_in_sets_and_read_by_its_own_words(
    db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(STATEMENTS):
        load_locality("zhengzhou")

    tiers = [Tier.COUNTY, Tier.TOWNSHIP, Tier.COMMUNITY, Tier.GRID]
    assert [Area.objects.filter(tier=tier).count() for tier in tiers] == [15, 208, 3306, 66]
    city, village = queries.area_by_code("4101"), queries.area_by_code("410181002201")
    assert len(queries.children(city.id)) == 15
    assert village.home == 410181002
    levels = [queries.level_of(place) for place in queries.path(village.id)]
    assert [level.zh for level in levels if level] == [
        "省",
        "市",
        "县（市、区）",
        "乡镇（街道）",
        "村（社区）",
    ]
    assert queries.scope_of(city.id).low <= village.home <= queries.scope_of(city.id).high


def test_a_street_whose_grids_are_not_divided_finds_every_point_in_a_grid(db: None) -> None:
    own, plan = shelf.read("daimiao")
    assert plan
    # Without its houses, which take as long as all else.
    install(own, plan.model_copy(update={"estates": (), "buildings": ()}))
    street = queries.area_by_code("370902001")
    grids = queries.under(street.id, Tier.GRID)
    assert (len(grids), queries.under(street.id, Tier.CELL)) == (418, ())
    grid = grids[200]
    point = queries.points_in(grid.id, Random(3), 1)[0]  # noqa: S311 - a point, not a secret
    found = queries.locate(point)
    assert found is not None
    assert (found.at, found.grid, found.cell) == (grid.id, grid.id, None)
    assert [code.scheme for code in queries.codes_of(grid.id)] == ["db6101", "cjt349"]
