"""The whole address book of a township at once, for those who read addresses by the thousand."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from uuid import UUID

from gewu.places import models


@dataclass(frozen=True, slots=True)
class Line:
    """One address: a house or a door in one. `alone`: no other house has its street and number.

    `area` is the deepest grid it belongs to today; `door` what stands below the house, such as 2单元501室.
    """

    id: UUID
    is_house: bool
    name: str
    other_names: tuple[str, ...]
    street: str
    house: int
    alone: bool
    building: UUID | None
    door: str
    area: UUID | None


def lines_of(township: int) -> list[Line]:
    """Every house of a township, with the doors that are known of it."""
    rows = models.Address.objects.filter(township=township, retired_at=None)
    houses = list(rows.filter(kind=models.Address.BUILDING))
    estates = dict(rows.filter(kind=models.Address.ESTATE).values_list("id", "name"))
    aliases = _aliases(township)
    plates = Counter((row.street, row.house) for row in houses)
    found = [
        Line(
            id=row.id,
            is_house=True,
            name=row.name,
            other_names=_other_names(row, estates, aliases),
            street=row.street,
            house=row.house,
            alone=plates[row.street, row.house] == 1,
            building=None,
            door="",
            area=row.area_id,
        )
        for row in houses
    ]
    return found + _doors(township, {row.id: row.name for row in houses})


def _doors(township: int, houses: dict[UUID, str]) -> list[Line]:
    below = models.Address.objects.filter(
        township=township, retired_at=None, kind__in=(models.Address.UNIT, models.Address.ROOM)
    )
    return [
        Line(identifier, False, name, (), "", 0, False, house, name.removeprefix(houses[house]), area)
        for identifier, name, house, area in below.values_list("id", "name", "building_id", "area_id")
        if house in houses
    ]


def _aliases(township: int) -> dict[UUID, list[str]]:
    known: dict[UUID, list[str]] = defaultdict(list)
    rows = models.AddressAlias.objects.filter(township=township, ended_at=None)
    for address, name in rows.values_list("address_id", "name"):
        known[address].append(name)
    return known


def _other_names(
    row: models.Address, estates: dict[UUID, str], aliases: dict[UUID, list[str]]
) -> tuple[str, ...]:
    """Its own other names, and its name under the other names of its estate."""
    if row.parent_id is None:
        return tuple(aliases.get(row.id, ()))
    behind = row.name.removeprefix(estates.get(row.parent_id, ""))
    return (*aliases.get(row.id, ()), *(name + behind for name in aliases.get(row.parent_id, ())))
