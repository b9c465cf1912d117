"""What goes over the API of supervision."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

Supervised = Literal["late", "leader", "important"]
SupervisionState = Literal["proposed", "dismissed", "open", "answered", "ended"]
Oddness = Literal["time", "flow", "content", "discretion"]
Judged = Literal["open", "justified", "not_justified"]


class Asked(Schema):
    """A body that a client sends: a member nobody knows is a mistake worth telling."""

    model_config = ConfigDict(extra="forbid")


class SupervisionFilter(Schema):
    list: Literal["to_answer", "to_review", "proposed", "all"] = "all"
    after: str | None = Field(default=None, max_length=500)
    size: int = Field(default=50, ge=1, le=200)


class OpenIn(Asked):
    case: UUID
    kind: Supervised
    reason: str


class StepIn(Asked):
    step: Literal["confirm", "dismiss", "answer", "accept", "send_back", "end"]
    words: str = ""
    seen_state: SupervisionState = Field(description="The state you saw it in.")


class OpenedOut(Schema):
    id: UUID


class SupervisionOut(Schema):
    id: UUID
    case_id: UUID
    number: str
    kind: Supervised
    state: SupervisionState
    organisation: UUID | None = Field(description="Who has to answer; the place where there is none.")
    place: UUID
    opened_at: datetime
    due_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    rounds: int = Field(description="How often an answer was sent back.")


class SupervisionPage(Schema):
    items: list[SupervisionOut]
    next: str | None


class FindingFilter(Schema):
    kind: Oddness | None = None
    state: Judged | None = None
    after: str | None = Field(default=None, max_length=500)
    size: int = Field(default=50, ge=1, le=200)


class FindingOut(Schema):
    id: UUID
    rule: str
    kind: Oddness
    case_id: UUID
    number: str
    entries: list[int]
    figures: dict[str, Any]
    happened_at: datetime
    found_at: datetime
    state: Judged
    judged_at: datetime | None


class FindingPage(Schema):
    items: list[FindingOut]
    next: str | None


class JudgeIn(Asked):
    judgement: Literal["justified", "not_justified"]
    word: str
