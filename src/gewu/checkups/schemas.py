"""What goes over the API of data health."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

FindingState = Literal["open", "mended", "accepted", "wrong_alarm"]


class Asked(Schema):
    """A body that a client sends: a member nobody knows is a mistake worth telling."""

    model_config = ConfigDict(extra="forbid")


class CheckupFilter(Schema):
    state: FindingState = "open"
    after: str | None = Field(default=None, max_length=500)
    size: int = Field(default=50, ge=1, le=200)


class CheckupOut(Schema):
    id: UUID
    check: str = Field(alias="check_key", description="Which check found it (definitions/checks).")
    register_key: str = Field(alias="register", description="figures, or the register the row is in.")
    subject_id: UUID | None = Field(description="The row; none for figures of reports.")
    in_community: UUID | None
    in_grid: UUID | None
    said: dict[str, str] = Field(description="The figures a sentence is made of.")
    state: FindingState
    found_at: datetime
    closed_at: datetime | None
    given_to: UUID | None = Field(description="Who has it to mend.")
    again: int = Field(description="How often it was wrong again after it was mended or set aside.")


class CheckupPage(Schema):
    items: list[CheckupOut]
    next: str | None


class GiveIn(Asked):
    to: UUID | None = Field(description="Somebody at its grid or in the office; yourself; null: nobody.")


class SettleIn(Asked):
    step: Literal["accept", "wrong_alarm", "reopen"]
    words: str = Field(description="Why.")
    seen_state: FindingState = Field(description="The state you saw it in.")
