"""Paper sheets over HTTP: print, fetch as PDF, note as come back, type twice, look a third time, lose."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Status

from gewu.kernel import numbers
from gewu.kernel.access import ActorRequest
from gewu.registers.api import Key
from gewu.sheets import commands, queries
from gewu.sheets.models import Sheet
from gewu.sheets.printing import pdf_of
from gewu.sheets.rules import differing
from gewu.sheets.schemas import (
    SheetCollectIn,
    SheetFullOut,
    SheetPrintIn,
    SheetSeenIn,
    SheetSettleIn,
    SheetsPage,
    SheetsPrintedOut,
    SheetsQuery,
    SheetTypeIn,
)

router = Router(tags=["sheets"])


@router.get("", response=SheetsPage, summary="Paper sheets, the newest first")
def list_sheets(request: ActorRequest, wanted: Query[SheetsQuery]) -> Any:
    commands.require_role(request.actor)
    number = numbers.clean(wanted.number) if wanted.number.strip() else ""
    return queries.sheets(
        request.actor, state=wanted.standing or "", number=number, after=wanted.after or None
    )


@router.post("", response={201: SheetsPrintedOut}, summary="Print sheets for a door, a house or a grid")
def print_sheets(request: ActorRequest, body: SheetPrintIn, idempotency_key: Key = None) -> Any:
    batch = commands.print_sheets(actor=request.actor, receipt=idempotency_key, **body.dict())
    return Status(201, {"printed_with": batch, "sheets": queries.printed_with(batch, request.actor)})


@router.get("/prints/{uuid:batch_id}", summary="What was printed at once, as PDF, masked as you read it")
def paper(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    commands.require_role(request.actor)
    return pdf_of(request, batch_id)


@router.get(
    "/{uuid:sheet_id}", response=SheetFullOut, summary="One sheet, line by line, without what was typed"
)
def sheet(request: ActorRequest, sheet_id: UUID) -> Any:
    commands.require_role(request.actor)
    return _told(request, queries.sheet(sheet_id, request.actor))


@router.post("/{uuid:sheet_id}/collect", response=SheetFullOut, summary="It has come back, filled in")
def collect(request: ActorRequest, sheet_id: UUID, body: SheetCollectIn) -> Any:
    commands.collect(sheet_id, on=body.on, actor=request.actor, seen=body.seen_version)
    return _again(request, sheet_id)


@router.post("/{uuid:sheet_id}/type", response=SheetFullOut, summary="Type it; the second time somebody else")
def type_in(request: ActorRequest, sheet_id: UUID, body: SheetTypeIn) -> Any:
    values: Mapping[str, object] = body.values
    commands.type_in(sheet_id, values=values, actor=request.actor, seen=body.seen_version)
    return _again(request, sheet_id)


@router.post("/{uuid:sheet_id}/settle", response=SheetFullOut, summary="Decide where two typings differ")
def settle(request: ActorRequest, sheet_id: UUID, body: SheetSettleIn) -> Any:
    commands.settle(sheet_id, chosen=body.chosen, actor=request.actor, seen=body.seen_version)
    return _again(request, sheet_id)


@router.post("/{uuid:sheet_id}/lose", response=SheetFullOut, summary="It is lost: what was typed is wiped")
def lose(request: ActorRequest, sheet_id: UUID, body: SheetSeenIn) -> Any:
    commands.lose(sheet_id, actor=request.actor, seen=body.seen_version)
    return _again(request, sheet_id)


def _again(request: ActorRequest, sheet_id: UUID) -> dict[str, Any]:
    return _told(request, queries.sheet(sheet_id, request.actor))


def _told(request: ActorRequest, row: Sheet) -> dict[str, Any]:
    held = {name: getattr(row, name) for name in _COLUMNS}
    lines = [
        {
            "line": one.line,
            "kind": one.kind,
            "subject": one.subject,
            "field": one.field.key,
            "type": one.field.type,
            "known": one.known,
        }
        for part in queries.parts(row, request.actor)
        for one in part.lines
    ]
    unlike = differing(commands.typed(row.first), commands.typed(row.second)) if row.second else ()
    return held | {"lines": lines, "differing": list(unlike)}


_COLUMNS = (
    "id",
    "number",
    "subject_kind",
    "subject",
    "printed_with",
    "state",
    "version",
    "printed_at",
    "collected_on",
)
