"""What staffing, cards and plates say over HTTP."""

from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from gewu.kernel.typed import Version

PlateStateFilter = Literal["planned", "up", "damaged", "missing"]


class StaffGapOut(Schema):
    """A rule of the place that is not kept at one area."""

    area: str = Field(description="Code of the area.")
    roles: list[str]
    seat: str
    each: tuple[int, int] | None = Field(description="Least and most people there.")
    problems: list[str] = Field(
        description="missing, many, alone (nobody acts for them), far (no neighbour)."
    )
    people: list[str]


class StaffLoadOut(Schema):
    """Somebody who carries more than the place expects of one person."""

    name: str
    areas: list[str] = Field(description="Codes of their areas.")
    households: int
    cases: int
    over: list[str] = Field(description="areas, households, cases: of what it is too much.")


class StaffEndingOut(Schema):
    """A post that ends within thirty days."""

    name: str
    role: str
    area: str
    last_day: date


class AreaSizeOut(Schema):
    """An area with more or fewer households than its level is meant for: said, never refused."""

    area: str
    households: int
    low: int
    high: int
    reason: str = Field(description="Why it stays like this; empty as long as nobody noted it.")


class StaffingOut(Schema):
    """The staffing of an area against the rules of its place."""

    area: str
    gaps: list[StaffGapOut]
    loads: list[StaffLoadOut]
    ending: list[StaffEndingOut]
    sizes: list[AreaSizeOut]


class CardCoverageOut(Schema):
    """How far contact cards have come in one area."""

    area: str
    households: int
    delivered: int
    refused: int
    nobody: int = Field(description="Doors that did not open.")
    outdated: int = Field(description="Delivered cards that name somebody who is not there any more.")
    share: float | None = Field(description="Delivered, in percent; null where nobody lives.")


class CardsOut(CardCoverageOut):
    parts: list[CardCoverageOut]


class PlateOut(Schema):
    """One of the two plates of an area or a house."""

    id: UUID
    size: str = Field(description="big or small.")
    area: str | None
    address: UUID | None
    unit: int = Field(description="0: of the house itself.")
    state: str
    put_up_on: date | None
    checked_on: date | None
    case: str = Field(description="Number of the case that damage became.")
    version: int


class PlateIn(Schema):
    state: Literal["up", "damaged", "missing"]
    seen_version: Version | None = None
