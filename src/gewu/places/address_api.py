"""Addresses over HTTP for people and programs with an account: the tree, reading texts, and keeping them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status
from ninja.params.functions import Header
from pydantic import AwareDatetime

from gewu.kernel import paging
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotFound
from gewu.kernel.points import from_crs
from gewu.kernel.text import clean
from gewu.kernel.typed import Version
from gewu.places import browsing, keeping, queries
from gewu.places.addresses import NO_ADDRESS
from gewu.places.api import AddressOut, address_out
from gewu.places.shaping import NewAddress

router = Router(tags=["places"])
Key = Annotated[
    str | None, Header(alias="Idempotency-Key", description="The same key and body: the same answer, once.")
]


class TreeQuery(Schema):
    township: int
    q: str = Field("", description="A piece of a name, a street, pinyin, initials or a code.")
    kind: str = Field("", description="estate, road, building, unit or room; empty: estates and roads.")
    area: UUID | None = Field(None, description="Only what belongs to this area or to anything below it.")
    work: str = Field("", description="nowhere, border, apart or retired: a list of work.")
    after: str | None = None
    size: int = 50


class AddressPage(Schema):
    items: list[AddressOut]
    next: str | None = Field(description="Give it back as `after` to get the next page.")


class ReadQuery(Schema):
    township: int
    text: str = Field(max_length=200)


class AddressReadOut(Schema):
    """What a text was understood as. Nothing is guessed: `missed` and `candidates` say what is left."""

    address: AddressOut | None = Field(description="The deepest address that is certain.")
    missed: list[str] = Field(description="The pieces of the text that were not understood.")
    candidates: list[AddressOut] = Field(description="What it may mean, where several explain it equally.")
    taken_for: str = Field(
        description="The name that an incomplete one was taken for; empty if it was whole."
    )


class AddressAliasOut(Schema):
    id: int
    kind: str
    name: str
    since: datetime
    ended_at: datetime | None


class AddressGridOut(Schema):
    """That it belonged to a grid from a moment until another; null: until further notice."""

    area: UUID
    since: datetime
    until: datetime | None
    how: str = Field(description="load (by the boundaries), redraw or hand.")
    reason: str
    own: bool = Field(description="False where it came from the house around it.")


class AddressFileOut(AddressOut):
    aliases: list[AddressAliasOut]
    belonged: list[AddressGridOut] = Field(description="The newest first.")
    inside: list[AddressOut] = Field(description="What stands directly in it.")
    version: int = Field(description="Counts what people did to it by hand.")


class AddressIn(Schema):
    """An address to be added under a code never used before. `name` or `plate`, as its kind has it."""

    township: int
    kind: str = Field(max_length=10, description="estate, road, building, unit or room")
    parent: UUID | None = None
    name: str = Field("", max_length=60)
    name_en: str = Field("", max_length=60)
    plate: str = Field("", max_length=12)
    street: str = Field("", max_length=60)
    house: int = Field(0, ge=0, le=99_999)
    lon: float | None = None
    lat: float | None = None
    crs: str = Field("WGS84", max_length=20)
    floors: int | None = Field(None, ge=0, le=99)
    households: int = Field(0, ge=0, le=9_999)


class AddressAliasIn(Schema):
    name: str = Field(max_length=60)
    kind: str = Field("nick", max_length=5, description="nick, old or other")


class AddressGridIn(Schema):
    area: UUID
    since: AwareDatetime
    reason: str = Field(max_length=200)
    seen_version: Version | None = Field(
        None, ge=1, description="The version that was looked at: 409 if somebody has changed it since."
    )


class AddressMadeOut(Schema):
    id: UUID


class AliasMadeOut(Schema):
    id: int


@router.get("/address-tree", response=AddressPage, summary="Addresses of a place, down to the room")
def tree(request: ActorRequest, wanted: Query[TreeQuery]) -> Any:
    _require_at_home(request, wanted.township)
    text = clean(wanted.q, field="q", limit=100, lines=False)
    rows = browsing.listed(wanted.township, text=text, kind=wanted.kind, area=wanted.area, work=wanted.work)
    page = paging.page([rows], order=["code", "id"], after=wanted.after, size=wanted.size)
    known = queries.addresses([row.id for row in page.items])
    return AddressPage(items=[address_out(known[row.id]) for row in page.items], next=page.next)


@router.get("/address-tree/read", response=AddressReadOut, summary="What a text means, down to the room")
def read(request: ActorRequest, wanted: Query[ReadQuery]) -> Any:
    """幸福小区3栋2单元501室, 幸福小区3-2-501, 三号楼二单元五零一 after a name, other names of estates."""
    _require_at_home(request, wanted.township)
    text = clean(wanted.text, field="text", limit=200, lines=False)
    found = queries.read_address(text, township=wanted.township)
    return AddressReadOut(
        address=address_out(found.address) if found.address else None,
        missed=list(found.missed),
        candidates=[address_out(one) for one in found.candidates],
        taken_for=found.taken_for,
    )


@router.get("/address-tree/{uuid:address_id}", response=AddressFileOut, summary="One address, then and now")
def one(request: ActorRequest, address_id: UUID) -> Any:
    return _file(request, address_id)


@router.post("/address-tree", response={201: AddressMadeOut}, summary="Add an address")
def add(request: ActorRequest, body: AddressIn, idempotency_key: Key = None) -> Any:
    point = None if body.lon is None or body.lat is None else from_crs(body.lon, body.lat, body.crs)
    said = body.model_dump(exclude={"lon", "lat", "crs"})
    made = keeping.add_address(
        new=NewAddress(**said, point=point), actor=request.actor, receipt=idempotency_key
    )
    return Status(201, {"id": made})


@router.post(
    "/address-tree/{uuid:address_id}/aliases", response={201: AliasMadeOut}, summary="Give it another name"
)
def name(request: ActorRequest, address_id: UUID, body: AddressAliasIn, idempotency_key: Key = None) -> Any:
    alias = keeping.add_alias(
        address=address_id, name=body.name, kind=body.kind, actor=request.actor, receipt=idempotency_key
    )
    return Status(201, {"id": alias})


@router.post(
    "/address-tree/{uuid:address_id}/grid", response=AddressFileOut, summary="Give it to another grid"
)
def assign(request: ActorRequest, address_id: UUID, body: AddressGridIn) -> Any:
    """A house on a border, or a unit apart from its house, from a moment on and with a reason."""
    keeping.assign_by_hand(
        address=address_id,
        area=body.area,
        since=body.since,
        reason=body.reason,
        actor=request.actor,
        seen_version=body.seen_version,
    )
    return _file(request, address_id)


def _file(request: ActorRequest, address_id: UUID) -> AddressFileOut:
    found = browsing.address_here(request.actor, address_id)
    return AddressFileOut(
        **address_out(found).model_dump(),
        aliases=[
            AddressAliasOut(id=row.pk, kind=row.kind, name=row.name, since=row.since, ended_at=row.ended_at)
            for row in browsing.aliases_of(found.id)
        ],
        belonged=[
            AddressGridOut(
                area=one.area, since=one.since, until=one.until, how=one.how, reason=one.reason, own=one.own
            )
            for one in queries.belongings_of(found.id)
        ],
        inside=[address_out(below) for below in queries.inside(found.id)],
        version=found.version,
    )


def _require_at_home(request: ActorRequest, township: int) -> None:
    if not request.actor.at_home_in(township):
        raise NotFound(str(NO_ADDRESS))
