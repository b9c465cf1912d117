"""What does not fit between a locality and its plan of boundaries, all of it at once. Values only."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from gewu.places.ground_checks import ground_problems
from gewu.places.locality import (
    AreaEntry,
    Locality,
    LocalityError,
    Plan,
    area_problems,
    parent_code,
    parse_plan,
    read_place,
    twice,
)
from gewu.places.shapes import households_of

MANY = 10**9


def read(folder: Path) -> tuple[Locality, Plan | None]:
    """`place.toml` of a folder, and its `plan.json` if it has one."""
    locality = read_place(folder)
    file = folder / "plan.json"
    if not file.exists():
        return locality, None
    where = f"{folder.name}/plan.json"
    try:
        raw = json.loads(file.read_text("utf-8"))
    except ValueError as error:
        said = f"this is no plan ({error}); `gewu draw-locality {folder.name}` draws one"
        raise LocalityError(where, [said]) from None
    plan = parse_plan(raw, where)
    if problems := list(plan_problems(locality, plan)):
        raise LocalityError(where, problems)
    return locality, plan


def plan_problems(locality: Locality, plan: Plan) -> Iterator[str]:
    """What does not fit between a locality and its plan: parents, shapes, counts, sizes."""
    if locality.boundaries is None:
        yield "place.toml has no [boundaries]: say whether they are real, since when, and what the map says"
    yield from area_problems(locality, plan.areas, known={area.code for area in locality.areas})
    parents = {parent_code(area) for area in plan.areas}
    leaves = {area.code for area in plan.areas} - parents
    shaped = [shape.code for shape in plan.shapes]
    yield from (f"shape {code} stands twice" for code in twice(shaped))
    yield from (f"grid {code} has no shape" for code in sorted(leaves - set(shaped)))
    yield from (f"shape {code} belongs to no grid" for code in sorted(set(shaped) - leaves))
    yield from (f"shape {s.code} is not closed" for s in plan.shapes if s.ring[0] != s.ring[-1])
    yield from ground_problems(locality, plan)
    yield from _count_problems(locality, [*locality.areas, *plan.areas])
    yield from sizes_outside(locality, plan, "refuse")
    yield from _address_problems(plan)


def _count_problems(locality: Locality, areas: list[AreaEntry]) -> Iterator[str]:
    counts = Counter(area.level for area in areas)
    for level in locality.levels:
        if level.count is not None and counts[level.key] != level.count:
            yield f"level {level.key}: {counts[level.key]} areas, {level.count} announced"


def sizes_outside(locality: Locality, plan: Plan, outside: str) -> Iterator[str]:
    """Areas with more or fewer households than their level is for, where the place refuses or says that."""
    households = households_of(plan, locality)
    ranges = {
        level.key: level.households
        for level in locality.levels
        if level.households and level.outside == outside
    }
    for area in (*locality.areas, *plan.areas):
        low, high = ranges.get(area.level, (0, MANY))
        if not low <= households.get(area.code, low) <= high:
            yield f"grid {area.code}: {households[area.code]} households, not between {low} and {high}"


def _address_problems(plan: Plan) -> Iterator[str]:
    """Every house stands once, in an estate that is there or under a number of its own street."""
    codes = [*(estate.code for estate in plan.estates), *(house.code for house in plan.buildings)]
    yield from (f"address {code} stands twice" for code in twice(codes))
    estates = {estate.code for estate in plan.estates}
    numbered = [f"{house.estate} number {house.number}" for house in plan.buildings if house.estate]
    yield from (f"building {number} stands twice" for number in twice(numbered))
    for house in plan.buildings:
        if house.estate and house.estate not in estates:
            yield f"building {house.code}: its estate {house.estate} is not there"
        if not (house.estate and house.number) and not (house.zh and house.street and house.house):
            yield f"building {house.code}: neither a number in an estate nor a name at a street"
