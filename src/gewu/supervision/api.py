"""Supervision over HTTP: what is to answer and to review, the next step; what was found odd, judged."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router, Status
from ninja.params.functions import Header

from gewu.kernel.access import ActorRequest
from gewu.supervision import commands, queries
from gewu.supervision.commands import Opening
from gewu.supervision.rules import Judgement, Step
from gewu.supervision.schemas import (
    FindingFilter,
    FindingOut,
    FindingPage,
    JudgeIn,
    OpenedOut,
    OpenIn,
    StepIn,
    SupervisionFilter,
    SupervisionOut,
    SupervisionPage,
)

router = Router(tags=["supervision"])
Key = Annotated[
    str | None, Header(alias="Idempotency-Key", description="The same key and body: the same answer, once.")
]


@router.get("", response=SupervisionPage, summary="Supervisions: to answer, to review, proposed, or all")
def list_supervisions(request: ActorRequest, wanted: Query[SupervisionFilter]) -> Any:
    chosen = queries.chosen_from({})
    return queries.supervisions(
        request.actor, wanted.list, chosen=chosen, after=wanted.after, size=wanted.size
    )


@router.post("", response={201: OpenedOut}, summary="Open a supervision over a case")
def open_supervision(request: ActorRequest, body: OpenIn, idempotency_key: Key = None) -> Any:
    opening = Opening(body.case, body.kind, body.reason)
    opened = commands.open_supervision(opening=opening, actor=request.actor, receipt=idempotency_key)
    return Status(201, {"id": opened})


@router.get("/findings", response=FindingPage, summary="What rules found odd, newest first")
def list_findings(request: ActorRequest, wanted: Query[FindingFilter]) -> Any:
    given = {"kind": wanted.kind or "", "state": wanted.state or ""}
    chosen = queries.anomalies_chosen(given)
    return queries.anomalies(request.actor, chosen=chosen, after=wanted.after, size=wanted.size)


@router.post("/findings/{uuid:finding_id}", response=FindingOut, summary="Judge what was found, with a word")
def judge_finding(request: ActorRequest, finding_id: UUID, body: JudgeIn) -> Any:
    judgement = Judgement(body.judgement)
    commands.judge(finding=finding_id, judgement=judgement, word=body.word, actor=request.actor)
    return queries.anomaly(request.actor, finding_id)


@router.post(
    "/{uuid:supervision_id}/steps", response=SupervisionOut, summary="Answer, accept, send back, end"
)
def take_step(request: ActorRequest, supervision_id: UUID, body: StepIn, idempotency_key: Key = None) -> Any:
    commands.take_step(
        supervision=supervision_id,
        step=Step(body.step),
        words=body.words,
        seen_state=body.seen_state,
        actor=request.actor,
        receipt=idempotency_key,
    )
    return queries.supervision(request.actor, supervision_id).row
