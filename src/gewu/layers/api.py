"""Layers over HTTP: what there is, areas with their history, changed by those who keep a place."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router, Status
from ninja.params.functions import Header

from gewu.kernel.access import ActorRequest
from gewu.layers import commands, queries
from gewu.layers.asked import Asked
from gewu.layers.queries import AreaSheet, LayerLine
from gewu.layers.schemas import (
    LayerAreaChangeIn,
    LayerAreaIn,
    LayerAreaOut,
    LayerAreaPage,
    LayerAreaSheetOut,
    LayerOut,
    MadeOut,
    MattersIn,
    RetireIn,
)

router = Router(tags=["layers"])
Key = Annotated[
    str | None, Header(alias="Idempotency-Key", description="The same key and body: the same answer, once.")
]


@router.get("", response=list[LayerOut], summary="The layers of a township")
def list_layers(request: ActorRequest, township: int) -> Any:
    return [_layer(line) for line in queries.layers_of(request.actor, township)]


@router.get("/{uuid:layer_id}/areas", response=LayerAreaPage, summary="The areas of a layer, by code")
def list_areas(
    request: ActorRequest,
    layer_id: UUID,
    q: str = "",
    form: str = "",
    retired: Annotated[str, Query(description="Anything: retired ones, too.")] = "",
    after: str | None = None,
    size: int = 50,
) -> Any:
    of = queries.layer(request.actor, layer_id)
    chosen = queries.chosen_from({"q": q, "form": form, "retired": retired})
    return queries.areas_of(of, chosen=chosen, after=after, size=size)


@router.post("/{uuid:layer_id}/areas", response={201: MadeOut}, summary="Make an area")
def make_area(request: ActorRequest, layer_id: UUID, body: LayerAreaIn, idempotency_key: Key = None) -> Any:
    made = commands.make_area(
        layer_id=layer_id, asked=_asked(body), actor=request.actor, receipt=idempotency_key
    )
    return Status(201, {"id": made})


@router.put("/{uuid:layer_id}/matters", response=LayerOut, summary="Say what a layer answers for")
def carry(request: ActorRequest, layer_id: UUID, body: MattersIn) -> Any:
    commands.carry(
        layer_id=layer_id, categories=body.categories, seen_version=body.seen_version, actor=request.actor
    )
    of = queries.layer(request.actor, layer_id)
    lines = queries.layers_of(request.actor, of.township)
    return next(_layer(line) for line in lines if line.layer.id == layer_id)


@router.get("/areas/{uuid:area_id}", response=LayerAreaSheetOut, summary="An area with its history")
def get_area(request: ActorRequest, area_id: UUID) -> Any:
    return _sheet(queries.sheet(request.actor, area_id))


@router.put("/areas/{uuid:area_id}", response=LayerAreaSheetOut, summary="Change an area")
def change_area(request: ActorRequest, area_id: UUID, body: LayerAreaChangeIn) -> Any:
    commands.change_area(
        area_id=area_id, asked=_asked(body), seen_version=body.seen_version, actor=request.actor
    )
    return _sheet(queries.sheet(request.actor, area_id))


@router.post("/areas/{uuid:area_id}/retire", response=LayerAreaOut, summary="Retire an area for good")
def retire_area(request: ActorRequest, area_id: UUID, body: RetireIn) -> Any:
    commands.retire_area(
        area_id=area_id, successor=body.successor, seen_version=body.seen_version, actor=request.actor
    )
    return queries.layer_area(request.actor, area_id)


def _asked(body: LayerAreaIn) -> Asked:
    return Asked(
        name=body.name,
        name_en=body.name_en,
        code=body.code,
        form=body.form,
        areas=tuple(body.areas),
        houses=tuple(body.houses),
        office=body.office,
        leader=body.leader,
    )


def _layer(line: LayerLine) -> dict[str, Any]:
    return {
        "id": line.layer.id,
        "township": line.layer.township,
        "key": line.layer.key,
        "kind": line.layer.kind,
        "name_zh": line.layer.name_zh,
        "name_en": line.layer.name_en,
        "areas": line.areas,
        "carries": list(line.carries),
        "version": line.layer.version,
    }


def _sheet(sheet: AreaSheet) -> dict[str, Any]:
    return LayerAreaOut.from_orm(sheet.area).model_dump() | {
        "tree": [{"area": one.place.id, "code": one.place.code, "share": one.share} for one in sheet.tree],
        "houses": [house.id for house in sheet.houses],
        "holdings": [
            {"office": one.office, "leader": one.leader, "since": one.since, "until": one.until}
            for one in sheet.holdings
        ],
    }
