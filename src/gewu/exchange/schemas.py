"""What the exchange says over HTTP."""

from datetime import date, datetime
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
    created: int
    changed: int
    same: int
    to_check: int
    claims: int
    taken_back: int
    kept: int
    asked_at: datetime
    finished_at: datetime | None


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
