"""Ending enrolments: when somebody leaves a programme, moves away or dies."""

from datetime import date
from uuid import UUID

from gewu.kernel import journal
from gewu.kernel.access import Actor
from gewu.kernel.ids import township_of
from gewu.registers.models import Enrolment
from gewu.registers.queries import programme
from gewu.registers.rhythm import later


def end_all_of(subject: UUID, *, actor: Actor, on: date, why: str) -> None:
    """Take a subject out of every programme it is in."""
    rows = Enrolment.objects.filter(township=township_of(subject), subject=subject, until=None)
    for row in rows.select_for_update().order_by("id"):
        end(row, actor=actor, on=on, why=why)


def end(row: Enrolment, *, actor: Actor, on: date, why: str) -> None:
    """End one enrolment; its values are kept as long as the programme says, then erased."""
    row.until, row.ended_by, row.next_due = max(on, row.since), why, None
    row.erase_on = later(row.until, programme(row.programme).retention)
    row.version += 1
    journal.record(
        "enrolment.ended",
        subject=row,
        actor=actor,
        write=("until", "ended_by", "next_due", "erase_on", "version"),
        why=why,
        erase_on=row.erase_on.isoformat(),
    )
