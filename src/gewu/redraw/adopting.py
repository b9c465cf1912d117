"""Whole shapes in the place of grids: what the planner proposes, what a file brings. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from gewu.redraw.cut import UNNAMED, Change, Cut, Names, Piece, emptied, woven
from gewu.redraw.edits import lattice
from gewu.redraw.ground import (
    LATTICE,
    CannotDraw,
    crossing_at,
    faces,
    on_lattice,
    one_ground,
    said_at,
)

# What shapes leave open or take twice up to this width is rounding, not a gap.
HAIR_METRES = 2.0
# Degrees, about half a metre: a line this near to the border runs along it.
ALONG = 5e-6


@dataclass(frozen=True)
class Proposed:
    """A whole grid as somebody else drew it (WGS 84 degrees).

    `parent`: the key of its group, if it is to have one. `heir`: the key of the grid whose place it takes,
    which so keeps its number though its border shifts.
    """

    ground: BaseGeometry
    parent: str = ""
    names: Names = UNNAMED
    heir: str = ""


def adopt(cut: Cut, keys: Sequence[str], shapes: Sequence[Proposed], *, fresh: Iterator[str]) -> Change:
    """Whole shapes in the place of the pieces `keys`, whose ground they share out.

    Hairs (rounding) are mended; CannotDraw names a gap or an overlap that is wider. A shape that is what a
    piece was keeps its key, and so does one that takes the place of a piece.
    """
    pieces = [cut.piece(key) for key in dict.fromkeys(keys)]
    if not pieces or not shapes:
        raise CannotDraw("too-few")
    for number, shape in enumerate(shapes, 1):
        if not shape.ground.is_valid:
            raise CannotDraw("crossing-shape", number=number, at=crossing_at(shape.ground))
    homes = {cut.community(piece.key) for piece in pieces}
    gone: dict[str, Piece | None] = dict.fromkeys(piece.key for piece in pieces)
    made: dict[str, Piece | None] = {}
    for shape, ground in zip(shapes, deal(cut, pieces, shapes), strict=True):
        same = next(
            (old for old in pieces if old.key not in made and _goes_on(cut, old, shape, ground)), None
        )
        if same and shape.parent in {"", same.parent}:
            made[same.key] = replace(same, ground=ground)
            continue
        near = max(pieces, key=lambda old: old.ground.intersection(ground).area)
        parent = _parent_for(cut, shape, near)
        key = next(fresh)
        made[key] = Piece(key, ground, parent, near.level, shape.names)
        homes.add(cut.groups[parent].parent if parent in cut.groups else parent)
    _require_communities(cut, pieces, [one for one in made.values() if one])
    return emptied(cut, woven(cut, Change(gone | made)))


def _goes_on(cut: Cut, old: Piece, shape: Proposed, ground: Polygon) -> bool:
    """Whether the shape is the piece, as it was or with another border."""
    if shape.heir:
        return old.key == shape.heir and old.ground.intersects(ground)
    return not cut.flat.wider(shapely.symmetric_difference(old.ground, ground), HAIR_METRES)


def _parent_for(cut: Cut, shape: Proposed, near: Piece) -> str:
    if not shape.parent:
        return near.parent
    if shape.parent not in cut.groups and shape.parent != cut.community(near.key):
        raise CannotDraw("other-community")
    return shape.parent


def _require_communities(cut: Cut, before: Sequence[Piece], after: Sequence[Piece]) -> None:
    """What a community has together stays what it was."""

    def home(piece: Piece) -> str:
        return cut.groups[piece.parent].parent if piece.parent in cut.groups else piece.parent

    for code in {home(piece) for piece in (*before, *after)}:
        old = shapely.union_all([piece.ground for piece in before if home(piece) == code])
        new = shapely.union_all([piece.ground for piece in after if home(piece) == code])
        moved = shapely.symmetric_difference(old, new)
        if cut.flat.wider(moved, HAIR_METRES):
            raise CannotDraw("community-border", at=said_at(moved))


def deal(cut: Cut, pieces: Sequence[Piece], shapes: Sequence[Proposed]) -> list[Polygon]:
    """The ground of the pieces, each bit of it given to one shape; CannotDraw at gaps and overlaps."""
    whole = shapely.union_all([piece.ground for piece in pieces])
    grounds = [on_lattice(shape.ground) for shape in shapes]
    grounds = [
        ground if ground.is_valid else shape.ground for ground, shape in zip(grounds, shapes, strict=True)
    ]
    outside = shapely.difference(shapely.union_all(grounds), whole)
    if cut.flat.wider(outside, HAIR_METRES):
        raise CannotDraw("over-the-border", metres=round(cut.flat.area(outside)), at=said_at(outside))
    net = shapely.union_all([whole.boundary, *_inner_lines(grounds, whole)], grid_size=1 / LATTICE)
    cells = faces(shapely.get_parts(net).tolist(), whole)
    dealt: list[list[Polygon]] = [[] for _ in shapes]
    hairs: list[Polygon] = []
    for cell in cells:
        inside = [n for n, ground in enumerate(grounds) if ground.contains(cell.representative_point())]
        if len(inside) > 1 and cut.flat.wider(cell, HAIR_METRES):
            pair = {"one": inside[0] + 1, "other": inside[1] + 1}
            raise CannotDraw("overlap", metres=round(cut.flat.area(cell)), at=said_at(cell), **pair)
        if inside:
            dealt[inside[0]].append(cell)
        elif cut.flat.wider(cell, HAIR_METRES):
            raise CannotDraw("gap", metres=round(cut.flat.area(cell)), at=said_at(cell))
        else:
            hairs.append(cell)
    _give_hairs(hairs, dealt)
    for number, parts in enumerate(dealt, 1):
        if not parts:
            raise CannotDraw("empty-shape", number=number)
    return [lattice(one_ground(parts, "apart")) for parts in dealt]


def _inner_lines(grounds: Sequence[BaseGeometry], whole: BaseGeometry) -> list[LineString]:
    """The borders between the shapes, drawn on to the border of the whole.

    What runs along that one is that one.
    """
    border = whole.boundary
    drawn = shapely.union_all([ground.boundary for ground in grounds], grid_size=1 / LATTICE)
    inner = shapely.line_merge(shapely.difference(drawn, border.buffer(ALONG)))
    lines = [list(part.coords) for part in shapely.get_parts(inner).tolist() if isinstance(part, LineString)]
    return [LineString([*_end(line[::-1], border), *line, *_end(line, border)]) for line in lines]


def _end(line: Sequence[tuple[float, ...]], border: BaseGeometry) -> list[tuple[float, ...]]:
    """Where a line that stops short of the border by a hair meets it.

    Straight on, else at the nearest point.
    """
    (x, y), (before_x, before_y) = line[-1][:2], line[-2][:2]
    tip = shapely.Point(x, y)
    if tip.distance(border) > 2 * ALONG:
        return []
    step = np.array([x - before_x, y - before_y])
    ahead = LineString([(x, y), np.array([x, y]) + step / np.hypot(*step) * 6 * ALONG])
    hit = shapely.intersection(ahead, border)
    foot = shapely.shortest_line(tip, border if hit.is_empty else hit).coords[-1]
    return [tuple(on_lattice(shapely.Point(foot)).coords[0])]


def _give_hairs(hairs: Sequence[Polygon], dealt: list[list[Polygon]]) -> None:
    """To the shape with which a hair shares most of its border.

    Neighbours of neighbours in the next round.
    """
    waiting = list(hairs)
    while waiting:
        left = []
        for hair in waiting:
            shares = [
                shapely.intersection(hair.boundary, shapely.union_all(parts).boundary).length
                if parts
                else 0.0
                for parts in dealt
            ]
            best = max(range(len(dealt)), key=lambda n: shares[n])
            if shares[best] > 0:
                dealt[best].append(hair)
            else:
                left.append(hair)
        if len(left) == len(waiting):
            raise CannotDraw("gap", metres=0, at=said_at(waiting[0]))
        waiting = left
