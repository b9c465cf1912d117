"""The burden meter as programs read it."""

from datetime import date

from ninja import Field, Schema


class BurdenQuery(Schema):
    period: str = Field(
        "quarter", description="`month`, `quarter` or `year`: 30, 91 or 365 days up to today."
    )
    township: int | None = Field(None, description="Nine digits; left out: the first of yours.")


class FilledFormOut(Schema):
    form: str
    door: str
    role: str
    sent: int
    timed: int = Field(description="Of these, so many could be timed.")
    seconds: int = Field(description="How long those were open, together.")


class QuestionCountOut(Schema):
    form: str
    field: str
    shown: int
    known: int = Field(description="It was known when it was asked.")
    kept: int = Field(description="What was known was sent on as it stood.")
    filled: int
    read: int = Field(description="Shown to somebody, or exported, within a year.")


class CouldDropOut(Schema):
    form: str
    field: str
    why: str = Field(description="`known`, `unread` or `unanswered`.")
    part: int
    of: int


class BurdenOut(Schema):
    township: int
    first: date
    last: date
    since: date = Field(description="The first day that was counted at all.")
    forms: list[FilledFormOut]
    fields: list[QuestionCountOut]
    proposals: list[CouldDropOut]
