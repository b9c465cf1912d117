"""What goes over the API in and out. Times carry an offset; unknown members of a request are refused."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict, JsonValue

from gewu.catalogue.definition import PublicState
from gewu.kernel.typed import Version


class Request(Schema):
    """A body that a client sends: a member nobody knows is a mistake worth telling."""

    model_config = ConfigDict(extra="forbid")


class LocationIn(Request):
    lon: float
    lat: float
    crs: str = Field(description="WGS84, CGCS2000, GCJ02, BD09, EPSG:4326 or EPSG:4490.")


class ReporterIn(Request):
    name: str = ""
    phone: str = ""


class ReportIn(Request):
    """Something to put right. `location`, `area` or `address` says where."""

    type: str = Field("", description="Left out: as the category says.")
    category: str = Field(description="Six digits, as in GET /definitions/categories.")
    text: str = Field(description="What is wrong, at most 2,000 characters.")
    location: LocationIn | None = None
    area: UUID | None = Field(None, description="The place, when there is no point.")
    address: str = ""
    reporter: ReporterIn | None = None
    source: str = Field("", description="How it came to us. Left out, the role of whoever reports decides.")
    answers: dict[str, JsonValue] = {}
    solved: dict[str, JsonValue] | None = Field(
        None, description="Done on the spot already: the answers of that move."
    )
    follows: UUID | None = Field(
        None, description="A case you see that was answered before, to which this brings new facts."
    )
    id: UUID | None = Field(None, description="Made on the device, with the home of one of your posts.")
    happened_at: datetime | None = None


class MoveIn(Request):
    move: str
    data: dict[str, JsonValue] = {}
    seen_version: Version
    happened_at: datetime | None = None


class RaiseIn(Request):
    level: str = Field(description="The level you saw as responsible.")
    reason: Literal["tried", "no_power", "no_means", "danger"]
    tried: str = Field(description="What was tried, for whoever is responsible next.")


class CommentIn(Request):
    text: str


class BriefOut(Schema):
    """What a change leaves a client to know: where the case stands now."""

    id: UUID
    number: str
    stage: str
    version: int


class LineOut(Schema):
    number: str
    name: str


class ReportedOut(BriefOut):
    call_first: list[LineOut] = Field(
        description="Emergency lines to show first: the report speaks of danger. Nobody was called."
    )


class PartIn(Request):
    """A part of a case: the same place, its own category and perhaps its own office at once."""

    category: str
    text: str
    organisation: UUID | None = None


class CreatedOut(Schema):
    id: UUID


class NamedOut(Schema):
    id: UUID
    name: str


class PathStepOut(Schema):
    id: UUID
    code: str
    name: str
    name_en: str
    tier: str
    level: str


class ContactOut(Schema):
    name: str
    phone: str
    masked: bool = Field(description="True until opened for a purpose.")
    may_open: bool = Field(description="Your post may open it: POST …/contact.")


class OpenContactIn(Schema):
    purpose: Literal["clarify", "call_back", "visit"]


class AnswerOut(Schema):
    key: str
    label: str
    value: str


class HelperOut(Schema):
    office: NamedOut
    state: Literal["asked", "signed", "declined"]
    asked_at: datetime
    answered_at: datetime | None


class CasePartOut(Schema):
    """A part of a case, or the whole of a part; what you may not see has its number and state alone."""

    id: UUID
    number: str
    type: str
    category_name: str
    stage: str
    stage_title: str
    public_state: PublicState
    is_open: bool
    holder: str


class WordsOut(Schema):
    id: UUID
    kind: str
    label: str
    text: str
    released: bool


class PhotoOut(Schema):
    id: UUID
    kind: str
    name: str
    media_type: str
    size: int
    is_image: bool
    added_at: datetime
    released: bool


class StoryOut(Schema):
    number: int
    at: datetime
    happened_at: datetime
    kind: str
    move: str
    title: str
    who: str
    role: str
    stage: str
    words: list[WordsOut]
    answers: list[AnswerOut]
    photos: list[PhotoOut]


class OfferedMoveOut(Schema):
    """A move you may make now."""

    name: str
    titles: dict[str, str] = Field(description="By language: zh, en.")
    answers: dict[str, Any] = Field(description="JSON Schema (2020-12) of the member `data` of the move.")
    photos_due: list[str] = Field(
        description="Photos (`before`, `after`) that must be there first, unless `no_photo` says why not."
    )

    @staticmethod
    def resolve_answers(offered: Any) -> Any:
        return offered.schema


class CaseOut(Schema):
    """A whole case, cut to what you may see."""

    id: UUID
    township: int
    number: str
    type: str
    category: str
    category_name: str
    source: str
    stage: str
    stage_title: str
    public_state: PublicState
    turn: str
    version: int = Field(description="Send it back as `seen_version`.")
    is_open: bool
    is_late: bool
    waits: bool
    review_on: date | None
    resumes_at: datetime | None = Field(description="Until when its clock stands still.")
    due_at: datetime | None
    case_due_at: datetime
    level: str = Field(description="The tier responsible now; empty without a ladder.")
    level_due_at: datetime | None
    raised: int = Field(description="How often it went up.")
    solved_at: str = Field(description="The tier that solved it.")
    provisional: bool = Field(description="A calendar that is not published yet may still move a deadline.")
    extensions: int = Field(description="How often more time was granted.")
    asks: str = Field(
        description="What the handling office asks for: `extension` or `appeal`, with `_reviewed` after the"
        " first of two levels; empty when nothing is to be decided."
    )
    was_late: bool = Field(description="Done or closed after it was due, whatever an appeal came to.")
    appeal: str = Field(description="`granted` (statistics leave the lateness out), `declined` or empty.")
    reported_at: datetime
    recorded_at: datetime
    closed_at: datetime | None
    solved_on_spot: bool
    rating: int | None
    returns: int
    text: str
    address: str
    lon: float | None
    lat: float | None
    crs: str = Field(description="The system the point was given in; `lon` and `lat` are WGS 84 always.")
    path: list[PathStepOut] = Field(description="From the province down to the responsible place.")
    no_grid: bool
    demands: int = Field(description="How many reports and people it answers, itself among them.")
    merged_into: UUID | None = Field(description="The earlier case it became part of.")
    boundary_version: UUID | None
    offered_to: NamedOut | None
    held_by: NamedOut | None
    handler: NamedOut | None
    received_by: NamedOut | None = Field(
        description="The first of the staff to have had it; answers for it as long as no office holds it."
    )
    suggested: NamedOut | None = Field(description="Whom those that returned it would give it to.")
    return_asked: bool
    bound: bool = Field(description="The office was appointed and cannot return it.")
    helpers: list[HelperOut]
    whole: CasePartOut | None = Field(description="The case it is a part of.")
    parts: list[CasePartOut]
    open_parts: int = Field(description="So many parts are not over; it cannot be closed before.")
    admitted: bool = Field(description="A community may be given it without agreeing first.")
    reporter: ContactOut | None
    answers: list[AnswerOut]
    story: list[StoryOut]
    photos: list[PhotoOut]
    moves: list[OfferedMoveOut]


class CaseRowOut(Schema):
    id: UUID
    township: int
    number: str
    type: str
    category: str
    category_name: str
    text: str
    place: str
    address: str
    stage: str
    stage_title: str
    public_state: PublicState
    source: str
    holder: str
    version: int
    is_late: bool
    waits: bool
    no_grid: bool
    solved_on_spot: bool
    demands: int
    merged: bool = Field(description="It became part of an earlier case.")
    due_at: datetime | None
    review_on: date | None
    resumes_at: datetime | None
    provisional: bool
    asks: str
    reported_at: datetime
    recorded_at: datetime


class CasePage(Schema):
    items: list[CaseRowOut]
    next: str | None = Field(description="Give it back as `after` to get the next page.")


class CaseFilter(Schema):
    worklist: str = Field("", description="One of yours, for example `to_file`; left out: all you see.")
    category: list[str] = []
    stage: list[str] = []
    source: list[str] = []
    place: UUID | None = None
    text: str = ""
    day_from: date | None = None
    day_to: date | None = None
    late: bool = Field(False, description="Only what is past the moment it was due.")
    after: str | None = None
    size: int = 50


class EntryOut(Schema):
    """An entry of the journal as it is chained. Facts hold codes, identifiers and digests only."""

    number: int
    kind: str
    recorded_at: datetime
    happened_at: datetime
    user: UUID | None
    post: UUID | None
    on_behalf: UUID | None
    door: str
    purpose: str
    facts: dict[str, Any]
    previous: str
    hash: str


class JournalOut(Schema):
    entries: list[EntryOut]
