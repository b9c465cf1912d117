"""The edits of a town: split, merge, shift, draw, take houses over, group, name, adopt. Each gives a
Change. Pure.

Only inside one community: its own border is not redrawn here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import shapely
from shapely import LineString, MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from gewu.redraw.cut import NEW, UNNAMED, Change, Cut, Group, Names, Piece, emptied, woven
from gewu.redraw.ground import (
    CannotDraw,
    border_between,
    corners_of,
    faces,
    lengthened,
    on_lattice,
    one_ground,
    snapped,
    with_corners,
)

SNAP_METRES = 6.0
SHORT_BY_METRES = 25.0
# What shapes leave open or take twice up to this width is rounding, not a gap.
HAIR_METRES = 2.0
WALL_STEP = 4.0


@dataclass(frozen=True)
class House:
    """A house with its outline (degrees), as far as borders go around it."""

    id: str
    outline: BaseGeometry


@dataclass(frozen=True)
class Proposed:
    """A whole grid as somebody else drew it (WGS 84 degrees). `parent`.

    The key of its group, if it is to have one.
    """

    ground: BaseGeometry
    parent: str = ""
    names: Names = UNNAMED


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
    made = [_lattice(part) for part in parts]
    return woven(cut, Change({key: None} | _new(piece, made, fresh)))


def merge(cut: Cut, keys: Sequence[str], *, fresh: Iterator[str]) -> Change:
    """Neighbouring pieces of one community as one; it goes on under the parent of the largest."""
    pieces = [cut.piece(key) for key in dict.fromkeys(keys)]
    if len(pieces) < 2:
        raise CannotDraw("too-few")
    _require_one_community(cut, pieces)
    whole = one_ground([piece.ground for piece in pieces])
    largest = max(pieces, key=lambda piece: piece.ground.area)
    gone: dict[str, Piece | None] = dict.fromkeys(piece.key for piece in pieces)
    return emptied(cut, woven(cut, Change(gone | _new(largest, [whole], fresh))))


def shift(
    cut: Cut, one: str, other: str, line: LineString, *, courses: Sequence[BaseGeometry] = ()
) -> Change:
    """Another border between two neighbours. What the line leaves of the old border stays a border."""
    first, second = cut.piece(one), cut.piece(other)
    _require_one_community(cut, [first, second])
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
                one: replace(first, ground=_lattice(one_ground(mine))),
                other: replace(second, ground=_lattice(one_ground(yours))),
            }
        ),
    )


def draw(cut: Cut, shape: Polygon, *, fresh: Iterator[str], names: Names = UNNAMED) -> Change:
    """A new piece where the shape lies, in the community that most of it lies in; others give it ground."""
    if not shape.is_valid:
        raise CannotDraw("crossing")
    shape = on_lattice(shape)
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


def take(
    cut: Cut,
    key: str,
    into: str,
    *,
    houses: Sequence[House],
    chosen: Iterable[str],
    fresh: Iterator[str],
) -> Change:
    """Houses of a piece, chosen one by one, become a piece of their own or (`into`) go to a neighbour.

    The border then runs half-way between the chosen houses and the others.
    """
    piece, wanted = cut.piece(key), set(chosen)
    if not wanted or not {house.id for house in houses} - wanted:
        raise CannotDraw("all-or-none")
    theirs, rest = _parted(cut, piece, houses, wanted)
    if not into:
        return woven(cut, Change({key: None} | _new(piece, [theirs, rest], fresh)))
    other = cut.piece(into)
    _require_one_community(cut, [piece, other])
    whole = _lattice(one_ground([with_corners(other.ground, corners_of([theirs])), theirs], "no-neighbours"))
    return woven(cut, Change({key: replace(piece, ground=rest), into: replace(other, ground=whole)}))


def regroup(cut: Cut, keys: Sequence[str], parent: str, *, fresh: Iterator[str]) -> Change:
    """Pieces under another group of their community, or ("" ) under a new one."""
    pieces = [cut.piece(key) for key in dict.fromkeys(keys)]
    if not pieces:
        raise CannotDraw("too-few")
    _require_one_community(cut, pieces)
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


def adopt(cut: Cut, keys: Sequence[str], shapes: Sequence[Proposed], *, fresh: Iterator[str]) -> Change:
    """Whole shapes in the place of the pieces `keys`, whose ground they share out.

    Hairs (rounding) are mended; CannotDraw names a gap or an overlap that is wider. A shape that is what a
    piece was keeps its key.
    """
    pieces = [cut.piece(key) for key in dict.fromkeys(keys)]
    if not pieces or not shapes:
        raise CannotDraw("too-few")
    for number, shape in enumerate(shapes, 1):
        if not shape.ground.is_valid:
            raise CannotDraw("crossing-shape", number=number)
    homes = {cut.community(piece.key) for piece in pieces}
    gone: dict[str, Piece | None] = dict.fromkeys(piece.key for piece in pieces)
    made: dict[str, Piece | None] = {}
    dealt = _dealt(cut, pieces, shapes)
    for shape, ground in zip(shapes, dealt, strict=True):
        same = next((old for old in pieces if old.key not in made and _same(cut, old.ground, ground)), None)
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
        if _wide(cut, shapely.symmetric_difference(old, new)):
            raise CannotDraw("community-border")


def _dealt(cut: Cut, pieces: Sequence[Piece], shapes: Sequence[Proposed]) -> list[Polygon]:
    """The ground of the pieces, every bit of it given to one shape."""
    whole = shapely.union_all([piece.ground for piece in pieces])
    # Borders that the shapes and the town share are drawn once: snapped to each other, then cut into faces.
    grounds = [shapely.snap(on_lattice(shape.ground), whole, 1e-5) for shape in shapes]
    grounds = [
        ground if ground.is_valid else shape.ground for ground, shape in zip(grounds, shapes, strict=True)
    ]
    outside = shapely.difference(shapely.union_all(grounds), whole)
    if _wide(cut, outside):
        raise CannotDraw("over-the-border", metres=round(cut.flat.area(outside)))
    net = shapely.union_all([whole.boundary, *[ground.boundary for ground in grounds]], grid_size=1 / 1e6)
    cells = faces(shapely.get_parts(net).tolist(), whole)
    dealt: list[list[Polygon]] = [[] for _ in shapes]
    hairs: list[Polygon] = []
    for cell in cells:
        inside = [n for n, ground in enumerate(grounds) if ground.contains(cell.representative_point())]
        if len(inside) > 1 and _wide(cut, cell):
            raise CannotDraw(
                "overlap", one=inside[0] + 1, other=inside[1] + 1, metres=round(cut.flat.area(cell))
            )
        if inside:
            dealt[inside[0]].append(cell)
        elif _wide(cut, cell):
            raise CannotDraw("gap", metres=round(cut.flat.area(cell)))
        else:
            hairs.append(cell)
    _give_hairs(hairs, dealt)
    for number, parts in enumerate(dealt, 1):
        if not parts:
            raise CannotDraw("empty-shape", number=number)
    return [_lattice(one_ground(parts, "apart")) for parts in dealt]


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
            raise CannotDraw("gap", metres=0)
        waiting = left


def _wide(cut: Cut, ground: BaseGeometry) -> bool:
    """Whether any of it is wider than a hair."""
    return not bool(shapely.is_empty(cut.flat.metres(ground).buffer(-HAIR_METRES / 2)))


def _same(cut: Cut, one: Polygon, other: Polygon) -> bool:
    return cut.flat.area(shapely.symmetric_difference(one, other)) < 1.0


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
            after[piece.key] = replace(piece, ground=_lattice(one_ground(rest, "left-apart")))
    whole = _lattice(one_ground(taken))
    key = next(fresh)
    after[key] = Piece(key, whole, most.parent, most.level, names)
    return emptied(cut, woven(cut, Change(after)))


def _parted(cut: Cut, piece: Piece, houses: Sequence[House], wanted: set[str]) -> tuple[Polygon, Polygon]:
    """The ground of the chosen houses and that of the others, half-way between their walls."""
    flat = cut.flat
    walls: list[tuple[float, float]] = []
    of: dict[tuple[float, float], bool] = {}
    for house in houses:
        dense = shapely.segmentize(flat.metres(house.outline), WALL_STEP)
        for x, y in shapely.get_coordinates(dense).round(2).tolist():
            of[(x, y)] = house.id in wanted
            walls.append((x, y))
    marks = MultiPoint(list(of))
    ground = flat.metres(piece.ground)
    cells = shapely.get_parts(shapely.voronoi_polygons(marks, extend_to=ground)).tolist()
    tree = shapely.STRtree(cells)
    ours = [
        cells[index]
        for at, chosen in of.items()
        if chosen
        for index in tree.query(shapely.Point(at), predicate="intersects")[:1].tolist()
    ]
    line = shapely.intersection(shapely.union_all(ours).boundary, ground)
    border = flat.degrees(
        shapely.simplify(shapely.line_merge(line) if line.geom_type != "LineString" else line, 2.0)
    )
    marked = [house.outline.centroid for house in houses if house.id in wanted]
    parts = faces([piece.ground.boundary, border], piece.ground)
    inside = [part for part in parts if any(part.contains(mark) for mark in marked)]
    rest = [part for part in parts if not any(part.contains(mark) for mark in marked)]
    if not inside or not rest:
        raise CannotDraw("apart-houses")
    return (
        _lattice(one_ground(inside, "apart-houses")),
        _lattice(one_ground(rest, "apart-houses")),
    )


def _whole_border(old: LineString, drawn: LineString, cut: Cut) -> LineString:
    """The old border with the piece between the ends of the line replaced by the line."""
    flat_old, flat_new = cut.flat.metres(old), cut.flat.metres(drawn)
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


def _lattice(ground: Polygon) -> Polygon:
    put = shapely.remove_repeated_points(on_lattice(ground))
    if not isinstance(put, Polygon) or put.is_empty or not put.is_valid:
        raise CannotDraw("sliver")
    return put


def _new(like: Piece, grounds: Sequence[Polygon], fresh: Iterator[str]) -> dict[str, Piece | None]:
    """New pieces of the same level and parent, from north-west to south-east."""
    ordered = sorted(grounds, key=lambda ground: (-ground.centroid.y, ground.centroid.x))
    made = [Piece(next(fresh), ground, like.parent, like.level) for ground in ordered]
    return {piece.key: piece for piece in made}


def _require_one_community(cut: Cut, pieces: Sequence[Piece]) -> None:
    if len({cut.community(piece.key) for piece in pieces}) > 1:
        raise CannotDraw("other-community")
