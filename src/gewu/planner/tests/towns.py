"""Towns out of rows of houses, in metres from a corner, to be divided in tests."""

from collections.abc import Sequence
from uuid import UUID, uuid5

import shapely
from shapely import LineString

from gewu.planner.values import House, Line, Town, Wishes

SOUTH = 34.8
NORTHWARD, EASTWARD = 1 / 111_320.0, 1 / (111_320.0 * 0.8211)
WEST = 117.5
NAMES = UUID(int=7)


def key(name: object) -> UUID:
    return uuid5(NAMES, str(name))


def ground(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    (left, low), (right, high) = at(west, south), at(east, north)
    return shapely.box(left, low, right, high)


def at(x: float, y: float) -> tuple[float, float]:
    return round(WEST + x * EASTWARD, 6), round(SOUTH + y * NORTHWARD, 6)


def line(kind: str, *points: tuple[float, float]) -> Line:
    return Line(kind, LineString([at(x, y) for x, y in points]))


def houses(
    households: Sequence[int], *, west: float = 0, south: float = 0, columns: int = 4, step: float = 40
) -> list[House]:
    """In rows from the south-west; two columns side by side are an estate."""
    found = []
    for number, count in enumerate(households):
        x, y = west + 10 + step * (number % columns), south + 10 + step * (number // columns)
        name = f"{west}-{south}-{number}"
        estate = key(f"{west}-{south}-{number % columns // 2}")
        found.append(House(key(name), ground(x, y, x + 20, y + 12), count, estate=estate))
    return found


def town(found: Sequence[House], *lines: Line, width: float = 200, height: float = 400) -> Town:
    return Town({key("town"): ground(0, 0, width, height)}, tuple(lines), tuple(found))


def wishes(low: int = 150, high: int = 300, size: int = 200, **more: object) -> Wishes:
    return Wishes(low=low, high=high, size=size, **more)  # type: ignore[arg-type]  # passed on as they are
