"""The ground of a township as polygons, for those who redraw it.

And what became of grids that are no more.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from shapely import Polygon

from gewu.kernel import clock
from gewu.kernel.errors import NotFound
from gewu.places import atlas
from gewu.places.adjacency import Course
from gewu.places.atlas import courses_of
from gewu.places.models import Address, AddressAssignment

Became = Literal["split", "merge", "carve", "adopt", "shift"]


@dataclass(frozen=True, slots=True)
class Ground:
    """One boundary version: the deepest grids with their polygons (WGS 84 degrees), streets and barriers."""

    version: UUID
    township: int
    valid_from: datetime
    valid_to: datetime | None
    leaves: Mapping[UUID, Polygon]
    courses: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class Lineage:
    """That ground of one area went to another, from a moment on."""

    old: UUID
    new: UUID
    kind: Became
    at: datetime


@dataclass(frozen=True, slots=True)
class House:
    """A house, or a unit that was given to a grid apart from its house, as far as a redraw counts it.

    `area` is the deepest grid it belongs to today; `by_hand`: it was given there by hand, whatever the ground
    says. The households of a unit apart are not counted in its house again.
    """

    id: UUID
    name: str
    name_en: str
    lon: float
    lat: float
    households: int
    area: UUID | None
    by_hand: bool


def ground_of(township: int, *, version: UUID | None = None, at: datetime | None = None) -> Ground:
    """The ground in force at a moment (None: now), or that of one published version; or NotFound."""
    book = atlas.current()
    found = (
        next((one for one in book.versions if one.id == version and one.township == township), None)
        if version
        else book.version_at(township, at or clock.now())
    )
    if found is None:
        raise NotFound(_("There are no boundaries for this place."))
    leaves = {area: cast("Polygon", ground) for area, ground in book.sheet(found).leaves()}
    return Ground(found.id, township, found.valid_from, found.valid_to, leaves, courses_of(found.id))


def path_in(area: UUID, version: UUID) -> tuple[UUID, ...]:
    """What an area lay in while a boundary version held, from above down to itself; NotFound without it."""
    book = atlas.current()
    found = next((one for one in book.versions if one.id == version), None)
    if found is None or area not in book.places:
        raise NotFound(_("There are no boundaries for this place."))
    return book.path_in(area, found)


def versions_of(township: int) -> tuple[atlas.Version, ...]:
    """The published boundary versions of a township, the newest first."""
    return tuple(one for one in reversed(atlas.current().versions) if one.township == township)


def houses_standing(township: int, at: datetime | None = None) -> list[House]:
    """Every house that stands in a township, and every unit that belongs to a grid of its own, by code.

    `at`: with the grids of that moment instead of those of today.
    """
    in_force = Q(valid_to=None) if at is None else Q(valid_to=None) | Q(valid_to__gt=at)
    held = AddressAssignment.objects.filter(in_force, township=township, valid_from__lte=at or clock.now())
    how = {address: (area, said == AddressAssignment.HAND) for address, area, said in _held(held)}
    rows = Address.objects.filter(township=township, retired_at=None)
    apart = rows.filter(id__in=held.filter(address__kind=Address.UNIT).values("address_id"))
    houses = rows.filter(kind=Address.BUILDING)
    names = ("id", "name", "name_en", "lon", "lat", "households", "building_id")
    found = list((houses | apart).order_by("code").values_list(*names))
    taken: Counter[UUID] = Counter()
    for *_where, households, house in found:
        if house:
            taken[house] += households
    return [
        House(one, name, name_en, lon, lat, max(0, count - taken[one]), *how.get(one, (None, False)))
        for one, name, name_en, lon, lat, count, _house in found
    ]


def _held(rows: QuerySet[AddressAssignment]) -> QuerySet[AddressAssignment, tuple[UUID, UUID, str]]:
    return rows.values_list("address_id", "area_id", "how")


def outlines_of(houses: list[UUID]) -> dict[UUID, bytes]:
    """The outlines of houses as WKB; those without one are left out."""
    rows = Address.objects.filter(id__in=houses, outline__isnull=False).values_list("id", "outline")
    return {house: bytes(outline) for house, outline in rows if outline}


def became(area: UUID) -> tuple[Lineage, ...]:
    """What an area became, by redraws it was taken up in; its direct successors, the newest first."""
    rows = atlas.current().lineage
    return tuple(Lineage(old, new, cast("Became", kind), at) for old, new, kind, at in rows if old == area)


def came_from(area: UUID) -> tuple[Lineage, ...]:
    """What an area was made from, or got ground from."""
    rows = atlas.current().lineage
    return tuple(Lineage(old, new, cast("Became", kind), at) for old, new, kind, at in rows if new == area)


def successors(area: UUID) -> tuple[UUID, ...]:
    """The areas in use today that a retired one lives on in, over any number of redraws.

    Itself while in use.
    """
    book = atlas.current()
    found: list[UUID] = []
    seen, waiting = {area}, [area]
    while waiting:
        step = waiting.pop(0)
        place = book.places.get(step)
        if place is not None and place.retired_at is None:
            found.append(step)
            continue
        ahead = [line.new for line in became(step) if line.kind != "shift" and line.new not in seen]
        seen.update(ahead)
        waiting += ahead
    return tuple(found)


def in_use(area: UUID) -> UUID:
    """The area itself while it is in use; else its one heir, or what is above it where it has several."""
    place = atlas.current().places.get(area)
    if place is None or place.retired_at is None or place.parent is None:
        return area
    heirs = successors(area)
    return heirs[0] if len(heirs) == 1 else in_use(place.parent)


def look_again() -> None:
    """Ask the database at the next question.

    Somebody has just changed the places, perhaps in another process.
    """
    atlas.forget()
