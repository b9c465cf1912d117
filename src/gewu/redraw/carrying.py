"""Whole shapes in the place of grids that are divided further: their areas are carried along. Pure.

An area that lies in one new grid moves under it. One that is cut keeps its number where most of its homes
are; what becomes of its other parts is the choice of whoever draws. None is lost.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import shapely
from shapely import Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from gewu.redraw.adopting import HAIR_METRES, Proposed, deal
from gewu.redraw.counts import Standing
from gewu.redraw.cut import LEAST_SQUARE_METRES, Change, Cut, Group, Piece, emptied, woven
from gewu.redraw.edits import lattice
from gewu.redraw.ground import LATTICE, CannotDraw, faces, one_ground, said_at

# The other parts join the areas beside them, or each is an area of its own.
Parts = Literal["join", "divide"]


@dataclass(frozen=True, slots=True)
class Parted:
    """An area that new borders cut: its key, and how many of its households go under which group."""

    key: str
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """What becomes of the town, and the areas that were cut."""

    change: Change
    parted: tuple[Parted, ...]


@dataclass(slots=True, eq=False)
class _Part:
    """Ground that one area has in one new grid."""

    piece: Piece
    shape: int
    ground: Polygon
    # Enough of it for an area.
    ample: bool
    households: int = 0
    # Everything that is one area in the end.
    joined: list[Polygon] = field(default_factory=list)

    @property
    def weight(self) -> tuple[bool, int, float]:
        return self.ample, self.households, float(self.ground.area)


def carry(
    cut: Cut,
    keys: Sequence[str],
    shapes: Sequence[Proposed],
    *,
    houses: Sequence[Standing],
    parts: Parts,
    fresh: Iterator[str],
) -> Carried:
    """Shapes in the place of the groups `keys`, whose ground they share out, with every area inside them.

    A group that stays what it was keeps its key, and so does one whose place a shape takes.
    CannotDraw as in `adopting.adopt`.
    """
    groups = [cut.groups[key] for key in dict.fromkeys(keys) if key in cut.groups]
    if not groups or len(groups) < len(set(keys)) or not shapes:
        raise CannotDraw("too-few")
    inside = [piece for piece in cut.pieces.values() if piece.parent in {group.key for group in groups}]
    grounds = deal(cut, inside, shapes)
    found = _parts(cut, inside, grounds, houses)
    above = _groups(cut, groups, inside, list(zip(shapes, grounds, strict=True)), fresh)
    _require_communities(cut, inside, grounds, above)
    made = dict(_areas(found, above, parts, fresh))
    change = Change(made, {one.key: one for one in above if one.key not in cut.groups})
    return Carried(emptied(cut, woven(cut, change)), _parted(found, above))


def _parts(
    cut: Cut, inside: Sequence[Piece], grounds: Sequence[Polygon], houses: Sequence[Standing]
) -> list[_Part]:
    """Where areas and new grids overlap, each such ground in one piece, with the households on it."""
    net = shapely.union_all(
        [one.boundary for one in (*(p.ground for p in inside), *grounds)], grid_size=1 / LATTICE
    )
    cells = faces([net], shapely.union_all(grounds))
    spots = [cell.representative_point() for cell in cells]
    of_piece = STRtree([piece.ground for piece in inside]).nearest(spots).tolist()
    of_shape = STRtree(grounds).nearest(spots).tolist()
    members: defaultdict[tuple[int, int], list[Polygon]] = defaultdict(list)
    for cell, piece, shape in zip(cells, of_piece, of_shape, strict=True):
        members[piece, shape].append(cell)
    found = [
        _Part(inside[piece], shape, part, cut.flat.area(part) >= LEAST_SQUARE_METRES)
        for (piece, shape), own in sorted(members.items())
        for part in shapely.get_parts(shapely.union_all(own)).tolist()
    ]
    tree = STRtree([part.ground for part in found])
    points = [shapely.Point(house.lon, house.lat) for house in houses]
    for house, part in zip(houses, tree.nearest(points).tolist() if points else (), strict=True):
        found[part].households += house.households
    return found


def _groups(
    cut: Cut,
    groups: Sequence[Group],
    inside: Sequence[Piece],
    shapes: Sequence[tuple[Proposed, Polygon]],
    fresh: Iterator[str],
) -> list[Group]:
    """For each shape the group it is: one that was there already, or a new one in its community."""
    old = {
        group.key: shapely.union_all([piece.ground for piece in inside if piece.parent == group.key])
        for group in groups
    }
    found = []
    for shape, ground in shapes:
        near = max(groups, key=lambda group: old[group.key].intersection(ground).area)
        if shape.heir in old and old[shape.heir].intersects(ground):
            found.append(cut.groups[shape.heir])
            continue
        same = not cut.flat.wider(shapely.symmetric_difference(old[near.key], ground), HAIR_METRES)
        found.append(near if same else Group(next(fresh), near.parent, near.level))
    return found


def _require_communities(
    cut: Cut, inside: Sequence[Piece], grounds: Sequence[Polygon], above: Sequence[Group]
) -> None:
    """What a community has together stays what it was."""
    for code in {group.parent for group in above} | {cut.community(piece.key) for piece in inside}:
        old = shapely.union_all([piece.ground for piece in inside if cut.community(piece.key) == code])
        new = shapely.union_all(
            [ground for ground, group in zip(grounds, above, strict=True) if group.parent == code]
        )
        moved = shapely.symmetric_difference(old, new)
        if cut.flat.wider(moved, HAIR_METRES):
            raise CannotDraw("community-border", at=said_at(moved))


def _areas(
    found: Sequence[_Part], above: Sequence[Group], parts: Parts, fresh: Iterator[str]
) -> Iterator[tuple[str, Piece | None]]:
    """Key → area, as it is afterwards."""
    main = _main(found)
    for number, group in enumerate(above):
        own = [part for part in found if part.shape == number]
        roots = [part for part in own if part is main[part.piece.key] or _wanted(part, parts)]
        roots = roots or [max(own, key=lambda part: part.weight)]
        _join(roots, [part for part in own if part not in roots])
        for root in roots:
            ground = lattice(one_ground([root.ground, *root.joined]))
            if root is main[root.piece.key]:
                yield root.piece.key, replace(root.piece, ground=ground, parent=group.key)
            else:
                key = next(fresh)
                yield key, Piece(key, ground, group.key, root.piece.level)


def _wanted(part: _Part, parts: Parts) -> bool:
    return parts == "divide" and part.ample and part.households > 0


def _main(found: Sequence[_Part]) -> dict[str, _Part]:
    """The part in which most of the homes of an area stand: there it goes on."""
    main: dict[str, _Part] = {}
    for part in found:
        known = main.get(part.piece.key)
        if known is None or part.weight > known.weight:
            main[part.piece.key] = part
    return main


def _join(roots: Sequence[_Part], rest: Sequence[_Part]) -> None:
    """Each of the others goes to the area it shares most border with; neighbours of neighbours after them."""
    waiting = list(rest)
    while waiting:
        left = []
        for part in waiting:
            best = max(roots, key=lambda root: _shared(root, part.ground))
            if _shared(best, part.ground) > 0:
                best.joined.append(part.ground)
            else:
                left.append(part)
        if len(left) == len(waiting):
            raise CannotDraw("left-apart")
        waiting = left


def _shared(root: _Part, ground: BaseGeometry) -> float:
    return sum(
        float(shapely.intersection(own.boundary, ground.boundary).length)
        for own in (root.ground, *root.joined)
    )


def _parted(found: Sequence[_Part], above: Sequence[Group]) -> tuple[Parted, ...]:
    """The areas whose homes come under more than one group, by key; the largest part first."""
    homes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for part in found:
        if part.households:
            homes[part.piece.key][above[part.shape].key] += part.households
    return tuple(Parted(key, tuple(own.most_common())) for key, own in sorted(homes.items()) if len(own) > 1)
