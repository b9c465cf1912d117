"""What finding says over HTTP."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema
from pydantic import JsonValue

from gewu.cases.schemas import CaseRowOut
from gewu.kernel.typed import Version


class SearchFilter(Schema):
    q: str = Field(description="Words that must all be there; 60 characters count.")
    category: list[str] = []
    stage: list[str] = []
    source: list[str] = []
    place: UUID | None = None
    sort: str = Field("best", description="`best` of the newest, or `new`: the newest first.")
    page: int = Field(1, ge=1, le=4, description="Of fifty; the 200 newest hits are put in order of rank.")
    older: str | None = Field(None, description="Go on behind these 200: the `older` of the last answer.")


class HitOut(Schema):
    case: CaseRowOut
    text: str = Field(description="A piece of the text that holds the words.")
    marks: list[tuple[int, int]] = Field(description="Where they stand in it: from, to.")
    kind: str = Field(description="Which of the case's texts it is; empty: its place and category.")


class SearchPage(Schema):
    items: list[HitOut]
    total: int = Field(description="Of the newest 200.")
    more: bool
    older: str | None
    since: datetime | None = Field(description="Set if not everything was looked through: how far back.")


class FilterOut(Schema):
    id: UUID
    name: str
    list: str
    query: str
    shared: bool
    own: bool
    count: int | None = Field(description="Up to 100; not counted for searches and for all cases.")


class FilterIn(Schema):
    name: str = Field(max_length=200)
    list: str = Field(description="One of your worklists, or `search`.")
    query: str = Field(description="Filters as in the address of the list: `category=010305&late=1`.")
    shared: bool = False


class ExportIn(Schema):
    list: str = Field(description="One of your worklists, or `search` with `q=…` in the query.")
    query: str = ""
    form: str = Field("xlsx", description="`xlsx` or `csv`.")
    used_for: str = Field(description="report, meeting, work, check or hand_over; it stands in the file.")
    reason: str = ""


class ExportOut(Schema):
    id: UUID
    state: str = Field(description="waiting, running, done, failed, stopped, gone.")
    rows: int
    form: str
    asked_at: datetime
    finished_at: datetime | None


class ChosenIn(Schema):
    id: UUID
    seen_version: Version


class BatchIn(Schema):
    move: str
    data: dict[str, JsonValue] = {}
    cases: list[ChosenIn] = Field(min_length=1, max_length=200)


class BatchRowOut(Schema):
    case: UUID
    number: str
    outcome: str = Field(description="waiting, done, refused, changed.")
    said: str = Field(description="Why not, in words.")


class BatchOut(Schema):
    id: UUID
    move: str
    finished: bool
    rows: list[BatchRowOut]
