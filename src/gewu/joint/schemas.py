"""Shapes of joint work over HTTP."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

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


class VisitBatchPage(Schema):
    items: list[VisitBatchOut]
    next: str | None


class ProblemOut(Schema):
    """Something found at a stop. `case_id` only where the reader sees the case."""

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
