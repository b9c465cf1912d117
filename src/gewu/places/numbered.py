"""Codes and names for the grids of one drawn community: by grid and unit, or counted through. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from shapely import Polygon

from gewu.places.locality import AreaEntry, DemoPlan

DIGITS = "〇一二三四五六七八九"


@dataclass
class Part:
    """A piece of the town that is to be divided: a community, a grid, or (without parts) a deepest grid."""

    weight: float
    parts: list["Part"] = field(default_factory=list)
    households: int = 0
    ground: Polygon = field(default_factory=Polygon)


Order = Callable[[Sequence[Part]], list[Part]]
Named = tuple[AreaEntry, Part | None]


def numbered(
    order: DemoPlan, community: AreaEntry, grids: Sequence[Part], in_order: Order
) -> Iterator[Named]:
    """Every grid of a community with its code and name, and the piece of ground of the deepest ones."""
    ordered = in_order(grids)
    if order.numbering == "serial":
        yield from _serial(order, community, ordered, in_order)
        return
    for g, grid in enumerate(ordered, 1):
        code = f"{community.code}{g:02}0"
        yield _grid(order, community, code, g, grid)
        for u, unit in enumerate(in_order(grid.parts), 1):
            entry = _unit(order, f"{code[:-1]}{u}", u, unit, parent=code, short=f"{community.short}{g}-{u}")
            yield entry, unit


def _serial(order: DemoPlan, community: AreaEntry, grids: list[Part], in_order: Order) -> Iterator[Named]:
    """Three digits for the deepest grids of the community, two for what stands between, if anything does."""
    if order.unit_level is None:
        for g, grid in enumerate(grids, 1):
            yield _grid(order, community, f"{community.code}{g:03}", g, grid)
        return
    codes = {id(grid): f"{community.code}{g:02}" for g, grid in enumerate(grids, 1)}
    for g, grid in enumerate(grids, 1):
        yield _grid(order, community, codes[id(grid)], g, grid)
    above = {id(unit): codes[id(grid)] for grid in grids for unit in grid.parts}
    for n, unit in enumerate(in_order([unit for grid in grids for unit in grid.parts]), 1):
        short = f"{community.short}{n}"
        yield _unit(order, f"{community.code}{n:03}", n, unit, parent=above[id(unit)], short=short), unit


def _grid(order: DemoPlan, community: AreaEntry, code: str, number: int, grid: Part) -> Named:
    deepest = grid if order.unit_level is None else None
    zh, en = _said(order.grid_name.zh, number), _said(order.grid_name.en, number)
    piece = order.numbering == "serial" and deepest is None
    entry = AreaEntry(
        code=code,
        zh=zh,
        short=f"{community.short}{zh}" if piece else f"{community.short}{number}",
        en=en,
        level=order.grid_level,
        parent=community.code,
        households=grid.households if deepest else None,
    )
    return entry, deepest


def _unit(order: DemoPlan, code: str, number: int, unit: Part, *, parent: str, short: str) -> AreaEntry:
    return AreaEntry(
        code=code,
        zh=_said(order.unit_name.zh, number),
        short=short,
        en=_said(order.unit_name.en, number),
        level=order.unit_level or order.grid_level,
        parent=parent,
        households=unit.households,
    )


def _said(pattern: str, number: int) -> str:
    return pattern.format(n=number, cn=chinese(number))


def chinese(number: int) -> str:
    """1 → 一, 12 → 十二, 40 → 四十: up to 99."""
    tens, ones = divmod(number, 10)
    said = DIGITS[ones] if ones else ""
    return said if tens == 0 else f"{DIGITS[tens] if tens > 1 else ''}十{said}"
