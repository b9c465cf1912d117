"""The registers over HTTP: what may be known, finding, files, recording, programmes and visits."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from ninja.params.functions import Header

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotAllowed
from gewu.registers import commands, queries
from gewu.registers.commands import Call
from gewu.registers.definition import WithFields
from gewu.registers.reach import READERS
from gewu.registers.schemas import (
    DefinitionsOut,
    KindName,
    RecordedOut,
    RegisterEnrolIn,
    RegisterFileOut,
    RegisterFoundOut,
    RegisterFoundQuery,
    RegisterMadeOut,
    RegisterOpenedOut,
    RegisterOpenIn,
    RegisterRecordIn,
    RegisterTakenBackOut,
    RegisterVisitIn,
    RegisterWriteIn,
)
from gewu.registers.sources import Origin, Source
from gewu.registers.values import At, Recorded

router = Router(tags=["registers"])
Key = Annotated[
    str | None, Header(alias="Idempotency-Key", description="The same key and body: the same answer, once.")
]


@router.get("/definitions", response=DefinitionsOut, summary="What the registers hold, and the programmes")
def definitions(request: ActorRequest, township: int | None = None) -> Any:
    _require(request)
    running = {one.key for one in queries.programmes(township)} if township else set()
    return {
        "registers": [_defined(one) for one in queries.registers()],
        "programmes": [
            _defined(one) | {"of": one.of, "held": one.held, "rhythm": one.rhythm, "runs": one.key in running}
            for one in queries.all_programmes()
        ],
    }


@router.get("/search", response=RegisterFoundOut, summary="Find rows of a register; a vague name asks again")
def search(request: ActorRequest, asked: Query[RegisterFoundQuery]) -> Any:
    _require(request)
    return queries.search(request.actor, asked.kind, asked.q)


@router.post("/enrolments", response={201: RegisterMadeOut}, summary="Take a row into a programme")
def enrol(request: ActorRequest, body: RegisterEnrolIn, idempotency_key: Key = None) -> Any:
    made = commands.enrol(
        body.subject,
        programme=body.programme,
        values=body.values,
        origin=Origin(Source(body.source)),
        actor=request.actor,
        basis=body.basis,
        receipt=idempotency_key,
    )
    return Status(201, {"id": made})


@router.post("/visits", response={201: RegisterMadeOut}, summary="Note a visit: it serves all programmes")
def visit(request: ActorRequest, body: RegisterVisitIn, idempotency_key: Key = None) -> Any:
    call = Call(
        subjects=body.subjects,
        outcome=body.outcome,
        right=body.right,
        values=body.values,
        beside=body.beside,
        visited_at=body.visited_at,
        note=body.note,
    )
    return Status(201, {"id": commands.visit(call, actor=request.actor, receipt=idempotency_key)})


@router.post("/{kind}", response={201: RecordedOut}, summary="Record a row; strong fields find the one meant")
def record(request: ActorRequest, kind: KindName, body: RegisterRecordIn, idempotency_key: Key = None) -> Any:
    told = commands.record(
        kind,
        township=body.township,
        values=body.values,
        origin=Origin(Source(body.source), checked=body.checked),
        actor=request.actor,
        at=At(**body.at.model_dump()),
        receipt=idempotency_key,
    )
    return Status(201, _told(told))


@router.get("/{kind}/{row_id}", response=RegisterFileOut, summary="The file of a row, masked; looks are kept")
def file(request: ActorRequest, kind: KindName, row_id: UUID) -> Any:
    _require(request)
    found = queries.file_of(request.actor, kind, row_id)
    commands.note_look(kind, found, request.actor)
    return found


@router.put("/{kind}/{row_id}", response=RecordedOut, summary="Offer values of a row that is there")
def write(request: ActorRequest, kind: KindName, row_id: UUID, body: RegisterWriteIn) -> Any:
    row = queries.row(kind, row_id, request.actor)
    told = commands.record(
        kind,
        township=row.township,
        subject=row_id,
        values=body.values,
        origin=Origin(Source(body.source), checked=body.checked),
        actor=request.actor,
        seen_version=body.seen_version,
    )
    return _told(told)


@router.post("/{kind}/{row_id}/open", response=RegisterOpenedOut, summary="Values in full, for a purpose")
def opened(request: ActorRequest, kind: KindName, row_id: UUID, body: RegisterOpenIn) -> Any:
    values = commands.open_values(kind, row_id, fields=body.fields, purpose=body.purpose, actor=request.actor)
    return {"values": values}


@router.post(
    "/{kind}/{row_id}/take-back", response=RegisterTakenBackOut, summary="Undo one's own last deed on a file"
)
def take_back(request: ActorRequest, kind: KindName, row_id: UUID, idempotency_key: Key = None) -> Any:
    return {"deed": commands.take_back(kind, row_id, actor=request.actor, receipt=idempotency_key)}


def _require(request: ActorRequest) -> None:
    if request.actor.roles.isdisjoint(READERS):
        raise NotAllowed(_("Your post does not read registers."))


def _told(told: Recorded) -> dict[str, Any]:
    return asdict(told)


def _defined(of: WithFields) -> dict[str, Any]:
    fields = [
        one.model_dump(include={"key", "type", "zh", "en", "held", "needed", "choices"}) for one in of.fields
    ]
    return {"key": of.key, "zh": of.zh, "en": of.en, "fields": fields}
