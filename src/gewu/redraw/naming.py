"""Numbers and names for what a draft makes, as the place gives them."""

from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from gewu.kernel.access import Tier
from gewu.places import queries as places
from gewu.places.codes import CodeError, Item
from gewu.places.numbered import chinese
from gewu.redraw.cut import Cut, Group, Names, Piece

GRID, CELL = str(Tier.GRID), str(Tier.CELL)


@dataclass(frozen=True, slots=True)
class Given:
    """The official number of a new area and what it is called."""

    code: str
    names: Names


def given(township: int, cut: Cut, kept: dict[str, str] | None = None) -> dict[str, Given]:
    """Key of everything new → its number and names. CodeError when the numbers of a place are used up."""
    every: dict[str, Piece | Group] = {**cut.groups, **cut.pieces}
    new = {key: one for key, one in every.items() if one.is_new}
    codes = kept or _codes(township, cut, new)
    return {key: Given(codes[key], _names(township, cut, one, codes)) for key, one in new.items()}


def _codes(township: int, cut: Cut, new: dict[str, Piece | Group]) -> dict[str, str]:
    if not new:
        return {}
    made_up = {key: f"{cut.community(key)}~{key}" for key in new}
    items = [_item(township, cut, one, made_up) for one in new.values()]
    found = places.next_codes(township, items)
    return {key: found[made_up[key]] for key in new}


def _item(township: int, cut: Cut, one: Piece | Group, made_up: dict[str, str]) -> Item:
    tier = str(tier_of(township, one.level))
    above = {"community": cut.community(one.key), tier: made_up[one.key]}
    if isinstance(one, Piece) and one.parent in cut.groups:
        above[GRID] = made_up.get(one.parent, one.parent)
    return Item(made_up[one.key], tier, one.level, above, ground_of(cut, one))


def ground_of(cut: Cut, one: Piece | Group) -> BaseGeometry:
    """The ground of a piece, or of all pieces of a group."""
    if isinstance(one, Piece):
        return one.ground
    return shapely.union_all([piece.ground for piece in cut.pieces.values() if piece.parent == one.key])


def tier_of(township: int, level: str) -> Tier:
    own = places.locality_of(township)
    assert own  # noqa: S101 - borders are drawn where a locality is run
    return own.level(level).tier


def _names(township: int, cut: Cut, one: Piece | Group, codes: dict[str, str]) -> Names:
    """As it was called in the draft, else by its number as the place calls its grids."""
    if one.names.zh:
        return one.names
    own = places.locality_of(township)
    assert own  # noqa: S101 - borders are drawn where a locality is run
    level = own.level(one.level)
    community = places.area_by_code(cut.community(one.key))
    number, above = _numbers(township, codes[one.key], str(level.tier))
    order = own.demo_plan
    zh, en = f"{level.zh}{number}", f"{level.en} {number}"
    if order and one.level in {order.unit_level, order.grid_level}:
        said = order.unit_name if one.level == order.unit_level else order.grid_name
        zh, en = (text.format(n=number, cn=chinese(number)) for text in (said.zh, said.en))
    short = f"{community.short}{above}-{number}" if above else f"{community.short}{number}"
    return Names(zh, short[:30], en)


def _numbers(township: int, code: str, tier: str) -> tuple[int, int]:
    """The number of an area in its own order, and that of the grid above it where its digits say it."""
    own = places.locality_of(township)
    start, number, above = 0, 0, 0
    uses = own.codes if own else ()
    for use in uses:
        scheme = places.scheme_of(places.Code(use.scheme, "main", code)) if use.use == "main" else None
        if scheme is None or tier not in scheme.numbers or scheme.length != len(code):
            continue
        for segment in scheme.segments:
            digits = code[start : start + segment.length]
            start += segment.length
            if segment.source == "order" and segment.counts == tier:
                number = int(digits)
            elif segment.source == "order" and segment.counts == GRID:
                above = int(digits)
        break
    return number or int(code[12:] or 0), above


__all__ = ["CodeError", "Given", "given", "ground_of", "tier_of"]
