"""When those whose turn it is are reminded of the stage: before, at and after its end. Plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from gewu.catalogue.definition import CaseType
from gewu.deadlines.rules import NOTHING, Calendar, due

if TYPE_CHECKING:
    from gewu.cases.standing import Standing

# In this order, each once per stage entered; `Standing.reminded` counts them.
WHEN = ("before", "at", "after")


def planned(definition: CaseType, standing: Standing, calendar: Calendar) -> Standing:
    """With the moment of the next reminder; none where nobody works on it or all were given."""
    return replace(standing, remind_at=_next(definition, standing, calendar))


def reminded(definition: CaseType, standing: Standing, calendar: Calendar, *, now: datetime) -> Standing:
    """After a reminder: whoever was reminded too late of several things is reminded once, of the last."""
    given = replace(standing, reminded=standing.reminded + 1)
    while (ahead := planned(definition, given, calendar)).remind_at is not None and ahead.remind_at <= now:
        given = replace(given, reminded=given.reminded + 1)
    return ahead


def _next(definition: CaseType, standing: Standing, calendar: Calendar) -> datetime | None:
    plan, ends = definition.reminders, standing.due_at
    working = definition.stages[standing.stage].open and not standing.stands_still
    if plan is None or ends is None or not working or standing.reminded >= len(WHEN):
        return None
    match WHEN[standing.reminded]:
        case "before":
            # Of the time since it last went on: a share of a stop is no time to work in.
            since = max((standing.clock_since, *standing.stops))
            return since + max(ends - since, NOTHING) * plan.before
        case "at":
            return ends
    return due(ends.astimezone(calendar.zone), plan.after.limit, calendar).moment
