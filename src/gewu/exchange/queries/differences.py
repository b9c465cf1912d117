"""What a comparison found, to be decided: whom it is about, what we say, what they say; masked."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import get_language

from gewu.exchange.masking import shown
from gewu.exchange.models import Difference, Import
from gewu.exchange.rules import MOST_AT_ONCE
from gewu.exchange.spoken import label_of
from gewu.kernel.access import Actor
from gewu.kernel.secrets import mask_name
from gewu.registers import queries as registers
from gewu.registers.definition import Register

# By these a row to be checked was found: they say nothing new.
AGREEING = frozenset({"name", "born"})


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
    counts = {result: {"open": 0, "decided": 0} for result in ("differs", "to_check", "only_here")}
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
                label=label_of(field) if field else "",
                ours=_told(of, {one.field: ours} if field else {key: held.get(key) for key in theirs or {}}),
                theirs=_told(of, {one.field: theirs} if field else theirs or {}),
                state=one.state,
            )
        )
    return lines


def _told(of: Register, values: Mapping[str, Any]) -> str:
    """One value, masked; of several what each is, but for the name and the day that agree."""
    if len(values) == 1:
        ((key, value),) = values.items()
        field = of.field(key)
        return shown(field, value) if field and value is not None else ""
    fields = [(of.field(key), value) for key, value in values.items() if key not in AGREEING]
    between = "; " if (get_language() or "").startswith("en") else "；"
    return between.join(
        f"{label_of(field)} {shown(field, value)}" for field, value in fields if field and value is not None
    )
