"""Reads of which grid an address belongs to, today and on any day before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.errors import NotFound
from gewu.places.atlas import current
from gewu.places.models import Address, AddressAssignment
from gewu.places.values import AddressPoint


@dataclass(frozen=True, slots=True)
class Belonging:
    """That an address belonged to a grid from a moment until another (None: until further notice).

    `how` is load (by the boundaries), redraw or hand; `own` is false where it came from the house around it.
    """

    area: UUID
    since: datetime
    until: datetime | None
    how: str
    reason: str
    by: UUID | None
    own: bool


def grid_of(address: UUID, at: datetime | None = None) -> UUID | None:
    """The deepest grid an address belongs to at a moment (None: now), or None; NotFound without the address.

    A room belongs where its unit does if that was assigned apart, else where its house does. An estate lies
    where its point does; a road runs through many grids and belongs to none.
    """
    found = grids_of([address], at)
    if address not in found:
        raise NotFound(_("There is no such address."))
    return found[address]


def grids_of(addresses: Sequence[UUID], at: datetime | None = None) -> dict[UUID, UUID | None]:
    """The same for many addresses in two statements; ids that are no addresses are left out."""
    rows = Address.objects.filter(id__in=addresses)
    if at is None:
        return dict(rows.values_list("id", "area_id"))
    columns = ("id", "parent_id", "building_id", "kind", "lon", "lat")
    above: dict[UUID, Any] = {row[0]: row for row in rows.values_list(*columns)}
    asked = [step for row in above.values() for step in row[:3] if step is not None]
    held = dict(_held_at(at).filter(address_id__in=asked).values_list("address_id", "area_id"))
    return {
        own: _point_at(lon, lat, at)
        if kind == Address.ESTATE
        else next((held[step] for step in (own, parent, house) if step in held), None)
        for own, parent, house, kind, lon, lat in above.values()
    }


def belongings_of(address: UUID) -> tuple[Belonging, ...]:
    """Every grid an address belonged to, the newest first, with those of the house around it."""
    found: Any = (
        Address.objects.filter(id=address).values_list("id", "parent_id", "building_id").first() or ()
    )
    steps = [step for step in found if step is not None]
    rows = AddressAssignment.objects.filter(address_id__in=steps).order_by("-valid_from")
    return tuple(
        Belonging(
            row.area_id, row.valid_from, row.valid_to, row.how, row.reason, row.by, row.address_id == address
        )
        for row in rows
    )


def households_of(area: UUID, at: datetime | None = None) -> int:
    """How many households live in the houses that belong to an area or to anything below it."""
    book, found = current(), 0
    top = book.places[area]
    homes = [home for home in book.townships if top.township in {None, home}]
    for home in homes:
        version = book.version_at(home, at) if at else None
        for grid, count in households_by_grid(home, at).items():
            # What was put under another grid since lay where it lay.
            path = book.path_in(grid, version) if version else book.places[grid].path
            found += count if area in path else 0
    return found


def households_by_grid(township: int, at: datetime | None = None) -> Mapping[UUID, int]:
    """Households by the deepest grid, as the houses belong at a moment (None: now), counted as today."""
    with connection.cursor() as cursor:
        cursor.execute(_HOUSEHOLDS, {"township": township, "at": at or clock.now()})
        return {area: int(count) for area, count in cursor.fetchall()}


def without_a_grid(township: int) -> QuerySet[Address]:
    """Houses that belong to no grid; to be paged by ("code", "id")."""
    return Address.objects.select_related("parent").filter(
        township=township, kind=Address.BUILDING, retired_at=None, area=None
    )


def on_a_border(township: int) -> dict[UUID, tuple[UUID, ...]]:
    """Houses whose ground lies in several grids by the boundaries in force, with those grids."""
    book = current()
    version = book.version_at(township, clock.now())
    if version is None:
        return {}
    if township not in book.on_borders:
        rows = Address.objects.filter(
            township=township, kind=Address.BUILDING, retired_at=None, outline__isnull=False
        )
        known = [
            (house, shapely.from_wkb(bytes(wkb))) for house, wkb in rows.values_list("id", "outline") if wkb
        ]
        split = book.sheet(version).split([ground for _house, ground in known])
        book.on_borders[township] = {known[place][0]: areas for place, areas in split.items()}
    return book.on_borders[township]


def apart(township: int) -> QuerySet[Address]:
    """Units assigned apart from their house."""
    units = AddressAssignment.objects.filter(township=township, valid_to=None, address__kind=Address.UNIT)
    return Address.objects.select_related("parent").filter(id__in=units.values("address_id"), retired_at=None)


# A house whose unit is assigned apart counts with what is left of it. By hand: a join on spans of time.
_HOUSEHOLDS = """
WITH held AS (
    SELECT asg.address_id, asg.area_id, a.building_id, a.households
    FROM places_addressassignment asg JOIN places_address a ON a.id = asg.address_id
    WHERE asg.township = %(township)s AND asg.valid_from <= %(at)s
      AND (asg.valid_to IS NULL OR asg.valid_to > %(at)s) AND a.retired_at IS NULL
), taken AS (
    SELECT building_id, SUM(households) AS households FROM held
    WHERE building_id IS NOT NULL GROUP BY building_id
)
SELECT held.area_id, SUM(GREATEST(held.households - COALESCE(taken.households, 0), 0))
FROM held LEFT JOIN taken ON taken.building_id = held.address_id
GROUP BY held.area_id
"""


def _held_at(moment: datetime) -> QuerySet[AddressAssignment]:
    return AddressAssignment.objects.filter(Q(valid_to=None) | Q(valid_to__gt=moment), valid_from__lte=moment)


def _point_at(lon: float, lat: float, at: datetime) -> UUID | None:
    """Where an estate lies: by the ground, since its houses may belong to several grids."""
    book, here = current(), AddressPoint(lon, lat)
    found = (book.sheet(version).find(lon, lat) for version in book.versions_near(here, at))
    return next((area for area in found if area), None)
