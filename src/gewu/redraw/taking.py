"""Grids divided by choosing houses from a list: the border goes half-way between their walls. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely import LineString, MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry

from gewu.redraw.cut import Change, Cut, Piece, woven
from gewu.redraw.edits import lattice, pieces_like, require_one_community
from gewu.redraw.ground import CannotDraw, corners_of, faces, one_ground, with_corners

WALL_STEP = 4.0
DIRECTIONS = 72


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
    """The ground of the chosen houses and that of the others, by the plainest border that leaves both
    whole.
    """
    marks = {house.id: house.outline.centroid for house in houses}
    for border in _borders(cut, piece, houses, wanted):
        parts = faces([piece.ground.boundary, cut.flat.degrees(border)], piece.ground)
        ours = [part for part in parts if any(part.contains(marks[house]) for house in wanted)]
        rest = [part for part in parts if part not in ours]
        if (
            ours
            and rest
            and not any(part.contains(marks[one]) for part in ours for one in marks.keys() - wanted)
        ):
            try:
                return lattice(one_ground(ours)), lattice(one_ground(rest))
            except CannotDraw:
                continue
    raise CannotDraw("apart-houses")


def _borders(cut: Cut, piece: Piece, houses: Sequence[House], wanted: set[str]) -> Iterator[BaseGeometry]:
    """A straight line between the walls, then one half-way around them, then one between their middles
    (metres).
    """
    walls = [(cut.flat.metres(house.outline), house.id in wanted) for house in houses]
    ground = cut.flat.metres(piece.ground)
    if straight := _straight(walls, ground):
        yield straight
    yield _half_way(walls, ground)
    if straight := _straight([(wall.centroid, chosen) for wall, chosen in walls], ground):
        yield straight


def _straight(walls: Sequence[tuple[BaseGeometry, bool]], ground: BaseGeometry) -> LineString | None:
    """The line with most room on both sides, over the whole ground.

    None where no straight line divides them.
    """
    best: tuple[float, LineString] | None = None
    corners = [(shapely.get_coordinates(wall), chosen) for wall, chosen in walls]
    reach = 2 * shapely.minimum_bounding_radius(ground)
    for angle in np.linspace(0, np.pi, DIRECTIONS, endpoint=False):
        across = np.array([np.cos(angle), np.sin(angle)])
        ours = np.concatenate([xy @ across for xy, chosen in corners if chosen])
        theirs = np.concatenate([xy @ across for xy, chosen in corners if not chosen])
        gaps = ((theirs.min() - ours.max(), ours.max()), (ours.min() - theirs.max(), theirs.max()))
        room, edge = max(gaps)
        if room > 0 and (best is None or room > best[0]):
            along = np.array([-across[1], across[0]])
            foot = across * (edge + room / 2) + along * (np.asarray(ground.centroid.coords)[0] @ along)
            best = (room, LineString([foot - along * reach, foot + along * reach]))
    return best[1] if best else None


def _half_way(walls: Sequence[tuple[BaseGeometry, bool]], ground: BaseGeometry) -> BaseGeometry:
    """Between the walls of the chosen houses and those of the others."""
    of: dict[tuple[float, float], bool] = {}
    for wall, chosen in walls:
        dense = shapely.segmentize(wall, WALL_STEP)
        of.update(dict.fromkeys(map(tuple, shapely.get_coordinates(dense).round(2).tolist()), chosen))
    cells = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(list(of)), extend_to=ground)).tolist()
    marks, found = shapely.STRtree(cells).query(shapely.points(list(of)), predicate="intersects")
    chosen_at = list(of.values())
    ours = {cell for mark, cell in zip(marks.tolist(), found.tolist(), strict=True) if chosen_at[mark]}
    line = shapely.intersection(shapely.union_all([cells[cell] for cell in ours]).boundary, ground)
    merged = shapely.line_merge(line) if line.geom_type == "MultiLineString" else line
    return shapely.simplify(merged, 2.0)
