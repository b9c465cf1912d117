"""Which level of the place tree is responsible: who must try first, when it climbs, where it was solved.

Plain values: no Django, no clock. The levels and their limits are the definition's (`[ladder]`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from gewu.catalogue.definition import CaseType
from gewu.catalogue.effects import Effect
from gewu.deadlines.rules import Calendar, due
from gewu.deadlines.running import due_over

if TYPE_CHECKING:
    from gewu.cases.standing import Deed, Standing

# While a case waits for one of these it is not solved, and the level responsible is to do something.
TRYING = frozenset({"verify", "file", "dispatch", "accept", "handle", "coordinate"})


def begun(definition: CaseType, standing: Standing, calendar: Calendar) -> Standing:
    """A new case, at the level that must try first."""
    start = definition.first_level(category=standing.category, standard=standing.standard)
    return _at(definition, standing, start, moment=standing.stage_since, calendar=calendar)


def followed(
    definition: CaseType, before: Standing, now: Standing, *, deed: Deed, calendar: Calendar
) -> Standing:
    """What a move means for the level: where work went up with it, whether the level's time still runs."""
    ladder = definition.ladder
    if ladder is None or not now.level:
        return now
    level = max(now.level, _needed(definition, before, now), _of_worker(definition, deed), key=ladder.height)
    now = replace(now, solved_at=_solved_at(deed, now, level, lowest=_of_role(definition, deed)))
    if level == now.level and before.stands_still and not now.stands_still:
        return gone_on(definition, now, calendar)
    if level != now.level or (_runs(now) and before.level_due_at is None):
        return _at(definition, now, level, moment=deed.moment, calendar=calendar)
    return now if _runs(now) else replace(now, level_due_at=None)


def fitted(
    definition: CaseType, standing: Standing, calendar: Calendar, *, there: Collection[str]
) -> Standing:
    """A new case whose place has not every level: what lies in no grid begins with the town."""
    if not standing.level or standing.level in there:
        return standing
    level = above(definition, standing.level, there)
    return _at(definition, standing, level, moment=standing.stage_since, calendar=calendar)


def raised(
    definition: CaseType, standing: Standing, *, level: str, moment: datetime, calendar: Calendar
) -> Standing:
    """One level or more up, because time is over or somebody asked for it."""
    higher = _at(definition, standing, level, moment=moment, calendar=calendar)
    return replace(higher, raised=standing.raised + 1)


def above(definition: CaseType, level: str, there: Collection[str]) -> str:
    """The next level that this case has, or none. `there`: the tiers its place has."""
    ladder = definition.ladder
    if ladder is None or not level:
        return ""
    higher = ladder.tiers[ladder.height(level) + 1 :]
    return next((tier for tier in higher if tier in there), "")


def recounted(definition: CaseType, standing: Standing, calendar: Calendar) -> Standing:
    """The end of the level's time on a calendar that has changed."""
    return standing if standing.level_due_at is None else gone_on(definition, standing, calendar)


def gone_on(definition: CaseType, standing: Standing, calendar: Calendar) -> Standing:
    """After a stop: what was left to the level is left again."""
    rung = definition.ladder.rung(standing.level) if definition.ladder else None
    if rung is None or rung.limit is None or standing.level_since is None or not _runs(standing):
        return replace(standing, level_due_at=None)
    since = standing.level_since.astimezone(calendar.zone)
    ends = due_over(since, rung.limit.limit, calendar, standing.stops).moment
    return replace(standing, level_due_at=ends)


def _at(
    definition: CaseType, standing: Standing, level: str, *, moment: datetime, calendar: Calendar
) -> Standing:
    rung = definition.ladder.rung(level) if definition.ladder else None
    if rung is None:
        return standing
    ends = due(moment, rung.limit.limit, calendar).moment if rung.limit and _runs(standing) else None
    return replace(standing, level=level, level_since=moment, level_due_at=ends)


def _runs(standing: Standing) -> bool:
    return standing.awaits in TRYING


def _needed(definition: CaseType, before: Standing, now: Standing) -> str:
    """Filed under a standard that cannot wait, or found to be another matter: it may begin higher up."""
    if (before.category, before.standard) == (now.category, now.standard):
        return now.level
    return definition.first_level(category=now.category, standard=now.standard)


def _of_worker(definition: CaseType, deed: Deed) -> str:
    """Whoever takes it in hand is responsible from then on, for the level they act for."""
    takes = {
        Effect.TAKES,
        Effect.HANDLES,
    } & deed.move.effects and Effect.SOLVES_ON_SPOT not in deed.move.effects
    return _of_role(definition, deed) if takes else ""


def _of_role(definition: CaseType, deed: Deed) -> str:
    return definition.ladder.of_role(deed.role) if definition.ladder else ""


def _solved_at(deed: Deed, now: Standing, level: str, *, lowest: str) -> str:
    if Effect.SOLVES_ON_SPOT in deed.move.effects:
        # Done where it was found, whatever level the duty lies with.
        return lowest or level
    if Effect.HANDLES in deed.move.effects:
        return level
    return "" if _runs(now) else now.solved_at
