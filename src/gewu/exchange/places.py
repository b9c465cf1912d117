"""Where a row says it is: addresses by the thousand against one township's book, points by system."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from gewu.kernel.errors import Invalid
from gewu.kernel.points import from_crs
from gewu.places import queries as places
from gewu.places.address_lines import Line, lines_of
from gewu.places.spelling import plain

# The house: a name and 3号楼, a street and 18号; or a name and 3-2-501 in numbers alone.
_HOUSES = (re.compile(r"(?P<house>.+?\d+号楼)(?P<rest>.*)"), re.compile(r"(?P<house>.+?\d+号)(?P<rest>.*)"))
_NUMBERS = re.compile(r"(?P<name>.*[^\d\-])(?P<number>\d{1,4})[-—/](?P<rest>\d{1,4}(?:[-—/]\d{1,4})*)室?")
# A house that has a name and no number: 文化路小学2单元101室.
_NAMED = re.compile(r"(?P<house>\D+)(?P<rest>\d{1,3}单元.*|\d{1,4}室)")
_DOOR = re.compile(
    r"(?:(?P<unit>\d{1,3})(?:单元|门|-|—|/))?(?:(?P<floor>\d{1,2})层)?(?P<room>\d{1,4}[a-z]?)?(?:室|号|户|房)?"
)
LONGEST = 120
SOME = 4096


class Found(NamedTuple):
    """An address of ours: its deepest row, the house, the door in the house; or the code of what is wrong."""

    address: UUID | None
    house: UUID | None
    door: str
    wrong: str = ""


UNKNOWN, VAGUE = Found(None, None, "", "address_unknown"), Found(None, None, "", "address_vague")


@dataclass(slots=True)
class Ground:
    """The address book of one township, in memory for one pass over a workbook."""

    township: int
    crs: str
    houses: dict[str, UUID | None]
    doors: dict[tuple[UUID, str], UUID]
    _known: dict[str, UUID | None] = field(default_factory=dict)

    @classmethod
    def of(cls, township: int, crs: str = "") -> "Ground":
        book = lines_of(township)
        houses: dict[str, UUID | None] = {}
        for line in book:
            for name in _names(line):
                # A name of two houses names none.
                houses[name] = line.id if houses.get(name, line.id) == line.id else None
        doors = {(line.building, line.door): line.id for line in book if line.building and line.door}
        return cls(township, crs, houses, doors)

    def find(self, text: str) -> Found:
        """The house and door that an address names."""
        said = "".join(plain(text[:LONGEST]).split())
        house, rest = _taken_apart(said)
        if house not in self._known:
            if len(self._known) > SOME:
                self._known.clear()
            self._known[house] = self._house(house)
        found = self._known[house]
        if found is None:
            return VAGUE if house in self.houses else UNKNOWN
        door = door_of(rest)
        return Found(self.doors.get((found, door), found), found, door)

    def _house(self, said: str) -> UUID | None:
        """As it stands, or without what comes before it: province, town, community."""
        for start in range(max(len(said) - 3, 1)):
            if said[start:] in self.houses:
                return self.houses[said[start:]]
        return None

    def turned(self, lon: float, lat: float) -> tuple[float, float] | None:
        """A point in our system, None when it is no point or lies in no grid of the township."""
        try:
            turned = from_crs(lon, lat, self.crs)
        except Invalid:
            return None
        found = places.locate(turned)
        return (turned.lon, turned.lat) if found and found.township == self.township else None


def _taken_apart(said: str) -> tuple[str, str]:
    """The house, and what is behind it."""
    for pattern in _HOUSES:
        if parts := pattern.fullmatch(said):
            return parts["house"], parts["rest"]
    if parts := _NUMBERS.fullmatch(said):
        return f"{parts['name']}{parts['number']}号楼", parts["rest"]
    parts = _NAMED.fullmatch(said)
    return (parts["house"], parts["rest"]) if parts else (said, "")


def door_of(rest: str) -> str:
    """What is behind the house, in one spelling: 2单元501室; blank for none."""
    parts = _DOOR.fullmatch(rest.strip("-—/,，、()（）"))
    if parts is None or not rest:
        return rest[:40]
    unit, room = (parts[part].lstrip("0") if parts[part] else "" for part in ("unit", "room"))
    floor = parts["floor"] or ""
    said = f"{floor}{room.zfill(2)}" if floor and len(room) <= 2 else room
    return (f"{unit}单元" if unit else "") + (f"{said}室" if said else "")


def _names(line: Line) -> Iterable[str]:
    """Everything a house goes by in writing."""
    if not line.is_house:
        return
    for name in (line.name, *line.other_names):
        yield "".join(plain(name).split())
    if line.street and line.house and line.alone:
        yield "".join(plain(f"{line.street}{line.house}号").split())
