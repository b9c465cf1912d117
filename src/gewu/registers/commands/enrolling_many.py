"""Taking many into a programme at once: one COPY, for imports and for made-up towns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed, RuleBroken
from gewu.registers import answers
from gewu.registers.commands.programmes import begin, take_in
from gewu.registers.copying import copy_in
from gewu.registers.definition import Programme
from gewu.registers.models import TABLES, Enrolment
from gewu.registers.queries import programme, runs, switch
from gewu.registers.rhythm import due
from gewu.registers.sources import Origin


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody taken in: since when, last visited when, with which values."""

    subject: UUID
    since: date
    visited_on: date | None = None
    values: Mapping[str, object] = field(default_factory=dict)


@transaction.atomic
def enrol_many(
    township: int, key: str, *, entries: Sequence[Entry], origin: Origin, actor: Actor, basis: str = "law"
) -> int:
    """Take in those who are not in it yet; how many. They leave no entries: whoever brings them has one."""
    of = programme(key)
    if actor.door != "job":
        raise NotAllowed(_("Your post does not read this programme."))
    if not runs(of, switch(township, key)):
        raise RuleBroken(_("This programme is off here until a legal basis is entered and approved."))
    wanted = {entry.subject: entry for entry in entries}
    there = Enrolment.objects.filter(township=township, programme=key, until=None, subject__in=wanted)
    for known in there.values_list("subject", flat=True):
        del wanted[known]
    rows = TABLES[of.of]._default_manager.filter(township=township, id__in=wanted)
    fresh = [
        _one(of, begin(of, row, wanted[row.id].since, basis=basis), wanted[row.id], origin) for row in rows
    ]
    copy_in(fresh)
    return len(fresh)


def _one(of: Programme, row: Enrolment, entry: Entry, origin: Origin) -> Enrolment:
    take_in(row, of, answers.checked(of.fields, entry.values), origin.mark(clock.now(), None))
    if entry.visited_on and of.rhythm:
        row.visited_on, row.next_due = entry.visited_on, due(of.rhythm, entry.visited_on)
    return row
