"""People's rights over HTTP: asking, answering, handing out the file; what is erased; who looked."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Status
from ninja.params.functions import Header

from gewu.kernel.access import ActorRequest
from gewu.rights import commands, queries
from gewu.rights.answering import pdf
from gewu.rights.commands import Answer, Asking
from gewu.rights.models import Erasure
from gewu.rights.schemas import (
    ErasureDecisionIn,
    ErasureFilter,
    ErasureOut,
    ErasurePage,
    JudgementIn,
    LookFilter,
    LookPage,
    OwnRightIn,
    RightAnswerIn,
    RightFilter,
    RightMadeOut,
    RightOut,
    RightPage,
    RightSheetOut,
    UnusualFilter,
    UnusualOut,
    UnusualPage,
    WindowRightIn,
)

router = Router(tags=["rights"])
Key = Annotated[
    str | None, Header(alias="Idempotency-Key", description="The same key and body: the same answer, once.")
]


@router.get("/asks", response=RightPage, summary="What people asked for, the most urgent first")
def list_asks(request: ActorRequest, wanted: Query[RightFilter]) -> Any:
    chosen = queries.asks_chosen(wanted.dict(include={"state", "kind"}, exclude_none=True))
    return queries.asks(request.actor, chosen=chosen, after=wanted.after, size=wanted.size)


@router.post("/asks", response={201: RightMadeOut}, summary="Take in what somebody asks for at the window")
def ask_at_window(request: ActorRequest, body: WindowRightIn, idempotency_key: Key = None) -> Any:
    asking = Asking(**body.dict())
    made = commands.ask_at_window(asking=asking, actor=request.actor, receipt=idempotency_key)
    return Status(201, {"id": made})


@router.get("/asks/{uuid:ask_id}", response=RightSheetOut, summary="One of them, with what was said")
def get_ask(request: ActorRequest, ask_id: UUID) -> Any:
    return _sheet(request, ask_id)


@router.post("/asks/{uuid:ask_id}/answer", response=RightSheetOut, summary="Grant or refuse it, in words")
def answer(request: ActorRequest, ask_id: UUID, body: RightAnswerIn) -> Any:
    said = Answer(body.words, body.seen_state, body.ground)
    deed = commands.grant if body.deed == "grant" else commands.refuse
    deed(ask=ask_id, answer=said, actor=request.actor)
    return _sheet(request, ask_id)


@router.post("/asks/{uuid:ask_id}/file", summary="The person's file as a PDF, for the window; leaves a trace")
def draw_file(request: ActorRequest, ask_id: UUID) -> HttpResponse:
    return pdf(commands.hand_out(ask=ask_id, actor=request.actor), "own-file")


@router.get("/mine", response=list[RightOut], summary="What I asked for online, newest first")
def list_own(request: ActorRequest) -> Any:
    return queries.own_asks(request.actor)


@router.post(
    "/mine", response={201: RightMadeOut}, summary="Ask with an account that is proved to be one's own"
)
def ask_online(request: ActorRequest, body: OwnRightIn, idempotency_key: Key = None) -> Any:
    asking = Asking(**body.dict())
    return Status(
        201, {"id": commands.ask_online(asking=asking, actor=request.actor, receipt=idempotency_key)}
    )


@router.post("/mine/{uuid:ask_id}/file", summary="My own file as a PDF, once it is granted")
def draw_own_file(request: ActorRequest, ask_id: UUID) -> HttpResponse:
    return pdf(commands.hand_out_own(ask=ask_id, actor=request.actor), "own-file")


@router.get("/erasures", response=ErasurePage, summary="What is to be erased, or was, newest first")
def list_erasures(request: ActorRequest, wanted: Query[ErasureFilter]) -> Any:
    page = queries.erasures(request.actor, state=wanted.state, after=wanted.after, size=wanted.size)
    return {"items": _erasures(page.items), "next": page.next}


@router.post(
    "/erasures/{uuid:erasure_id}", response=ErasureOut, summary="Agree to erase it, or keep it and say why"
)
def decide_erasure(request: ActorRequest, erasure_id: UUID, body: ErasureDecisionIn) -> Any:
    if body.deed == "keep":
        commands.keep(erasure=erasure_id, why=body.why, actor=request.actor)
    else:
        commands.agree(erasure=erasure_id, actor=request.actor)
    return _erasures([queries.erasure(request.actor, erasure_id)])[0]


@router.get("/looks", response=LookPage, summary="Who looked at whom, for auditors, newest first")
def list_looks(request: ActorRequest, wanted: Query[LookFilter]) -> Any:
    chosen = queries.looks_chosen(wanted.dict(exclude={"after", "size"}, exclude_none=True))
    return queries.looks(request.actor, chosen=chosen, after=wanted.after, size=wanted.size)


@router.get("/unusual", response=UnusualPage, summary="Unusual look-ups for a person to judge, newest first")
def list_unusual(request: ActorRequest, wanted: Query[UnusualFilter]) -> Any:
    return queries.oddities(request.actor, state=wanted.state, after=wanted.after, size=wanted.size)


@router.post("/unusual/{uuid:oddity_id}", response=UnusualOut, summary="Judge unusual look-ups, with a word")
def judge(request: ActorRequest, oddity_id: UUID, body: JudgementIn) -> Any:
    commands.judge(oddity=oddity_id, judgement=body.judgement, word=body.word, actor=request.actor)
    return queries.oddity(request.actor, oddity_id)[0]


def _sheet(request: ActorRequest, ask_id: UUID) -> dict[str, Any]:
    sheet = queries.ask(request.actor, ask_id)
    return RightOut.from_orm(sheet.row).model_dump() | {
        "person": sheet.person,
        "offered": sheet.offered,
        "programme": sheet.programme,
        "said": [{"kind": line.kind, "text": line.text, "at": line.at} for line in sheet.lines],
    }


def _erasures(rows: Sequence[Erasure]) -> list[dict[str, Any]]:
    going = queries.going(rows)
    return [
        {
            "id": row.id,
            "programme": row.programme,
            "because": row.because,
            "state": row.state,
            "due_at": row.due_at,
            "decided_at": row.decided_at,
            "goes": [of.key for of in going[row.id].fields],
        }
        for row in rows
    ]
