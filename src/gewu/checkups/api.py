"""Data health over HTTP: what waits to be mended, and setting it aside with a word."""

from typing import Any
from uuid import UUID

from ninja import Query, Router

from gewu.checkups import commands, queries
from gewu.checkups.rules import Step
from gewu.checkups.schemas import CheckupFilter, CheckupOut, CheckupPage, GiveIn, SettleIn
from gewu.kernel.access import ActorRequest

router = Router(tags=["checkups"])


@router.get("", response=CheckupPage, summary="What checks found wrong where you may mend it, newest first")
def list_checkups(request: ActorRequest, wanted: Query[CheckupFilter]) -> Any:
    chosen = queries.chosen_from({"state": wanted.state})
    return queries.findings(request.actor, chosen=chosen, after=wanted.after, size=wanted.size)


@router.post("/{uuid:checkup_id}/give", response=CheckupOut, summary="Ask somebody to mend it, or take it")
def give_checkup(request: ActorRequest, checkup_id: UUID, body: GiveIn) -> Any:
    commands.give(finding=checkup_id, to=body.to, actor=request.actor)
    return queries.finding(request.actor, checkup_id).row


@router.post(
    "/{uuid:checkup_id}/steps",
    response=CheckupOut,
    summary="Leave it, call it a wrong alarm, take it up again",
)
def settle_checkup(request: ActorRequest, checkup_id: UUID, body: SettleIn) -> Any:
    commands.settle(
        finding=checkup_id,
        step=Step(body.step),
        words=body.words,
        seen_state=body.seen_state,
        actor=request.actor,
    )
    return queries.finding(request.actor, checkup_id).row
