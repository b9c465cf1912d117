"""The exchange over HTTP: imports into the registers and back, tables for offices month by month."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile
from ninja.params.functions import Header

from gewu.cases.schemas import CreatedOut
from gewu.exchange import commands, queries, targets
from gewu.exchange.answering import file_response
from gewu.exchange.commands.editions import looked_over
from gewu.exchange.models import Edition, Outward
from gewu.exchange.queries.imports import MOST_FINDINGS
from gewu.exchange.schemas import (
    BadCellsPage,
    DuplicateBesideOut,
    DuplicateDecisionIn,
    DuplicateOut,
    HandOverIn,
    ImportComparedOut,
    ImportCompareIn,
    ImportDifferenceOut,
    ImportOut,
    ImportSettledOut,
    ImportSettleIn,
    LayIn,
    OfficeMonthOut,
    OfficeMonthSeenOut,
    OfficeTableOut,
    TargetOut,
    WorkbookIn,
)
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotFound

router = Router(tags=["exchange"])
SHOWN = 50
Key = Annotated[
    str | None, Header(alias="Idempotency-Key", description="The same key and body: the same answer, once.")
]


@router.get("/imports", response=list[ImportOut], summary="What was brought in lately, newest first")
def list_imports(request: ActorRequest) -> Any:
    return queries.imports(request.actor)


@router.get("/imports/targets/{kind}", response=list[TargetOut], summary="What a column can be")
def import_targets(request: ActorRequest, kind: str) -> Any:
    if kind not in targets.KINDS:
        raise NotFound("There is no such kind of workbook.")
    return targets.targets(kind)


@router.post("/imports", response={202: CreatedOut}, summary="Send a workbook; it is read aside")
def send_workbook(
    request: ActorRequest, file: File[UploadedFile], body: Form[WorkbookIn], idempotency_key: Key = None
) -> Any:
    received = commands.receive(upload=file, actor=request.actor, receipt=idempotency_key, **body.dict())
    return Status(202, {"id": received})


@router.get("/imports/{uuid:import_id}", response=ImportOut, summary="How far an import is")
def one_import(request: ActorRequest, import_id: UUID) -> Any:
    return queries.one_import(request.actor, import_id)


@router.get("/imports/{uuid:import_id}/findings", response=BadCellsPage, summary="Every bad cell, row by row")
def import_findings(request: ActorRequest, import_id: UUID, after: Query[int] = 0) -> Any:
    row = queries.one_import(request.actor, import_id)
    return _page(queries.findings(row, max(after, 0)))


@router.get(
    "/imports/{uuid:import_id}/doubts",
    response=BadCellsPage,
    summary="Rows that can be taken and break a check of data health",
)
def import_doubts(request: ActorRequest, import_id: UUID, after: Query[int] = 0) -> Any:
    row = queries.one_import(request.actor, import_id)
    return _page(queries.doubts(row, max(after, 0)))


def _page(items: list[queries.Problem]) -> dict[str, Any]:
    return {"items": items, "next": items[-1].row if len(items) == MOST_FINDINGS else None}


@router.get("/imports/{uuid:import_id}/bad", summary="The bad rows as a workbook, with reasons")
def import_bad_rows(request: ActorRequest, import_id: UUID) -> HttpResponse:
    return file_response(commands.bad_rows(import_id=import_id, actor=request.actor), "gewu-bad-rows.xlsx")


@router.post("/imports/{uuid:import_id}/lay", response={202: ImportOut}, summary="Say what the columns are")
def lay_import(request: ActorRequest, import_id: UUID, body: LayIn) -> Any:
    commands.lay(import_id=import_id, actor=request.actor, **body.dict())
    return Status(202, queries.one_import(request.actor, import_id))


@router.post("/imports/{uuid:import_id}/go", response={202: ImportOut}, summary="Bring the checked rows in")
def go_import(request: ActorRequest, import_id: UUID) -> Any:
    commands.go(import_id=import_id, actor=request.actor)
    return Status(202, queries.one_import(request.actor, import_id))


@router.post("/imports/{uuid:import_id}/stop", response={204: None}, summary="Give an import up")
def stop_import(request: ActorRequest, import_id: UUID) -> Any:
    commands.stop(import_id=import_id, actor=request.actor)
    return Status(204, None)


@router.post("/imports/{uuid:import_id}/undo", response={202: ImportOut}, summary="Take a whole import back")
def undo_import(request: ActorRequest, import_id: UUID) -> Any:
    commands.undo(import_id=import_id, actor=request.actor)
    return Status(202, queries.one_import(request.actor, import_id))


@router.post(
    "/imports/{uuid:import_id}/compare", response=ImportComparedOut, summary="Set a file beside the registers"
)
def compare_import(request: ActorRequest, import_id: UUID, body: ImportCompareIn) -> Any:
    commands.compare(import_id=import_id, actor=request.actor, programme=body.programme, area=body.area)
    return queries.one_import(request.actor, import_id).facts


@router.get(
    "/imports/{uuid:import_id}/differences",
    response=list[ImportDifferenceOut],
    summary="What differs, who is to be checked, whom their file does not have; 200 at once, go on",
)
def import_differences(
    request: ActorRequest,
    import_id: UUID,
    of: Query[Literal["differs", "to_check", "only_here"]] = "differs",
    state: Query[Literal["open", "decided"]] = "open",
    after: Query[UUID | None] = None,
) -> Any:
    row = queries.one_import(request.actor, import_id)
    return queries.differences(row, request.actor, result=of, state=state, after=after)


@router.post(
    "/imports/{uuid:import_id}/settle",
    response=ImportSettledOut,
    summary="Take differences over or leave them",
)
def settle_differences(request: ActorRequest, import_id: UUID, body: ImportSettleIn) -> Any:
    return commands.settle(
        import_id=import_id, chosen=set(body.differences), decision=body.decision, actor=request.actor
    )


@router.get("/duplicates", response=list[DuplicateOut], summary="Records that may be one person, 100 at most")
def list_duplicates(request: ActorRequest, state: Query[Literal["open", "united", "apart"]] = "open") -> Any:
    return [
        {"id": one.id, "matcher": one.matcher, "state": one.state, "left": one.left, "right": one.right}
        for one, _matcher, _left, _right in queries.pairs(request.actor, state=state)
    ]


@router.get(
    "/duplicates/{uuid:pair_id}", response=DuplicateBesideOut, summary="Both records side by side, masked"
)
def one_pair_of_records(request: ActorRequest, pair_id: UUID) -> Any:
    return queries.beside(request.actor, pair_id)


@router.post("/duplicates/{uuid:pair_id}/decide", response=DuplicateBesideOut, summary="One person or two")
def decide_duplicates(request: ActorRequest, pair_id: UUID, body: DuplicateDecisionIn) -> Any:
    commands.decide(pair_id=pair_id, decision=body.decision, actor=request.actor)
    return queries.beside(request.actor, pair_id)


@router.get("/outward", response=list[OfficeTableOut], summary="Tables kept for offices")
def list_tables(request: ActorRequest) -> Any:
    return queries.tables(request.actor)


@router.get("/outward/months", response=list[OfficeMonthOut], summary="Tables of a month that wait")
def waiting_months(request: ActorRequest) -> Any:
    return [_month(*one) for one in queries.waiting_editions(request.actor)]


@router.get(
    "/outward/{uuid:table_id}/months", response=list[OfficeMonthOut], summary="The months of one table"
)
def months_of_a_table(request: ActorRequest, table_id: UUID) -> Any:
    table = queries.table(request.actor, table_id)
    return [_month(one, table) for one in queries.editions_of(table, request.actor)]


@router.post(
    "/outward/{uuid:table_id}/months",
    response={201: OfficeMonthOut},
    summary="Make this month's table before its day; once a month",
)
def make_month(request: ActorRequest, table_id: UUID, idempotency_key: Key = None) -> Any:
    made = commands.make_now(table_id=table_id, actor=request.actor, receipt=idempotency_key)
    return Status(201, _month(*queries.edition(request.actor, made)))


@router.get(
    "/outward/months/{uuid:edition_id}",
    response=OfficeMonthSeenOut,
    summary="Look a month's table over: its first rows, masked, and what is otherwise than before",
)
def look_month_over(request: ActorRequest, edition_id: UUID) -> Any:
    row, table = queries.edition(request.actor, edition_id)
    page = looked_over(row, table, SHOWN)
    return {
        "month": _month(row, table),
        "head": page.header if page else [],
        "lines": [[str(cell) for cell in line] for line in page.rows] if page else [],
        "since": queries.since_before(row),
    }


@router.post(
    "/outward/months/{uuid:edition_id}/file",
    summary="Hand a month's table over: the file; 300 rows at most, more leave at the desk",
)
def hand_month_over(request: ActorRequest, edition_id: UUID, body: HandOverIn) -> HttpResponse:
    asked = commands.Asked(body.form, body.purpose, body.reason)
    taken = commands.hand_over(edition_id=edition_id, asked=asked, full=body.full, actor=request.actor)
    return file_response(taken.content, taken.name, taken.media_type)


@router.post(
    "/outward/months/{uuid:edition_id}/drop", response={204: None}, summary="Hand nothing over this month"
)
def drop_month(request: ActorRequest, edition_id: UUID) -> Any:
    commands.drop_edition(edition_id=edition_id, actor=request.actor)
    return Status(204, None)


def _month(row: Edition, table: Outward) -> dict[str, Any]:
    return {
        "id": row.id,
        "table": row.table,
        "name": table.name,
        "office": table.office,
        "month": row.month,
        "rows": row.rows,
        "state": row.state,
        "made_at": row.made_at,
        "decided_at": row.decided_at,
    }
