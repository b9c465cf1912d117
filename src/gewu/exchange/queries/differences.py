"""What a comparison found, to be decided: whom it is about, what we say, what they say; masked."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.utils.translation import get_language

from gewu.exchange.masking import shown
from gewu.exchange.models import Difference, Import
from gewu.exchange.rules import MOST_AT_ONCE
from gewu.kernel.access import Actor
from gewu.kernel.secrets import mask_name
from gewu.registers import queries as registers


@dataclass(frozen=True, slots=True)
class Differing:
    """One difference: the person's number and masked name, the field, both values masked."""

    id: UUID
    row: int
    person: UUID
    number: str
    name: str
    field: str
    label: str
    ours: str
    theirs: str
    state: str


def differences(
    row: Import, actor: Actor, *, result: str, state: str = "open", after: UUID | None = None
) -> list[Differing]:
    """At most MOST_AT_ONCE of one kind and state, in the order they were found, behind one of them."""
    mine = Difference.objects.filter(
        township=row.township, import_id=row.id, result=result, state__in=_states(state)
    )
    behind = mine.filter(id__gt=after) if after else mine
    return _said(row, list(behind.order_by("id")[:MOST_AT_ONCE]), actor)


def how_many(row: Import) -> dict[str, dict[str, int]]:
    """How many of each kind are open and decided."""
    mine = Difference.objects.filter(township=row.township, import_id=row.id)
    counts = {result: {"open": 0, "decided": 0} for result in ("differs", "only_here")}
    for one in mine.order_by().values("result", "state").annotate(n=Count("pk")):
        counts[one["result"]]["open" if one["state"] == "open" else "decided"] += one["n"]
    return counts


def _states(state: str) -> tuple[str, ...]:
    return ("open",) if state == "open" else ("taken", "claimed", "left")


def _said(row: Import, found: Sequence[Difference], actor: Actor) -> list[Differing]:
    of = registers.register("person")
    persons = registers.rows("person", actor).filter(
        township=row.township, id__in={one.subject for one in found}
    )
    known = {one.id: registers.known(one, of) for one in persons}
    english = (get_language() or "").startswith("en")
    lines = []
    for one in found:
        held, field = known.get(one.subject), of.field(one.field) if one.field else None
        if held is None:
            continue
        ours = held.get(one.field) if field else None
        theirs = json.loads(one.offered.open()) if one.offered is not None else None
        lines.append(
            Differing(
                id=one.id,
                row=one.row,
                person=one.subject,
                number=held.number,
                name=mask_name(str(held.get("name") or "")),
                field=one.field,
                label=(field.en if english else field.zh) if field else "",
                ours=shown(field, ours) if field and ours is not None else "",
                theirs=shown(field, theirs) if field and theirs is not None else "",
                state=one.state,
            )
        )
    return lines
