"""How a place counts what people say of the outcome: windows, weights, tries. Values only.

The defaults are one district's implementation of the three rates 三率, second-hand: no rule of the country.
"""

from datetime import time
from decimal import Decimal
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

ONE = Decimal(1)


class Marks(BaseModel):
    """What each of the five answers counts in the rate of the satisfied, from 0 to 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    very_satisfied: Decimal = Field(ONE, ge=0, le=1)
    satisfied: Decimal = Field(ONE, ge=0, le=1)
    on_the_whole: Decimal = Field(Decimal("0.9"), ge=0, le=1)
    dissatisfied: Decimal = Field(Decimal(0), ge=0, le=1)
    very_dissatisfied: Decimal = Field(Decimal(0), ge=0, le=1)

    @property
    def by_mark(self) -> dict[int, Decimal]:
        """By the mark that is stored: 1 very dissatisfied … 5 very satisfied."""
        return {
            1: self.very_dissatisfied,
            2: self.dissatisfied,
            3: self.on_the_whole,
            4: self.satisfied,
            5: self.very_satisfied,
        }


class Assessment(BaseModel):
    """`[assessment]` of a locality."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # 考核月: from this day of the month before until this day; 考核日: until this moment of the day.
    month_starts_on: int = Field(19, ge=1, le=28)
    day_ends_at: time = time(12)
    marks: Marks = Marks()
    response: Decimal = Field(Decimal("0.1"), ge=0, le=1)
    solved: Decimal = Field(Decimal("0.5"), ge=0, le=1)
    satisfied: Decimal = Field(Decimal("0.4"), ge=0, le=1)
    # So many calls before nobody tries any more.
    tries: int = Field(3, ge=1, le=9)

    @model_validator(mode="after")
    def _weights_are_a_whole(self) -> Self:
        if self.response + self.solved + self.satisfied != ONE:
            raise ValueError("response, solved and satisfied must add up to 1")
        return self
