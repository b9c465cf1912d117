"""Whom to visit next, as a list shows it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.timezone import localdate

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.places import queries as places
from gewu.registers import queries
from gewu.registers.pages import shell
from gewu.registers.reach import WRITERS

MOST = 30


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody to visit: all programmes that wait for it, and by when the first of them does."""

    subject: UUID
    kind: str
    name: str
    address: str
    programmes: tuple[str, ...]
    due: date
    late: bool
    # Whoever only reads looks at the file instead.
    may_visit: bool


def due_lines(actor: Actor, *, most: int = MOST) -> list[Due]:
    """One line for each door: a visit serves all its programmes."""
    rows = queries.due_soon(actor, most=4 * most)
    subjects = queries.subjects_of(rows, actor)
    there = places.addresses([one.address for one in subjects.values() if one.address])
    lines: dict[UUID, Due] = {}
    for row in rows:
        subject = subjects.get(row.subject)
        if subject is None or row.next_due is None:
            continue
        title = queries.programme(row.programme).said(shell.language())
        held = lines.get(subject.id)
        lines[subject.id] = Due(
            subject=subject.id,
            kind=row.subject_kind,
            name=subject.name,
            address=there[subject.address].name if subject.address in there else "",
            programmes=(*held.programmes, title) if held else (title,),
            due=held.due if held else row.next_due,
            may_visit=bool(actor.roles & WRITERS),
            late=(held.due if held else row.next_due) < localdate(clock.now()),
        )
    return list(lines.values())[:most]
