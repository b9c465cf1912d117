"""What goes over the API in and out about reports of one matter."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from gewu.cases.schemas import LocationIn, Request
from gewu.catalogue.definition import PublicState
from gewu.kernel.typed import Version


class NearIn(Request):
    """What is about to be reported, as far as it is known. `location`, `area` or `address` says where."""

    category: str = Field(description="Six digits, as in GET /definitions/categories.")
    text: str = Field("", description="Compared with what others wrote; the first 600 characters count.")
    location: LocationIn | None = None
    area: UUID | None = None
    address: str = ""
    phone: str = Field("", description="For staff: what whoever has this phone asked before.")


class NearCaseOut(Schema):
    """A case that may be the same matter."""

    id: UUID | None = Field(description="Null for whoever may know no more than the public page.")
    number: str
    category_name: str
    state: PublicState
    state_title: str
    place: str
    text: str = Field(description="For the public: only what a person released.")
    metres: int | None = Field(description="Null where only the place or the house is known to be the same.")
    demands: int = Field(description="How many reports and people it answers, itself among them.")
    is_open: bool
    asked_before: bool = Field(description="Reported from the same phone.")
    likeness: float = Field(description="How like the words are, from 0 to 1.")
    reported_at: datetime


class NearOut(Schema):
    """At most five of each: asked before from the same phone, then open ones near by; most alike first."""

    items: list[NearCaseOut]


class SecondOut(Schema):
    """What "me too" came to."""

    number: str
    counted: bool = Field(description="False: you were counted before.")
    demands: int = Field(description="Of the case that answers for it.")


class MergeIn(Request):
    into: UUID = Field(description="The earlier case, which answers for both.")
    reason: Literal["duplicate", "repeat"] = Field(
        description="`duplicate`: another report of an open matter. `repeat`: the same person asks again, "
        "without new facts, for what was answered."
    )
    note: str = Field("", description="Why, if it is not plain; at most 500 characters.")
    seen_version: Version


class UnmergeIn(Request):
    seen_version: Version


class RepeatIn(Request):
    text: str = Field("", description="What was said, at most 500 characters.")
