"""What the exchange says over HTTP."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema


class ImportOut(Schema):
    id: UUID
    kind: str = Field(description="residents, dwellings, establishments, facilities.")
    aim: str = Field(description="import, or compare.")
    name: str
    office: str
    source: str
    day: date
    state: str = Field(
        description="reading, laid (say what the columns are), checking, checked, going, done, refused,"
        " stopped, undoing, undone."
    )
    said: str = Field(description="Why it was refused: a code.")
    sheet: str
    header: int = Field(description="The row of the headings, from 1.")
    headings: list[str]
    mapping: dict[str, str] = Field(description="Column from 0 → what it is.")
    remembered: bool = Field(description="The mapping is that of an earlier table of this form.")
    per_cent: int
    rows: int
    good: int
    bad: int
    twice: int
    left_out: int
    findings: int
    doubts: int = Field(description="Rows that can be taken and break a check of data health.")
    created: int
    changed: int
    same: int
    to_check: int
    claims: int
    taken_back: int
    kept: int
    asked_at: datetime
    finished_at: datetime | None


class WorkbookIn(Schema):
    kind: str
    source: str
    office: str
    day: date
    aim: str = Field("import", description="import, or compare (residents).")


class LayIn(Schema):
    mapping: dict[int, str] = Field(description="Column from 0 → what it is; columns not named are not read.")
    all_or_none: bool = True
    crs: str = Field("", description="WGS84, CGCS2000, GCJ02 or BD09: needed for points.")
    sheet: str = Field("", description="Another sheet: the file is read again.")
    header: int = Field(0, ge=0, le=500, description="Another row of headings, from 1: read again.")


class BadCellOut(Schema):
    row: int
    column: str
    heading: str
    shown: str = Field(description="The cell, masked.")
    code: str
    why: str
    todo: str


class BadCellsPage(Schema):
    items: list[BadCellOut]
    next: int | None = Field(description="Give it as `after` to go on; null at the end.")


class TargetOut(Schema):
    key: str
    label: str
    needed: bool


class ImportCompareIn(Schema):
    programme: str = Field("", description="Only persons of this programme should stand in their file.")
    area: str = Field("", description="Only persons of this community or grid.")


class ImportHereOut(Schema):
    found: int
    maybe: int = Field(description="Same name and day of birth as a row without a number.")
    only_here: int
    all: int = Field(description="found + maybe + only_here.")


class ImportComparedOut(Schema):
    """Rows of the file by what became of each, and the persons of our registers that should stand in it."""

    hit: int
    differs: int
    to_check: int
    only_there: int
    twice: int
    bad: int
    here: ImportHereOut


class ImportDifferenceOut(Schema):
    id: UUID
    row: int = Field(description="The row of their file; 0 for whom it does not have.")
    person: UUID
    number: str
    name: str = Field(description="Masked, as both values are.")
    field: str
    label: str
    ours: str = Field(description="One value; of a row to be checked all that it speaks of.")
    theirs: str
    state: str = Field(description="open, taken (or: it is them), claimed (a better source holds), left.")


class ImportSettleIn(Schema):
    differences: list[UUID] = Field(min_length=1, max_length=200)
    decision: Literal["take", "leave"]


class ImportSettledOut(Schema):
    taken: int
    claimed: int
    left: int
    refused: int


class DuplicateOut(Schema):
    id: UUID
    matcher: str = Field(description="The rule that found them.")
    state: str = Field(description="open, united, apart.")
    left: UUID
    right: UUID


class DuplicateLineOut(Schema):
    label: str
    left: str
    right: str
    same: bool


class DuplicateBesideOut(Schema):
    pair: DuplicateOut
    numbers: tuple[str, str]
    lines: list[DuplicateLineOut] = Field(description="Both records, masked.")


class DuplicateDecisionIn(Schema):
    decision: Literal["left", "right", "apart", "part", "doubt"] = Field(
        description="left or right: one person, and that record goes on; apart: two people; part: make two of"
        " them again; doubt: take back that they are two."
    )


class OfficeColumnOut(Schema):
    field: str
    heading: str = Field(description="In the office's words; blank is the field's own name.")


class OfficeRowsOut(Schema):
    area: str = ""
    programme: str = ""
    age_from: int | None = None
    age_to: int | None = None


class OfficeTableOut(Schema):
    id: UUID
    name: str
    office: str
    kind: str = Field(description="The register: person, household, dwelling, establishment, facility.")
    columns: list[OfficeColumnOut]
    count_by: str = Field(description="The field whose answers are counted; blank where rows are listed.")
    only: OfficeRowsOut
    day: int = Field(description="The day of the month it is made by itself; 0 for none.")


class OfficeMonthOut(Schema):
    id: UUID
    table: UUID
    name: str
    office: str
    month: str = Field(description="2026-11.")
    rows: int
    state: str = Field(description="waiting, handed, dropped.")
    made_at: datetime
    decided_at: datetime | None


class OfficeSinceOut(Schema):
    """What is otherwise than in an earlier month: numbers of records."""

    month: str
    new: list[str]
    gone: list[str]
    changed: dict[str, list[str]] = Field(description="Number of a record → columns that say otherwise.")
    counts: dict[str, tuple[int, int]] = Field(description="Answer → how many before and now.")


class OfficeMonthSeenOut(Schema):
    month: OfficeMonthOut
    head: list[str]
    lines: list[list[str]] = Field(description="The first 50 rows, masked; none once its year is over.")
    since: OfficeSinceOut | None


class HandOverIn(Schema):
    form: Literal["xlsx", "csv"] = "xlsx"
    purpose: str = Field("office", description="report, office, work, check.")
    reason: str = Field("", max_length=100)
    full: bool = Field(False, description="In full as far as the post reads; otherwise masked.")
