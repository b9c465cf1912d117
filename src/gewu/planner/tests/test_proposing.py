"""Dividing towns: what every proposal keeps, what is reported, and what each aim is better at."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gewu.planner import proposing
from gewu.planner.ground import survey
from gewu.planner.tests.towns import ground, houses, key, line, town, wishes
from gewu.planner.values import BARRIERS, Aim, House, Load, Proposal, Town, Why, Wishes

RIVER = line("river", (0, 200), (200, 200))
STREET = line("street", (80, 0), (80, 400))


def proposed(place: Town, asked: Wishes) -> Proposal:
    return proposing.propose(survey(place, asked.barriers), asked)


def test_a_block_within_the_range_is_one_grid() -> None:
    found = proposed(town(houses([25] * 8)), wishes())
    assert [grid.households for grid in found.grids] == [200]
    assert found.stuck == ()


def test_a_block_is_divided_into_grids_of_the_range() -> None:
    found = proposed(town(houses([25] * 32)), wishes())
    assert [grid.in_range for grid in found.grids] == [True] * 4
    assert found.measures.in_range == found.measures.grids == 4
    assert (found.measures.least, found.measures.most, found.measures.gini) == (200, 200, 0)


def test_no_grid_lies_on_both_sides_of_a_river() -> None:
    place = town([*houses([25] * 12), *houses([25] * 12, south=210)], RIVER)
    found = proposed(place, wishes())
    north = {house.id for house in place.houses if house.ground.centroid.y > ground(0, 0, 1, 200).bounds[3]}
    assert {len(set(grid.houses) & north) in {0, len(grid.houses)} for grid in found.grids} == {True}


def test_a_street_is_no_barrier() -> None:
    found = proposed(town(houses([25] * 8), STREET), wishes())
    assert len(found.grids) == 1


def test_a_block_too_small_for_a_grid_is_reported_with_its_households() -> None:
    place = town([*houses([13] * 10), *houses([25] * 8, south=210)], RIVER)
    (stuck,) = proposed(place, wishes(150, 300)).stuck
    assert (stuck.households, stuck.grids, stuck.why) == (130, 1, Why.TOO_SMALL)


def test_a_block_of_620_goes_into_two_grids_of_300_to_500() -> None:
    found = proposed(town(houses([31] * 20)), wishes(300, 500, 400))
    assert sorted(grid.households for grid in found.grids) == [310, 310]
    assert found.stuck == ()


def test_a_block_between_one_grid_and_two_is_reported() -> None:
    (stuck,) = proposed(town(houses([26] * 20)), wishes(300, 500, 400)).stuck
    assert (stuck.households, stuck.why) == (520, Why.NO_NUMBER_FITS)


def test_a_house_larger_than_a_grid_is_named_as_the_reason() -> None:
    found = proposed(town(houses([520, 25, 25, 25, 25])), wishes(300, 500, 310))
    (stuck,) = found.stuck
    assert (stuck.households, stuck.largest, stuck.why) == (620, 520, Why.LARGE_HOUSE)
    assert sum(grid.households for grid in found.grids) == 620


def test_where_houses_do_not_come_out_even_the_block_is_reported() -> None:
    (stuck,) = proposed(town(houses([260, 100, 260])), wishes(300, 330, 310)).stuck
    assert (stuck.households, stuck.why) == (620, Why.NOT_FOUND)


def test_the_same_seed_gives_the_same_grids_whatever_the_order_of_the_houses() -> None:
    chance = Random(3)  # noqa: S311 - a drawing, not a secret
    found = houses([chance.randint(5, 60) for _ in range(40)])
    asked = wishes(low=120, high=320)
    mixed = chance.sample(found, len(found))
    assert proposed(town(found), asked) == proposed(town(mixed), asked)


def test_estates_stay_whole_where_that_is_the_aim() -> None:
    place = town(houses([25] * 32))
    kept = proposed(place, wishes(aim=Aim.ESTATES)).measures
    assert kept.estates_cut <= proposed(place, wishes(aim=Aim.BALANCE)).measures.estates_cut


def test_estates_that_are_wished_together_lie_in_one_grid() -> None:
    found = [replace(house, estate=key(number // 4)) for number, house in enumerate(houses([25] * 32))]
    together = ((key(0), key(1)),)
    answer = proposed(town(found), wishes(together=together))
    of = {house: number for number, grid in enumerate(answer.grids) for house in grid.houses}
    assert answer.parted == ()
    assert len({of[house.id] for house in found[:8]}) == 1


def test_a_wish_across_a_barrier_is_told_as_not_kept() -> None:
    place = town([*houses([25] * 8), *houses([25] * 8, south=210)], RIVER)
    ends = (place.houses[0].estate, place.houses[-1].estate)
    assert proposed(place, wishes(together=(ends,))).parted == (0,)


def test_nobody_moves_where_the_grids_of_today_are_in_range() -> None:
    found = [
        replace(house, today=key("north" if number >= 16 else "south"))
        for number, house in enumerate(houses([15] * 32))
    ]
    answer = proposed(town(found), wishes(aim=Aim.FEW_MOVES))
    assert answer.measures.moved == 0
    assert {grid.today for grid in answer.grids} == {key("north"), key("south")}


def test_as_few_as_needed_move_where_a_grid_of_today_is_too_large() -> None:
    found = [
        replace(house, today=key("large" if number < 22 else "small"))
        for number, house in enumerate(houses([15] * 32))
    ]
    answer = proposed(town(found), wishes(200, 300, 240, aim=Aim.FEW_MOVES))
    assert answer.measures.in_range == 2
    assert answer.measures.moved in {45, 60}


def test_cases_count_as_load_where_that_is_wished() -> None:
    found = [replace(house, cases=20 if number < 8 else 0) for number, house in enumerate(houses([15] * 32))]
    even = proposed(town(found), wishes(100, 400, 240, load=Load(50, 50, 0)))
    cases = sorted(grid.cases for grid in even.grids)
    assert cases[0] > 0
    assert even.measures.deviation < 15


def test_two_houses_on_one_spot_lie_in_one_grid() -> None:
    found = houses([25] * 16)
    twin = replace(found[3], id=key("twin"))
    answer = proposed(town([*found, twin]), wishes())
    assert Counter(house for grid in answer.grids for house in grid.houses)[twin.id] == 1


def test_ground_without_houses_belongs_to_the_grid_beside_it() -> None:
    park = line("river", (0, 300), (200, 300))
    answer = proposed(town(houses([25] * 16), park), wishes())
    whole = shapely.union_all([grid.ground for grid in answer.grids])
    assert whole.symmetric_difference(ground(0, 0, 200, 400)).area < 1e-9


def test_progress_is_told_block_by_block() -> None:
    place, told = town([*houses([25] * 8), *houses([25] * 8, south=210)], RIVER), []
    proposing.propose(survey(place, BARRIERS), wishes(), lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


@st.composite
def towns(draw: st.DrawFn) -> Town:
    """Houses here and there, some barriers across and along, estates of any size."""
    chance = Random(draw(st.integers(0, 10_000)))  # noqa: S311 - a drawing, not a secret
    spots = [(x, y) for x in range(5) for y in range(10)]
    taken = chance.sample(spots, draw(st.integers(3, 36)))
    found = [
        House(
            id=key(spot),
            ground=ground(40 * x + 8, 40 * y + 8, 40 * x + 30, 40 * y + 22),
            households=chance.choice((0, 8, 20, 45, 90)),
            estate=key(chance.randint(0, 6)),
            cases=chance.randint(0, 5),
            today=key(("today", y // 3)),
        )
        for spot in taken
        for x, y in [spot]
    ]
    kinds = draw(st.lists(st.sampled_from(("river", "railway", "main", "street", "lane")), max_size=4))
    lines = [
        line(kind, (0, 40 * y + chance.randint(-3, 3)), (200, 40 * y + chance.randint(-3, 3)))
        if chance.random() < 0.6
        else line(kind, (40 * (y % 4 + 1), 0), (40 * (y % 4 + 1), chance.choice((400, 170))))
        for kind, y in zip(kinds, chance.sample(range(1, 10), len(kinds)), strict=True)
    ]
    return town(found, *lines)


@settings(max_examples=15)
@given(place=towns(), aim=st.sampled_from(Aim), low=st.integers(40, 200), seed=st.integers(0, 3))
def test_laws_of_every_proposal(place: Town, aim: Aim, low: int, seed: int) -> None:
    """Every house in one grid, grids in one piece, no barrier crossed, no gap, in range or reported."""
    asked = wishes(low, 2 * low, round(1.4 * low), aim=aim, seed=seed)
    terrain = survey(place, asked.barriers)
    answer = proposing.propose(terrain, asked)
    counted = Counter(house for grid in answer.grids for house in grid.houses)
    assert counted == Counter(house.id for house in place.houses)
    block_of = {h.id: block for plot, block in zip(terrain.plots, terrain.blocks, strict=True) for h in plot}
    for grid in answer.grids:
        assert grid.ground.geom_type == "Polygon"
        assert grid.ground.is_valid
        assert len({block_of[house] for house in grid.houses}) == 1
    whole = shapely.union_all([grid.ground for grid in answer.grids])
    assert whole.symmetric_difference(ground(0, 0, 200, 400)).area < 1e-9
    assert sum(grid.ground.area for grid in answer.grids) == pytest.approx(whole.area, rel=1e-6)
    reported = {one.block for one in answer.stuck}
    assert all(grid.in_range or grid.block in reported for grid in answer.grids)
    assert answer.measures.households == sum(house.households for house in place.houses)
