"""What the planner divides: the houses of some communities with their households, cases and visits."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

import shapely
from shapely import STRtree

from gewu.cases import queries as cases
from gewu.kernel import clock
from gewu.kernel.access import Tier
from gewu.places import queries as places
from gewu.places.order import reading_order
from gewu.places.queries import Level, Locality
from gewu.places.surveying import Surveyed, SurveyedHouse, surveyed
from gewu.planner.values import Grid, House, Line, Town
from gewu.registers import queries as registers

YEAR = timedelta(days=365)


def planned_level(locality: Locality) -> Level:
    """The rung whose areas are planned: the deepest with a range of households, or else the deepest."""
    ranged = [level for level in locality.levels if level.households]
    return ranged[-1] if ranged else locality.levels[-1]


def gathered(township: int, areas: Sequence[UUID], level: Level) -> tuple[UUID, Town]:
    """The boundaries in force and the town: all houses in these communities, with a year of work in them."""
    ground = surveyed(township)
    inside = [house for house in ground.houses if _within(house, areas)]
    busy = _cases_of(township, ground, inside, areas)
    visited = registers.visits_by_building(township, since=clock.now() - YEAR)
    houses = tuple(
        House(
            id=house.id,
            ground=house.ground,
            households=house.households,
            estate=house.estate,
            cases=busy[house.id],
            visits=visited.get(house.id, 0),
            today=_above(house.area, level.tier),
        )
        for house in inside
    )
    known = {area: ground.grounds[area] for area in areas if area in ground.grounds}
    lines = tuple(Line(kind, course) for kind, course in ground.lines)
    return ground.version, Town(known, lines, houses)


def in_order(grids: Sequence[Grid], areas: Sequence[UUID]) -> list[Grid]:
    """Community by community as these are ordered, in each row by row from the north-west: as codes are."""
    found: list[Grid] = []
    for area in areas:
        own = {number: grid.ground for number, grid in enumerate(grids) if grid.area == area}
        found += [grids[number] for number in reading_order(own)]
    return found


def _within(house: SurveyedHouse, areas: Iterable[UUID]) -> bool:
    return house.area is not None and not set(places.area(house.area).path).isdisjoint(areas)


def _above(area: UUID | None, tier: Tier) -> UUID | None:
    """The area of this tier on the way up."""
    if area is None:
        return None
    return next((step for step in places.area(area).path if places.area(step).tier == tier), None)


def _cases_of(
    township: int, ground: Surveyed, houses: Sequence[SurveyedHouse], areas: Iterable[UUID]
) -> Counter[UUID]:
    """A year's cases of each house: those reported nearer to it than to any other, within these areas."""
    found: Counter[UUID] = Counter()
    happened = cases.happened_at(township, since=clock.now() - YEAR)
    whole = shapely.union_all([ground.grounds[area] for area in areas if area in ground.grounds])
    if not happened or not houses:
        return found
    shapely.prepare(whole)
    nearest = STRtree([house.ground for house in houses]).nearest
    for lon, lat, many in happened:
        if shapely.contains_xy(whole, lon, lat):
            found[houses[int(nearest(shapely.Point(lon, lat)))].id] += many
    return found
