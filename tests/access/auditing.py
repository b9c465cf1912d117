"""What auditors come for: a verification that runs, and a proof of the open case."""

from datetime import timedelta
from uuid import UUID

from gewu.evidence import commands
from gewu.kernel import clock, seals
from tests.access.town import Town


def a_run(town: Town) -> UUID:
    asked = commands.ask_for_verification(township=town.tiny.township, actor=town.actor("auditor"))
    return asked.id


def a_proof(town: Town) -> UUID:
    with clock.hold(clock.now() + timedelta(days=1)):
        seals.take()
    case = town.cases["open"].id
    made = commands.make_proof(case_id=case, shows=(), purpose="", actor=town.actor("auditor"))
    return made.id
