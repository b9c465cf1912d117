"""What the API says about deadlines."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from gewu.deadlines.rules import LONGEST, DayKind, Unit


class DueQuery(Schema):
    """Where, from when and how much."""

    place: Annotated[str, Field(description="Id or official code of a township or of an area below one.")]
    start: datetime = Field(description="ISO 8601; without an offset it is the clock of the place.")
    amount: int = Field(ge=1, le=LONGEST)
    unit: Unit


class IntervalOut(Schema):
    """A stretch that was counted, from its beginning up to its end."""

    begins: datetime
    ends: datetime


class DueOut(Schema):
    """Moments carry the offset of the place."""

    place: UUID
    start: datetime
    amount: int
    unit: Unit
    due: datetime = Field(description="The last moment that is not late.")
    provisional: bool = Field(description="True when a year on the way is not published yet.")
    counted: list[IntervalOut]


class DayOut(Schema):
    """A day that differs from its weekday."""

    day: date
    kind: DayKind
    name: str


class YearOut(Schema):
    """A calendar year as it holds at a place."""

    year: int
    published: bool
    document: str = Field(description="The notice it was taken from; empty when not published.")
    days: list[DayOut]
