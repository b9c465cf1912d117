"""Households and dwellings of a workbook of residents: gathered from all rows, settled, then moved into."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from gewu.exchange.commands.left import Left, keep_left
from gewu.kernel.ids import new_id
from gewu.registers.commands.bringing import Incoming, Landing
from gewu.registers.commands.settling import (
    Membership,
    dwellings_at,
    finish_households,
    households_in,
    recount,
    seat,
)
from gewu.registers.spelling import found_by

if TYPE_CHECKING:
    from gewu.exchange.commands.landing import Lander

SOME = 1000
HEAD = "head"
Door = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody new who lives in a household: what says who heads it."""

    id: UUID
    name: str
    heads: bool
    born: str


@dataclass(slots=True)
class Home:
    """A household of the workbook: its door, who heads it, its fields."""

    row: int
    at: str
    door: Door | None
    id: UUID
    name: str = ""
    head_row: int = 0
    members: list["Resident"] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    new: bool = True


class Homes:
    """All households and dwellings of one import."""

    def __init__(self, lander: "Lander") -> None:
        self.lander = lander
        self.homes: dict[tuple[str, ...], Home] = {}
        self.of_row: dict[int, Home] = {}
        self.doors: dict[Door, UUID] = {}
        self.dwelling_fields: dict[Door, tuple[int, str, dict[str, Any]]] = {}
        self.entered: set[UUID] = set()
        # People we know who live nowhere yet: seated once their households stand.
        self.known: list[Membership] = []
        self._running = 0

    def gather(self, rows: Sequence[tuple[int, dict[str, Any]]]) -> None:
        """Who lives together: one book number, or one door; without either, whoever follows a head."""
        for number, values in rows:
            self._running += values.get("relation") == HEAD
            home = self._home(number, values)
            if values.get("relation") == HEAD or not home.head_row:
                home.head_row, home.name = number, str(values.get("person.name", ""))
            home.fields |= _fields(values, "household")
            self.of_row[number] = home
            if home.door:
                known = self.dwelling_fields.setdefault(home.door, (number, home.at, {"door": home.door[1]}))
                known[2].update(_fields(values, "dwelling"))

    def _home(self, number: int, values: dict[str, Any]) -> Home:
        at, door = str(values.get("at", "")), str(values.get("door", ""))
        book = str(values.get("household.book_number", ""))
        key = ("book", book) if book else ("door", at, door) if door else ("run", at, str(self._running))
        if key not in self.homes:
            building = self.lander.grounds.at(at).building
            place = (building, door) if building and door else None
            self.homes[key] = Home(number, at, place, new_id(self.lander.row.township))
        return self.homes[key]

    def settle(self) -> None:
        """Find the dwellings and households that are there; make the dwellings that are not."""
        for some in _pieces(list(self.dwelling_fields), SOME):
            self._settle_doors(some)
        self._find_households()

    def _settle_doors(self, doors: list[Door]) -> None:
        known = dwellings_at(self.lander.row.township, doors)
        self.doors |= known
        rows, incoming = [], []
        for door in doors:
            number, at, values = self.dwelling_fields[door]
            if door not in known:
                self.doors[door] = new_id(self.lander.row.township)
            rows.append((number, values))
            incoming.append(
                Incoming(values, self.lander.grounds.at(at), subject=known.get(door), id=self.doors[door])
            )
        self.lander.record("dwelling", rows, incoming)

    def _find_households(self) -> None:
        """A door where one household lives already is that household's."""
        there = households_in(self.lander.row.township, list(self.doors.values()))
        for home in self.homes.values():
            known = there.get(self.doors[home.door]) if home.door else None
            if known:
                home.id, home.new = known, False

    def _make(self, homes: list[Home]) -> None:
        rows = [(home.row, home.fields) for home in homes]
        incoming = [
            Incoming(home.fields, self.lander.grounds.at(home.at), id=home.id, columns=self._columns(home))
            for home in homes
        ]
        self.lander.record("household", rows, incoming)

    def _columns(self, home: Home) -> dict[str, object]:
        """Where a new household lives, how many it has, and its head: the one listed, else the eldest."""
        # Sorting keeps the order of the rows, and so that of their numbers.
        head = min(home.members, key=lambda one: (not one.heads, one.born or "9"), default=None)
        name = head.name if head else home.name
        found = dict(zip(("name", "name_key", "initials"), (name, *found_by(name)), strict=True))
        dwelling = self.doors[home.door] if home.door else None
        return {"dwelling": dwelling, "size": len(home.members), "head": head.id if head else None, **found}

    def person(self, number: int, values: dict[str, Any]) -> Incoming:
        """What a row says of its person, in the household and dwelling it belongs to."""
        home = self.of_row[number]
        columns: dict[str, object] = {
            "household": home.id,
            "dwelling": self.doors[home.door] if home.door else None,
        }
        return Incoming(_fields(values, "person"), self.lander.grounds.at(home.at), columns=columns)

    def move_in(self, rows: Sequence[tuple[int, dict[str, Any]]], landings: Sequence[Landing]) -> None:
        """Make members of those who are new or live nowhere yet; who lives elsewhere is left to a person."""
        entering, elsewhere = [], []
        for (number, values), landing in zip(rows, landings, strict=True):
            home = self.of_row[number]
            if landing.how == "created" or landing.household is None:
                # A household that was there has its head: only a row that says so makes another.
                first = HEAD if home.new and home.head_row == number else "other"
                relation = str(values.get("relation") or first)
                one = Membership(landing.id, home.id, relation, new=landing.how == "created")
                if not one.new:
                    self.known.append(one)
                    continue
                entering.append(one)
                if home.new:
                    born, name = str(values.get("person.born", "")), str(values["person.name"])
                    home.members.append(Resident(landing.id, name, relation == HEAD, born))
            elif landing.household != home.id:
                elsewhere.append(Left(number, "person", Landing(landing.id, "to_check")))
        self._seat(entering)
        keep_left(self.lander.row, elsewhere)
        self.lander.row.to_check += len(elsewhere)

    def finish(self) -> None:
        """Make the new households, whole; then seat those we knew, and count where they came in."""
        fresh = [home for home in self.homes.values() if home.new]
        for some in _pieces(fresh, SOME):
            self._make(some)
        for some in _pieces(self.known, SOME):
            self._seat(some)
        township = self.lander.row.township
        into = {one.household for one in self.known}
        finish_households(township, [home.id for home in fresh if home.id in into])
        grown = {home.id for home in self.homes.values() if not home.new and home.id in self.entered}
        recount(township, grown, actor=self.lander.actor)

    def _seat(self, entering: Sequence[Membership]) -> None:
        self.entered |= {one.household for one in entering}
        row = self.lander.row
        seat(row.township, entering, since=row.day, actor=self.lander.actor)


def _fields(values: dict[str, Any], register: str) -> dict[str, Any]:
    head = f"{register}."
    return {key[len(head) :]: value for key, value in values.items() if key.startswith(head)}


def _pieces(items: list[Any], size: int) -> Iterator[list[Any]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
