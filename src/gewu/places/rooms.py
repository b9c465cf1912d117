"""Units and rooms of houses as rows: laid out by the thousand, following their house."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count

from gewu.kernel import clock
from gewu.places.layout import Layout, shared, suggested
from gewu.places.models import Address
from gewu.places.values import address_id


@dataclass(frozen=True, slots=True)
class LaidOut:
    """How many doors a layout adds to a house, and how many of it were there already."""

    units: int
    rooms: int
    there: int


class Door(NamedTuple):
    """A unit or a room to be written; all else comes from the house around it."""

    id: UUID
    code: str
    kind: str
    parent: UUID
    building: UUID
    plate: str


def lay_out_houses(township: int, layouts: Mapping[UUID, Layout]) -> LaidOut:
    """Give houses their units and rooms. What is there stays; what is missing is added under new codes."""
    doors = list(_missing(township, layouts))
    with transaction.atomic(), connection.cursor() as cursor:
        for kind in (Address.UNIT, Address.ROOM):
            chosen = [door for door in doors if door.kind == kind]
            if chosen:
                cursor.execute(_INSERT, _columns(chosen))
        share_households(township, list(layouts))
    kinds = Counter(door.kind for door in doors)
    wanted = sum(layout.units + layout.count for layout in layouts.values())
    return LaidOut(kinds[Address.UNIT], kinds[Address.ROOM], wanted - len(doors))


def lay_out_township(township: int) -> LaidOut:
    """Every home of a township that has no rooms yet, by its floors and households."""
    houses = Address.objects.filter(
        township=township, kind=Address.BUILDING, retired_at=None, households__gt=0, within=None
    )
    rows = houses.values_list("id", "floors", "households")
    return lay_out_houses(township, {house: suggested(floors, count) for house, floors, count in rows})


def previewed(township: int, building: UUID, layout: Layout) -> LaidOut:
    """What laying out would do, without doing it."""
    doors = Counter(door.kind for door in _missing(township, {building: layout}))
    added = doors[Address.UNIT] + doors[Address.ROOM]
    return LaidOut(doors[Address.UNIT], doors[Address.ROOM], layout.units + layout.count - added)


def next_code(building: Address, kind: str) -> str:
    """A code never given before: counted on from all doors of this kind the house ever had."""
    given = Address.objects.filter(building=building, kind=kind).count()
    return _code(building.code, kind, given + 1)


def share_households(township: int, houses: list[UUID]) -> None:
    """The households of each house over its units, by the rooms they have."""
    rows = Address.objects.filter(
        township=township, building_id__in=houses, kind=Address.UNIT, retired_at=None
    )
    units = rows.annotate(rooms=Count("inside")).order_by("building_id", "code")
    inside: defaultdict[UUID, list[Any]] = defaultdict(list)
    for unit in units.select_related("building"):
        inside[unit.building.id if unit.building else unit.id].append(unit)
    changed = []
    for within in inside.values():
        counts = shared(within[0].building.households, [unit.rooms for unit in within])
        for unit, count in zip(within, counts, strict=True):
            unit.households = count
            changed.append(unit)
    Address.objects.bulk_update(changed, ["households"], batch_size=2_000)


def follow_houses(township: int) -> None:
    """Bring what is in the houses of a township in line with them: name, street, point; gone with the house.

    By hand, because the ORM cannot update rows by a join. Units go first: rooms take their names from them.
    """
    with connection.cursor() as cursor:
        for kind in (Address.UNIT, Address.ROOM):
            said: dict[str, Any] = {"township": township, "kind": kind, **_WORDS[kind]}
            cursor.execute(_FOLLOW, said)
        cursor.execute(_GONE, {"township": township, "now": clock.now()})


def _missing(township: int, layouts: Mapping[UUID, Layout]) -> Iterator[Door]:
    codes = dict(
        Address.objects.filter(
            township=township, id__in=list(layouts), kind=Address.BUILDING, retired_at=None
        ).values_list("id", "code")
    )
    doors = Address.objects.filter(township=township, building_id__in=list(codes))
    given = {
        (house, kind): count
        for house, kind, count in doors.values_list("building_id", "kind").annotate(count=Count("id"))
    }
    living = doors.filter(retired_at=None).values_list("parent_id", "kind", "plate", "id")
    there = {(parent, kind, plate): door for parent, kind, plate, door in living}
    for house, code in codes.items():
        yield from _House(house, code, layouts[house], there, given).doors()


@dataclass(frozen=True)
class _House:
    id: UUID
    code: str
    layout: Layout
    there: Mapping[tuple[UUID, str, str], UUID]
    given: Mapping[tuple[UUID, str], int]

    def doors(self) -> Iterator[Door]:
        units = list(self._units())
        yield from (door for door in units if door.code)
        serial = self.given.get((self.id, Address.ROOM), 0)
        for parent in [door.id for door in units] or [self.id]:
            for plate in self.layout.room_plates():
                if (parent, Address.ROOM, plate) not in self.there:
                    serial += 1
                    code = _code(self.code, Address.ROOM, serial)
                    yield Door(address_id(code), code, Address.ROOM, parent, self.id, plate)

    def _units(self) -> Iterator[Door]:
        """Those that are there already come without a code."""
        serial = self.given.get((self.id, Address.UNIT), 0)
        for plate in self.layout.unit_plates():
            if known := self.there.get((self.id, Address.UNIT, plate)):
                yield Door(known, "", Address.UNIT, self.id, self.id, plate)
                continue
            serial += 1
            code = _code(self.code, Address.UNIT, serial)
            yield Door(address_id(code), code, Address.UNIT, self.id, self.id, plate)


def _code(building: str, kind: str, serial: int) -> str:
    return f"{building}U{serial:02}" if kind == Address.UNIT else f"{building}R{serial:04}"


def _columns(doors: list[Door]) -> dict[str, Any]:
    return {
        "ids": [door.id for door in doors],
        "codes": [door.code for door in doors],
        "parents": [door.parent for door in doors],
        "plates": [door.plate for door in doors],
        "kind": doors[0].kind,
        **_WORDS[doors[0].kind],
    }


_WORDS = {Address.UNIT: {"zh": "单元", "en": "unit"}, Address.ROOM: {"zh": "室", "en": "room"}}
# The only room of a village house has no plate and is called as the house.
_NAMES = """
    above.name || CASE {plate} WHEN '' THEN '' ELSE {plate} || %(zh)s END,
    above.name_en || CASE {plate} WHEN '' THEN '' ELSE ', ' || %(en)s || ' ' || {plate} END"""
_INSERT = f"""
INSERT INTO places_address (
    id, code, township, kind, use, parent_id, building_id, plate, name, name_en, street, house,
    search_text, lon, lat, area_id, households, origin, version
)
SELECT door.id, door.code, above.township, %(kind)s, '', above.id, COALESCE(above.building_id, above.id),
    door.plate, {_NAMES.format(plate="door.plate")}, above.street, above.house,
    '', above.lon, above.lat, above.area_id, 1, 'plan', 1
FROM unnest(%(ids)s::uuid[], %(codes)s::text[], %(parents)s::uuid[], %(plates)s::text[])
    AS door (id, code, parent, plate)
JOIN places_address above ON above.id = door.parent
"""  # noqa: S608 - the only piece put in is the name of a column
_FOLLOW = f"""
UPDATE places_address a SET (name, name_en) = ROW ({_NAMES.format(plate="a.plate")}),
    street = above.street, house = above.house, lon = above.lon, lat = above.lat
FROM places_address above
WHERE a.township = %(township)s AND a.kind = %(kind)s AND above.id = a.parent_id AND a.retired_at IS NULL
  AND (a.name, a.name_en, a.street, a.house, a.lon, a.lat) IS DISTINCT FROM ({_NAMES.format(plate="a.plate")},
    above.street, above.house, above.lon, above.lat)
"""  # noqa: S608 - likewise
_GONE = """
UPDATE places_address a SET retired_at = %(now)s
FROM places_address house
WHERE a.township = %(township)s AND house.id = a.building_id
  AND a.retired_at IS NULL AND house.retired_at IS NOT NULL
"""
