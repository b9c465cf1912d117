"""The planner over HTTP: ask, look, take over."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Status
from ninja.params.functions import Header
from shapely.geometry import mapping

from gewu.kernel.access import ActorRequest
from gewu.planner import commands, queries
from gewu.planner.commands import Asking
from gewu.planner.models import Run
from gewu.planner.schemas import (
    AdoptedOut,
    AdoptIn,
    AskedOut,
    AskIn,
    GridProposalOut,
    RunLineOut,
    RunOut,
)
from gewu.planner.values import Load, Wishes

router = Router(tags=["planner"])
Key = Annotated[
    str | None, Header(alias="Idempotency-Key", description="The same key and body: the same answer, once.")
]


@router.get("/runs", response=list[RunLineOut], summary="What was asked of the planner, the newest first")
def list_runs(request: ActorRequest) -> Any:
    return queries.runs(request.actor)


@router.post("/runs", response={201: AskedOut}, summary="Have new grids proposed")
def ask(request: ActorRequest, body: AskIn, idempotency_key: Key = None) -> Any:
    wishes = Wishes(
        low=body.low,
        high=body.high,
        size=body.size,
        load=Load(**body.load.dict()),
        barriers=tuple(dict.fromkeys(body.barriers)),
        together=tuple(tuple(group) for group in body.together),
        seed=body.seed,
    )
    asking = Asking(body.township, tuple(body.communities), wishes)
    return Status(201, {"id": commands.ask(asking=asking, actor=request.actor, receipt=idempotency_key)})


@router.get("/runs/{plan_id}", response=RunOut, summary="How far a run is, and its proposals in figures")
def get_run(request: ActorRequest, plan_id: UUID) -> Any:
    row = queries.run(request.actor, plan_id)
    return {
        "id": row.id,
        "township": row.township,
        "areas": row.areas,
        "level": row.level,
        "state": row.state,
        "done": row.done,
        "of": row.of,
        "asked_at": row.asked_at,
        "ended_at": row.ended_at,
        "wishes": row.wishes,
        "today": row.today,
        "proposals": queries.proposals(row) if row.state == Run.State.DONE else [],
    }


@router.get("/proposals/{proposal_id}", response=GridProposalOut, summary="A proposal with its grids")
def get_proposal(request: ActorRequest, proposal_id: UUID) -> Any:
    run, row = queries.proposal(request.actor, proposal_id)
    one = queries.proposed(row)
    grids = [
        {
            "number": number,
            "area": grid.area,
            "houses": grid.houses,
            "households": grid.households,
            "cases": grid.cases,
            "visits": grid.visits,
            "load": grid.load,
            "today": grid.today,
            "moved": grid.moved,
            "in_range": grid.in_range,
            "geometry": mapping(grid.ground),
        }
        for number, grid in enumerate(queries.grids(row), 1)
    ]
    said = {name: getattr(one, name) for name in ("id", "aim", "measures", "stuck", "parted", "draft")}
    divided = [
        {
            "area": cut.area.id,
            "code": cut.area.code,
            "parts": [{"grid": number, "households": many} for number, many in cut.parts],
        }
        for cut in queries.divided(run, row)
    ]
    return said | {"run": run.id, "grids": grids, "divided": divided}


@router.post(
    "/proposals/{proposal_id}/adopt",
    response={201: AdoptedOut},
    summary="Take a proposal over into a draft of borders",
)
def adopt(request: ActorRequest, proposal_id: UUID, body: AdoptIn, idempotency_key: Key = None) -> Any:
    draft = commands.adopt(
        proposal=proposal_id,
        title=body.title,
        parts=body.parts,
        actor=request.actor,
        receipt=idempotency_key,
    )
    return Status(201, {"draft": draft})
