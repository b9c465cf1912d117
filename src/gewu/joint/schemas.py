"""Shapes of joint work over HTTP."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from gewu.kernel.typed import Day, Version


class ProgressOut(Schema):
    """How far a batch has come."""

    stops: int
    visited: int
    late: int
    households: int = Field(description="Spoken with.")
    found: int
    settled: int
    cases: int
    closed: int = Field(description="Of the cases.")


class VisitBatchOut(Schema):
    id: UUID
    township: int
    sort: str = Field(description="workday or visit")
    title: str
    first_day: date
    last_day: date
    closed_at: datetime | None
    version: int = Field(description="Rises with every step: give it back as `seen_version`.")
    agreement_id: UUID | None = Field(description="The agreement it was planned from.")


class VisitBatchPage(Schema):
    items: list[VisitBatchOut]
    next: str | None


class ProblemOut(Schema):
    """Something found at a stop. `case_id` only where the reader sees the case."""

    id: UUID
    text: str
    outcome: str = Field(description="settled, case or noted")
    case_id: UUID | None
    number: str


class VisitStopOut(Schema):
    id: UUID
    place: str
    office: str
    due_on: date
    visited_on: date | None
    households: int
    said: str
    version: int
    problems: list[ProblemOut]


class VisitBatchSheetOut(VisitBatchOut):
    progress: ProgressOut
    stops: list[VisitStopOut]


class VisitIn(Schema):
    households: int
    said: str = ""
    day: Day | None = Field(None, description="When; today if left out.")
    seen_version: Version


class FoundIn(Schema):
    """With a category it becomes a case; else it is settled, or only noted."""

    text: str
    settled: bool = False
    category: str = ""


class VisitBatchIn(Schema):
    """A work day or a collective visit: every place becomes a stop, offices are dealt out over them."""

    model_config = ConfigDict(extra="forbid")
    township: int = Field(description="Nine-digit code.")
    sort: Literal["workday", "visit"]
    title: str = Field(max_length=80)
    first_day: Day
    last_day: Day
    places: list[UUID] = Field(description="Areas of the tree, or of layers.")
    offices: list[UUID] = []
    asks: str = Field("", max_length=300)
    agreement: UUID | None = Field(None, description="The agreement it is planned from.")


class ClosingIn(Schema):
    model_config = ConfigDict(extra="forbid")
    closing: str = Field("", max_length=300, description="Needed where stops were not visited.")
    seen_version: Version


class AgreementIn(Schema):
    """What two sides promise each other."""

    model_config = ConfigDict(extra="forbid")
    township: int = Field(description="Nine-digit code.")
    bond: Literal["lines", "organisations", "members", "activities", "resources", "services"]
    title: str = Field(max_length=80)
    partner: str = Field(max_length=80)
    promise: str = Field(max_length=1000)
    office: UUID | None = None
    place: UUID | None = Field(None, description="An area of the tree, or of a layer.")
    since: Day
    until: Day | None = None


class PlannedOut(Schema):
    id: UUID


class AgreementOut(Schema):
    id: UUID
    township: int
    bond: str = Field(description="lines, organisations, members, activities, resources or services")
    title: str
    partner: str
    office: UUID | None
    since: date
    until: date | None
    ended_on: date | None


class AgreementPage(Schema):
    items: list[AgreementOut]
    next: str | None
