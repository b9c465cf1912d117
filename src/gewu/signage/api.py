"""Staffing, cards and plates over HTTP: what is missing, how far the cards are, how the plates hang."""

from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Router
from ninja.params.functions import Header

from gewu.kernel.access import Actor, ActorRequest
from gewu.kernel.errors import NotAllowed
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.signage import commands, queries
from gewu.signage.commands.ground import WRITERS
from gewu.signage.models import Plate
from gewu.signage.queries import LEDGER_READERS, STAFF_READERS, Part
from gewu.signage.schemas import CardsOut, PlateIn, PlateOut, PlateStateFilter, StaffingOut

router = Router(tags=["signage"])
MOST = 200
Key = Annotated[
    str | None, Header(alias="Idempotency-Key", description="The same key and body: the same answer, once.")
]


@router.get("/staffing", response=StaffingOut, summary="Posts that are missing, and who carries too much")
def staffing(request: ActorRequest, area: UUID | None = None) -> Any:
    """Of an area you look after; without `area` of the first of them. It lists; people decide."""
    _require(request.actor, STAFF_READERS)
    top = queries.ground_of(request.actor, area)
    found = queries.staffed(top)
    notes = queries.size_notes([one.area for one in found.sizes])
    return {
        "area": top.code,
        "gaps": [
            {
                "area": places.area(spot.area).code,
                "roles": list(spot.rule.roles),
                "seat": spot.rule.seat or "",
                "each": spot.rule.each,
                "problems": list(spot.problems),
                "people": [post.name for post in spot.held],
            }
            for spot in found.gaps
        ],
        "loads": [
            {
                "name": load.name,
                "areas": [places.area(one).code for one in load.areas],
                "households": load.households,
                "cases": load.cases,
                "over": list(load.over),
            }
            for load in found.loads
            if load.over
        ],
        "ending": [
            {
                "name": post.name,
                "role": post.role,
                "area": places.area(post.area).code,
                "last_day": post.last_day,
            }
            for post in found.ending
        ],
        "sizes": [
            {
                "area": one.area.code,
                "households": one.households,
                "low": one.low,
                "high": one.high,
                "reason": notes[one.area.id].reason if one.area.id in notes else "",
            }
            for one in found.sizes
        ],
    }


@router.get("/cards", response=CardsOut, summary="How many households have a contact card")
def cards(request: ActorRequest, area: UUID | None = None) -> Any:
    """Of an area you look after and of each part directly below it."""
    _require(request.actor, LEDGER_READERS)
    whole, parts = queries.parts_of(queries.ground_of(request.actor, area), people.today())
    return {**_coverage(whole), "parts": [_coverage(part) for part in parts]}


@router.get("/plates", response=list[PlateOut], summary="Plates of an area and how they hang")
def plates(
    request: ActorRequest,
    area: UUID | None = None,
    hangs: PlateStateFilter | None = None,
    after: UUID | None = None,
) -> Any:
    """At most 200, by id; `hangs`: only those in this state; `after`: the last id you have."""
    _require(request.actor, LEDGER_READERS | WRITERS)
    top = queries.ground_of(request.actor, area)
    rows = queries.plates_on(top.id, state=hangs, after=after)[:MOST]
    return [_plate(row) for row in rows]


@router.post("/plates/{plate_id}", response=PlateOut, summary="Note how a plate hangs")
def note_plate(request: ActorRequest, plate_id: UUID, body: PlateIn, idempotency_key: Key = None) -> Any:
    """Damaged or missing, it becomes a case, unless one is open."""
    _require(request.actor, WRITERS)
    row = commands.note_plate(
        plate=plate_id,
        state=body.state,
        actor=request.actor,
        seen_version=body.seen_version,
        receipt=idempotency_key,
    )
    return _plate(row)


def _require(actor: Actor, roles: frozenset[str]) -> None:
    if not actor.roles & roles:
        raise NotAllowed(_("This page is not part of your post."))


def _coverage(part: Part) -> dict[str, object]:
    cards = part.cards
    return {
        "area": part.area.code,
        "households": cards.households,
        "delivered": cards.delivered,
        "refused": cards.refused,
        "nobody": cards.nobody,
        "outdated": cards.outdated,
        "share": cards.share,
    }


def _plate(row: Plate) -> dict[str, object]:
    return {
        "id": row.id,
        "size": row.size,
        "area": places.area(row.area).code if row.area else None,
        "address": row.address,
        "unit": row.unit,
        "state": row.state,
        "put_up_on": row.put_up_on,
        "checked_on": row.checked_on,
        "case": row.case_number,
        "version": row.version,
    }
