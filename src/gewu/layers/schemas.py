"""Shapes of layers over HTTP."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from gewu.kernel.typed import Version


class LayerOut(Schema):
    """A division of the ground beside the tree of grids."""

    id: UUID
    township: int
    key: str
    kind: Literal["management", "dedicated", "joint", "other"]
    name_zh: str
    name_en: str
    areas: int = Field(description="How many are in force.")
    carries: list[str] = Field(description="Codes of the categories its areas answer for.")
    version: int


class LayerAreaOut(Schema):
    id: UUID
    code: str
    name_zh: str
    name_en: str
    form: str = Field(description="unit, estate, street, tower, or empty.")
    parent_id: UUID | None
    in_community: UUID | None
    households: int | None
    since: datetime
    until: datetime | None = Field(description="Since when it is no more.")
    successor_id: UUID | None
    version: int


class LayerAreaPage(Schema):
    items: list[LayerAreaOut]
    next: str | None


class InTreeOut(Schema):
    """A place of the tree that the area lies in, with the part of the area's ground there."""

    area: UUID
    code: str
    share: float


class HeldOut(Schema):
    office: UUID | None
    leader: str
    since: datetime
    until: datetime | None


class LayerAreaSheetOut(LayerAreaOut):
    tree: list[InTreeOut]
    houses: list[UUID]
    holdings: list[HeldOut] = Field(description="Who answers and answered for it, newest first.")


class LayerAreaIn(Schema):
    """What an area is to be; made of areas of the tree, or of houses named as people say it."""

    name: str
    name_en: str = ""
    code: str = Field("", description="Empty: the next one. Ignored when an area is changed.")
    form: str = ""
    areas: list[UUID] = []
    houses: list[str] = []
    office: UUID | None = None
    leader: str = ""


class LayerAreaChangeIn(LayerAreaIn):
    seen_version: Version


class RetireIn(Schema):
    successor: UUID | None = None
    seen_version: Version


class MattersIn(Schema):
    categories: list[str]
    seen_version: Version


class MadeOut(Schema):
    id: UUID
