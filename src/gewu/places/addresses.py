"""Reads of addresses: which house stands here, and which one somebody means."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

import shapely
import shapely.ops
from django.db.models import CharField, F, Q, QuerySet, Value
from django.utils.translation import gettext_lazy

from gewu.kernel.errors import NotFound
from gewu.kernel.points import Point, metres_between
from gewu.places import models, spelling
from gewu.places.atlas import current
from gewu.places.spelling import Written
from gewu.places.values import Address, AddressKind, AddressPoint, Position

HOUSES = (models.Address.ESTATE, models.Address.BUILDING)
NO_ADDRESS = gettext_lazy("There is no such address.")
MOST = 20
# A phone in the yard stands this near to the house it means.
NEAR_METRES = 40.0
_DEGREES = NEAR_METRES / 70_000


def address(identifier: UUID) -> Address:
    """The address, or NotFound."""
    row = rows_with_what_holds_them().filter(id=identifier).first()
    if row is None:
        raise NotFound(str(NO_ADDRESS))
    return _value(row)


def addresses(identifiers: Sequence[UUID]) -> dict[UUID, Address]:
    """Many addresses in one statement; ids that are none are left out."""
    rows = rows_with_what_holds_them().filter(id__in=identifiers)
    return {row.id: _value(row) for row in rows}


def rows_with_what_holds_them() -> QuerySet[models.Address]:
    return models.Address.objects.select_related("parent")


def find_address(text: str, *, township: int | None = None, most: int = MOST) -> list[Address]:
    """The addresses somebody may mean, best first: by estate and building, street and number, or pinyin.

    幸福小区3号楼, 幸福小区三栋2单元, xfxq3, 榴园路18号. Blank or unknown text finds none.
    """
    said = spelling.plain(text)
    if not said:
        return []
    rows = rows_with_what_holds_them().filter(retired_at=None, kind__in=HOUSES)
    if township is not None:
        rows = rows.filter(township=township)
    found = _holding(rows, said) or _numbered(rows, spelling.read(text)) or _mentioned(rows, said)
    return [_value(row) for row in sorted(found, key=lambda row: _rank(row, said))[:most]]


def addresses_at(point: Position, most: int = 5) -> list[Address]:
    """The houses at a point: the one that stands on it, then those a few steps away, nearest first."""
    rows = rows_with_what_holds_them().filter(
        kind=models.Address.BUILDING,
        retired_at=None,
        lon__range=(point.lon - 3 * _DEGREES, point.lon + 3 * _DEGREES),
        lat__range=(point.lat - 3 * _DEGREES, point.lat + 3 * _DEGREES),
    )
    here = shapely.Point(point.lon, point.lat)
    near = [(_metres(row, here), row.code, row) for row in rows]
    return [_value(row) for metres, _code, row in sorted(near) if metres <= NEAR_METRES][:most]


def addresses_in(*areas: UUID) -> list[Address]:
    """The estates and houses of these areas or of everything below them, by code; one statement."""
    book = current()
    below = [place.id for place in book.places.values() if not set(areas).isdisjoint(place.path)]
    rows = rows_with_what_holds_them().filter(area_id__in=below, retired_at=None, kind__in=HOUSES)
    return [_value(row) for row in rows.order_by("code")]


def estates_in(area: UUID) -> list[Address]:
    """The estates that have a house in an area, by code."""
    book = current()
    below = [place.id for place in book.places.values() if area in place.path]
    houses = models.Address.objects.filter(area_id__in=below, retired_at=None, kind=models.Address.BUILDING)
    rows = rows_with_what_holds_them().filter(
        id__in=houses.values("parent_id"), kind=models.Address.ESTATE, retired_at=None
    )
    return [_value(row) for row in rows.order_by("code")]


def buildings_of(estate: UUID) -> list[Address]:
    """The houses of an estate or along a road, by their numbers."""
    return inside(estate)


def inside(above: UUID) -> list[Address]:
    """What stands directly in an address, by its numbers: houses of an estate, units, rooms."""
    rows = rows_with_what_holds_them().filter(parent_id=above, retired_at=None)
    return [_value(row) for row in rows.order_by("number", "house", "code")]


Rows = QuerySet[models.Address]


def _holding(rows: Rows, said: str) -> list[models.Address]:
    """Those that are called so, or hold the text as it stands."""
    return list(rows.filter(search_text__contains="".join(said.split())).order_by("code")[: 5 * MOST])


def _numbered(rows: Rows, written: Written) -> list[models.Address]:
    """A piece of the name and the number: 幸福3栋, xfxq 3, or a street and its number."""
    for word in written.words:
        rows = rows.filter(search_text__contains=word)
    if written.number is not None:
        rows = rows.filter(Q(number=written.number) | Q(house=written.number, street=written.words[-1]))
    return list(rows.order_by("code")[: 5 * MOST])


def _mentioned(rows: Rows, said: str) -> list[models.Address]:
    """Estates named somewhere in a longer text, and in them the house whose number follows."""
    named = rows.annotate(said=Value(said, output_field=CharField())).filter(said__contains=F("name"))
    found = sorted(rows.filter(id__in=named.values("id")), key=lambda row: -len(row.name))[:1]
    if not found or found[0].kind != models.Address.ESTATE:
        return found
    estate = found[0]
    number = spelling.read(estate.name + said.partition(estate.name)[2]).number
    return list(rows.filter(parent=estate, number=number)) or found


def _rank(row: models.Address, said: str) -> tuple[int, int, int, str]:
    """What is called exactly so, then what begins so, then estates before their houses."""
    joined = "".join(said.split())
    named = 0 if row.name == joined else 1 if row.name.startswith(joined) else 2
    return named, 0 if row.kind == models.Address.ESTATE else 1, row.number or 0, row.code


def _metres(row: models.Address, here: shapely.Point) -> float:
    """From the point to the nearest wall; nothing inside."""
    outline = shapely.from_wkb(bytes(row.outline)) if row.outline else shapely.Point(row.lon, row.lat)
    wall = shapely.ops.nearest_points(outline, here)[0]
    return metres_between(Point(wall.x, wall.y), Point(here.x, here.y))


def _value(row: models.Address) -> Address:
    """Its row must have been read together with what it stands in."""
    above = row.parent
    return Address(
        id=row.id,
        code=row.code,
        kind=cast("AddressKind", row.kind),
        use=row.use,
        name=row.name,
        name_en=row.name_en,
        label=label_of(row),
        point=AddressPoint(row.lon, row.lat),
        area=row.area_id,
        township=row.township,
        estate=above.id if above and above.kind == models.Address.ESTATE else None,
        number=row.number,
        floors=row.floors,
        households=row.households,
        parent=row.parent_id,
        building=row.building_id,
        plate=row.plate,
        street=row.street,
        street_number=row.house,
        retired_at=row.retired_at,
        version=row.version,
    )


def label_of(row: models.Address) -> str:
    """In full; a road is its own label."""
    return f"{row.street}{row.house}号{row.name}" if row.house else row.name
