"""A place's numbers under every scheme it uses, and what is wrong with them. Values only."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from gewu.places.codes import CodeError, Item, Scheme, generate, problems_of
from gewu.places.locality import Locality, Plan, parent_code
from gewu.places.shapes import outline_of, polygons_of

NUMBERED = {"community", "grid", "cell"}
Taken = Mapping[str, Mapping[str, str]]


def items_of(locality: Locality, plan: Plan) -> list[Item]:
    """Everything that can have a number: communities, grids, units and buildings."""
    return [*_areas(locality, plan), *_buildings(plan)]


def codes_of(
    locality: Locality, plan: Plan, schemes: Mapping[str, Scheme], taken: Taken | None = None
) -> dict[str, dict[str, str]]:
    """Scheme → official code → its code there. Main numbers are the official ones."""
    items = items_of(locality, plan)
    return {
        use.scheme: generate(schemes[use.scheme], items, (taken or {}).get(use.scheme))
        for use in locality.codes
        if use.use != "main"
    }


def numbering_problems(locality: Locality, plan: Plan | None, schemes: Mapping[str, Scheme]) -> Iterator[str]:
    """Unknown schemes, two main numbers, numbers that do not fit, ranges that are used up."""
    unknown = [use.scheme for use in locality.codes if use.scheme not in schemes]
    yield from (f"there is no code scheme {key!r}" for key in unknown)
    yield from (
        f"code scheme {key!r} is used twice" for key in _twice([use.scheme for use in locality.codes])
    )
    if unknown:
        return
    mains = [schemes[use.scheme] for use in locality.codes if use.use == "main"]
    numbered = [tier for scheme in mains for tier in scheme.numbers]
    yield from (f"two main code schemes number the {tier}" for tier in _twice(numbered))
    if plan is None:
        return
    for item in items_of(locality, plan):
        for main in mains:
            if item.tier in main.numbers:
                yield from problems_of(main, item.code)
    try:
        codes_of(locality, plan, schemes)
    except CodeError as error:
        yield str(error)


def _twice(values: Sequence[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def _areas(locality: Locality, plan: Plan) -> Iterator[Item]:
    entries = {entry.code: entry for entry in (*locality.areas, *plan.areas)}
    tiers = {level.key: str(level.tier) for level in locality.levels}
    polygons = polygons_of(locality, plan)
    for code, entry in entries.items():
        tier = tiers[entry.level]
        if tier in NUMBERED and code in polygons:
            above, step = {tier: code}, parent_code(entry)
            while step and step in entries:
                above[tiers[entries[step].level]] = step
                step = parent_code(entries[step])
            yield Item(code, tier, entry.level, above, polygons[code])


def _buildings(plan: Plan) -> Iterator[Item]:
    for house in plan.buildings:
        above = {"community": house.code[:12], "building": house.code}
        yield Item(house.code, "building", house.kind, above, outline_of(house))
