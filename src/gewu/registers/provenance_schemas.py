"""Claims and rates as programs read and decide them."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from gewu.registers.schemas import KindName, Strict

VerdictName = Literal["take", "keep", "ask"]


class ClaimsQuery(Schema):
    kind: KindName | None = Field(None, description="Only those of one register.")
    field: str = Field("", max_length=40, description="Only those of one field.")
    after: str | None = Field(None, description="`next` of the page before.")


class ClaimMarkOut(Schema):
    source: str
    at: datetime
    by: UUID | None
    state: str = Field(description="`given` or `checked`.")


class ClaimOfferOut(Schema):
    claim: UUID
    value: str = Field(description="In words; identity numbers and phones in part.")
    mark: ClaimMarkOut
    state: str = Field(description="`open`, or `ask`: to be asked at the next visit.")


class ClaimedFieldOut(Schema):
    """A field with more than one value: what is held, and everything offered against it."""

    kind: str
    subject: UUID
    number: str
    name: str
    field: str
    held: str
    mark: ClaimMarkOut | None
    offers: list[ClaimOfferOut]
    may_decide: bool


class ClaimsPage(Schema):
    items: list[ClaimedFieldOut]
    next: str | None


class DecisionIn(Strict):
    claims: list[UUID] = Field(
        min_length=1, max_length=200, description="One of each field; the others are settled with it."
    )
    verdict: VerdictName = Field(description="Take what it offers, keep what is held, or ask again.")


class DecidedOut(Schema):
    decided: int = Field(description="So many fields.")


class RateSumsOut(Schema):
    rows: int
    fresh: int = Field(description="Looked at within the rhythm of the register.")
    asked: int = Field(description="Needed fields, over all rows.")
    held: int = Field(description="So many of them are held.")
    agreed: int = Field(description="Nothing waits for a decision.")
    loose: int = Field(description="In no household, without a dwelling, never looked at, by the register.")
    freshness: float | None = Field(description="fresh / rows; null where there are none.")
    completeness: float | None = Field(description="held / asked.")
    consistency: float | None = Field(description="agreed / rows.")


class PlaceRatesOut(Schema):
    community: UUID | None
    grid: UUID | None = Field(description="Null: rows that lie in no grid.")
    kind: str
    sums: RateSumsOut


class RegisterRatesOut(Schema):
    day: date | None = Field(description="The newest day that was counted; null: none was yet.")
    places: list[PlaceRatesOut]


class RatesQuery(Schema):
    kind: KindName | None = Field(None, description="Only one register.")


class BehindQuery(Schema):
    grid: UUID | None = Field(None, description="Only rows of one grid.")
    after: str | None = Field(None, description="`next` of the page before.")


class BehindOut(Schema):
    id: UUID
    number: str
    name: str
    checked_at: datetime | None


class BehindPage(Schema):
    items: list[BehindOut]
    next: str | None
