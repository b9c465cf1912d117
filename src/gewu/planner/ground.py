"""From houses and lines to ground: blocks between barriers, a parcel for every house, who borders on whom.

Pure geometry in metres. Parcels cover the ground without gap or overlap: all lines are cut where they meet
before anything is assembled of them, so that neighbours share every corner.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from gewu.planner.values import House, Line, Town

METRES_PER_DEGREE = 111_320.0
# Corners are kept to the millionth of a degree, as everywhere: what is nearer is one corner.
MICRO = 1_000_000
# What is shorter than this (metres) is a corner, no border.
TOUCH = 0.01
# A street that ends just before the border of the town means to reach it.
REACH = 3.0
# Houses are sampled this densely when the ground between them is shared out.
SAMPLE = 12.0
# Parcels that meet over less than a gate are no neighbours.
LEAST_METRES = 4.0


@dataclass(frozen=True, slots=True)
class Border:
    """Two parcels (by their place in `Ground.plots`) that meet over so many metres, or across a street."""

    one: int
    other: int
    metres: float
    street: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """The parcels of a town in metres: the houses on each, the block and the area it lies in, and borders.

    A parcel has one house, or some that stand on one spot. `scale`: metres per degree.
    """

    plots: tuple[tuple[House, ...], ...]
    parcels: tuple[BaseGeometry, ...]
    blocks: tuple[int, ...]
    areas: tuple[UUID, ...]
    borders: tuple[Border, ...]
    scale: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Faces:
    """Ground between lines of any kind, with the block and the area it lies in."""

    grounds: list[BaseGeometry]
    blocks: list[int]
    areas: list[UUID]

    def holding(self, spots: Sequence[BaseGeometry]) -> list[int]:
        """The face under each point; the nearest for one that lies outside all."""
        return [int(face) for face in STRtree(self.grounds).nearest(spots)]


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The ground cut along everything: the house each piece belongs to (-1: none yet), and its face."""

    grounds: list[BaseGeometry]
    owners: list[int]
    faces: list[int]


def survey(town: Town, barriers: Sequence[str]) -> Ground:
    """Share out the ground of a town among its houses, never across a barrier where somebody lives."""
    scale = _scale(town.areas.values())
    houses = sorted(town.houses, key=lambda house: house.id)
    lines = [Line(line.kind, _longer(flat(line.course, scale))) for line in town.lines]
    faces = _faces(town, lines, barriers, scale)
    outlines = [flat(house.ground, scale) for house in houses]
    spots = [shapely.point_on_surface(outline) for outline in outlines]
    face_of = faces.holding(spots)
    pieces = _pieces(faces, _cells(faces, outlines, face_of), spots, scale)
    _join_the_rest(pieces, faces)
    parcels = _parcels(pieces)
    held = sorted(parcels)
    grounds = [parcels[house] for house in held]
    return Ground(
        plots=tuple(_plots(houses, spots, held, grounds)),
        parcels=tuple(grounds),
        blocks=tuple(faces.blocks[face_of[house]] for house in held),
        areas=tuple(faces.areas[face_of[house]] for house in held),
        borders=tuple(_borders(grounds, [face_of[house] for house in held])),
        scale=scale,
    )


def flat(ground: BaseGeometry, scale: tuple[float, float]) -> BaseGeometry:
    """Degrees to metres."""
    return shapely.transform(ground, lambda xy: xy * np.array(scale))


def degrees(ground: BaseGeometry, scale: tuple[float, float]) -> BaseGeometry:
    """Metres back to degrees, kept to the millionth as all corners are."""
    return shapely.transform(ground, lambda xy: np.round(xy / np.array(scale), 6))


def _scale(grounds: Iterable[BaseGeometry]) -> tuple[float, float]:
    _west, south, _east, north = shapely.total_bounds(list(grounds))
    return METRES_PER_DEGREE * float(np.cos(np.radians((south + north) / 2))), METRES_PER_DEGREE


def _longer(course: BaseGeometry) -> BaseGeometry:
    """A line with both ends drawn out a little."""
    xy = shapely.get_coordinates(course)
    first, last = xy[0] - xy[1], xy[-1] - xy[-2]
    ahead = xy[0] + first * REACH / max(float(np.hypot(*first)), REACH)
    behind = xy[-1] + last * REACH / max(float(np.hypot(*last)), REACH)
    return shapely.LineString(np.vstack([ahead, xy, behind]))


def _assembled(lines: Sequence[BaseGeometry], scale: tuple[float, float]) -> list[BaseGeometry]:
    """All ground enclosed by lines, cut where they meet; corners where millionths of a degree are."""
    grain = np.array(scale) / MICRO
    whole = shapely.transform(np.array(lines, dtype=object), lambda xy: np.round(xy / grain))
    noded = shapely.union_all(shapely.set_precision(whole, 1), grid_size=1)
    found = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    return list(shapely.transform(found, lambda xy: xy * grain))


def _faces(town: Town, lines: Sequence[Line], barriers: Sequence[str], scale: tuple[float, float]) -> _Faces:
    keys, grounds = list(town.areas), [flat(ground, scale) for ground in town.areas.values()]
    rims = [shapely.boundary(ground) for ground in grounds]
    blocks = _assembled([*rims, *(line.course for line in lines if line.kind in barriers)], scale)
    found = _Faces([], [], [])
    tree, towns = STRtree(blocks), STRtree(grounds)
    for face in _assembled([*rims, *(line.course for line in lines)], scale):
        spot = shapely.point_on_surface(face)
        if len(owner := towns.query(spot, predicate="within")):
            found.grounds.append(face)
            found.blocks.append(int(tree.nearest(spot)))
            found.areas.append(keys[int(owner[0])])
    return found


def _cells(faces: _Faces, outlines: Sequence[BaseGeometry], face_of: Sequence[int]) -> list[BaseGeometry]:
    """For each house the ground of its face that is nearer to it than to any other house of that face."""
    inside: defaultdict[int, list[int]] = defaultdict(list)
    for house, face in enumerate(face_of):
        inside[face].append(house)
    cells: list[BaseGeometry] = [shapely.Polygon()] * len(outlines)
    for face, houses in inside.items():
        for house, cell in zip(
            houses, _shared(faces.grounds[face], [outlines[h] for h in houses]), strict=True
        ):
            cells[house] = cell
    return cells


def _shared(face: BaseGeometry, outlines: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    if len(outlines) == 1:
        return [face]
    dense = shapely.segmentize(np.array(outlines, dtype=object), SAMPLE)
    xy, of = shapely.get_coordinates(dense, return_index=True)
    xy, first = np.unique(np.round(xy, 2), axis=0, return_index=True)
    of = of[first]
    whole = shapely.voronoi_polygons(shapely.multipoints(xy), extend_to=face, ordered=True)
    cells = np.array(shapely.get_parts(whole), dtype=object)
    return [
        shapely.intersection(shapely.coverage_union_all(cells[of == house]), face)
        for house in range(len(outlines))
    ]


def _pieces(
    faces: _Faces,
    cells: Sequence[BaseGeometry],
    spots: Sequence[BaseGeometry],
    scale: tuple[float, float],
) -> _Pieces:
    """Cut the ground along streets and between houses. A house owns the piece that it stands on."""
    cuts = [cell for cell in cells if not cell.is_empty]
    grounds = _assembled([shapely.boundary(one) for one in (*faces.grounds, *cuts)], scale)
    owners = [-1] * len(grounds)
    for house, piece in enumerate(STRtree(grounds).nearest(spots).tolist()):
        if owners[piece] < 0:
            owners[piece] = house
    return _Pieces(grounds, owners, faces.holding([shapely.point_on_surface(ground) for ground in grounds]))


def _join_the_rest(pieces: _Pieces, faces: _Faces) -> None:
    """What no house stands on joins the piece it meets longest: in its block, or else in its area."""
    near: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for one, other, metres in _meetings(pieces.grounds):
        near[one].append((other, metres))
        near[other].append((one, metres))
    waiting = [piece for piece, owner in enumerate(pieces.owners) if owner < 0]
    while waiting:
        found = {piece: _joins(piece, near[piece], pieces, faces) for piece in waiting}
        for piece, owner in found.items():
            pieces.owners[piece] = owner
        left = [piece for piece in waiting if found[piece] < 0]
        if len(left) == len(waiting):
            break
        waiting = left


def _joins(piece: int, near: Sequence[tuple[int, float]], pieces: _Pieces, faces: _Faces) -> int:
    """The house whose ground it goes to; -1 while there is none beside it in its area."""
    face = pieces.faces[piece]
    best, owner = (False, 0.0), -1
    for other, metres in near:
        beside = pieces.faces[other]
        value = (faces.blocks[beside] == faces.blocks[face], metres)
        if pieces.owners[other] >= 0 and faces.areas[beside] == faces.areas[face] and value > best:
            best, owner = value, pieces.owners[other]
    return owner


def _parcels(pieces: _Pieces) -> dict[int, BaseGeometry]:
    own: defaultdict[int, list[BaseGeometry]] = defaultdict(list)
    for ground, owner in zip(pieces.grounds, pieces.owners, strict=True):
        if owner >= 0:
            own[owner].append(ground)
    return {owner: shapely.coverage_union_all(grounds) for owner, grounds in own.items()}


def _plots(
    houses: Sequence[House],
    spots: Sequence[BaseGeometry],
    held: Sequence[int],
    parcels: Sequence[BaseGeometry],
) -> list[tuple[House, ...]]:
    """The houses on each parcel. One without ground of its own shares that of the house it stands on."""
    plots = [[houses[house]] for house in held]
    first = set(held)
    tree = STRtree(parcels)
    for house, spot in enumerate(spots):
        if house not in first:
            plots[int(tree.nearest(spot))].append(houses[house])
    return [tuple(plot) for plot in plots]


def _meetings(grounds: Sequence[BaseGeometry]) -> list[tuple[int, int, float]]:
    """Pairs of pieces that share a border, with its metres."""
    array = np.array(grounds, dtype=object)
    ones, others = STRtree(array).query(array, predicate="intersects")
    ones, others = ones[ones < others], others[ones < others]
    rims = shapely.boundary(array)
    metres = shapely.length(shapely.intersection(rims[ones], rims[others]))
    return [
        (one, other, length)
        for one, other, length in zip(ones.tolist(), others.tolist(), metres.tolist(), strict=True)
        if length > TOUCH
    ]


def _borders(parcels: Sequence[BaseGeometry], face_of: Sequence[int]) -> list[Border]:
    return [
        Border(one, other, metres, face_of[one] != face_of[other])
        for one, other, metres in _meetings(parcels)
        if metres >= LEAST_METRES
    ]
