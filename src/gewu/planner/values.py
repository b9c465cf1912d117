"""What a planner is given and what it answers: frozen values, without a database and without Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from shapely.geometry.base import BaseGeometry

# What few people cross: grids never do.
BARRIERS = ("river", "railway", "main")


class Aim(StrEnum):
    """What a proposal cares for most. Every one keeps the range and the barriers."""

    BALANCE = "balance"
    ESTATES = "estates"
    FEW_MOVES = "few_moves"


class Why(StrEnum):
    """Why a block between barriers is not divided within the range."""

    TOO_SMALL = "too_small"
    NO_NUMBER_FITS = "no_number_fits"
    LARGE_HOUSE = "large_house"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class House:
    """A building with its ground (degrees) and what it means in work. `today`: the grid it lies in."""

    id: UUID
    ground: BaseGeometry
    households: int
    estate: UUID | None = None
    cases: int = 0
    visits: int = 0
    today: UUID | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A street, a river, a railway: in degrees."""

    kind: str
    course: BaseGeometry


@dataclass(frozen=True, slots=True)
class Town:
    """What is to be divided: the ground of each area that stays (degrees), lines, and every house in it."""

    areas: Mapping[UUID, BaseGeometry]
    lines: tuple[Line, ...]
    houses: tuple[House, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """How much a household, a case of the last year and a visit of the last year weigh, in percent."""

    households: int = 100
    cases: int = 0
    visits: int = 0


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the grids are to be. `size`: households aimed at; `together`: estates not to be parted."""

    low: int
    high: int
    size: int
    aim: Aim = Aim.BALANCE
    load: Load = Load()
    barriers: tuple[str, ...] = BARRIERS
    together: tuple[tuple[UUID, ...], ...] = ()
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """One proposed grid. `today`: the grid whose place it takes: most households are from there."""

    houses: tuple[UUID, ...]
    area: UUID
    block: int
    ground: BaseGeometry
    households: int
    cases: int
    visits: int
    load: float
    today: UUID | None
    moved: int
    in_range: bool


@dataclass(frozen=True, slots=True)
class Stuck:
    """A block between barriers that cannot be divided within the range, and why.

    `largest`: households of its largest house; `grids`: into how many it was divided all the same.
    """

    block: int
    area: UUID
    households: int
    grids: int
    why: Why
    largest: int


@dataclass(frozen=True, slots=True)
class Measures:
    """A division in figures. Households per grid: least, mean, most; `deviation` (percent of the mean) and
    `gini` are those of the load; `yards`, `streets`: metres of border that run through yards, along streets.
    """

    grids: int
    in_range: int
    households: int
    least: int
    mean: float
    most: int
    deviation: float
    gini: float
    estates_cut: int
    yards: int
    streets: int
    moved: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """Grids that cover the ground, what could not be done, and the wishes (by number) that were not kept."""

    grids: tuple[Grid, ...]
    stuck: tuple[Stuck, ...]
    parted: tuple[int, ...]
    measures: Measures
