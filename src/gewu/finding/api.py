"""Finding over HTTP: search, saved filters, exports, batches."""

from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from ninja.params.functions import Header

from gewu.cases import queries as cases
from gewu.cases.rules import check_answers
from gewu.cases.schemas import CreatedOut
from gewu.finding import commands, queries
from gewu.finding.commands.batches import AT_ONCE
from gewu.finding.queries import Hit
from gewu.finding.rules import CONFIRM_ABOVE
from gewu.finding.schemas import (
    BatchIn,
    BatchOut,
    ExportIn,
    ExportOut,
    FilterIn,
    FilterOut,
    SearchFilter,
    SearchPage,
)
from gewu.kernel import files, text
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotAllowed, RuleBroken

router = Router(tags=["finding"])
LONGEST = 60
Key = Annotated[
    str | None, Header(alias="Idempotency-Key", description="The same key and body: the same answer, once.")
]


@router.get("/search", response=SearchPage, summary="Cases by what was said, for people with a post")
def search(request: ActorRequest, wanted: Query[SearchFilter]) -> Any:
    _require_post(request)
    found = queries.find(
        request.actor,
        text.clean_required(wanted.q, field="q", limit=LONGEST, lines=False),
        chosen=cases.chosen_from(request.GET),
        newest=wanted.sort == "new",
        page=wanted.page,
        older=wanted.older,
    )
    return {
        "items": [_hit(hit) for hit in found.hits],
        "total": found.total,
        "more": found.more,
        "older": found.older,
        "since": found.since,
    }


@router.get("/filters", response=list[FilterOut], summary="Your saved filters, and those colleagues share")
def filters(request: ActorRequest) -> Any:
    return [_filter(one) for one in queries.saved_filters(request.actor)]


@router.post("/filters", response={201: CreatedOut}, summary="Save a narrowed list under a name")
def save_filter(request: ActorRequest, body: FilterIn, idempotency_key: Key = None) -> Any:
    kept = commands.save(
        name=body.name,
        list_key=body.list,
        query=body.query,
        shared=body.shared,
        actor=request.actor,
        receipt=idempotency_key,
    )
    return Status(201, {"id": kept})


@router.delete("/filters/{uuid:filter_id}", response={204: None}, summary="Delete one of your saved filters")
def remove_filter(request: ActorRequest, filter_id: UUID) -> Any:
    commands.remove(filter_id=filter_id, actor=request.actor)
    return Status(204, None)


@router.post("/exports", response={202: CreatedOut}, summary="Have a list written into a file, for a purpose")
def export(request: ActorRequest, body: ExportIn, idempotency_key: Key = None) -> Any:
    _require_post(request)
    if queries.expected(request.actor, body.list, body.query, up_to=CONFIRM_ABOVE + 1) > CONFIRM_ABOVE:
        raise NotAllowed(_("So many rows leave only after you have shown again who you are: at the desk."))
    asked = commands.ask_export(
        list_key=body.list,
        query=body.query,
        form=body.form,
        purpose=body.used_for,
        reason=body.reason,
        actor=request.actor,
        receipt=idempotency_key,
    )
    return Status(202, {"id": asked})


@router.get("/exports/{uuid:export_id}", response=ExportOut, summary="How far one of your exports is")
def one_export(request: ActorRequest, export_id: UUID) -> Any:
    return queries.export(request.actor, export_id)


@router.get("/exports/{uuid:export_id}/file", summary="The file; each fetching stands in the journal")
def export_file(request: ActorRequest, export_id: UUID) -> HttpResponseBase:
    return files.response(request, commands.fetch_export(export_id=export_id, actor=request.actor))


@router.post("/batches", response={202: CreatedOut}, summary="One move for many cases, each for itself")
def batch(request: ActorRequest, body: BatchIn, idempotency_key: Key = None) -> Any:
    _require_post(request)
    seen = {one.id: one.seen_version for one in body.cases}
    whole = queries.together(queries.chosen_cases(request.actor, list(seen)), body.move)
    if whole is None:
        raise RuleBroken(_("None of these cases can be moved like that any more."))
    check_answers(whole.move.schema, body.data)
    begun = commands.begin_batch(
        move=body.move,
        type_key=whole.type_key,
        data=body.data,
        chosen=[(row.id, row.number, seen[row.id]) for row in whole.rows],
        list_key="",
        actor=request.actor,
        receipt=idempotency_key,
    )
    if not commands.work_batch(begun, most=AT_ONCE):
        commands.leave_to_workers(begun)
    return Status(202, {"id": begun})


@router.get("/batches/{uuid:batch_id}", response=BatchOut, summary="What became of each case of a batch")
def one_batch(request: ActorRequest, batch_id: UUID) -> Any:
    sheet = queries.batch(request.actor, batch_id)
    rows = [
        {"case": row.case_id, "number": row.number, "outcome": row.outcome, "said": row.said}
        for row in sheet.rows
    ]
    return {"id": sheet.of.id, "move": sheet.of.move, "finished": sheet.finished, "rows": rows}


def _require_post(request: ActorRequest) -> None:
    if not request.actor.posts:
        raise NotAllowed(_("You hold no post today. Your administrator can give you one."))


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "case": hit.row,
        "text": hit.snippet.text,
        "marks": list(_marks(hit)),
        "kind": hit.snippet.kind,
    }


def _marks(hit: Hit) -> Iterator[tuple[int, int]]:
    at = 0
    for piece, marked in hit.snippet.pieces:
        if marked:
            yield at, at + len(piece)
        at += len(piece)


def _filter(one: queries.Saved) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "list": one.list_key,
        "query": one.query,
        "shared": one.shared,
        "own": one.own,
        "count": one.count,
    }
