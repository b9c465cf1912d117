"""Cutting a piece of ground in two by a bent line, where the shares of its area come out right.

Pure geometry in metres. A plan of streets (`plan`) is nothing but such cuts, one inside the other.
"""

import math
from dataclasses import dataclass
from random import Random

from shapely import LineString, Polygon

TRIES = 10
FAR = 10_000.0
SAMPLES = 13


@dataclass(frozen=True)
class Manner:
    """How a line of one kind runs: its bend (share of its length), waves and tilt (radians)."""

    kind: str
    bend: float
    waves: float
    tilt: float


@dataclass(frozen=True)
class Cut:
    first: Polygon
    second: Polygon
    line: LineString

    @property
    def roundness(self) -> float:
        """How far the worse half is from a sliver: 1 for a circle, 0.79 for a square."""
        return min(4 * math.pi * part.area / part.length**2 for part in (self.first, self.second))


@dataclass(frozen=True)
class Course:
    """A bent line without an offset yet: where it is shifted to is found by halving."""

    x: float
    y: float
    angle: float
    reach: float
    bend: float
    waves: float
    phase: float

    def path(self, offset: float) -> list[tuple[float, float]]:
        """The line shifted sideways by the offset, from well before the ground to well behind it."""
        along, sideways = (
            (math.cos(self.angle), math.sin(self.angle)),
            (-math.sin(self.angle), math.cos(self.angle)),
        )
        steps = [-FAR, *(self.reach * (2 * i / (SAMPLES - 1) - 1) for i in range(SAMPLES)), FAR]
        return [
            (
                self.x + step * along[0] + (offset + self._sway(step)) * sideways[0],
                self.y + step * along[1] + (offset + self._sway(step)) * sideways[1],
            )
            for step in steps
        ]

    def side(self, offset: float) -> Polygon:
        """All the ground on one side of the line."""
        x, y = FAR * math.sin(self.angle), -FAR * math.cos(self.angle)
        path = self.path(offset)
        return Polygon([*path, (path[-1][0] + x, path[-1][1] + y), (path[0][0] + x, path[0][1] + y)])

    def _sway(self, step: float) -> float:
        within = max(-1.0, min(1.0, step / self.reach))
        return self.bend * math.sin(math.pi * (self.waves * within + self.phase))


def best_cut(ground: Polygon, share: float, manner: Manner, grain: float, chance: Random) -> Cut:
    """Of some tries, the one with the roundest halves. `first` gets the share of the area."""
    tries = [cut for _ in range(TRIES) if (cut := _try(ground, share, manner, grain, chance))]
    return max(tries, key=lambda cut: cut.roundness)


def _try(ground: Polygon, share: float, manner: Manner, grain: float, chance: Random) -> Cut | None:
    """One cut across the longer way; None when the ground would fall into more than two pieces."""
    long_way, reach = _long_way(ground, grain)
    course = Course(
        x=ground.centroid.x,
        y=ground.centroid.y,
        angle=long_way + math.pi / 2 + chance.uniform(-manner.tilt, manner.tilt),
        reach=reach,
        bend=manner.bend * reach * chance.uniform(0.5, 1) * chance.choice((-1, 1)),
        waves=manner.waves,
        phase=chance.uniform(0, 2),
    )
    offset = _balance(ground, share, course)
    side, line = course.side(offset), LineString(course.path(offset)).intersection(ground)
    first, second = ground.intersection(side), ground.difference(side)
    if isinstance(first, Polygon) and isinstance(second, Polygon) and isinstance(line, LineString):
        return Cut(first, second, line)
    return None


def _balance(ground: Polygon, share: float, course: Course) -> float:
    """The offset at which the first side holds its share of the area."""
    low, high = -4 * course.reach, 4 * course.reach
    for _ in range(40):
        middle = (low + high) / 2
        if ground.intersection(course.side(middle)).area < share * ground.area:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _long_way(ground: Polygon, grain: float) -> tuple[float, float]:
    """Along which of the two directions of the town the ground is longer, and half its greater extent."""
    extents = []
    for angle in (grain, grain + math.pi / 2):
        along = [x * math.cos(angle) + y * math.sin(angle) for x, y in ground.exterior.coords]
        extents.append((max(along) - min(along), angle))
    longest, angle = max(extents)
    return angle, longest / 2
