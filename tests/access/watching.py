"""What is supervised and what was found odd: both over the open case."""

from datetime import timedelta
from uuid import UUID

from gewu.burden import moment
from gewu.burden.commands import Sender, flush, note_filling
from gewu.cases.queries.oddities import named
from gewu.clearance.commands import Signing, sign
from gewu.clearance.rules import Period
from gewu.kernel import clock
from gewu.people.queries import today
from gewu.supervision import commands
from gewu.supervision.checks import Odd
from gewu.supervision.commands import Opening, open_supervision
from gewu.supervision.definition import anomalies
from gewu.supervision.models import Anomaly, Supervision
from tests.access.town import Town


def a_supervision(town: Town) -> UUID:
    case = town.cases["open"].id
    # One of a kind at a time: several routes ask for the same.
    if open_now := Supervision.objects.filter(
        township=town.tiny.township, case_id=case, kind="important"
    ).first():
        return open_now.id
    opening = Opening(case, "important", "催一下")
    return open_supervision(opening=opening, actor=town.actor("supervisor"))


def a_finding(town: Town) -> UUID:
    case = town.cases["open"].id
    odd = Odd(anomalies()[0], named(town.tiny.township, [case])[case], "1-2", clock.now())
    commands.found(town.tiny.township, odd)
    found = Anomaly.objects.filter(township=town.tiny.township, case_id=case).first()
    assert found is not None
    return found.id


def a_ledger(town: Town) -> UUID:
    signing = Signing(town.tiny.grid_a, Period.DAY, today() - timedelta(days=1), {})
    return sign(signing=signing, actor=town.actor("gridlead"))


def a_filled_form(town: Town) -> tuple[str, str]:
    """A form that a clerk sent, as it is counted."""
    opened = moment.read(moment.seal("event/report", "2", ["text"], {}))
    assert opened is not None
    note_filling(opened, Sender(town.tiny.township, "desk", "clerk"), {"text": "x"})
    flush()
    return "event", "report"
