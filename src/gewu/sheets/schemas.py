"""Paper sheets as programs read and type them."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from gewu.registers.schemas import Given, Strict

StateName = Literal["printed", "collected", "typed", "differing", "checked", "lost"]


class SheetsQuery(Schema):
    standing: StateName | None = Field(None, description="Only those in one state.")
    number: str = Field("", max_length=30, description="The one with this number, check character and all.")
    after: str | None = Field(None, description="`next` of the page before.")


class SheetOut(Schema):
    id: UUID
    number: str
    subject_kind: str = Field(description="`household`, `dwelling` or `establishment`.")
    subject: UUID
    printed_with: UUID = Field(description="Sheets that were printed at once have the same.")
    state: StateName
    version: int
    printed_at: datetime
    collected_on: date | None


class SheetsPage(Schema):
    items: list[SheetOut]
    next: str | None


class SheetLineOut(Schema):
    line: str
    kind: str
    subject: UUID
    field: str
    type: str
    known: str = Field(description="What is held, as you read it; empty: a blank to fill in.")


class SheetFullOut(SheetOut):
    lines: list[SheetLineOut]
    differing: list[str] = Field(description="Lines that two people typed differently.")


class SheetPrintIn(Strict):
    subject: UUID | None = Field(None, description="A household, a dwelling or an establishment.")
    building: UUID | None = Field(None, description="Every door of a house.")
    area: UUID | None = Field(None, description="Every door of a community or a grid.")


class SheetsPrintedOut(Schema):
    printed_with: UUID
    sheets: list[SheetOut]


class SheetSeenIn(Strict):
    seen_version: int = Field(ge=0, le=2_000_000_000)


class SheetCollectIn(SheetSeenIn):
    on: date = Field(description="The day on which it was filled in.")


class SheetTypeIn(SheetSeenIn):
    values: dict[str, Given] = Field(description="By line; what was not written by hand is left out.")


class SheetSettleIn(SheetSeenIn):
    chosen: dict[str, Literal["first", "second", "neither"]] = Field(description="By line that differs.")
