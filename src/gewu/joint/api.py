"""Joint work over HTTP: batches and what was found, stops filled in on the way, agreements."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Status
from ninja.params.functions import Header

from gewu.joint import commands, queries
from gewu.joint.commands import Found, Plan, Promise, Seen
from gewu.joint.queries import BatchSheet, StopLine
from gewu.joint.schemas import (
    AgreementIn,
    AgreementPage,
    ClosingIn,
    FoundIn,
    PlannedOut,
    VisitBatchIn,
    VisitBatchOut,
    VisitBatchPage,
    VisitBatchSheetOut,
    VisitIn,
)
from gewu.kernel.access import ActorRequest

router = Router(tags=["joint"])
Key = Annotated[
    str | None, Header(alias="Idempotency-Key", description="The same key and body: the same answer, once.")
]


@router.get("/batches", response=VisitBatchPage, summary="Work days and collective visits, newest first")
def list_batches(
    request: ActorRequest, sort: str = "", state: str = "", after: str | None = None, size: int = 30
) -> Any:
    chosen = queries.chosen_batches({"sort": sort, "state": state})
    return queries.batches(request.actor, chosen=chosen, after=after, size=size)


@router.post("/batches", response={201: PlannedOut}, summary="Plan a work day or a collective visit")
def plan_batch(request: ActorRequest, body: VisitBatchIn, idempotency_key: Key = None) -> Any:
    plan = Plan(
        sort=body.sort,
        title=body.title,
        first_day=body.first_day,
        last_day=body.last_day,
        places=tuple(body.places),
        offices=tuple(body.offices),
        asks=body.asks,
        agreement=body.agreement,
    )
    made = commands.plan_batch(
        township=body.township, plan=plan, actor=request.actor, receipt=idempotency_key
    )
    return Status(201, {"id": made})


@router.get("/batches/{uuid:batch_id}", response=VisitBatchSheetOut, summary="A batch with its stops")
def get_batch(request: ActorRequest, batch_id: UUID) -> Any:
    return _sheet(queries.batch_sheet(request.actor, batch_id))


@router.post("/stops/{uuid:stop_id}/visit", response=VisitBatchSheetOut, summary="A stop was visited")
def visit(request: ActorRequest, stop_id: UUID, body: VisitIn) -> Any:
    commands.visit(
        stop=stop_id,
        seen=Seen(households=body.households, said=body.said, day=body.day),
        seen_version=body.seen_version,
        actor=request.actor,
    )
    return _of_stop(request, stop_id)


@router.post(
    "/stops/{uuid:stop_id}/found", response=VisitBatchSheetOut, summary="Something was found at a stop"
)
def find(request: ActorRequest, stop_id: UUID, body: FoundIn, idempotency_key: Key = None) -> Any:
    found = Found(text=body.text, settled=body.settled, category=body.category)
    commands.find(stop=stop_id, found=found, actor=request.actor, receipt=idempotency_key)
    return _of_stop(request, stop_id)


@router.post(
    "/problems/{uuid:problem_id}/settle", response=VisitBatchSheetOut, summary="What was noted is settled now"
)
def settle(request: ActorRequest, problem_id: UUID) -> Any:
    commands.settle(problem=problem_id, actor=request.actor)
    return _of_stop(request, queries.stop_of_problem(request.actor, problem_id))


@router.post("/batches/{uuid:batch_id}/close", response=VisitBatchSheetOut, summary="A batch is over")
def close_batch(request: ActorRequest, batch_id: UUID, body: ClosingIn) -> Any:
    commands.close_batch(
        batch=batch_id, closing=body.closing, seen_version=body.seen_version, actor=request.actor
    )
    return _sheet(queries.batch_sheet(request.actor, batch_id))


@router.post("/agreements", response={201: PlannedOut}, summary="Write down an agreement")
def agree(request: ActorRequest, body: AgreementIn, idempotency_key: Key = None) -> Any:
    promise = Promise(
        bond=body.bond,
        title=body.title,
        partner=body.partner,
        promise=body.promise,
        office=body.office,
        place=body.place,
        since=body.since,
        until=body.until,
    )
    made = commands.agree(
        township=body.township, promise=promise, actor=request.actor, receipt=idempotency_key
    )
    return Status(201, {"id": made})


@router.get("/agreements", response=AgreementPage, summary="Agreements, newest first")
def list_agreements(
    request: ActorRequest, bond: str = "", state: str = "", after: str | None = None, size: int = 30
) -> Any:
    chosen = queries.chosen_agreements({"bond": bond, "state": state})
    return queries.agreements(request.actor, chosen=chosen, after=after, size=size)


def _of_stop(request: ActorRequest, stop_id: UUID) -> dict[str, Any]:
    batch = queries.stop_line(request.actor, stop_id).stop.batch_id
    return _sheet(queries.batch_sheet(request.actor, batch))


def _sheet(sheet: BatchSheet) -> dict[str, Any]:
    return VisitBatchOut.from_orm(sheet.batch).model_dump() | {
        "progress": sheet.progress,
        "stops": [_stop(line, sheet) for line in sheet.stops],
    }


def _stop(line: StopLine, sheet: BatchSheet) -> dict[str, Any]:
    stop = line.stop
    return {
        "id": stop.id,
        "place": line.place,
        "office": line.office,
        "due_on": stop.due_on,
        "visited_on": stop.visited_on,
        "households": stop.households,
        "said": stop.said,
        "version": stop.version,
        "problems": [
            {
                "id": one.id,
                "text": one.text,
                "outcome": one.outcome,
                "case_id": one.case_id if one.case_id in sheet.numbers else None,
                "number": sheet.numbers.get(one.case_id, "") if one.case_id else "",
            }
            for one in line.problems
        ],
    }
