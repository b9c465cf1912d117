"""A division in figures: how even, what it cuts, who moves. The same for proposals and for today's grids."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from statistics import fmean, pstdev
from typing import TypeVar
from uuid import UUID

from gewu.planner.ground import Ground
from gewu.planner.values import House, Load, Measures, Wishes

Key = TypeVar("Key", bound=Hashable)


def gini(values: Sequence[float]) -> float:
    """0: all alike; near 1: one has everything."""
    whole, n = sum(values), len(values)
    if not whole:
        return 0.0
    ranked = sum(rank * value for rank, value in enumerate(sorted(values), 1))
    return round(2 * ranked / (n * whole) - (n + 1) / n, 4)


def loads(houses: Sequence[House], load: Load) -> list[float]:
    """What each house weighs: its share of households, cases and visits, by their weights; in households."""
    households, cases, visits = (
        sum(house.households for house in houses),
        sum(house.cases for house in houses),
        sum(house.visits for house in houses),
    )
    parts = [(load.households, households), (load.cases, cases), (load.visits, visits)]
    whole = sum(weight for weight, total in parts if total) or 1
    each = [weight / whole * households / total if total else 0.0 for weight, total in parts]
    return [h.households * each[0] + h.cases * each[1] + h.visits * each[2] for h in houses]


def successors(plots: Sequence[tuple[House, ...]], of: Sequence[int]) -> dict[int, UUID]:
    """Which grid of today each group takes the place of: the greatest shares first, every grid once."""
    shared: Counter[tuple[int, UUID]] = Counter()
    for plot, group in zip(plots, of, strict=True):
        for house in plot:
            if house.today is not None:
                shared[group, house.today] += house.households
    found: dict[int, UUID] = {}
    for (group, today), households in sorted(
        shared.items(), key=lambda one: (-one[1], one[0][0], str(one[0][1]))
    ):
        if households and group not in found and today not in found.values():
            found[group] = today
    return found


def measured(ground: Ground, of: Sequence[int], wishes: Wishes) -> Measures:
    """The figures of a division: `of` numbers the group of each parcel."""
    houses = [house for plot in ground.plots for house in plot]
    weights = iter(loads(houses, wishes.load))
    households, load = Counter[int](), defaultdict[int, float](float)
    for plot, group in zip(ground.plots, of, strict=True):
        for house in plot:
            households[group] += house.households
            load[group] += next(weights)
    sizes, loaded = [households[group] for group in load], list(load.values())
    yards, streets = _borders(ground, of)
    mean = fmean(loaded) if loaded else 0.0
    return Measures(
        grids=len(sizes),
        in_range=sum(wishes.low <= size <= wishes.high for size in sizes),
        households=sum(sizes),
        least=min(sizes, default=0),
        mean=round(fmean(sizes), 1) if sizes else 0.0,
        most=max(sizes, default=0),
        deviation=round(100 * pstdev(loaded) / mean, 1) if mean else 0.0,
        gini=gini(loaded),
        estates_cut=sum(len(groups) > 1 for groups in _by_estate(ground, of).values()),
        yards=yards,
        streets=streets,
        moved=sum(moved(ground, of).values()),
    )


def moved(ground: Ground, of: Sequence[int]) -> Counter[int]:
    """Households of each group that live in another grid today than the one whose place it takes."""
    today = successors(ground.plots, of)
    found: Counter[int] = Counter()
    for plot, group in zip(ground.plots, of, strict=True):
        found[group] += sum(h.households for h in plot if h.today is not None and h.today != today.get(group))
    return found


def parted(ground: Ground, of: Sequence[int], together: Iterable[Sequence[UUID]]) -> tuple[int, ...]:
    """The wishes whose estates do not lie in one group."""
    groups = _by_estate(ground, of)
    return tuple(
        number
        for number, estates in enumerate(together)
        if len({group for estate in estates for group in groups.get(estate, ())}) > 1
    )


def _by_estate(ground: Ground, of: Sequence[int]) -> Mapping[UUID, set[int]]:
    found: defaultdict[UUID, set[int]] = defaultdict(set)
    for plot, group in zip(ground.plots, of, strict=True):
        for house in plot:
            if house.estate is not None and house.households:
                found[house.estate].add(group)
    return found


def _borders(ground: Ground, of: Sequence[int]) -> tuple[int, int]:
    """Metres of border between groups of one block: through yards, along streets."""
    metres = {True: 0.0, False: 0.0}
    for border in ground.borders:
        inside = ground.blocks[border.one] == ground.blocks[border.other]
        if inside and of[border.one] != of[border.other]:
            metres[border.street] += border.metres
    return round(metres[False]), round(metres[True])
