"""A division as an SVG picture: grids tinted and numbered, streets over them, those out of range. Pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from gewu.places.picture import LINES, Frame

# Share of a grid's narrower side that its number is high, and the least and the largest (picture units).
HIGH, SMALLEST, LARGEST = 0.5, 11.0, 34.0
INK, WRONG, OLD = "#1c2733", "#b8321f", "#4a2d7a"
GOLDEN = 137.508


class Painted(NamedTuple):
    """A grid on the picture: its number in the list, its ground in degrees."""

    number: int
    ground: BaseGeometry
    in_range: bool


def svg(
    grids: Sequence[Painted],
    lines: Iterable[tuple[str, BaseGeometry]],
    today: Sequence[BaseGeometry] = (),
) -> str:
    """North up. `lines`: kind and course; `today`: grids whose borders are drawn, broken, above all."""
    west, south, east, north = shapely.total_bounds([grid.ground for grid in grids]).tolist()
    frame = Frame((west, south, east, north))
    whole = shapely.union_all([grid.ground for grid in grids])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 {frame.height}" text-anchor="middle"'
        ' font-family="PingFang SC,Noto Sans CJK SC,Microsoft YaHei,sans-serif">',
        *(_ground(frame, grid) for grid in grids),
        *_courses(frame, lines, whole),
        *(_border(frame, grid) for grid in sorted(grids, key=lambda grid: not grid.in_range)),
        *(_was(frame, ground) for ground in today),
        *(_number(frame, grid) for grid in grids),
        "</svg>",
    ]
    return "".join(parts)


def _ground(frame: Frame, grid: Painted) -> str:
    hue = grid.number * GOLDEN % 360
    return f'<path d="{frame.outline(grid.ground)}" fill="hsl({hue:.0f},45%,86%)"/>'


def _border(frame: Frame, grid: Painted) -> str:
    colour, width = (INK, 2) if grid.in_range else (WRONG, 6)
    return f'<path d="{frame.outline(grid.ground)}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _was(frame: Frame, ground: BaseGeometry) -> str:
    return (
        f'<path d="{frame.outline(ground)}" fill="none" stroke="{OLD}" stroke-width="2.5"'
        ' stroke-dasharray="9 7"/>'
    )


def _number(frame: Frame, grid: Painted) -> str:
    polygon = max(shapely.get_parts(grid.ground).tolist(), key=lambda part: float(part.area))
    circle = shapely.maximum_inscribed_circle(polygon, tolerance=0.00005)
    x, y = frame.at(*circle.coords[0]).split()
    high = min(max(circle.length * frame.right * 2 * HIGH, SMALLEST), LARGEST)
    mark = "" if grid.in_range else f' fill="{WRONG}" font-weight="700"'
    return f'<text x="{x}" y="{y}" dy="0.35em" font-size="{high:.0f}"{mark}>{grid.number}</text>'


def _courses(frame: Frame, lines: Iterable[tuple[str, BaseGeometry]], whole: BaseGeometry) -> list[str]:
    """The small ones first; what lies outside the grids is left out."""
    order = list(LINES)
    found = sorted(
        ((kind, course) for kind, course in lines if kind in LINES), key=lambda one: order.index(one[0])
    )
    around = whole.buffer(0.0002)
    return [
        _course(frame, kind, part)
        for kind, course in found
        for part in shapely.get_parts(shapely.intersection(course, around))
        if part.length
    ]


def _course(frame: Frame, kind: str, course: BaseGeometry) -> str:
    path = frame.path(course.coords, closed=False)
    return "".join(
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{metres * frame.metre:.2f}"/>'
        for colour, metres in LINES[kind]
    )
