"""Every shared read of places. Answers come from the process (`atlas`), not from a statement per call."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from uuid import UUID

import numpy as np
import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.kernel import clock
from gewu.kernel.access import Scope, Tier
from gewu.kernel.errors import NotFound
from gewu.kernel.points import Point
from gewu.places import atlas, drawing, shelf
from gewu.places.addresses import (
    address,
    addresses,
    addresses_at,
    addresses_in,
    buildings_of,
    estates_in,
    find_address,
    inside,
)
from gewu.places.adjacency import LEAST_METRES
from gewu.places.belonging import (
    Belonging,
    belongings_of,
    grid_of,
    grids_of,
    households_by_grid,
    households_of,
    on_a_border,
)
from gewu.places.codes import CodeUse, Scheme
from gewu.places.drawing import Drawing
from gewu.places.finding import search, search_retired
from gewu.places.gazetteer import ReadAddress, building_meant, read_address, read_addresses
from gewu.places.grounds import (
    Ground,
    House,
    Lineage,
    became,
    came_from,
    ground_of,
    houses_standing,
    in_use,
    look_again,
    outlines_of,
    path_in,
    successors,
    versions_of,
)
from gewu.places.layout import Layout, suggested
from gewu.places.locality import Level, Locality
from gewu.places.next_codes import next_codes
from gewu.places.overlay import box_of, frame, grounds
from gewu.places.picture import Piece, piece_of
from gewu.places.plots import Plot, plot_of
from gewu.places.reading import without_door
from gewu.places.values import Address, AreaName, Code, Location, Neighbour, Place, Position, address_id

__all__ = [
    "ABOVE_TOWNSHIPS",
    "NO_PLACE",
    "Address",
    "AreaName",
    "Belonging",
    "Code",
    "Drawing",
    "Ground",
    "House",
    "Layout",
    "Level",
    "Lineage",
    "Locality",
    "Location",
    "Neighbour",
    "Place",
    "Plot",
    "Position",
    "ReadAddress",
    "address",
    "address_id",
    "addresses",
    "addresses_at",
    "addresses_in",
    "area",
    "area_by_code",
    "became",
    "belongings_of",
    "boundaries",
    "box_of",
    "building_meant",
    "buildings_of",
    "came_from",
    "children",
    "codes_of",
    "estates_in",
    "find_address",
    "frame",
    "grid_of",
    "grids_of",
    "ground_of",
    "grounds",
    "households_by_grid",
    "households_of",
    "houses",
    "houses_standing",
    "in_use",
    "inside",
    "level_of",
    "localities",
    "locality",
    "locality_of",
    "locate",
    "locate_many",
    "location_of",
    "location_outside",
    "look_again",
    "neighbours",
    "next_codes",
    "on_a_border",
    "outlines_of",
    "path",
    "path_here",
    "path_in",
    "picture",
    "picture_near",
    "piece",
    "plot_of",
    "points_in",
    "read_address",
    "read_addresses",
    "scheme_of",
    "scope_of",
    "search",
    "search_retired",
    "streets_at",
    "successors",
    "suggested",
    "under",
    "versions_of",
    "without_door",
]

ABOVE_TOWNSHIPS = frozenset({Tier.PROVINCE, Tier.CITY, Tier.COUNTY})
NO_PLACE = gettext_lazy("There is no such place.")


def locate(point: Position, at: datetime | None = None) -> Location | None:
    """The deepest area that holds the point, by the boundaries of that moment; None outside all of them."""
    book = atlas.current()
    for version in book.versions_near(point, at or clock.now()):
        found = book.sheet(version).find(point.lon, point.lat)
        if found is not None:
            return book.location(found, version.id)
    return None


def locate_many(points: Sequence[Position], at: datetime | None = None) -> list[Location | None]:
    """The same for many points: one sweep per boundary version."""
    book, moment = atlas.current(), at or clock.now()
    lon, lat = np.array([p.lon for p in points]), np.array([p.lat for p in points])
    answers: list[Location | None] = [None] * len(points)
    for version in book.versions:
        if version.holds_at(moment):
            for i, found in enumerate(book.sheet(version).find_many(lon, lat)):
                if found is not None and answers[i] is None:
                    answers[i] = book.location(found, version.id)
    return answers


def location_outside(point: Position) -> Location | None:
    """For a point outside all boundaries: the county around the nearest township, so that it has a home."""
    book = atlas.current()
    nearest = book.nearest_version(point)
    if nearest is None:
        return None
    county = next(
        book.places[step] for step in area_by_code(str(nearest)).path if book.places[step].tier == Tier.COUNTY
    )
    return book.location(county.id, None)


def area(identifier: UUID) -> Place:
    """The area, or NotFound."""
    found = atlas.current().places.get(identifier)
    if found is None:
        raise NotFound(str(NO_PLACE))
    return found


def area_by_code(code: str) -> Place:
    """The area with this official code, or NotFound."""
    found = atlas.current().by_code.get(code)
    if found is None:
        raise NotFound(str(NO_PLACE))
    return found


def children(identifier: UUID | None) -> tuple[Place, ...]:
    """The areas directly below (of None: the provinces), by code."""
    return atlas.current().children.get(identifier, ())


def under(identifier: UUID, tier: Tier) -> tuple[Place, ...]:
    """All areas of one tier below an area, by code."""
    steps = children(identifier)
    found = tuple(place for place in steps if place.tier == tier)
    return found or tuple(deeper for step in steps for deeper in under(step.id, tier))


def path(identifier: UUID) -> tuple[AreaName, ...]:
    """The names from the province down to the area itself."""
    book = atlas.current()
    return book.location(area(identifier).id, None).path


def path_here(identifier: UUID) -> tuple[AreaName, ...]:
    """The path from the township down, as people of the place say it; above townships the name alone."""
    steps = path(identifier)
    return tuple(step for step in steps if step.tier not in ABOVE_TOWNSHIPS) or steps[-1:]


def location_of(identifier: UUID, at: datetime | None = None) -> Location:
    """The location of something reported by area instead of by point."""
    place, book = area(identifier), atlas.current()
    version = book.version_at(place.home, at or clock.now())
    return book.location(place.id, version.id if version else None)


def scope_of(identifier: UUID) -> Scope:
    """The scope of a post at this area: the range of townships below it, narrowed by the area itself."""
    place = area(identifier)
    width = 10 ** max(0, 9 - len(place.code))
    return Scope(low=place.home, high=place.home + width - 1, tier=place.tier, area=place.id)


def neighbours(
    identifier: UUID, at: datetime | None = None, *, metres: float = LEAST_METRES
) -> tuple[Neighbour, ...]:
    """The areas of the same tier that share at least so many metres of border, the longest border first.

    By the boundaries of that moment; an area that has none then has no neighbours.
    """
    place, book = area(identifier), atlas.current()
    version = book.version_at(place.home, at or clock.now())
    near = book.neighbours(version).get(identifier, ()) if version else ()
    return tuple(neighbour for neighbour in near if neighbour.metres >= metres)


def codes_of(identifier: UUID) -> tuple[Code, ...]:
    """All numbers of an area: its own first, then former ones and those of other systems."""
    place, book = area(identifier), atlas.current()
    own = book.townships.get(place.home)
    main = (
        next((use.scheme for use in own.codes if use.use == "main" and _numbers(use, place)), "")
        if own
        else ""
    )
    others = sorted(book.codes.get(identifier, ()), key=lambda code: code.use != "old")
    return (Code(main, "main", place.code), *others)


def scheme_of(code: Code) -> Scheme | None:
    """What the digits of a number mean."""
    return shelf.schemes().get(code.scheme)


def level_of(place: AreaName) -> Level | None:
    """The rung of the ladder a place stands on, under the name its locality gives to it."""
    book = atlas.current()
    own = (book.townships.get(int(place.code[:9])) if len(place.code) >= 9 else None) or book.owners.get(
        place.code
    )
    candidates = [own] if own else list(book.townships.values())
    return next((level for one in candidates for level in one.levels if level.key == place.level), None)


def boundaries(township: int, at: datetime | None = None) -> Drawing:
    """The polygons and streets of a township as GeoJSON, ready to send, with their ETag; or NotFound."""
    book = atlas.current()
    version = book.version_at(township, at or clock.now())
    if version is None:
        raise NotFound(_("There are no boundaries for this place."))
    if version.id not in book.drawings:
        book.drawings[version.id] = drawing.draw(book, version)
    return book.drawings[version.id]


def houses(township: int) -> Drawing:
    """The houses and estates of a township as GeoJSON, ready to send, with their ETag; or NotFound."""
    book = atlas.current()
    version = book.version_at(township, clock.now())
    if version is None:
        raise NotFound(_("There are no boundaries for this place."))
    if version.id not in book.houses:
        book.houses[version.id] = drawing.draw_houses(township)
    return book.houses[version.id]


def picture(township: int) -> Drawing:
    """The boundaries in force as an SVG picture; or NotFound."""
    book = atlas.current()
    version = book.version_at(township, clock.now())
    if version is None:
        raise NotFound(_("There are no boundaries for this place."))
    if version.id not in book.pictures:
        book.pictures[version.id] = drawing.paint(book, version)
    return book.pictures[version.id]


def picture_near(township: int) -> Drawing:
    """The same without names and with every house, to show a piece of it; or NotFound."""
    book = atlas.current()
    version = book.version_at(township, clock.now())
    if version is None:
        raise NotFound(_("There are no boundaries for this place."))
    if version.id not in book.pieces:
        book.pieces[version.id] = drawing.paint_near(book, version)
    return book.pieces[version.id]


def piece(township: int, at: tuple[float, float] | None, area: UUID | None) -> Piece | None:
    """The window of the near picture around a point or an area, or None where nothing is drawn."""
    book = atlas.current()
    version = book.version_at(township, clock.now())
    if version is None:
        return None
    ground = book.sheet(version).ground_of(area) if area else None
    if ground is None and at is None:
        return None
    return piece_of(version.box, at, ground)


def points_in(identifier: UUID, chance: Random, count: int) -> list[Point]:
    """Points spread over the ground of an area: for the simulator and for tests."""
    place, book = area(identifier), atlas.current()
    version = book.version_at(place.home, clock.now())
    polygon = drawing.polygon_of(identifier, version.id) if version else None
    if polygon is None:
        raise NotFound(_("There are no boundaries for this place."))
    west, south, east, north = polygon.bounds
    found: list[Point] = []
    while len(found) < count:
        lon, lat = round(chance.uniform(west, east), 6), round(chance.uniform(south, north), 6)
        if shapely.contains_xy(polygon, lon, lat):
            found.append(Point(lon, lat))
    return found


def streets_at(identifier: UUID) -> tuple[str, ...]:
    """The names of the streets along an area, nearest to its middle first."""
    place, book = area(identifier), atlas.current()
    version = book.version_at(place.home, clock.now())
    return drawing.streets_along(identifier, version.id) if version else ()


def locality(key: str) -> Locality:
    """A locality that is run here, or NotFound."""
    found = next((one for one in localities() if one.key == key), None)
    if found is None:
        raise NotFound(str(NO_PLACE))
    return found


def locality_of(township: int) -> Locality | None:
    """The locality of a township, if it is run here."""
    return atlas.current().townships.get(township)


def localities() -> tuple[Locality, ...]:
    """All localities that are run here: those of a demo as it names them, then by township code."""
    return tuple(atlas.current().townships.values())


def _numbers(use: CodeUse, place: Place) -> bool:
    scheme = shelf.schemes().get(use.scheme)
    return scheme is not None and place.tier in scheme.numbers
