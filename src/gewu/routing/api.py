"""Reports of one matter over HTTP: look before reporting, say "me too", join, part, count who asks again."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from ninja import Header, Router

from gewu.cases import commands
from gewu.cases import queries as cases
from gewu.cases.commands import Merging
from gewu.cases.queries import Spot
from gewu.cases.schemas import BriefOut
from gewu.kernel.access import ActorRequest
from gewu.kernel.points import from_crs
from gewu.routing import queries
from gewu.routing.schemas import MergeIn, NearIn, NearOut, RepeatIn, SecondOut, UnmergeIn

router = Router(tags=["cases"])
Key = Annotated[
    str | None, Header(alias="Idempotency-Key", description="The same key and body: the same answer, once.")
]


@router.post("/near", response=NearOut, summary="What may be the same matter, before you report it")
def near(request: ActorRequest, body: NearIn) -> Any:
    """Changes nothing; a POST because words and phones belong in no address."""
    actor, place = request.actor, body.location
    point = from_crs(place.lon, place.lat, place.crs) if place else None
    spot = queries.spot_at(body.category, point, body.area, address=body.address, actor=actor)
    if spot is None:
        return {"items": []}
    if not actor.posts:
        return {"items": [_public(one) for one in queries.public_near(spot, body.text)]}
    return {"items": _for_staff(request, spot, body)}


@router.post("/numbers/{number}/second", response=SecondOut, summary="Say “me too” to an open public case")
def second(request: ActorRequest, number: str) -> Any:
    counted = commands.second(number=number, who=str(request.actor.user), actor=request.actor)
    shown = cases.public_case(number)
    return {"number": number, "counted": counted, "demands": shown.demands if shown else 0}


@router.post("/{uuid:case_id}/merge", response=BriefOut, summary="Make it part of an earlier case")
def merge(request: ActorRequest, case_id: UUID, body: MergeIn, idempotency_key: Key = None) -> Any:
    commands.merge(
        case_id=case_id,
        merging=Merging(body.into, body.reason, body.note),
        seen_version=body.seen_version,
        actor=request.actor,
        receipt=idempotency_key,
    )
    return cases.brief(request.actor, case_id)


@router.post("/{uuid:case_id}/unmerge", response=BriefOut, summary="Take it out again, within a day")
def unmerge(request: ActorRequest, case_id: UUID, body: UnmergeIn, idempotency_key: Key = None) -> Any:
    commands.unmerge(
        case_id=case_id, seen_version=body.seen_version, actor=request.actor, receipt=idempotency_key
    )
    return cases.brief(request.actor, case_id)


@router.post("/{uuid:case_id}/repeat", response=BriefOut, summary="Somebody asked again without new facts")
def repeat(request: ActorRequest, case_id: UUID, body: RepeatIn, idempotency_key: Key = None) -> Any:
    commands.repeat(case_id=case_id, said=body.text, actor=request.actor, receipt=idempotency_key)
    return cases.brief(request.actor, case_id)


def _for_staff(request: ActorRequest, spot: Spot, body: NearIn) -> list[dict[str, Any]]:
    before = queries.asked_by_phone(request.actor, body.phone, spot, body.text) if body.phone else ()
    told = {one.case.id for one in before}
    likely = [one for one in queries.likely_at(request.actor, spot, body.text) if one.case.id not in told]
    return [
        *(_one(one) | {"asked_before": True} for one in before),
        *(_one(one) for one in likely),
    ]


def _public(likely: queries.Likely) -> dict[str, Any]:
    return _one(likely) | {"id": None}


def _one(likely: queries.Likely) -> dict[str, Any]:
    return asdict(likely.case) | {"likeness": round(likely.likeness, 3), "asked_before": False}
