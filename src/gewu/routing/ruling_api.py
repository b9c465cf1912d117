"""Rules of routing over HTTP, their dry run, and what is suggested for a case."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router, Status
from ninja.params.functions import Header

from gewu.cases.schemas import CreatedOut
from gewu.kernel.access import ActorRequest
from gewu.routing import commands, queries, suggesting
from gewu.routing.asked import Asked, tidied
from gewu.routing.models import RoutingRule
from gewu.routing.rules import Tally
from gewu.routing.ruling_schemas import (
    Asking,
    DryRunOut,
    RuleChangeIn,
    RuleIn,
    RuleMoveIn,
    RuleOut,
    RuleSeenIn,
    RulesQuery,
    SuggestionsOut,
    TallyOut,
)

router = Router(tags=["routing"])
UNKEPT = UUID(int=0)
Key = Annotated[
    str | None, Header(alias="Idempotency-Key", description="The same key and body: the same answer, once.")
]


@router.get("/rules", response=list[RuleOut], summary="The rules of a place, in the order they are read")
def rules(request: ActorRequest, wanted: Query[RulesQuery]) -> Any:
    commands.require_writer(request.actor, wanted.township)
    return [_rule(row) for row in queries.rule_rows(request.actor, wanted.township)]


@router.post("/rules", response={201: CreatedOut}, summary="Add a rule at the end of the order")
def make(request: ActorRequest, body: RuleIn, idempotency_key: Key = None) -> Any:
    asked = _asked(body)
    made = commands.make_rule(
        township=body.township, asked=asked, actor=request.actor, receipt=idempotency_key
    )
    return Status(201, {"id": made})


@router.get("/rules/{uuid:rule_id}", response=RuleOut, summary="One rule")
def one(request: ActorRequest, rule_id: UUID) -> Any:
    return _rule(queries.rule_row(request.actor, rule_id))


@router.put("/rules/{uuid:rule_id}", response=RuleOut, summary="Say something else in a rule")
def change(request: ActorRequest, rule_id: UUID, body: RuleChangeIn) -> Any:
    commands.change_rule(
        rule_id=rule_id, asked=_asked(body), seen_version=body.rule_version, actor=request.actor
    )
    return _rule(queries.rule_row(request.actor, rule_id))


@router.post("/rules/{uuid:rule_id}/move", response=RuleOut, summary="Change places with the next rule")
def move(request: ActorRequest, rule_id: UUID, body: RuleMoveIn) -> Any:
    up = body.direction == "up"
    commands.move_rule(rule_id=rule_id, up=up, seen_version=body.rule_version, actor=request.actor)
    return _rule(queries.rule_row(request.actor, rule_id))


@router.post("/rules/{uuid:rule_id}/switch", response=RuleOut, summary="Let a rule rest, or count again")
def switch(request: ActorRequest, rule_id: UUID, body: RuleSeenIn) -> Any:
    commands.switch_rule(rule_id=rule_id, seen_version=body.rule_version, actor=request.actor)
    return _rule(queries.rule_row(request.actor, rule_id))


@router.delete("/rules/{uuid:rule_id}", response={204: None}, summary="Delete a rule; it can be brought back")
def delete(request: ActorRequest, rule_id: UUID, seen: Query[RuleSeenIn]) -> Any:
    commands.delete_rule(rule_id=rule_id, seen_version=seen.rule_version, actor=request.actor)
    return Status(204, None)


@router.post("/rules/{uuid:rule_id}/restore", response=RuleOut, summary="Bring a deleted rule back")
def restore(request: ActorRequest, rule_id: UUID) -> Any:
    commands.restore_rule(rule_id=rule_id, actor=request.actor)
    return _rule(queries.rule_row(request.actor, rule_id))


@router.get("/dry-run", response=DryRunOut, summary="What the rules in force would have done lately")
def dry_run(request: ActorRequest, wanted: Query[RulesQuery]) -> Any:
    commands.require_writer(request.actor, wanted.township)
    tallies, looked_at = queries.dry_run(wanted.township)
    return _run(wanted.township, tallies, looked_at)


@router.post("/dry-run", response=DryRunOut, summary="What a rule would have done, before it is kept")
def attempt(request: ActorRequest, body: RuleIn) -> Any:
    commands.require_writer(request.actor, body.township)
    tidy = tidied(body.township, _asked(body))
    tally, looked_at = queries.try_rule(body.township, tidy.as_rule(UNKEPT))
    return _run(body.township, [tally], looked_at)


@router.get(
    "/cases/{uuid:case_id}/suggestions",
    response=SuggestionsOut,
    summary="An office and a category for a case, where a move open to you asks for them",
)
def suggestions(request: ActorRequest, case_id: UUID) -> Any:
    found = suggesting.suggestions(request.actor, case_id)
    rule = found.rule and {"id": found.rule.id, "name": found.rule.name, "office": found.rule.office}
    return {"rule": rule, "offices": found.offices, "categories": found.categories}


def _asked(body: Asking) -> Asked:
    return Asked(
        name=body.name,
        office=body.office,
        categories=tuple(body.categories),
        areas=tuple(body.areas),
        sources=tuple(body.sources),
        words=tuple(body.says),
        start=body.start,
        end=body.end,
    )


def _rule(row: RoutingRule) -> dict[str, Any]:
    names = ("id", "township", "position", "name", "office", "categories", "areas", "sources", "start", "end")
    return {name: getattr(row, name) for name in (*names, "active", "version")} | {"says": row.words}


def _run(township: int, tallies: "tuple[Tally, ...] | list[Tally]", looked_at: int) -> dict[str, Any]:
    return {
        "looked_at": looked_at,
        "automatic": queries.is_automatic(township),
        "rules": [_tally(tally) for tally in tallies],
    }


def _tally(tally: Tally) -> TallyOut:
    return TallyOut(
        rule=None if tally.rule.id == UNKEPT else tally.rule.id,
        verdict=tally.verdict,
        fits=tally.fits,
        hits=tally.hits,
        agreed=tally.agreed,
        shadowed_by=tally.shadowed_by.id if tally.shadowed_by else None,
    )
