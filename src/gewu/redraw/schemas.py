"""What redraws say over HTTP."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import JsonValue

from gewu.kernel.typed import Version

Act = Literal["undo", "redo", "offer", "return", "publish", "withdraw"]


class BorderDraftOut(Schema):
    """A draft of new borders as a line."""

    id: UUID
    township: int
    title: str
    note: str
    state: str = Field(description="open, offered, published (it waits for its day), applied or withdrawn.")
    effective_on: date | None = Field(description="The first day; null: from the moment it is published.")
    version: int = Field(description="Rises with every step: give it back as `seen_version`.")
    reason: str = Field(description="Why grids outside the range are wanted.")
    remark: str = Field(description="Why it was sent back.")
    base: UUID = Field(description="The boundary version it was drawn on.")
    made: UUID | None = Field(description="The boundary version that it became.")
    opened_at: datetime
    changed_at: datetime


class BorderStepOut(Schema):
    """A step of a draft."""

    number: int
    kind: str
    at: datetime
    undone_at: datetime | None


class BorderDraftFullOut(BorderDraftOut):
    steps: list[BorderStepOut] = Field(description="Newest first, also those that were taken back.")
    acts: list[str] = Field(description="What you may do with it now.")


class BeginIn(Schema):
    township: int = Field(description="Nine-digit code.")
    title: str = Field(max_length=80)
    note: str = Field("", max_length=500)
    effective_on: date | None = None


class EditIn(Schema):
    """One edit. `edit.kind`: split, merge, shift, draw, take, regroup or name."""

    edit: dict[str, JsonValue] = Field(
        description=(
            "split: key, line · merge: keys · shift: one, other, line · draw: ring, zh, en · take: key, into,"
            " houses · regroup: keys, parent · name: key, zh, short, en. Lines and rings are lists of"
            " [longitude, latitude] in WGS 84; keys are codes of grids, or those the draft gave to new ones."
        )
    )
    seen_version: Version


class BorderActIn(Schema):
    act: Act
    seen_version: Version
    words: str = Field("", max_length=500, description="The reason of an offer, the remark of a return.")


class BorderFindingOut(Schema):
    weight: Literal["error", "reason", "say"] = Field(
        description="error: it cannot be handed in; reason: only with a reason; say: worth knowing."
    )
    what: str
    key: str
    said: str = Field(description="In the language of the request.")


class GridOut(Schema):
    """A grid of the draft that is new or not as it was."""

    key: str
    code: str = Field(description="The number it has or will get.")
    name: str
    level: str
    parent: str
    is_new: bool
    is_group: bool = Field(description="It stands between the deepest grids and their community.")
    households: int
    before: int | None
    buildings: int
    hectares: float


class BorderCheckOut(Schema):
    version: int
    sound: bool
    asks_reason: bool
    findings: list[BorderFindingOut]
    grids: list[GridOut]


class HeirOut(Schema):
    old: str
    new: str
    kind: str
    households: int
    addresses: int


class PostEndingOut(Schema):
    area: str
    role: str
    name: str


class BorderPreviewOut(Schema):
    """What a draft would move."""

    addresses: int
    households: int
    open_cases: int
    cases: list[str] = Field(description="The numbers of those open cases that you may see, 200 at most.")
    posts: list[PostEndingOut] = Field(description="Posts at grids that would be retired.")
    register_rows: dict[str, int] = Field(description="Rows of each register that change their grid.")
    visits: int = Field(description="Visits to be paid that go to another grid.")
    layer_areas: list[str] = Field(description="Codes of areas of parallel layers made of retired grids.")
    retired: list[str]
    heirs: list[HeirOut]


class BorderMapOut(Schema):
    """GeoJSON, WGS 84: every deepest grid of the draft."""

    type: Literal["FeatureCollection"]
    version: int
    features: list[dict[str, Any]]
