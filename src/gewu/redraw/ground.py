"""Ground as rings on a lattice of a millionth of a degree: where neighbours meet, their corners are the
same. Pure.

A new corner on a border is given to both sides of it, so that a coverage stays one: no gap, no overlap.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

LATTICE = 1_000_000
METRES_PER_DEGREE = 111_320.0
# A corner that was rounded lies this near (degrees) to the border it stands on.
ON_BORDER = 1.3e-6


class CannotDraw(ValueError):
    """An edit that cannot be made; `code` says why, for `said.py` to put into words."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def crossing_at(ground: BaseGeometry) -> str:
    """Where a shape crosses itself: longitude and latitude, as they are said."""
    found = re.search(r"\[(\S+) (\S+)\]", shapely.is_valid_reason(ground))
    return said_at(shapely.Point(float(found[1]), float(found[2]))) if found else said_at(ground.centroid)


def said_at(ground: BaseGeometry) -> str:
    """A point in the largest piece of some ground: longitude and latitude, exact to a metre."""
    piece = max(shapely.get_parts(ground).tolist(), key=lambda part: (part.area, part.length))
    point = shapely.point_on_surface(piece)
    return f"{point.x:.5f}, {point.y:.5f}"


@dataclass(frozen=True)
class Flat:
    """Metres of one place, measured from degrees: exact to a thousandth over a town."""

    east: float
    north: float = METRES_PER_DEGREE

    @classmethod
    def around(cls, latitude: float) -> "Flat":
        return cls(METRES_PER_DEGREE * float(np.cos(np.radians(latitude))))

    def metres(self, shape: BaseGeometry) -> BaseGeometry:
        return shapely.transform(shape, lambda xy: xy * [self.east, self.north])

    def degrees(self, shape: BaseGeometry) -> BaseGeometry:
        return shapely.transform(shape, lambda xy: xy / [self.east, self.north])

    def area(self, shape: BaseGeometry) -> float:
        """Square metres."""
        return float(shape.area) * self.east * self.north

    def wider(self, shape: BaseGeometry, metres: float) -> bool:
        """Whether any of it is that wide."""
        return not bool(shapely.is_empty(self.metres(shape).buffer(-metres / 2)))


def on_lattice(shape: BaseGeometry) -> BaseGeometry:
    """The same with every corner on the lattice."""
    return shapely.transform(shape, lambda xy: np.round(xy * LATTICE) / LATTICE)


def ring_of(ground: Polygon) -> list[list[list[int]]]:
    """The rings as whole numbers, to be kept: the outer one first."""
    rings = [ground.exterior, *ground.interiors]
    return [np.round(np.asarray(ring.coords) * LATTICE).astype(int).tolist() for ring in rings]


def ground_of(rings: Sequence[Sequence[Sequence[int]]]) -> Polygon:
    outer, *holes = [[(x / LATTICE, y / LATTICE) for x, y in ring] for ring in rings]
    return Polygon(outer, holes)


def faces(lines: Iterable[BaseGeometry], within: BaseGeometry) -> list[Polygon]:
    """The pieces of ground that the lines cut, as far as they lie inside."""
    net = shapely.union_all(list(lines))
    cut = shapely.get_parts(shapely.polygonize(shapely.get_parts(net).tolist())).tolist()
    return [face for face in cut if within.contains(face.representative_point())]


def one_ground(parts: Sequence[BaseGeometry], why: str = "apart") -> Polygon:
    """Their union, which must hang together."""
    whole = shapely.union_all(list(parts))
    if not isinstance(whole, Polygon) or whole.is_empty:
        raise CannotDraw(why)
    return whole


def with_corners(ground: Polygon, corners: NDArray[np.float64]) -> Polygon:
    """The ground with those of the corners that lie on its border among its own."""
    rings = [_stitched(np.asarray(ring.coords), corners) for ring in (ground.exterior, *ground.interiors)]
    return Polygon(rings[0], rings[1:])


def corners_of(grounds: Iterable[BaseGeometry]) -> NDArray[np.float64]:
    """Every corner once."""
    found = [shapely.get_coordinates(ground) for ground in grounds]
    return np.unique(np.concatenate(found), axis=0) if found else np.empty((0, 2))


def new_corners(made: Iterable[BaseGeometry], known: Iterable[BaseGeometry]) -> NDArray[np.float64]:
    """The corners of what was made that nothing had before.

    Those alone are given to neighbours: two old corners may lie a decimetre apart and be on no common border.
    """
    found, before = corners_of(made), corners_of(known)
    return found[~np.isin(_numbered(found), _numbered(before))]


def _numbered(corners: NDArray[np.float64]) -> NDArray[np.int64]:
    """Every point of the lattice as one whole number."""
    on = np.round(corners * LATTICE).astype(np.int64)
    numbers: NDArray[np.int64] = (on[:, 0] << 32) + on[:, 1]
    return numbers


def _stitched(ring: NDArray[np.float64], corners: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = ring.min(axis=0) - ON_BORDER, ring.max(axis=0) + ON_BORDER
    near = corners[((corners >= low) & (corners <= high)).all(axis=1)]
    near = near[~(np.abs(near[:, None, :] - ring[None, :, :]).max(axis=2) < 1e-9).any(axis=1)]
    if not len(near):
        return ring
    start, step = ring[:-1], np.diff(ring, axis=0)
    length = (step**2).sum(axis=1)
    along = ((near[:, None, :] - start) * step).sum(axis=2) / np.where(length, length, 1)
    foot = start + np.clip(along, 0, 1)[:, :, None] * step
    away = np.sqrt(((near[:, None, :] - foot) ** 2).sum(axis=2))
    beside = np.where((along > 0) & (along < 1), away, np.inf)
    side = beside.argmin(axis=1)
    hits = [
        (int(side[i]), float(along[i, side[i]]), near[i])
        for i in range(len(near))
        if beside[i, side[i]] <= ON_BORDER
    ]
    if not hits:
        return ring
    hits.sort(key=lambda hit: hit[:2])
    return np.insert(ring, [hit[0] + 1 for hit in hits], [hit[2] for hit in hits], axis=0)


def border_between(one: Polygon, other: Polygon) -> LineString | None:
    """The longest piece of border they share, as one line.

    None where they only meet in a corner or not at all.
    """
    shared = shapely.intersection(one.boundary, other.boundary)
    lines = [part for part in shapely.get_parts(shared).tolist() if isinstance(part, LineString)]
    if not lines:
        return None
    merged = shapely.line_merge(MultiLineString(lines))
    pieces = [part for part in shapely.get_parts(merged).tolist() if isinstance(part, LineString)]
    return max(pieces, key=lambda part: part.length)


def snapped(
    line: LineString, flat: Flat, *, corners: BaseGeometry, courses: Sequence[BaseGeometry], metres: float
) -> LineString:
    """Each point of the line put on a corner that is near, else on a street that is near (both in
    degrees).
    """
    marks = flat.metres(corners)
    streets = [flat.metres(course) for course in courses]

    def put(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array([_put(shapely.Point(at), marks, streets, metres) for at in xy])

    moved = shapely.transform(flat.metres(line), put)
    kept = shapely.remove_repeated_points(on_lattice(flat.degrees(moved)))
    return kept if isinstance(kept, LineString) else line


def _put(
    at: shapely.Point, marks: BaseGeometry, streets: Sequence[BaseGeometry], metres: float
) -> tuple[float, float]:
    for goal in (marks, *sorted(streets, key=lambda street: street.distance(at))[:1]):
        if not goal.is_empty and goal.distance(at) <= metres:
            found = shapely.get_coordinates(shapely.shortest_line(at, goal))[-1]
            return float(found[0]), float(found[1])
    return at.x, at.y


def lengthened(line: LineString, ground: Polygon, flat: Flat, metres: float) -> LineString:
    """An end that stops short of the border by so little is drawn on across it.

    Every other point stays exactly what it was: an end that lies on a corner would miss it by the last digit
    after the way to metres and back, and the line would cut nothing.
    """
    points = shapely.get_coordinates(flat.metres(line))
    inner = flat.metres(ground)
    exact = list(line.coords)
    for end, before in ((0, 1), (-1, -2)):
        far = _on(points[before], points[end], inner, metres)
        if not np.array_equal(far, points[end]):
            exact[end] = flat.degrees(shapely.Point(far)).coords[0]
    return LineString(exact)


def _on(
    before: NDArray[np.float64], end: NDArray[np.float64], ground: BaseGeometry, metres: float
) -> NDArray[np.float64]:
    if not ground.contains(shapely.Point(end)):
        return end
    step = end - before
    far = end + step / (np.hypot(*step) or 1) * metres
    return far if shapely.LineString([end, far]).crosses(ground.boundary) else end
