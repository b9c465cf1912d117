"""Redraws over HTTP: begun, drawn edit by edit, checked, previewed, published by another."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any
from uuid import UUID

from ninja import File, Form, Router, Status, UploadedFile
from ninja.params.functions import Header

from gewu.kernel.access import Actor, ActorRequest
from gewu.redraw import commands, queries, said
from gewu.redraw.drawing import features_of
from gewu.redraw.models import Draft
from gewu.redraw.previews import Preview
from gewu.redraw.schemas import (
    BeginIn,
    BorderActIn,
    BorderCheckOut,
    BorderDraftFullOut,
    BorderDraftOut,
    BorderMapOut,
    BorderPreviewOut,
    EditIn,
)
from gewu.redraw.shapefiles import MOST_BYTES

router = Router(tags=["redraws"])
MOST_CASES = 200
Key = Annotated[
    str | None, Header(alias="Idempotency-Key", description="The same key and body: the same answer, once.")
]


@router.get("", response=list[BorderDraftOut], summary="Drafts of new borders that you may see")
def list_drafts(request: ActorRequest, township: int | None = None) -> Any:
    return [_line(row) for row in queries.drafts(request.actor, township)]


@router.post("", response={201: BorderDraftFullOut}, summary="Begin a draft on the borders in force")
def begin(request: ActorRequest, body: BeginIn, idempotency_key: Key = None) -> Any:
    row = commands.begin(
        township=body.township,
        title=body.title,
        note=body.note,
        effective_on=body.effective_on,
        actor=request.actor,
        receipt=idempotency_key,
    )
    return Status(201, _full(row, request.actor))


@router.get("/{uuid:redraw_id}", response=BorderDraftFullOut, summary="A draft of borders and its steps")
def one_draft(request: ActorRequest, redraw_id: UUID) -> Any:
    return _full(queries.draft(request.actor, redraw_id), request.actor)


@router.post("/{uuid:redraw_id}/steps", response=BorderDraftFullOut, summary="Draw one edit")
def draw(request: ActorRequest, redraw_id: UUID, body: EditIn) -> Any:
    row = commands.draw(
        draft_id=redraw_id, edit=body.edit, seen_version=body.seen_version, actor=request.actor
    )
    return _full(row, request.actor)


@router.post("/{uuid:redraw_id}/shapes", response=BorderDraftFullOut, summary="Shapes from a GeoJSON file")
def bring_in(
    request: ActorRequest,
    redraw_id: UUID,
    file: File[UploadedFile],
    seen_version: Form[int],
    crs: Form[str] = "",
) -> Any:
    """All of them, or none. `crs`: WGS84, CGCS2000, GCJ02 or BD09; undeclared is refused."""
    row = commands.bring_in(
        draft_id=redraw_id,
        content=file.read(MOST_BYTES + 1),
        crs=crs,
        seen_version=seen_version,
        actor=request.actor,
    )
    return _full(row, request.actor)


@router.get("/{uuid:redraw_id}/check", response=BorderCheckOut, summary="Numbers per grid, and what is wrong")
def check(request: ActorRequest, redraw_id: UUID) -> Any:
    row = queries.draft(request.actor, redraw_id)
    preview = Preview(row)
    return {
        "version": row.version,
        "sound": preview.is_sound,
        "asks_reason": preview.asks_reason,
        "findings": [
            {"weight": one.weight, "what": one.what, "key": one.key, "said": said.finding(one, preview)}
            for one in preview.findings
        ],
        "grids": preview.lines,
    }


@router.get("/{uuid:redraw_id}/preview", response=BorderPreviewOut, summary="What a draft of borders moves")
def preview(request: ActorRequest, redraw_id: UUID) -> Any:
    shown = Preview(queries.draft(request.actor, redraw_id))
    return {
        "addresses": len(shown.counts.moved),
        "households": shown.counts.moved_households,
        "open_cases": len(shown.open_cases()),
        "cases": [one.number for one, _old, _new in shown.open_cases(request.actor)[:MOST_CASES]],
        "posts": [
            {"area": post.area.code, "role": post.role, "name": post.user.name} for post in shown.posts_ending
        ],
        "register_rows": shown.register_rows,
        "visits": len(shown.duties()),
        "layer_areas": [one.area.code for one in shown.layer_areas],
        "retired": shown.gone,
        "heirs": shown.heirs,
    }


@router.get("/{uuid:redraw_id}/map", response=BorderMapOut, summary="The grids of a draft as GeoJSON")
def as_map(request: ActorRequest, redraw_id: UUID) -> Any:
    row = queries.draft(request.actor, redraw_id)
    return {"type": "FeatureCollection", "version": row.version, "features": features_of(Preview(row))}


@router.post("/{uuid:redraw_id}/acts", response=BorderDraftFullOut, summary="Undo, redo, hand in, publish …")
def act(request: ActorRequest, redraw_id: UUID, body: BorderActIn) -> Any:
    """`publish` is for somebody who had no hand in the draft."""
    return _full(ACTS[body.act](redraw_id, body.seen_version, body.words, request.actor), request.actor)


Do = Callable[[UUID, int, str, Actor], Draft]


def _undo(draft_id: UUID, seen: int, _words: str, actor: Actor) -> Draft:
    return commands.undo(draft_id=draft_id, seen_version=seen, actor=actor)


def _redo(draft_id: UUID, seen: int, _words: str, actor: Actor) -> Draft:
    return commands.redo(draft_id=draft_id, seen_version=seen, actor=actor)


def _offer(draft_id: UUID, seen: int, words: str, actor: Actor) -> Draft:
    return commands.offer(draft_id=draft_id, reason=words, seen_version=seen, actor=actor)


def _return(draft_id: UUID, seen: int, words: str, actor: Actor) -> Draft:
    return commands.send_back(draft_id=draft_id, remark=words, seen_version=seen, actor=actor)


def _publish(draft_id: UUID, seen: int, _words: str, actor: Actor) -> Draft:
    return commands.publish(draft_id=draft_id, seen_version=seen, actor=actor)


def _withdraw(draft_id: UUID, _seen: int, _words: str, actor: Actor) -> Draft:
    return commands.withdraw(draft_id=draft_id, actor=actor)


ACTS: Mapping[str, Do] = {
    "undo": _undo,
    "redo": _redo,
    "offer": _offer,
    "return": _return,
    "publish": _publish,
    "withdraw": _withdraw,
}


def _line(row: Draft) -> dict[str, Any]:
    return {
        "id": row.id,
        "township": row.township,
        "title": row.title,
        "note": row.note,
        "state": row.state,
        "effective_on": row.effective_on,
        "version": row.version,
        "reason": row.reason,
        "remark": row.remark,
        "base": row.base_id,
        "made": row.made_id,
        "opened_at": row.opened_at,
        "changed_at": row.changed_at,
    }


def _full(row: Draft, actor: Actor) -> dict[str, Any]:
    steps = [
        {"number": one.number, "kind": one.kind, "at": one.at, "undone_at": one.undone_at}
        for one in queries.steps(row)
    ]
    return _line(row) | {"steps": steps, "acts": queries.acts_open(actor, row)}
