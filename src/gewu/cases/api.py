"""Cases over HTTP: read the request, call a command or a query, shape the answer. Nothing else."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from django.http.response import HttpResponseBase
from ninja import File, Form, Query, Router, Status, UploadedFile
from ninja.params.functions import Header

from gewu.cases import commands, queries
from gewu.cases.alarm import lines_for
from gewu.cases.clock_schemas import ClockOut, clock_out
from gewu.cases.commands import Report
from gewu.cases.schemas import (
    BriefOut,
    CaseFilter,
    CaseOut,
    CasePage,
    CommentIn,
    ContactOut,
    CreatedOut,
    JournalOut,
    MoveIn,
    OpenContactIn,
    PartIn,
    RaiseIn,
    ReportedOut,
    ReportIn,
)
from gewu.kernel import files
from gewu.kernel.access import ActorRequest
from gewu.kernel.looks import looked_at
from gewu.kernel.points import from_crs

router = Router(tags=["cases"])
Key = Annotated[
    str | None, Header(alias="Idempotency-Key", description="The same key and body: the same answer, once.")
]


@router.post("", response={201: ReportedOut}, summary="Report something")
def report(request: ActorRequest, body: ReportIn, idempotency_key: Key = None) -> Any:
    case_id = commands.report_case(report=_report(body), actor=request.actor, receipt=idempotency_key)
    brief = queries.brief_opened(case_id)
    return Status(201, asdict(brief) | {"call_first": lines_for(body.category, body.text)})


@router.get("", response=CasePage, summary="Cases you may see, newest first; or one of your worklists")
def list_cases(request: ActorRequest, wanted: Query[CaseFilter]) -> Any:
    chosen = queries.chosen_from(request.GET)
    if wanted.worklist:
        return queries.worklist(
            request.actor, wanted.worklist, chosen=chosen, after=wanted.after, size=wanted.size
        )
    return queries.visible(request.actor, chosen=chosen, after=wanted.after, size=wanted.size)


@router.get("/{uuid:case_id}", response=CaseOut, summary="The whole file, with what you may do now")
def one_case(request: ActorRequest, case_id: UUID) -> Any:
    file = queries.case_file(request.actor, case_id)
    looked_at("case", request, file)
    return file


@router.post("/{uuid:case_id}/moves", response=BriefOut, summary="Make a move")
def make_move(request: ActorRequest, case_id: UUID, body: MoveIn, idempotency_key: Key = None) -> Any:
    return commands.act(case_id=case_id, actor=request.actor, receipt=idempotency_key, **body.dict())


@router.post("/{uuid:case_id}/raise", response=BriefOut, summary="Raise it to the level above")
def raise_case(request: ActorRequest, case_id: UUID, body: RaiseIn, idempotency_key: Key = None) -> Any:
    raising = commands.Raising(body.reason, body.tried)
    commands.raise_case(
        case_id=case_id,
        seen_level=body.level,
        raising=raising,
        actor=request.actor,
        receipt=idempotency_key,
    )
    return queries.brief(request.actor, case_id)


@router.post("/{uuid:case_id}/parts", response={201: BriefOut}, summary="Open a part of a case")
def open_part(request: ActorRequest, case_id: UUID, body: PartIn, idempotency_key: Key = None) -> Any:
    part = commands.open_part(case_id=case_id, actor=request.actor, receipt=idempotency_key, **body.dict())
    return Status(201, queries.brief_opened(part))


@router.post(
    "/{uuid:case_id}/contact",
    response=ContactOut,
    summary="Open the reporter's name and phone, for a purpose the journal keeps",
)
def open_contact(request: ActorRequest, case_id: UUID, body: OpenContactIn) -> Any:
    return commands.open_contact(case_id=case_id, purpose=body.purpose, actor=request.actor)


@router.get(
    "/{uuid:case_id}/journal", response=JournalOut, summary="The entries of the case, as they are chained"
)
def journal(request: ActorRequest, case_id: UUID) -> Any:
    return {"entries": [_entry(entry) for entry in queries.journal_of(request.actor, case_id)]}


@router.get(
    "/{uuid:case_id}/clock", response=ClockOut, summary="How its deadlines were counted, and every stop"
)
def clock(request: ActorRequest, case_id: UUID) -> ClockOut:
    return clock_out(queries.clock_of(request.actor, case_id))


@router.post("/{uuid:case_id}/comments", response={201: CreatedOut}, summary="Leave a note")
def comment(request: ActorRequest, case_id: UUID, body: CommentIn, idempotency_key: Key = None) -> Any:
    commented = commands.comment(
        case_id=case_id, text=body.text, actor=request.actor, receipt=idempotency_key
    )
    return Status(201, {"id": commented})


@router.post("/{uuid:case_id}/files", response={201: CreatedOut}, summary="Add a photo or a PDF")
def attach(
    request: ActorRequest,
    case_id: UUID,
    file: File[UploadedFile],
    kind: Form[str] = "scene",
    idempotency_key: Key = None,
) -> Any:
    stored = commands.attach(
        case_id=case_id, upload=file, kind=kind, actor=request.actor, receipt=idempotency_key
    )
    return Status(201, {"id": stored})


@router.get("/{uuid:case_id}/files/{uuid:file_id}", summary="A file, or its thumbnail of 320 or 1280 pixels")
def download(
    request: ActorRequest, case_id: UUID, file_id: UUID, width: int | None = None
) -> HttpResponseBase:
    found = queries.file_of(request.actor, case_id, file_id)
    return files.response(request, found, width=width)


def _report(body: ReportIn) -> Report:
    given = body.dict(exclude={"location", "reporter"})
    place, reporter = body.location, body.reporter
    return Report(
        **given,
        point=from_crs(place.lon, place.lat, place.crs) if place else None,
        name=reporter.name if reporter else "",
        phone=reporter.phone if reporter else "",
    )


def _entry(entry: Any) -> dict[str, Any]:
    plain = ("number", "kind", "recorded_at", "happened_at", "user", "post", "on_behalf", "door", "purpose")
    return {
        **{name: getattr(entry, name) for name in plain},
        "facts": dict(queries.facts_of(entry)),
        "previous": bytes(entry.previous).hex(),
        "hash": bytes(entry.hash).hex(),
    }
