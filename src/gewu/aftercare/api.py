"""Call-backs and rates over HTTP."""

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Router, Status
from ninja.params.functions import Header, Query

from gewu.aftercare import commands, queries
from gewu.aftercare.commands import Answer, Try
from gewu.aftercare.queries import Line
from gewu.aftercare.schemas import CallBackIn, CallBackOut, RatesPage
from gewu.cases import queries as cases
from gewu.kernel.access import ActorRequest
from gewu.kernel.ids import township_of
from gewu.kernel.typed import Day

router = Router(tags=["aftercare"])
Key = Annotated[
    str | None, Header(alias="Idempotency-Key", description="The same key and body: the same answer, once.")
]


@router.get(
    "/cases/{uuid:case_id}/call-backs", response=list[CallBackOut], summary="Tries to ask how it went"
)
def call_backs(request: ActorRequest, case_id: UUID) -> Any:
    cases.brief(request.actor, case_id)
    return [one.row for one in queries.calls_of(request.actor, case_id, township_of(case_id))]


@router.post("/cases/{uuid:case_id}/call-backs", response={201: CallBackOut}, summary="Note a call-back")
def call_back(request: ActorRequest, case_id: UUID, body: CallBackIn, idempotency_key: Key = None) -> Any:
    answer = Answer(**body.answer.dict()) if body.answer else None
    said = Try(channel=body.channel, answer=answer, reason=body.reason, next_at=body.next_at)
    made = commands.call_back(
        case_id=case_id,
        said=said,
        seen_version=body.seen_version,
        actor=request.actor,
        receipt=idempotency_key,
    )
    found = queries.calls_of(request.actor, case_id, township_of(case_id))
    return Status(201, next(one.row for one in found if one.row.id == made))


@router.get("/rates", response=RatesPage, summary="Response, solved and satisfied of a place and its parts")
def rates(
    request: ActorRequest,
    period: Literal["month", "day", "span"] = "month",
    on: Day | None = None,
    until: Day | None = None,
    code: Annotated[str, Query(description="The code of a place; left out, your own.")] = "",
) -> Any:
    here = queries.ground(request.actor, code)
    asked = queries.asked(queries.rule_of(here.township), period=period, on=on, until=until)
    lines = [_line(one) for one in queries.lines(here, asked.window)]
    return {"since": asked.window.since, "until": asked.window.until, "lines": lines}


def _line(line: Line) -> dict[str, object]:
    tally, closed, rates = line.tally, line.closings, line.rates
    return {
        "place": line.place.code if line.place else None,
        "call_backs": tally.tries,
        "valid": tally.valid,
        "contacted": tally.contacted,
        "solved": tally.solved,
        "marks": list(tally.marks),
        "response_rate": rates.response,
        "solved_rate": rates.solved,
        "satisfied_rate": rates.satisfied,
        "total": rates.total,
        "reported": closed.reported,
        "closed": closed.closed,
        "closing_rate": line.closing_rate,
        "reopened": closed.reopened,
    }
