"""A run of the planner and one of its proposals, to ask for."""

from typing import Any
from uuid import UUID

from gewu.planner import commands, queries
from gewu.planner.commands import Asking
from gewu.planner.values import Wishes
from tests.access.town import Town

FORM: dict[str, Any] = {"low": "30", "high": "70", "size": "48", "load": "homes", "barriers": ["river"]}


def a_plan(town: Town) -> UUID:
    """Asked for by the administrator, and worked out."""
    actor, township = town.actor("admin"), town.tiny.township
    if found := queries.runs(actor):
        return found[0].id
    asking = Asking(township, (town.tiny.north,), Wishes(low=30, high=70, size=48))
    plan = commands.ask(asking=asking, actor=actor)
    commands.propose(run=plan)
    return plan


def a_proposal(town: Town) -> UUID:
    return queries.proposals(queries.run(town.actor("admin"), a_plan(town)))[0].id


def asked(town: Town) -> dict[str, Any]:
    return {"township": town.tiny.township, "low": 30, "high": 70, "size": 48}
