"""Giving a case to an office because a rule of the place says so: the dispatcher's move, by the system."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from gewu.cases.commands.moves import Step, make
from gewu.cases.models import Case
from gewu.cases.queries.facts import facts_for
from gewu.cases.queries.offers import OFFICE
from gewu.catalogue.effects import Effect
from gewu.catalogue.queries import definition as definition_of
from gewu.kernel.access import SYSTEM

DISPATCH = "dispatch"


@transaction.atomic
def dispatch_by_rule(*, case_id: UUID, organisation: UUID, rule: UUID) -> bool:
    """Offer a case that waits for it to an office; False if somebody was faster or it was ever given back.

    Refused as the move would be refused to a person: an office without an open inbox, a guard that stops it.
    """
    case = Case.objects.by_id(case_id).select_for_update().first()
    if case is None or case.awaits != DISPATCH or case.returns or case.review_on is not None:
        return False
    moves = definition_of(case.definition_id).moves_from(case.stage)
    move = next(move for move in moves if move.effects == {Effect.OFFERS})
    facts = replace(facts_for(SYSTEM, case), roles=move.by)
    step = Step(
        move=move.name,
        seen_version=case.version,
        data={OFFICE: str(organisation)},
        basis={"rule": str(rule)},
    )
    make(case, step, facts=facts, actor=SYSTEM, shown=())
    return True
