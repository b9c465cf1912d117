"""The shapes of call-backs and rates over HTTP."""

from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from gewu.kernel.typed import Version


class AnswerIn(Schema):
    """What the reporter answered."""

    contacted: bool = Field(description="Somebody from the office was in touch.")
    solved: Literal["yes", "partly", "no"]
    rating: int = Field(ge=1, le=5, description="1 very dissatisfied … 5 very satisfied.")
    opinion: str = Field("", max_length=1000)


class CallBackIn(Schema):
    """One try to ask how it went: with an answer, or with the reason why there is none."""

    seen_version: Version = Field(ge=1)
    channel: Literal["phone", "visit"] = "phone"
    answer: AnswerIn | None = None
    reason: Literal["", "no_answer", "busy", "wrong_number", "declined", "no_contact"] = ""
    next_at: datetime | None = Field(None, description="When to try again.")


class CallBackOut(Schema):
    id: UUID
    at: datetime
    closing: int = Field(description="1 after the first closing, 2 after the case was worked on again.")
    channel: str
    valid: bool = Field(description="It was answered.")
    reason: str
    next_at: datetime | None
    contacted: bool | None
    solved: str
    rating: int | None


class RatesOut(Schema):
    """Of one place. Rates are per cent with two digits; null where there was no valid call-back."""

    place: str | None = Field(description="Its code; null for what lies in none of the parts.")
    call_backs: int
    valid: int
    contacted: int
    solved: int
    marks: list[int] = Field(description="How many gave 1, 2, 3, 4 and 5.")
    response_rate: Decimal | None
    solved_rate: Decimal | None
    satisfied_rate: Decimal | None
    total: Decimal | None
    reported: int
    closed: int
    closing_rate: Decimal | None
    reopened: int


class RatesPage(Schema):
    since: datetime
    until: datetime
    lines: list[RatesOut] = Field(description="The place first, then its parts.")
