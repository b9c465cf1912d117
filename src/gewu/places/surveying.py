"""A township as a planner needs it: the ground of its areas, its lines, and every house with its outline."""

from dataclasses import dataclass
from uuid import UUID

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from gewu.kernel import clock
from gewu.kernel.errors import NotFound
from gewu.places.atlas import current
from gewu.places.locality import MICRO
from gewu.places.models import Address, BoundaryVersion

# Half the side of the square that stands for a house whose outline nobody drew (degrees): about five metres.
UNDRAWN = 0.00005


@dataclass(frozen=True, slots=True)
class SurveyedHouse:
    """A building: its ground in degrees, how many households it has, and the deepest grid it lies in."""

    id: UUID
    ground: BaseGeometry
    households: int
    estate: UUID | None
    area: UUID | None


@dataclass(frozen=True, slots=True)
class Surveyed:
    """By the boundaries in force, `version`. `lines`: kind and course (degrees) of streets, railways …"""

    version: UUID
    grounds: dict[UUID, BaseGeometry]
    lines: tuple[tuple[str, BaseGeometry], ...]
    houses: tuple[SurveyedHouse, ...]


def surveyed(township: int) -> Surveyed:
    """Everything on the ground of a township; NotFound where no boundaries were published."""
    book = current()
    version = book.version_at(township, clock.now())
    if version is None:
        raise NotFound(_("There are no boundaries for this place."))
    sheet = book.sheet(version)
    grounds = {
        place.id: ground
        for place in book.places.values()
        if place.home == township and (ground := sheet.ground_of(place.id)) is not None
    }
    lines = BoundaryVersion.objects.values_list("lines", flat=True).get(id=version.id)
    return Surveyed(
        version=version.id,
        grounds=grounds,
        lines=tuple((str(line["kind"]), _course(line["points"])) for line in lines),
        houses=tuple(_houses(township)),
    )


def _course(points: list[list[int]]) -> BaseGeometry:
    return shapely.LineString([(lon / MICRO, lat / MICRO) for lon, lat in points])


def _houses(township: int) -> list[SurveyedHouse]:
    rows = Address.objects.filter(township=township, kind=Address.BUILDING, retired_at=None).order_by("code")
    found = rows.values_list(
        "id", "outline", "lon", "lat", "households", "parent_id", "parent__kind", "area_id"
    )
    return [
        SurveyedHouse(
            id=key,
            ground=_ground(outline, lon, lat),
            households=households,
            estate=parent if kind == Address.ESTATE else None,
            area=area,
        )
        for key, outline, lon, lat, households, parent, kind, area in found
    ]


def _ground(outline: bytes | memoryview | None, lon: float, lat: float) -> BaseGeometry:
    if outline:
        return shapely.from_wkb(bytes(outline))
    return shapely.box(lon - UNDRAWN, lat - UNDRAWN, lon + UNDRAWN, lat + UNDRAWN)
