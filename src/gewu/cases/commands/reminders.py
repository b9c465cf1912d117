"""Reminders: an entry before, at and after the end of a stage, each once. Messages are made elsewhere."""

from datetime import datetime

from django.db import transaction

from gewu.cases import reminding
from gewu.cases.commands.kept import stand
from gewu.cases.commands.raising import BATCH
from gewu.cases.models import Case
from gewu.cases.queries.facts import standing_of
from gewu.cases.queries.responsible import place_at
from gewu.cases.standing import OFFICE_WORK
from gewu.catalogue.queries import definition as definition_of
from gewu.deadlines.queries import calendar_of
from gewu.deadlines.rules import Calendar
from gewu.kernel import clock, journal
from gewu.kernel.access import SYSTEM, Tier
from gewu.kernel.canonical import JsonValue
from gewu.kernel.journal import Note

COLUMNS = ("remind_at", "reminded")


def remind(township: int, *, size: int = BATCH) -> int:
    """Record up to `size` reminders of a township that are due; how many. Call until it gives 0."""
    with transaction.atomic():
        now, calendar = clock.now(), calendar_of(township)
        ready = Case.objects.filter(township=township, remind_at__lte=now)
        rows = ready.select_for_update(skip_locked=True).order_by("remind_at", "id")[:size]
        notes = [_reminded(case, calendar, now) for case in rows]
        journal.record_all("case.reminded", notes, actor=SYSTEM, write=COLUMNS, moment=now)
    return len(notes)


def _reminded(case: Case, calendar: Calendar, now: datetime) -> Note:
    definition = definition_of(case.definition_id)
    after = reminding.reminded(definition, standing_of(case), calendar, now=now)
    stand(case, after)
    facts: dict[str, JsonValue] = {
        "when": reminding.WHEN[after.reminded - 1],
        "stage": case.stage,
        "turn": case.turn,
        "due": case.due_at.isoformat() if case.due_at else None,
    }
    office = case.offered_org or case.holder_org
    if office and case.awaits in OFFICE_WORK:
        return Note(case, facts | {"organisation": str(office)})
    level = case.level if case.turn in LOW else Tier.TOWNSHIP
    return Note(case, facts | {"place": str(place_at(case, level or Tier.TOWNSHIP))})


# Whose turn is looked for at the grid, not at the desk of the township.
LOW = frozenset({"gridworker", "assistant", "gridlead", "chief"})
