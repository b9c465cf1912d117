"""What the studio says over HTTP."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import JsonValue

from gewu.kernel.typed import Version

Act = Literal["undo", "offer", "return", "publish", "withdraw"]


class DraftOut(Schema):
    """A draft as a line."""

    id: UUID
    key: str = Field(description="The kind of case.")
    place: UUID = Field(description="The area it is for, with everything below.")
    state: str = Field(description="open, offered, published or withdrawn.")
    version: int = Field(description="Rises with every step: give it back as `seen_version`.")
    reason: str = Field(description="Why it was handed in.")
    remark: str = Field(description="Why it was sent back.")
    published_as: UUID | None = Field(description="The definition that it became.")
    opened_at: datetime
    changed_at: datetime


class DraftFullOut(DraftOut):
    """A draft with what it holds and what may be done with it."""

    sections: list[str] = Field(description="Every section that can be read and written.")
    own: list[str] = Field(
        description="Those the draft holds itself; categories that are not here are as shipped."
    )
    acts: list[Act] = Field(description="What whoever asks may do with it now.")


class StartIn(Schema):
    key: str = Field(max_length=40, description="The kind of case, such as `event`.")
    place: UUID


class SectionOut(Schema):
    section: str
    version: int
    value: dict[str, Any] | list[Any]


class SectionIn(Schema):
    value: dict[str, JsonValue] | list[JsonValue] = Field(description="The whole section, as it is read.")
    seen_version: Version


class DraftFindingOut(Schema):
    """Something to look at. An error stands in the way of handing in."""

    weight: Literal["error", "warning"]
    part: str = Field(description="Where it is put right, such as `stage:handling`.")
    at: str = Field(description="The member there, if one is meant.")
    what: str
    said: str = Field(description="In words, in the language of the request.")


class CheckOut(Schema):
    version: int
    sound: bool = Field(description="Nothing stands in the way of handing it in.")
    findings: list[DraftFindingOut]


class DifferenceOut(Schema):
    """One member that is not as it was when the draft was started; null: it was, or is, not there."""

    section: str
    path: list[str]
    before: Any
    after: Any


class ActIn(Schema):
    act: Act
    words: str = Field("", max_length=4000, description="The reason for `offer`, the remark for `return`.")
    seen_version: Version
