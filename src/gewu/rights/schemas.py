"""What goes over the API of people's rights. Of the person only what whoever answers has to see."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

RightKind = Literal["file", "looks", "correction", "deletion", "withdrawal"]
RightState = Literal["open", "granted", "refused"]
ErasureState = Literal["due", "done", "kept"]
UnusualState = Literal["open", "justified", "not_justified"]
Cursor = Field(default=None, max_length=500, description="`next` of the page before.")
Size = Field(default=50, ge=1, le=200)


class Told(Schema):
    """A body that a client sends: a member nobody knows is a mistake worth telling."""

    model_config = ConfigDict(extra="forbid")


class RightFilter(Schema):
    state: RightState | None = None
    kind: RightKind | None = None
    after: str | None = Cursor
    size: int = Size


class RightOut(Schema):
    """Something that was asked for."""

    id: UUID
    number: str = Field(description="What the person was given to ask after it.")
    kind: RightKind
    via: Literal["window", "online"]
    proof: str = Field(description="How they showed who they are: card, guardian, mandate or account.")
    field: str = Field(description="Of a correction: the field.")
    state: RightState
    outcome: str = Field(description="taken, claimed, erasing, withdrawn or handed_out.")
    ground: str = Field(description="Of a refusal: law, others, unproved, right_as_it_is or not_held.")
    asked_at: datetime
    due_at: datetime
    decided_at: datetime | None


class RightPage(Schema):
    items: list[RightOut]
    next: str | None


class SaidOut(Schema):
    """Words that were left: asked or answered."""

    kind: str
    text: str
    at: datetime


class RightSheetOut(RightOut):
    """With what has to be seen to answer it. `person` is the name of whoever asked about themselves."""

    person: str
    offered: str = Field(description="Of a correction: the value it should have; gone once it is answered.")
    programme: str = Field(description="Of a withdrawal: the consent, in words.")
    said: list[SaidOut]


class OwnRightIn(Told):
    """What somebody asks for about themselves."""

    kind: RightKind
    field: str = Field("", max_length=40, description="Of a correction: the key of a field of persons.")
    value: str = Field("", max_length=120, description="Of a correction: what it should be.")
    programme: str = Field("", max_length=40, description="Of a withdrawal: the key of the programme.")
    words: str = Field("", max_length=1000, description="In their own words.")


class WindowRightIn(OwnRightIn):
    """The same at the window, once the card was seen."""

    identity: str = Field(max_length=30, description="The number on the card. It is not kept.")
    proof: Literal["card", "guardian", "mandate"] = "card"


class RightMadeOut(Schema):
    id: UUID


class RightAnswerIn(Told):
    deed: Literal["grant", "refuse"]
    words: str = Field(max_length=1000, description="What the person is told.")
    ground: str = Field("", max_length=16, description="Of a refusal.")
    seen_state: RightState = Field(description="The state you saw it in.")


class ErasureFilter(Schema):
    state: ErasureState = "due"
    after: str | None = Cursor
    size: int = Size


class ErasureOut(Schema):
    """Something that is to be erased, or was. An enrolment's values; without one all that is held."""

    id: UUID
    programme: str
    because: Literal["retention", "request"]
    state: ErasureState
    due_at: datetime
    decided_at: datetime | None
    goes: list[str] = Field(description="What would be erased, by the keys of fields.")


class ErasurePage(Schema):
    items: list[ErasureOut]
    next: str | None


class ErasureDecisionIn(Told):
    deed: Literal["agree", "keep"]
    why: str = Field("", max_length=1000, description="Why it is kept.")


class LookFilter(Schema):
    subject_kind: str | None = Field(default=None, max_length=20)
    purpose: str | None = Field(default=None, max_length=20)
    day_from: str | None = Field(default=None, max_length=10)
    day_to: str | None = Field(default=None, max_length=10)
    after: str | None = Cursor
    size: int = Size


class LookOut(Schema):
    """Somebody opened a file, or values of it in full."""

    id: UUID
    at: datetime
    user: UUID | None
    role: str
    subject_kind: str
    subject: UUID | None
    opened: list[str] = Field(description="Fields that were shown in full.")
    access_class: int
    purpose: str


class LookPage(Schema):
    items: list[LookOut]
    next: str | None


class UnusualFilter(Schema):
    state: UnusualState = "open"
    after: str | None = Cursor
    size: int = Size


class UnusualOut(Schema):
    """Look-ups of one user on one day that a rule picked out, for a person to judge."""

    id: UUID
    rule: str
    user: UUID
    day: date
    first_at: datetime
    last_at: datetime
    count: int
    state: UnusualState


class UnusualPage(Schema):
    items: list[UnusualOut]
    next: str | None


class JudgementIn(Told):
    judgement: Literal["justified", "not_justified"]
    word: str = Field(max_length=1000)
