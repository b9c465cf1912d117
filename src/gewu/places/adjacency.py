"""Who borders on whom, over how many metres, and what runs between them. Pure: computed once per version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from gewu.places.values import Neighbour

METRES_PER_DEGREE = 111_320.0
# Grids that meet in a corner, or over less than a gate, are no neighbours.
LEAST_METRES = 10.0
# A border runs along a line when most of it lies this near; corners were rounded to a decimetre.
NEAR_METRES = 1.0
BARRIERS = ("river", "railway", "main")


@dataclass(frozen=True)
class Course:
    """A street, a river, a railway: in degrees."""

    kind: str
    zh: str
    en: str
    line: BaseGeometry


def neighbours_of(
    grounds: Mapping[UUID, BaseGeometry], courses: Iterable[Course]
) -> dict[UUID, tuple[Neighbour, ...]]:
    """For areas of one tier (in degrees): their neighbours, those with the longest border first."""
    if not grounds:
        return {}
    scale = _scale(grounds.values())
    ids = list(grounds)
    flat = [shapely.transform(ground, lambda xy: xy * scale) for ground in grounds.values()]
    lines = [(course, shapely.transform(course.line, lambda xy: xy * scale)) for course in courses]
    found: dict[UUID, list[Neighbour]] = {identifier: [] for identifier in ids}
    ones, others = STRtree(flat).query(flat, predicate="intersects")
    for one, other in zip(ones.tolist(), others.tolist(), strict=True):
        if one < other and (border := _border(flat[one], flat[other])).length >= LEAST_METRES:
            course = _along(border, lines)
            found[ids[one]].append(_neighbour(ids[other], border, course))
            found[ids[other]].append(_neighbour(ids[one], border, course))
    return {
        identifier: tuple(sorted(near, key=lambda neighbour: (-neighbour.metres, str(neighbour.area))))
        for identifier, near in found.items()
    }


def _scale(grounds: Iterable[BaseGeometry]) -> NDArray[np.float64]:
    """Metres per degree of longitude and latitude in the middle of the place."""
    _west, south, _east, north = shapely.total_bounds(list(grounds))
    east = METRES_PER_DEGREE * np.cos(np.radians((south + north) / 2))
    return np.array([east, METRES_PER_DEGREE])


def _border(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    return shapely.intersection(shapely.boundary(one), shapely.boundary(other))


def _along(border: BaseGeometry, lines: list[tuple[Course, BaseGeometry]]) -> Course | None:
    """The line that most of the border runs along."""
    shares = [
        (shapely.intersection(border, line.buffer(NEAR_METRES)).length, course)
        for course, line in lines
        if shapely.dwithin(border, line, NEAR_METRES)
    ]
    share, course = max(shares, key=lambda pair: pair[0], default=(0.0, None))
    return course if share > border.length / 2 else None


def _neighbour(area: UUID, border: BaseGeometry, course: Course | None) -> Neighbour:
    kind, zh, en = (course.kind, course.zh, course.en) if course else ("", "", "")
    return Neighbour(area, round(border.length, 1), kind, zh, en, barrier=kind in BARRIERS)
