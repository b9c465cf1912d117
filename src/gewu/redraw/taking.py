"""Grids divided by choosing houses from a list: the border goes half-way between their walls. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import shapely
from shapely import MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry

from gewu.redraw.cut import Change, Cut, Piece, woven
from gewu.redraw.edits import lattice, pieces_like, require_one_community
from gewu.redraw.ground import CannotDraw, corners_of, faces, one_ground, with_corners

WALL_STEP = 4.0


@dataclass(frozen=True)
class House:
    """A house with its outline (degrees), as far as borders go around it."""

    id: str
    outline: BaseGeometry


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
        return woven(cut, Change({key: None} | pieces_like(piece, [theirs, rest], fresh)))
    other = cut.piece(into)
    require_one_community(cut, [piece, other])
    whole = lattice(one_ground([with_corners(other.ground, corners_of([theirs])), theirs], "no-neighbours"))
    return woven(cut, Change({key: replace(piece, ground=rest), into: replace(other, ground=whole)}))


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
        lattice(one_ground(inside, "apart-houses")),
        lattice(one_ground(rest, "apart-houses")),
    )
