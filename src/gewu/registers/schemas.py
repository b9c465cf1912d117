"""What goes over the API of the registers."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import AwareDatetime, ConfigDict, JsonValue

KindName = Literal["person", "household", "dwelling", "establishment", "facility"]
SourceName = Literal["exchanged", "window", "door", "phone", "self", "paper"]
PurposeName = Literal["visit", "service", "check", "case", "emergency", "request", "audit"]
BasisName = Literal["law", "rule", "self", "exchanged"]
OutcomeName = Literal["met", "away", "refused", "gone"]
Given = str | int | float | bool | list[str] | None


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class RegisterChoiceOut(Schema):
    key: str
    zh: str
    en: str


class RegisterFieldOut(Schema):
    key: str
    type: str
    zh: str
    en: str
    held: str = Field(description="open, masked, protected or sealed.")
    needed: bool
    choices: list[RegisterChoiceOut]


class RegisterOut(Schema):
    key: str
    zh: str
    en: str
    fields: list[RegisterFieldOut]


class ProgrammeOut(RegisterOut):
    of: str = Field(description="The register whose rows can be in it.")
    held: str
    rhythm: str | None = Field(description="How often somebody visits: month, quarter, half, year.")
    runs: bool = Field(description="Whether it runs in the place asked for.")


class DefinitionsOut(Schema):
    registers: list[RegisterOut]
    programmes: list[ProgrammeOut]


class RegisterFoundQuery(Schema):
    q: str = Field(min_length=1, max_length=60, description="Name, pinyin, phone, identity number or number.")
    kind: KindName = "person"


class RegisterRowOut(Schema):
    id: UUID
    kind: str
    number: str
    name: str
    state: str


class RegisterFoundOut(Schema):
    asks: str = Field(description="vague, short, many: what is asked back; else empty.")
    by: str
    rows: list[RegisterRowOut]


class RegisterMarkOut(Schema):
    source: str
    at: datetime
    state: str


class RegisterValueOut(Schema):
    key: str
    text: str
    how: str = Field(description="full, part (masked), closed (not for this post) or missing.")
    mark: RegisterMarkOut | None
    stale: bool
    disputed: bool


class InProgrammeOut(Schema):
    id: UUID
    programme: str
    since: date
    until: date | None
    visited_on: date | None
    due: date | None


class RegisterFileOut(Schema):
    id: UUID
    kind: str
    number: str
    version: int
    name: str
    state: str
    address: str
    building: UUID | None
    due: date | None
    checked_at: datetime | None
    fields: list[RegisterValueOut]
    programmes: list[InProgrammeOut]


class RegisterPlaceIn(Strict):
    """Where a new row belongs."""

    address: UUID | None = None
    door: str = Field(default="", max_length=40)
    dwelling: UUID | None = None
    household: UUID | None = None
    relation: str = Field(default="other", max_length=20)


class RegisterRecordIn(Strict):
    township: int = Field(ge=100_000_000, le=999_999_999)
    values: dict[str, Given] = Field(description="By the keys of the register's fields.")
    source: SourceName = "window"
    checked: bool = Field(default=False, description="A document was seen, or it was confirmed in person.")
    at: RegisterPlaceIn = RegisterPlaceIn()


class RegisterWriteIn(Strict):
    values: dict[str, Given]
    source: SourceName = "window"
    checked: bool = False
    seen_version: int = Field(ge=0, le=2_000_000_000)


class RecordedOut(Schema):
    id: UUID
    created: bool
    taken: list[str]
    confirmed: list[str]
    claims: list[str] = Field(description="Fields that differ from a stronger source: kept to be decided.")


class RegisterOpenIn(Strict):
    purpose: PurposeName
    fields: list[str] = Field(default=[], max_length=60, description="Empty: all that your post may read.")


class RegisterOpenedOut(Schema):
    values: dict[str, JsonValue]


class RegisterTakenBackOut(Schema):
    deed: Literal["recorded", "enrolled", "written", "visited"]


class RegisterEnrolIn(Strict):
    subject: UUID
    programme: str = Field(max_length=40)
    values: dict[str, Given] = {}
    basis: BasisName = "law"
    source: SourceName = "window"


class RegisterMadeOut(Schema):
    id: UUID


class RegisterVisitIn(Strict):
    subjects: list[UUID] = Field(min_length=1, max_length=40)
    outcome: OutcomeName = "met"
    right: bool = Field(default=False, description="All that is known was found to be right.")
    values: dict[UUID, dict[str, Given]] = {}
    beside: list[UUID] = Field(default=[], max_length=10, description="Colleagues who came along.")
    visited_at: AwareDatetime | None = Field(
        default=None, description="When it was, if it is told later: borders are those of that moment."
    )
    note: str = Field(default="", max_length=500)
