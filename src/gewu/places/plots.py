"""What a map of one area on paper is drawn from: its ground and what lies around it, in metres."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast
from uuid import UUID

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from gewu.kernel import clock
from gewu.kernel.errors import NotFound
from gewu.places import drawing
from gewu.places.adjacency import METRES_PER_DEGREE
from gewu.places.atlas import current
from gewu.places.models import Address
from gewu.places.values import Place

# So much of what lies around is shown, as a share of the area's own width; never less than so many metres.
AROUND, LEAST = 0.16, 45.0


@dataclass(frozen=True, slots=True)
class Ground:
    """An area on the plot; `at` is where its name has most room."""

    place: Place
    shape: BaseGeometry
    at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Way:
    """A street, river or railway; `kind` as in the plan."""

    kind: str
    zh: str
    en: str
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class House:
    """A building. `number` is the one in its estate; a named one has its name instead."""

    id: UUID
    number: int | None
    name: str
    use: str
    estate: UUID | None
    households: int
    inside: bool
    shape: BaseGeometry
    at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plot:
    """Metres from the south-western corner of the window of `width` × `height`, y to the north."""

    place: Place
    width: float
    height: float
    ground: Ground
    parts: tuple[Ground, ...]
    neighbours: tuple[Ground, ...]
    ways: tuple[Way, ...]
    houses: tuple[House, ...]
    estates: tuple[tuple[str, tuple[float, float]], ...]
    synthetic: bool
    label_zh: str
    label_en: str


def plot_of(area: UUID, *, shape: float) -> Plot:
    """The plot of an area for paper `shape` times as wide as high, or NotFound where no border is known."""
    book = current()
    place = book.places[area]
    version = book.version_at(place.home, clock.now())
    own = drawing.polygon_of(area, version.id) if version else None
    if version is None or own is None:
        raise NotFound(_("There are no boundaries for this place."))
    window = _window(own, shape)
    metres = _Scale(window)
    seen = shapely.box(*window)
    grounds = drawing.polygons_in(version.id)
    sides = [
        _ground(book.places[one], ground, metres, seen)
        for one, ground in grounds.items()
        if one != area and book.places[one].tier == place.tier and ground.intersects(seen)
    ]
    parts = [
        _ground(book.places[one], ground, metres, seen)
        for one, ground in grounds.items()
        if area in book.places[one].path[:-1] and not book.children.get(one)
    ]
    houses = _houses(place.home, window, own, metres)
    east, north = metres(np.array([[window[2], window[3]]]))[0]
    boundaries = book.townships[version.township].boundaries
    return Plot(
        place=place,
        width=float(east),
        height=float(north),
        ground=_ground(place, own, metres, seen),
        parts=tuple(parts),
        neighbours=tuple(one for one in sides if not one.shape.is_empty),
        ways=tuple(_ways(version.id, seen, metres)),
        houses=tuple(houses),
        estates=tuple(_estates(houses)),
        synthetic=version.synthetic,
        label_zh=boundaries.label.zh if boundaries else "",
        label_en=boundaries.label.en if boundaries else "",
    )


Window = tuple[float, float, float, float]


class _Scale:
    """From degrees to metres in one window."""

    def __init__(self, window: Window) -> None:
        self.origin = np.array(window[:2])
        east = METRES_PER_DEGREE * np.cos(np.radians((window[1] + window[3]) / 2))
        self.scale = np.array([east, METRES_PER_DEGREE])

    def __call__(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        scaled: NDArray[np.float64] = (points - self.origin) * self.scale
        return scaled


def _window(own: BaseGeometry, shape: float) -> Window:
    """The area with some ground around it, as wide for its height as the paper."""
    west, south, east, north = own.bounds
    to_east = METRES_PER_DEGREE * float(np.cos(np.radians((south + north) / 2)))
    wide, high = (east - west) * to_east, (north - south) * METRES_PER_DEGREE
    more = 2 * max(AROUND * max(wide, high), LEAST)
    wide, high = wide + more, high + more
    wide, high = max(wide, high * shape), max(high, wide / shape)
    x, y, dx, dy = (west + east) / 2, (south + north) / 2, wide / to_east / 2, high / METRES_PER_DEGREE / 2
    return x - dx, y - dy, x + dx, y + dy


def _ground(place: Place, ground: BaseGeometry, metres: _Scale, seen: BaseGeometry) -> Ground:
    cut = shapely.intersection(ground, seen)
    moved = shapely.transform(cut, metres)
    if moved.is_empty:
        return Ground(place, moved, (0.0, 0.0))
    widest = shapely.maximum_inscribed_circle(cast("Polygon | MultiPolygon", moved), tolerance=2.0)
    middle = shapely.get_point(widest, 0)
    return Ground(place, moved, (middle.x, middle.y))


def _ways(version: UUID, seen: BaseGeometry, metres: _Scale) -> Iterable[Way]:
    for line, course in drawing.lines_in(version):
        cut = shapely.intersection(course, seen)
        if not cut.is_empty:
            yield Way(line["kind"], line["zh"], line["en"], shapely.transform(cut, metres))


def _houses(township: int, window: Window, own: BaseGeometry, metres: _Scale) -> list[House]:
    west, south, east, north = window
    rows = Address.objects.filter(
        township=township,
        kind=Address.BUILDING,
        retired_at=None,
        lon__range=(west, east),
        lat__range=(south, north),
    ).order_by("code")
    found = list(rows)
    shapes = [shapely.from_wkb(bytes(row.outline or b"")) for row in found]
    inside = set(STRtree(shapes).query(own, predicate="intersects").tolist()) if shapes else set()
    return [
        House(
            id=row.id,
            number=row.number,
            name=row.name,
            use=row.use,
            estate=row.parent_id,
            households=row.households,
            inside=index in inside and bool(shapely.contains_xy(own, row.lon, row.lat)),
            shape=(moved := shapely.transform(shape, metres)),
            at=(moved.centroid.x, moved.centroid.y),
        )
        for index, (row, shape) in enumerate(zip(found, shapes, strict=True))
    ]


def _estates(houses: list[House]) -> Iterable[tuple[str, tuple[float, float]]]:
    """A name where the houses of an estate stand on average."""
    standing: dict[UUID, list[tuple[float, float]]] = {}
    for house in houses:
        if house.estate:
            standing.setdefault(house.estate, []).append(house.at)
    # A house on a road has the road for its estate: that one is named along its course.
    named = Address.objects.filter(id__in=list(standing), kind=Address.ESTATE)
    names = dict(named.values_list("id", "name"))
    for estate, points in standing.items():
        if estate not in names:
            continue
        x, y = (sum(part) / len(points) for part in zip(*points, strict=True))
        yield names[estate], (x, y)
