"""Where values come from, over HTTP: what differs and is to be decided; how fresh and whole the rest is."""

from collections.abc import Collection, Iterator
from typing import Any, Literal

from django.utils.translation import gettext as _
from ninja import Query, Router

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotAllowed
from gewu.registers import tellings
from gewu.registers.api import Key
from gewu.registers.commands.deciding import decide
from gewu.registers.provenance_schemas import (
    BehindPage,
    BehindQuery,
    ClaimsPage,
    ClaimsQuery,
    DecidedOut,
    DecisionIn,
    RatesQuery,
    RegisterRatesOut,
)
from gewu.registers.queries import claims as waiting
from gewu.registers.queries import rates as counted
from gewu.registers.queries.claims import Dispute
from gewu.registers.reach import READERS, WRITERS
from gewu.registers.schemas import KindName

router = Router(tags=["registers"])
What = Literal["stale", "gaps", "disputed", "loose"]


@router.get("/claims", response=ClaimsPage, summary="Fields with more than one value, the longest first")
def list_claims(request: ActorRequest, wanted: Query[ClaimsQuery]) -> Any:
    _require(request, READERS)
    found = waiting.disputes(
        request.actor, kind=wanted.kind or "", field=wanted.field, after=wanted.after or None
    )
    return {"items": [_told(one) for one in found.items], "next": found.next}


@router.post("/decisions", response=DecidedOut, summary="Decide once: take, keep, or ask again")
def decide_claims(request: ActorRequest, body: DecisionIn, idempotency_key: Key = None) -> Any:
    _require(request, WRITERS)
    done = decide(claims=body.claims, verdict=body.verdict, actor=request.actor, receipt=idempotency_key)
    return {"decided": done}


@router.get(
    "/rates", response=RegisterRatesOut, summary="Freshness, completeness and consistency, grid by grid"
)
def list_rates(request: ActorRequest, wanted: Query[RatesQuery]) -> Any:
    _require(request, READERS)
    found = counted.rates(request.actor)
    return {"day": found.day, "places": list(_places(found, wanted.kind))}


@router.get("/rates/{kind}/{what}", response=BehindPage, summary="The rows behind a figure, as you see them")
def rows_behind(request: ActorRequest, kind: KindName, what: What, wanted: Query[BehindQuery]) -> Any:
    _require(request, READERS)
    found = counted.rows_behind(
        request.actor, kind=kind, what=what, grid=wanted.grid, after=wanted.after or None
    )
    return {"items": found.items, "next": found.next}


def _require(request: ActorRequest, roles: Collection[str]) -> None:
    if request.actor.roles.isdisjoint(roles):
        raise NotAllowed(_("Your post has no part in this."))


def _told(one: Dispute) -> dict[str, Any]:
    """As a page shows it: secrets in part, and what is held more closely than its reader reads not at all."""
    return {
        "kind": one.kind,
        "subject": one.subject,
        "number": one.number,
        "name": one.name,
        "field": one.field.key,
        "held": tellings.value(one.field, one.held, readable=one.readable),
        "mark": one.mark,
        "offers": [
            {
                "claim": offer.claim,
                "value": tellings.value(one.field, offer.value, readable=one.readable),
                "mark": offer.mark,
                "state": offer.state,
            }
            for offer in one.offers
        ],
        "may_decide": one.open_to,
    }


def _places(found: counted.Rates, kind: str | None) -> Iterator[dict[str, Any]]:
    for (community, grid), by_kind in found.by_place.items():
        for key, sums in by_kind.items():
            if kind in {None, key}:
                yield {"community": community, "grid": grid, "kind": key, "sums": sums}
