"""Put houses onto drawn units: rows along the grain of the town, clear of every street.

Pure geometry in metres; names and addresses are given by `naming`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

import shapely
from shapely import LineString, MultiPolygon, Polygon
from shapely.affinity import rotate
from shapely.geometry.base import BaseGeometry

# Half of the ground that a line of each kind takes, with its pavement and its banks.
CLEAR = {"river": 24.0, "railway": 17.0, "main": 17.0, "street": 11.0, "lane": 6.0}
EDGE = 7.0
MOST_FLOORS = 18
# Flats on one floor of one entrance.
FLATS = 2
STEP = 4.0
# Wider ways between the houses where the ground is large, tried from the widest.
ROOM = (2.6, 2.2, 1.9, 1.6, 1.4, 1.2, 1.0)


@dataclass(frozen=True)
class Style:
    """How an estate is built: lengths to choose from, depth, the way between rows and between neighbours."""

    lengths: tuple[float, ...]
    depth: float
    rows: float
    sides: float
    households: tuple[int, int]
    floors: int = MOST_FLOORS


SLABS = Style(lengths=(34, 48, 62), depth=12, rows=19, sides=9, households=(17, 30))
POINTS = Style(lengths=(24, 30), depth=19, rows=26, sides=20, households=(30, 52))
YARDS = Style(lengths=(26, 36, 46), depth=9, rows=11, sides=5, households=(7, 12))
STYLES = (SLABS, SLABS, SLABS, POINTS, YARDS)
# Where ground is dear: houses of many floors close to each other.
HIGH = Style(lengths=(24, 30), depth=20, rows=14, sides=12, households=(70, 130), floors=45)
BLOCKS = Style(lengths=(30, 42), depth=14, rows=12, sides=8, households=(45, 80), floors=33)
TOWERS = (HIGH, HIGH, BLOCKS)
# Stands wherever anything does.
SMALLEST = Style(lengths=(12,), depth=8, rows=8, sides=4, households=(1, 400))


@dataclass(frozen=True)
class House:
    """One house on its ground. Without households it serves the public."""

    ground: Polygon
    floors: int
    households: int

    @property
    def middle(self) -> tuple[float, float]:
        return self.ground.centroid.x, self.ground.centroid.y


def free_ground(unit: Polygon, lines: Sequence[tuple[str, LineString]], outside: BaseGeometry) -> Polygon:
    """What streets, river, railway and the border of the town leave of a unit."""
    taken = [line.buffer(CLEAR[kind]) for kind, line in lines if line.distance(unit) < CLEAR[kind]]
    left = unit.difference(shapely.union_all([*taken, outside.buffer(EDGE)]))
    if isinstance(left, MultiPolygon):
        return max(left.geoms, key=lambda part: part.area)
    assert isinstance(left, Polygon)  # noqa: S101 - a polygon less polygons
    return left


def settle(
    free: Polygon, households: int, *, grain: float, chance: Random, styles: Sequence[Style] = STYLES
) -> list[House]:
    """Houses for so many households, and one for the public where there is room: the last of the list."""
    style = chance.choice(styles)
    wanted = max(4, round(households / chance.uniform(*style.households)))
    slots = _roomy(free, style, wanted + 1, grain=grain, chance=chance)
    # What is not needed stays green, at one side: there the public house stands.
    side = chance.choice(slots).centroid
    slots.sort(key=lambda slot: -slot.centroid.distance(side))
    homes, rest = slots[:wanted], slots[wanted:]
    houses = _inhabited(homes, households, style.floors)
    return [*houses, House(rest[-1], chance.randint(1, 3), 0)] if rest else houses


def _roomy(free: Polygon, style: Style, wanted: int, *, grain: float, chance: Random) -> list[Polygon]:
    """As far apart as there is room for so many; where there is none, as many as stand closely."""
    slots: list[Polygon] = []
    for room in ROOM:
        airy = replace(style, rows=style.rows * room, sides=style.sides * room)
        slots = _slots(free, airy, grain, chance)
        if len(slots) >= wanted:
            return slots
    return slots or _slots(free, SMALLEST, grain, chance)


def _slots(free: Polygon, style: Style, grain: float, chance: Random) -> list[Polygon]:
    """Row by row from the south, as many houses as stand wholly on the free ground."""
    degrees, pivot = math.degrees(grain), free.centroid
    level = rotate(free, -degrees, origin=pivot)
    shapely.prepare(level)
    west, south, east, north = level.bounds
    found: list[Polygon] = []
    y = south + 1
    while y + style.depth < north:
        x, length = west + chance.uniform(0, 8), chance.choice(style.lengths)
        while x + length < east:
            slot = shapely.box(x, y, x + length, y + style.depth)
            if level.contains(slot):
                found.append(rotate(slot, degrees, origin=pivot))
                x, length = x + length + style.sides, chance.choice(style.lengths)
            else:
                x += STEP
        y += style.depth + style.rows
    return found


def _inhabited(slots: Sequence[Polygon], households: int, most: int) -> list[House]:
    """Shared out by the length of the houses, to the last household."""
    whole = sum(slot.length for slot in slots)
    shares = [int(households * slot.length / whole) for slot in slots]
    for index in range(households - sum(shares)):
        shares[index % len(shares)] += 1
    return [House(slot, _floors(slot, share, most), share) for slot, share in zip(slots, shares, strict=True)]


def _floors(slot: Polygon, households: int, most: int) -> int:
    """As many as its flats need, and never less than two."""
    entrances = max(1, round((slot.length / 2 - 12) / 17))
    return min(most, max(2, math.ceil(households / (entrances * FLATS))))
