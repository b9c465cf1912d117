"""What the rest of the platform gets to see of places: frozen values without a database behind them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

from gewu.kernel.access import Tier

AddressKind = Literal["estate", "road", "building", "unit", "room"]
_AREAS = uuid5(NAMESPACE_URL, "https://gewu.example/areas")
_ADDRESSES = uuid5(NAMESPACE_URL, "https://gewu.example/addresses")


def area_id(code: str) -> UUID:
    """The id of an area with this code: the same on every machine, so that two exports agree."""
    return uuid5(_AREAS, code)


def address_id(code: str) -> UUID:
    """The id of an estate or a building with this code, on every machine."""
    return uuid5(_ADDRESSES, code)


def home_of(code: str) -> int:
    """The nine digits under which rows of this area live: the township's, or its code and zeros."""
    return int(code[:9].ljust(9, "0"))


class Position(Protocol):
    """Anything with WGS 84 degrees, such as `kernel.points.Point`."""

    @property
    def lon(self) -> float: ...

    @property
    def lat(self) -> float: ...


@dataclass(frozen=True, slots=True)
class AreaName:
    """One step of a path: enough to say where something is."""

    id: UUID
    code: str
    name: str
    short: str
    name_en: str
    tier: Tier
    level: str

    def in_language(self, language: str) -> str:
        return self.name_en if language.startswith("en") else self.name


@dataclass(frozen=True, slots=True)
class Place(AreaName):
    """One area as the process knows it. `path` goes from the province down to the area itself."""

    name_key: str
    parent: UUID | None
    township: int | None
    path: tuple[UUID, ...]
    households: int | None
    retired_at: datetime | None

    @property
    def home(self) -> int:
        return home_of(self.code)


@dataclass(frozen=True, slots=True)
class Location:
    """Where something happened: the deepest area that holds it, and everything above."""

    township: int
    boundary_version: UUID | None
    at: UUID
    community: UUID | None
    grid: UUID | None
    cell: UUID | None
    path: tuple[AreaName, ...]

    @property
    def name(self) -> AreaName:
        """The deepest area itself."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Code:
    """A number of an area: `use` is main, old or external; `scheme` says what its digits mean."""

    scheme: str
    use: Literal["main", "old", "external"]
    code: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An area of the same tier across a shared border of so many `metres`.

    `along` names the line between them; a `barrier` is one that few people cross.
    """

    area: UUID
    metres: float
    kind: str
    along_zh: str
    along_en: str
    barrier: bool

    def along(self, language: str) -> str:
        return self.along_en if language.startswith("en") else self.along_zh


@dataclass(frozen=True, slots=True)
class AddressPoint:
    """Where an address is: WGS 84 degrees."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Address:
    """An address as others see it. `label` is written in full: 榴园路18号幸福小区3号楼2单元501室.

    `area` is the deepest grid it belongs to today; None when no boundary holds it, and for a road.
    `parent` is what it stands in (an estate or a road, a building, a unit), `building` the house of a unit
    or a room. `plate` is what its own door says (3, 2, 501); `estate` is known of buildings.
    """

    id: UUID
    code: str
    kind: AddressKind
    use: str
    name: str
    name_en: str
    label: str
    point: AddressPoint
    area: UUID | None
    township: int
    estate: UUID | None
    number: int | None
    floors: int | None
    households: int
    parent: UUID | None = None
    building: UUID | None = None
    plate: str = ""
    street: str = ""
    # Along the street; 0 for a road itself.
    street_number: int = 0
    retired_at: datetime | None = None
    # Of what people did to it by hand: who changes it says which one they saw.
    version: int = 1

    @property
    def house(self) -> UUID | None:
        """The building it is or is in."""
        return self.id if self.kind == "building" else self.building

    def in_language(self, language: str) -> str:
        return self.name_en if language.startswith("en") else self.name
