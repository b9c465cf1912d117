"""What goes over the API of the planner."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

Barrier = Literal["river", "railway", "main"]


class LoadIn(Schema):
    model_config = ConfigDict(extra="forbid")

    households: int = Field(default=100, ge=0, le=100)
    cases: int = Field(default=0, ge=0, le=100)
    visits: int = Field(default=0, ge=0, le=100)


class AskIn(Schema):
    model_config = ConfigDict(extra="forbid")

    township: int = Field(ge=100_000_000, le=999_999_999)
    communities: list[UUID] = Field([], max_length=200, description="None: all of them.")
    low: int = Field(description="Households of a grid, at least.", ge=0, le=100_000)
    high: int = Field(description="At most.", ge=0, le=100_000)
    size: int = Field(description="Aimed at.", ge=0, le=100_000)
    load: LoadIn = LoadIn(households=100, cases=0, visits=0)
    barriers: list[Barrier] = Field(["river", "railway", "main"], max_length=3)
    together: list[list[UUID]] = Field([], max_length=50, description="Estates that are to lie in one grid.")
    seed: int = Field(1, ge=0, le=1_000_000, description="The same seed gives the same proposals.")


class AskedOut(Schema):
    id: UUID


class MeasuresOut(Schema):
    grids: int
    in_range: int
    households: int
    least: int
    mean: float
    most: int
    deviation: float = Field(description="Standard deviation of the load, in percent of its mean.")
    gini: float
    estates_cut: int
    yards: int = Field(description="Metres of border between grids that run through yards.")
    streets: int = Field(description="Metres of border between grids that run along streets.")
    moved: int = Field(description="Households that get another grid.")


class StuckOut(Schema):
    area: UUID
    households: int
    grids: int
    why: Literal["too_small", "no_number_fits", "large_house", "not_found"]
    largest: int


class ProposedOut(Schema):
    id: UUID
    aim: Literal["balance", "estates", "few_moves"]
    measures: MeasuresOut
    stuck: list[StuckOut]
    parted: list[int] = Field(description="Wishes that were not kept, by their number from 0 on.")
    draft: UUID | None = Field(description="The draft of borders it was taken over into.")


class RunOut(Schema):
    id: UUID
    township: int
    areas: list[UUID]
    level: str
    state: Literal["waiting", "running", "done"]
    done: int
    of: int
    asked_at: datetime
    ended_at: datetime | None
    wishes: dict[str, Any]
    today: MeasuresOut | None
    proposals: list[ProposedOut]


class RunLineOut(Schema):
    id: UUID
    township: int
    state: Literal["waiting", "running", "done"]
    asked_at: datetime


class PlannedGridOut(Schema):
    number: int
    area: UUID = Field(description="The community.")
    houses: list[UUID]
    households: int
    cases: int
    visits: int
    load: float
    today: UUID | None = Field(description="The grid whose place it takes.")
    moved: int
    in_range: bool
    geometry: dict[str, Any] = Field(description="GeoJSON, WGS 84.")


class DividedPartOut(Schema):
    grid: int = Field(description="The number of the proposed grid.")
    households: int


class DividedOut(Schema):
    area: UUID
    code: str
    parts: list[DividedPartOut]


class GridProposalOut(ProposedOut):
    run: UUID
    grids: list[PlannedGridOut]
    divided: list[DividedOut] = Field(description="Areas below the grids of today that these grids cut.")


class AdoptIn(Schema):
    model_config = ConfigDict(extra="forbid")

    title: str = Field(min_length=1, max_length=80, description="Name of the draft of borders.")
    parts: Literal["join", "divide"] = Field(
        "join",
        description="Where grids are divided further: what becomes of the parts of an area that is cut.",
    )


class AdoptedOut(Schema):
    draft: UUID
