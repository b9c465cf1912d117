"""The edits of a town: split, merge, shift, draw, group, name. Each gives a
Change. Pure.

Only inside one community: its own border is not redrawn here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import shapely
from shapely import LineString, MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from gewu.redraw.cut import NEW, UNNAMED, Change, Cut, Group, Names, Piece, emptied, woven
from gewu.redraw.ground import (
    CannotDraw,
    border_between,
    faces,
    lengthened,
    on_lattice,
    one_ground,
    snapped,
)

SNAP_METRES = 6.0
SHORT_BY_METRES = 25.0


def fresh_keys(step: int) -> Iterator[str]:
    """Keys for what step number so-and-so makes: n3a, n3b … n3aa."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    yield from (f"{NEW}{step}{letter}" for letter in letters)
    yield from (f"{NEW}{step}{one}{other}" for one in letters for other in letters)


def split(
    cut: Cut, key: str, line: LineString, *, fresh: Iterator[str], courses: Sequence[BaseGeometry] = ()
) -> Change:
    """The piece in two or more along a line that crosses it."""
    piece, line = cut.piece(key), _straightened(cut, cut.piece(key).ground, line, courses)
    cross = lengthened(line, piece.ground, cut.flat, SHORT_BY_METRES)
    parts = faces([piece.ground.boundary, cross], piece.ground)
    if len(parts) < 2:
        raise CannotDraw("not-across")
    made = [lattice(part) for part in parts]
    return woven(cut, Change({key: None} | pieces_like(piece, made, fresh)))


def merge(cut: Cut, keys: Sequence[str], *, fresh: Iterator[str]) -> Change:
    """Neighbouring pieces of one community as one; it goes on under the parent of the largest."""
    pieces = [cut.piece(key) for key in dict.fromkeys(keys)]
    if len(pieces) < 2:
        raise CannotDraw("too-few")
    require_one_community(cut, pieces)
    whole = one_ground([piece.ground for piece in pieces])
    largest = max(pieces, key=lambda piece: piece.ground.area)
    gone: dict[str, Piece | None] = dict.fromkeys(piece.key for piece in pieces)
    return emptied(cut, woven(cut, Change(gone | pieces_like(largest, [whole], fresh))))


def shift(
    cut: Cut, one: str, other: str, line: LineString, *, courses: Sequence[BaseGeometry] = ()
) -> Change:
    """Another border between two neighbours. What the line leaves of the old border stays a border."""
    first, second = cut.piece(one), cut.piece(other)
    require_one_community(cut, [first, second])
    old = border_between(first.ground, second.ground)
    if one == other or old is None:
        raise CannotDraw("no-neighbours")
    whole = one_ground([first.ground, second.ground])
    drawn = _straightened(cut, whole, line, courses, border=old)
    path = _whole_border(old, drawn, cut)
    parts = faces([whole.boundary, lengthened(path, whole, cut.flat, SHORT_BY_METRES)], whole)
    mine = [part for part in parts if _leans(part, first.ground, second.ground)]
    yours = [part for part in parts if not _leans(part, first.ground, second.ground)]
    if not mine or not yours:
        raise CannotDraw("not-across")
    return woven(
        cut,
        Change(
            {
                one: replace(first, ground=lattice(one_ground(mine))),
                other: replace(second, ground=lattice(one_ground(yours))),
            }
        ),
    )


def draw(cut: Cut, shape: Polygon, *, fresh: Iterator[str], names: Names = UNNAMED) -> Change:
    """A new piece where the shape lies, in the community that most of it lies in; others give it ground."""
    if not shape.is_valid:
        raise CannotDraw("crossing")
    shape = lattice(shape)
    touched = [piece for piece in cut.touching([shape]) if piece.ground.intersection(shape).area > 0]
    if not touched:
        raise CannotDraw("outside")
    shares: dict[str, float] = {}
    for piece in touched:
        home = cut.community(piece.key)
        shares[home] = shares.get(home, 0.0) + piece.ground.intersection(shape).area
    home = max(shares, key=lambda code: shares[code])
    givers = [piece for piece in touched if cut.community(piece.key) == home]
    return _carved(cut, givers, shape, fresh, names)


def regroup(cut: Cut, keys: Sequence[str], parent: str, *, fresh: Iterator[str]) -> Change:
    """Pieces under another group of their community, or ("" ) under a new one."""
    pieces = [cut.piece(key) for key in dict.fromkeys(keys)]
    if not pieces:
        raise CannotDraw("too-few")
    require_one_community(cut, pieces)
    groups: dict[str, Group | None] = {}
    above = pieces[0].parent
    if above not in cut.groups:
        raise CannotDraw("no-groups")
    if not parent:
        parent = next(fresh)
        groups[parent] = Group(parent, cut.groups[above].parent, cut.groups[above].level)
    elif parent not in cut.groups or cut.groups[parent].parent != cut.community(pieces[0].key):
        raise CannotDraw("other-community")
    return emptied(cut, Change({piece.key: replace(piece, parent=parent) for piece in pieces}, groups))


def name(cut: Cut, key: str, names: Names) -> Change:
    """Another name for a piece or a group."""
    if key in cut.groups:
        return Change({}, {key: replace(cut.groups[key], names=names)})
    return Change({key: replace(cut.piece(key), names=names)})


def _carved(
    cut: Cut, givers: Sequence[Piece], shape: BaseGeometry, fresh: Iterator[str], names: Names
) -> Change:
    ground = shapely.union_all([piece.ground for piece in givers])
    cells = faces([shape.boundary, *[piece.ground.boundary for piece in givers]], ground)
    taken = [cell for cell in cells if shape.contains(cell.representative_point())]
    if not taken:
        raise CannotDraw("outside")
    most = max(givers, key=lambda piece: piece.ground.intersection(shape).area)
    after: dict[str, Piece | None] = {}
    for piece in givers:
        rest = [
            cell for cell in cells if piece.ground.contains(cell.representative_point()) and cell not in taken
        ]
        if not rest:
            after[piece.key] = None
        elif len(rest) < len([c for c in cells if piece.ground.contains(c.representative_point())]):
            after[piece.key] = replace(piece, ground=lattice(one_ground(rest, "left-apart")))
    whole = lattice(one_ground(taken))
    key = next(fresh)
    after[key] = Piece(key, whole, most.parent, most.level, names)
    return emptied(cut, woven(cut, Change(after)))


def _whole_border(old: LineString, drawn: LineString, cut: Cut) -> LineString:
    """The old border with the piece between the ends of the line replaced by the line."""
    flat_old, flat_new = LineString(cut.flat.metres(old).coords), cut.flat.metres(drawn)
    start, end = shapely.Point(flat_new.coords[0]), shapely.Point(flat_new.coords[-1])
    on = [flat_old.distance(point) <= SNAP_METRES for point in (start, end)]
    at = [flat_old.project(point) for point in (start, end)]
    if not any(on):
        return drawn
    points = list(drawn.coords)
    if all(on) and at[0] > at[1]:
        points, at = points[::-1], at[::-1]
    if all(on):
        head, tail = substring(flat_old, 0, at[0]), substring(flat_old, at[1], flat_old.length)
        return _joined([*_coords(cut, head), *points, *_coords(cut, tail)])
    # One end lies on the old border: what stays of it is the side that the other end is further from.
    if on[1]:
        points, at, start, end = points[::-1], at[::-1], end, start
    edges = shapely.Point(flat_old.coords[0]), shapely.Point(flat_old.coords[-1])
    if end.distance(edges[0]) >= end.distance(edges[1]):
        return _joined([*_coords(cut, substring(flat_old, 0, at[0])), *points])
    return _joined([*_coords(cut, substring(flat_old, at[0], flat_old.length))[::-1], *points])


def _coords(cut: Cut, line: BaseGeometry) -> list[tuple[float, ...]]:
    return list(cut.flat.degrees(line).coords)


def _joined(points: Sequence[tuple[float, ...]]) -> LineString:
    kept = shapely.remove_repeated_points(on_lattice(LineString(points)))
    if not kept.is_simple:
        raise CannotDraw("crossing")
    return LineString(kept.coords)


def _straightened(
    cut: Cut,
    ground: Polygon,
    line: LineString,
    courses: Sequence[BaseGeometry],
    border: LineString | None = None,
) -> LineString:
    """The line with its points on corners and streets that are near. CannotDraw where it crosses itself."""
    if len(line.coords) < 2 or line.length == 0:
        raise CannotDraw("not-across")
    corners = MultiPoint([*shapely.get_coordinates(ground), *(border.coords if border else ())])
    near = [course for course in courses if course.intersects(ground.buffer(1e-4))]
    put = snapped(line, cut.flat, corners=corners, courses=near, metres=SNAP_METRES)
    put = put if put.is_simple and put.length else line
    if not put.is_simple:
        raise CannotDraw("crossing")
    return put


def _leans(part: Polygon, one: Polygon, other: Polygon) -> bool:
    return bool(part.intersection(one).area >= part.intersection(other).area)


def lattice(ground: Polygon) -> Polygon:
    put = shapely.remove_repeated_points(on_lattice(ground))
    if not isinstance(put, Polygon) or put.is_empty or not put.is_valid:
        raise CannotDraw("sliver")
    return put


def pieces_like(like: Piece, grounds: Sequence[Polygon], fresh: Iterator[str]) -> dict[str, Piece | None]:
    """New pieces of the same level and parent, from north-west to south-east."""
    ordered = sorted(grounds, key=lambda ground: (-ground.centroid.y, ground.centroid.x))
    made = [Piece(next(fresh), ground, like.parent, like.level) for ground in ordered]
    return {piece.key: piece for piece in made}


def require_one_community(cut: Cut, pieces: Sequence[Piece]) -> None:
    if len({cut.community(piece.key) for piece in pieces}) > 1:
        raise CannotDraw("other-community")
