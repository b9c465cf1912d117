"""The map as an SVG picture: for browsers that draw no map, for small maps, and for paper. Pure."""

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gewu.kernel.access import Tier

WIDTH = 1200
MARGIN = 12
# A plan without lines shows its borders; where a street runs along one, the street is seen.
STROKES = {Tier.TOWNSHIP: 2.5, Tier.COMMUNITY: 2.0, Tier.GRID: 1.2, Tier.CELL: 0.5}
# In metres, as wide as they are drawn on the map.
LINES = {
    "lane": (("#ffffff", 4.0),),
    "street": (("#b9c2be", 13.0), ("#ffffff", 11.0)),
    "main": (("#aab5b0", 23.0), ("#fffaf0", 20.0)),
    "river": (("#a9cfea", 34.0),),
    "railway": (("#55616b", 8.0), ("#ffffff", 4.0)),
}
SIZES = {Tier.COMMUNITY: 24, Tier.CELL: 9}
METRES_PER_DEGREE = 111_320.0
# A window shows at least so many metres, and as much around an area as half its own width.
LEAST_METRES = 360.0
AROUND = 1.5
WINDOW = 1.6
Ground = Polygon | MultiPolygon


class Shape(NamedTuple):
    tier: Tier
    code: str
    name: str
    ground: Ground


class Piece(NamedTuple):
    """A window of the near picture, in its units: the view box, the pin, and the outline of an area.

    `width` and `height` are those of the whole picture; `pin` and `dot` are sizes that fit the window.
    """

    view: str
    width: int
    height: int
    pin: tuple[str, str] | None
    size: str
    outline: str


class Frame:
    """From degrees to picture points: north up, one scale for both directions at this latitude."""

    def __init__(self, box: tuple[float, float, float, float]) -> None:
        west, south, east, north = box
        self.west, self.north = west, north
        self.right = (WIDTH - 2 * MARGIN) / (east - west)
        self.down = self.right / math.cos(math.radians((south + north) / 2))
        self.height = math.ceil((north - south) * self.down) + 2 * MARGIN
        self.metre = self.down / METRES_PER_DEGREE

    def xy(self, lon: float, lat: float) -> tuple[float, float]:
        return MARGIN + (lon - self.west) * self.right, MARGIN + (self.north - lat) * self.down

    def at(self, lon: float, lat: float) -> str:
        x, y = self.xy(lon, lat)
        return f"{x:.1f} {y:.1f}"

    def path(self, points: Iterable[Sequence[float]], *, closed: bool) -> str:
        return "M" + "L".join(self.at(point[0], point[1]) for point in points) + ("Z" if closed else "")

    def outline(self, ground: BaseGeometry) -> str:
        return "".join(
            self.path(ring.coords, closed=True)
            for part in shapely.get_parts(ground)
            for ring in (part.exterior, *part.interiors)
        )


Lines = Iterable[tuple[str, list[tuple[float, float]]]]


def svg(box: tuple[float, float, float, float], shapes: Sequence[Shape], lines: Lines) -> str:
    """Ground, borders, the streets over them, names: painted in this order."""
    frame = Frame(box)
    by_size = sorted(shapes, key=lambda shape: -len(shape.code))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {frame.height}"'
        ' font-family="PingFang SC,Noto Sans CJK SC,Microsoft YaHei,sans-serif" text-anchor="middle">',
        *_grounds(frame, shapes),
        *(_border(frame, shape) for shape in by_size),
        *_lines(frame, lines),
        *(_border(frame, shape) for shape in by_size if shape.tier == Tier.TOWNSHIP),
        *(_name(frame, shape) for shape in by_size if shape.tier in SIZES),
        "</svg>",
    ]
    return "".join(parts)


def svg_near(
    box: tuple[float, float, float, float], shapes: Sequence[Shape], lines: Lines, houses: Sequence[Ground]
) -> str:
    """The same to be looked at closely: every house, no names."""
    frame = Frame(box)
    by_size = sorted(shapes, key=lambda shape: -len(shape.code))
    outlines = "".join(frame.outline(house) for house in houses)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {frame.height}">',
        *_grounds(frame, shapes),
        *(_border(frame, shape) for shape in by_size),
        *_lines(frame, lines),
        f'<path d="{outlines}" fill="#e3d9cd" stroke="#a89a8a" stroke-width="0.25"/>' if outlines else "",
        "</svg>",
    ]
    return "".join(parts)


def piece_of(
    box: tuple[float, float, float, float], at: tuple[float, float] | None, ground: BaseGeometry | None
) -> Piece:
    """The window around a pin, or else around an area, inside the picture of this box."""
    frame = Frame(box)
    if at is not None:
        x, y = frame.xy(*at)
        width = LEAST_METRES * frame.metre
    else:
        assert ground is not None  # noqa: S101 - one of them says where
        west, south, east, north = ground.bounds
        (left, top), (right, bottom) = frame.xy(west, north), frame.xy(east, south)
        x, y = (left + right) / 2, (top + bottom) / 2
        width = max(LEAST_METRES * frame.metre, AROUND * (right - left), AROUND * WINDOW * (bottom - top))
    height = width / WINDOW
    return Piece(
        view=f"{x - width / 2:.1f} {y - height / 2:.1f} {width:.1f} {height:.1f}",
        width=WIDTH,
        height=frame.height,
        pin=(f"{x - width / 24:.1f}", f"{y - width / 12:.1f}") if at else None,
        size=f"{width / 12:.1f}",
        outline=frame.outline(ground) if ground is not None else "",
    )


def _grounds(frame: Frame, shapes: Sequence[Shape]) -> list[str]:
    communities = sorted(shape.code for shape in shapes if shape.tier == Tier.COMMUNITY)
    return [_ground(frame, shape, communities) for shape in shapes if shape.tier == Tier.COMMUNITY]


def _ground(frame: Frame, shape: Shape, communities: list[str]) -> str:
    hue = (165 + communities.index(shape.code) * 137.508) % 360
    return f'<path d="{frame.outline(shape.ground)}" fill="hsl({hue:.0f},42%,90%)"/>'


def _border(frame: Frame, shape: Shape) -> str:
    width = STROKES[shape.tier]
    return f'<path d="{frame.outline(shape.ground)}" fill="none" stroke="#1c2733" stroke-width="{width}"/>'


def _lines(frame: Frame, lines: Lines) -> list[str]:
    """The small ones first: a main road runs over its side streets, and the river over their ends."""
    order = list(LINES)
    found = sorted(
        ((kind, points) for kind, points in lines if kind in LINES), key=lambda line: order.index(line[0])
    )
    return [_line(frame, kind, points) for kind, points in found]


def _line(frame: Frame, kind: str, points: list[tuple[float, float]]) -> str:
    path = frame.path(points, closed=False)
    return "".join(
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{metres * frame.metre:.2f}"'
        + (' stroke-dasharray="4 4"/>' if kind == "railway" and colour == "#ffffff" else "/>")
        for colour, metres in LINES[kind]
    )


def _name(frame: Frame, shape: Shape) -> str:
    middle = shapely.get_point(shapely.maximum_inscribed_circle(shape.ground, tolerance=0.0001), 0)
    x, y = frame.at(middle.x, middle.y).split()
    weight = ' font-weight="700"' if shape.tier == Tier.COMMUNITY else ' fill="#52606b"'
    return f'<text x="{x}" y="{y}" font-size="{SIZES[shape.tier]}"{weight}>{escape(shape.name)}</text>'
