"""Who helps with a case, told from its journal: asked, signed off or declined."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from gewu.cases.queries.facts import facts_of
from gewu.cases.queries.story import Material, helped_by
from gewu.cases.queries.values import Helper, Named
from gewu.catalogue.effects import Effect

HELPER = "helper"


def helpers_of(material: Material, offices: Mapping[UUID, str]) -> tuple[Helper, ...]:
    """Every office that was asked to help, with its last answer, in the order they were asked first."""
    effects = {move.name: move.effects for move in material.definition.moves}
    found: dict[UUID, Helper] = {}
    for entry in material.entries:
        facts = facts_of(entry)
        done = effects.get(str(facts.get("move")), frozenset())
        answers = facts.get("answers")
        if Effect.ASKS_HELP in done and isinstance(answers, dict):
            office = UUID(str(answers[HELPER]))
            named = Named(office, offices.get(office, ""))
            found[office] = Helper(named, "asked", entry.recorded_at, None)
        for key in helped_by(facts):
            office = UUID(key)
            if office in found:
                state = "signed" if Effect.SIGNS_OFF in done else "declined"
                found[office] = replace(found[office], state=state, answered_at=entry.recorded_at)
    return tuple(found.values())
