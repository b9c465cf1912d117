"""The map as an SVG picture: for browsers that draw no map, and for paper. Pure."""

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

import shapely
from shapely import MultiPolygon, Polygon

from gewu.kernel.access import Tier

WIDTH = 1200
MARGIN = 12
STROKES = {Tier.TOWNSHIP: 4.0, Tier.COMMUNITY: 2.5, Tier.GRID: 1.2, Tier.CELL: 0.5}
LINES = {"river": ("#7fb5dd", 9), "railway": ("#1c2733", 3), "main": ("#ffffff", 6), "street": ("#ffffff", 3)}
SIZES = {Tier.COMMUNITY: 24, Tier.CELL: 9}


class Shape(NamedTuple):
    tier: Tier
    code: str
    name: str
    ground: Polygon | MultiPolygon


class Frame:
    """From degrees to picture points: north up, one scale for both directions at this latitude."""

    def __init__(self, box: tuple[float, float, float, float]) -> None:
        west, south, east, north = box
        self.west, self.north = west, north
        self.right = (WIDTH - 2 * MARGIN) / (east - west)
        self.down = self.right / math.cos(math.radians((south + north) / 2))
        self.height = math.ceil((north - south) * self.down) + 2 * MARGIN

    def at(self, lon: float, lat: float) -> str:
        return f"{MARGIN + (lon - self.west) * self.right:.1f} {MARGIN + (self.north - lat) * self.down:.1f}"

    def path(self, points: Iterable[Sequence[float]], *, closed: bool) -> str:
        return "M" + "L".join(self.at(point[0], point[1]) for point in points) + ("Z" if closed else "")


def svg(
    box: tuple[float, float, float, float],
    shapes: Sequence[Shape],
    lines: Iterable[tuple[str, list[tuple[float, float]]]],
) -> str:
    """Ground, streets, borders, names: painted in this order."""
    frame = Frame(box)
    communities = sorted(shape.code for shape in shapes if shape.tier == Tier.COMMUNITY)
    by_size = sorted(shapes, key=lambda shape: -len(shape.code))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {frame.height}"'
        ' font-family="PingFang SC,Noto Sans CJK SC,Microsoft YaHei,sans-serif" text-anchor="middle">',
        *(_ground(frame, shape, communities) for shape in shapes if shape.tier == Tier.COMMUNITY),
        *(_line(frame, kind, points) for kind, points in lines if kind in LINES),
        *(_border(frame, shape) for shape in by_size),
        *(_name(frame, shape) for shape in by_size if shape.tier in SIZES),
        "</svg>",
    ]
    return "".join(parts)


def _ground(frame: Frame, shape: Shape, communities: list[str]) -> str:
    hue = (165 + communities.index(shape.code) * 137.508) % 360
    return f'<path d="{_outline(frame, shape)}" fill="hsl({hue:.0f},42%,90%)"/>'


def _border(frame: Frame, shape: Shape) -> str:
    width = STROKES[shape.tier]
    return f'<path d="{_outline(frame, shape)}" fill="none" stroke="#1c2733" stroke-width="{width}"/>'


def _line(frame: Frame, kind: str, points: list[tuple[float, float]]) -> str:
    colour, width = LINES[kind]
    return (
        f'<path d="{frame.path(points, closed=False)}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
    )


def _name(frame: Frame, shape: Shape) -> str:
    middle = shapely.get_point(shapely.maximum_inscribed_circle(shape.ground, tolerance=0.0001), 0)
    x, y = frame.at(middle.x, middle.y).split()
    weight = ' font-weight="700"' if shape.tier == Tier.COMMUNITY else ' fill="#52606b"'
    return f'<text x="{x}" y="{y}" font-size="{SIZES[shape.tier]}"{weight}>{escape(shape.name)}</text>'


def _outline(frame: Frame, shape: Shape) -> str:
    return "".join(
        frame.path(ring.coords, closed=True)
        for part in shapely.get_parts(shape.ground)
        for ring in (part.exterior, *part.interiors)
    )
