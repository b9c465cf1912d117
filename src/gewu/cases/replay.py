"""How a case must stand, told from its journal alone: its entries, replayed through the rules. Pure.

What commands decided from more than the entry says is in the entry: who stood in for whom, which office
signed off, how far up a new case began.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from gewu.cases import ladder, merging, reminding
from gewu.cases.standing import Deed, Standing, after, gone_on, opened, recounted
from gewu.catalogue.definition import CaseType
from gewu.deadlines.rules import Calendar


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of a case: when it was recorded (local time), by whom, and its facts."""

    kind: str
    at: datetime
    user: UUID | None
    on_behalf: UUID | None
    by_staff: bool
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rules need besides the entries."""

    definition: CaseType
    calendar: Calendar
    # The levels that the place of the report has.
    there: frozenset[str]


def replayed(entries: Iterable[Told], ground: Ground) -> Standing:
    """How the case stands after its entries; ValueError when they do not begin with its report."""
    standing: Standing | None = None
    apart: Standing | None = None
    for told in entries:
        if told.kind == "case.reported":
            standing = _reported(told, ground)
        elif standing is None:
            raise ValueError("the journal of a case begins with its report")
        elif told.kind == "case.unmerged" and apart is not None:
            # It stands as it stood before it was merged.
            standing = replace(apart, version=standing.version + 1)
        else:
            apart = standing if told.kind == "case.merged" else apart
            standing = STEPS.get(told.kind, _unchanged)(standing, told, ground)
    if standing is None:
        raise ValueError("a case has a journal")
    return standing


def _reported(told: Told, ground: Ground) -> Standing:
    definition, calendar = ground.definition, ground.calendar
    new = opened(definition, category=str(told.facts["category"]), moment=told.at, calendar=calendar)
    new = ladder.fitted(definition, new, calendar, there=ground.there)
    if definition.sends_to:
        new = replace(new, helpers=tuple(UUID(one) for one in told.facts["sent_to"]))
    elif told.by_staff:
        new = replace(new, received_by=told.user)
    return replace(_moved(new, told, ground), version=1) if told.facts.get("move") else new


def _moved(standing: Standing, told: Told, ground: Ground) -> Standing:
    facts = told.facts
    move = ground.definition.move(standing.stage, str(facts["move"]))
    if move is None:
        raise ValueError(f"there is no move {facts['move']} from {standing.stage}")
    deed = Deed(
        move=move,
        user=told.user,
        offices=frozenset(UUID(one) for one in facts.get("helped_by", ())),
        moment=told.at,
        data=facts.get("answers", {}),
        role=str(facts["role"]),
        for_users=frozenset(UUID(one) for one in facts.get("stood_in_for", ()))
        | (frozenset([told.on_behalf]) if told.on_behalf else frozenset()),
    )
    return after(ground.definition, standing=standing, deed=deed, calendar=ground.calendar)


def _escalated(standing: Standing, told: Told, ground: Ground) -> Standing:
    level = str(told.facts["to"])
    return ladder.raised(ground.definition, standing, level=level, moment=told.at, calendar=ground.calendar)


def _reminded(standing: Standing, told: Told, ground: Ground) -> Standing:
    return reminding.reminded(ground.definition, standing, ground.calendar, now=told.at)


def _resumed(standing: Standing, told: Told, ground: Ground) -> Standing:
    return gone_on(ground.definition, standing=standing, seen=told.at, calendar=ground.calendar)


def _recounted(standing: Standing, _told: Told, ground: Ground) -> Standing:
    return recounted(ground.definition, standing=standing, calendar=ground.calendar)


def _handed_over(standing: Standing, told: Told, _ground: Ground) -> Standing:
    return replace(standing, holder_user=UUID(str(told.facts["to"])), version=standing.version + 1)


def _placed(standing: Standing, _told: Told, _ground: Ground) -> Standing:
    return replace(standing, version=standing.version + 1)


def _merged(standing: Standing, told: Told, _ground: Ground) -> Standing:
    return merging.rests_in(standing, lead=UUID(str(told.facts["into"])), moment=told.at)


def _unchanged(standing: Standing, _told: Told, _ground: Ground) -> Standing:
    """Notes, files, parts, demands: nothing that moves decide."""
    return standing


STEPS: dict[str, Callable[[Standing, Told, Ground], Standing]] = {
    "case.moved": _moved,
    "case.escalated": _escalated,
    "case.reminded": _reminded,
    "case.resumed": _resumed,
    "case.recounted": _recounted,
    "case.handed_over": _handed_over,
    "case.placed": _placed,
    "case.merged": _merged,
}
