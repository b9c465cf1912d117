"""People the drawn streets: every unit gets houses, every house an estate or a name, a number and a code."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from random import Random

from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from gewu.places.building import STYLES, TOWERS, House, free_ground, settle
from gewu.places.locality import AreaEntry, Building, DemoPlan, Estate
from gewu.places.naming import OFFICE, PUBLIC, Numbers, Street, english, made_up_names, quarters
from gewu.places.order import reading_order

UNNUMBERED = "0" * 17
Ring = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Unit:
    """A drawn unit grid: its ground in metres and how many households live on it."""

    code: str
    ground: Polygon
    households: int
    grid: str

    @property
    def community(self) -> str:
        return self.code[:12]


@dataclass(frozen=True)
class Ground:
    """Everything the houses keep clear of, and which way they face."""

    lines: Sequence[tuple[str, LineString]]
    outside: BaseGeometry
    grain: float


@dataclass
class Settling:
    """The estates and houses so far."""

    order: DemoPlan
    ground: Ground
    numbers: Numbers
    short: dict[str, AreaEntry]
    ring: Callable[[Polygon], Ring]
    chance: Random
    estates: list[Estate] = field(default_factory=list)
    buildings: list[Building] = field(default_factory=list)

    def people(self, units: Iterable[Unit]) -> None:
        """Community by community, in the order of the codes."""
        ordered = sorted(units, key=lambda unit: (unit.community, unit.grid, unit.code))
        made_up = made_up_names()
        for community, inside in groupby(ordered, key=lambda unit: unit.community):
            listed = self.order.estates.get(community)
            self._community(community, list(inside), iter(listed) if listed else made_up)

    def _community(self, community: str, units: list[Unit], names: Iterator[str]) -> None:
        first = len(self.buildings)
        public = iter((OFFICE, *PUBLIC))
        for _grid, inside in groupby(units, key=lambda unit: unit.grid):
            here = {unit.code: unit for unit in inside}
            for quarter in quarters(list(here), self.chance):
                self._quarter([here[code] for code in quarter], next(names), public)
        self.buildings[first:] = _numbered(community, self.buildings[first:])

    def _quarter(self, units: list[Unit], name: str, public: Iterable[tuple[str, str, str]]) -> None:
        """One estate: its houses numbered through, and what stands in it for everybody."""
        houses = dict(enumerate(house for unit in units for house in self._houses(unit)))
        homes = {key: house for key, house in houses.items() if house.households}
        # The estate's number is that of its longest house: some house stands there, whatever its shape is.
        gate = max(homes.values(), key=lambda house: house.ground.area)
        street, number = self.numbers.address(gate.ground)
        code = f"{units[0].code[:9]}E{len(self.estates) + 1:03}"
        self.estates.append(Estate(code=code, zh=name, en=english(name), street=street, house=number))
        community = units[0].community
        grounds = {key: house.ground for key, house in homes.items()}
        for place, key in enumerate(reading_order(grounds), 1):
            self._home(code, place, homes[key])
        for house in houses.values():
            if not house.households and (said := next(iter(public), None)):
                self._public(community, house, said)

    def _houses(self, unit: Unit) -> list[House]:
        free = free_ground(unit.ground, self.ground.lines, self.ground.outside)
        styles = TOWERS if self.order.towers else STYLES
        return settle(free, unit.households, grain=self.ground.grain, styles=styles, chance=self.chance)

    def _home(self, estate: str, number: int, house: House) -> None:
        self.buildings.append(
            Building(
                code=UNNUMBERED,
                estate=estate,
                number=number,
                floors=house.floors,
                households=house.households,
                ring=self.ring(house.ground),
            )
        )

    def _public(self, community: str, house: House, said: tuple[str, str, str]) -> None:
        kind, zh, en = said
        street, number = self.numbers.address(house.ground)
        entry = self.short[community]
        self.buildings.append(
            Building(
                code=UNNUMBERED,
                zh=f"{entry.short}{zh}",
                en=f"{entry.en} {en}",
                street=street,
                house=number,
                kind=kind,
                floors=house.floors,
                ring=self.ring(house.ground),
            )
        )


def _numbered(community: str, buildings: Sequence[Building]) -> list[Building]:
    """Five digits within the community, row by row from the north-west."""
    order = reading_order({n: Polygon(house.ring) for n, house in enumerate(buildings)})
    return [
        buildings[n].model_copy(update={"code": f"{community}{place:05}"}) for place, n in enumerate(order, 1)
    ]


def named_streets(lines: Iterable[tuple[str, LineString]], names: Iterable[str]) -> list[Street]:
    """The lines that have a name and houses along them."""
    return [
        Street(name, line)
        for (kind, line), name in zip(lines, names, strict=True)
        if name and kind in {"main", "street"}
    ]
