"""What stood in a row before somebody wrote into it, kept sealed for a day, so that they can take it back."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.ids import new_id
from gewu.kernel.models import ChainedRow
from gewu.registers.commands.snapshots import snapshot
from gewu.registers.models import TABLES, Enrolment, RegisterRow, Step
from gewu.registers.queries import register
from gewu.registers.sources import Origin

FOR = timedelta(hours=24)


@dataclass(slots=True)
class Before:
    """Rows and enrolments as they were found, by id, and the moment just before they are written."""

    at: datetime
    rows: list[RegisterRow] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    held: dict[str, JsonValue] = field(default_factory=dict)

    def add(self, row: RegisterRow) -> None:
        self.rows.append(row)
        self.held[str(row.id)] = _row(row)

    def add_enrolment(self, row: Enrolment, *, values: bool) -> None:
        self.enrolments.append(row)
        self.held[str(row.id)] = {**_dates(row), **(_values(row) if values else {})}


def may_keep(actor: Actor, origin: Origin) -> bool:
    """Whether this is somebody's own writing, which ends with it: imports and sheets end as a whole."""
    return actor.user is not None and actor.door != "job" and origin.single


def found(*rows: RegisterRow, enrolments: Iterable[Enrolment] = ()) -> Before:
    """Look before writing: of enrolments beside rows, which a visit serves, only the dates."""
    before = Before(clock.now())
    for row in rows:
        before.add(row)
    for enrolment in enrolments:
        before.add_enrolment(enrolment, values=not rows)
    return before


def keep(
    before: Before,
    *,
    actor: Actor,
    about: Sequence[str] = (),
    deed: str = "recorded",
    visit: UUID | None = None,
) -> None:
    """Keep what was found, once the entries of the deed are written. `about`: fields that it changed."""
    if actor.user is None:
        return
    of_programme = deed in {"enrolled", "written"}
    touched: Sequence[ChainedRow] = before.enrolments if of_programme else before.rows
    first = touched[0]
    subjects = [one.subject for one in before.enrolments] if of_programme else [one.id for one in before.rows]
    Step.objects.create(
        id=new_id(first.township),
        township=first.township,
        deed=deed,
        by=actor.user,
        at=before.at,
        until=before.at + FOR,
        subjects=subjects,
        enrolment=before.enrolments[0].id if of_programme else None,
        visit=visit,
        fields=list(dict.fromkeys(about)),
        before=json.dumps(before.held, ensure_ascii=False),
        stamps={str(one.id): one.journal_length for one in touched},
    )


def forget_steps(township: int, *, subject: UUID | None = None, enrolment: UUID | None = None) -> int:
    """Forget what can no longer be taken back, or all there is about a row or an enrolment; how many."""
    steps = Step.objects.filter(township=township)
    if enrolment:
        steps = steps.filter(enrolment=enrolment)
    elif subject:
        steps = steps.filter(subjects__contains=[subject])
    else:
        steps = steps.filter(until__lte=clock.now())
    return steps.delete()[0]


def _row(row: RegisterRow) -> dict[str, JsonValue]:
    kind = next(kind for kind, table in TABLES.items() if isinstance(row, table))
    return {
        "kind": kind,
        "known": snapshot(row, register(kind)),
        "checked_at": row.checked_at.isoformat() if row.checked_at else None,
        "next_due": row.next_due.isoformat() if row.next_due else None,
    }


def _dates(row: Enrolment) -> dict[str, JsonValue]:
    return {
        "visited_on": row.visited_on.isoformat() if row.visited_on else None,
        "next_due": row.next_due.isoformat() if row.next_due else None,
    }


def _values(row: Enrolment) -> dict[str, JsonValue]:
    secret = row.secret.open() if row.secret else None
    return {"values": row.values, "secret": secret, "sources": row.sources}
