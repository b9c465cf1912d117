"""What goes over the API of ledgers."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

Length = Literal["day", "week", "month"]


class LedgerQuery(Schema):
    area: UUID
    period: Length
    first: date = Field(description="The first day: a Monday, or the first of a month.")


class SignIn(Schema):
    model_config = ConfigDict(extra="forbid")

    area: UUID
    period: Length
    first: date
    reasons: dict[UUID, str] = Field(default={}, description="Case → why it is late.")


class FiguresOut(Schema):
    before: int
    opened: int
    taken_in: int
    closed: int
    given_away: int
    carried: int
    late: int
    due: int
    cleared: int
    rate: float | None = Field(description="Closed of what was due, in percent.")
    solved: dict[str, int] = Field(description="Closed cases by the level that solved them.")


class CarriedOut(Schema):
    case: UUID
    number: str
    due: datetime | None
    reason: str
    needs: bool = Field(description="A person has to say why.")


class LedgerOut(Schema):
    area: UUID
    period: Length
    first: date
    last: date
    ended: bool
    signed_at: datetime | None
    digest: str
    figures: FiguresOut
    carried: list[CarriedOut]


class SignedOut(Schema):
    id: UUID
