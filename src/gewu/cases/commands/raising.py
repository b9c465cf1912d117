"""Responsibility goes up the place tree: by itself when a level's time is over, or because somebody asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gewu.cases import ladder, refusals
from gewu.cases.commands.kept import Author, keep_words, locked, stand
from gewu.cases.models import Case
from gewu.cases.powers import MAY_RAISE, RAISING, TRIED
from gewu.cases.queries.facts import facts_for, standing_of
from gewu.cases.queries.responsible import place_at
from gewu.cases.standing import Standing
from gewu.catalogue.queries import definition as definition_of
from gewu.deadlines.queries import calendar_of
from gewu.deadlines.rules import Calendar
from gewu.kernel import clock, journal, receipts, text
from gewu.kernel.access import SYSTEM, Actor, Tier
from gewu.kernel.canonical import JsonValue
from gewu.kernel.journal import Note

# So many rows are held at once: whoever works on one of them waits a fraction of a second at most.
BATCH = 200
COLUMNS = ("level", "level_since", "level_due_at", "raised", "solved_at")
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Raising:
    """Why somebody raises a case: one of `powers.RAISING`, and what was tried, in words."""

    reason: str
    tried: str


def climb(township: int, *, size: int = BATCH) -> int:
    """Raise up to `size` cases of a township whose level's time is over; how many. Call until it gives 0.

    One short transaction. Rows that somebody works on are left to the next call (SKIP LOCKED); a worker that
    dies leaves the batch as it was. The row itself says which step is next, so no step is made twice. Open
    forms stay good: the version is not raised.
    """
    with transaction.atomic():
        now, calendar = clock.now(), calendar_of(township)
        ready = Case.objects.filter(township=township, level_due_at__lte=now)
        rows = ready.select_for_update(skip_locked=True).order_by("level_due_at", "id")[:size]
        notes = [_climbed(case, calendar, now) for case in rows]
        # A level above which there is nothing any more has no end of its own.
        ended = [note.subject for note in notes if not note.facts]
        Case.objects.filter(township=township, id__in=[case.id for case in ended]).update(level_due_at=None)
        raised = [note for note in notes if note.facts]
        journal.record_all("case.escalated", raised, actor=SYSTEM, write=COLUMNS, moment=now)
    return len(notes)


def raise_case(
    *, case_id: UUID, seen_level: str, raising: Raising, actor: Actor, receipt: str | None = None
) -> None:
    """Raise a case by hand to the level above, saying what was tried; refused on the highest level."""

    def do() -> str:
        case = locked(actor, case_id)
        _raise(case, seen_level, _tidied(raising), actor)
        return str(case_id)

    request = {"case": case_id, "level": seen_level, "reason": raising.reason, "tried": raising.tried}
    receipts.once(actor=actor, key=receipt, request=request, do=do)


def _climbed(case: Case, calendar: Calendar, now: datetime) -> Note:
    before = standing_of(case)
    level = ladder.above(definition_of(case.definition_id), case.level, levels_there(case))
    return Note(case, _lifted(case, before, level, "late", calendar, now)) if level else Note(case, {})


def _raise(case: Case, seen_level: str, raising: Raising, actor: Actor) -> None:
    before, known = standing_of(case), facts_for(actor, case)
    if not known.roles & MAY_RAISE:
        raise refusals.not_your_turn("raise", MAY_RAISE)
    if case.level != seen_level:
        raise refusals.raised_already(case.level)
    level = ladder.above(definition_of(case.definition_id), case.level, levels_there(case))
    if not level or case.awaits not in ladder.TRYING:
        raise refusals.nothing_above()
    role = min(known.roles & MAY_RAISE)
    now, calendar = clock.now(), calendar_of(case.township)
    lifted: dict[str, Any] = _lifted(case, before, level, raising.reason, calendar, now)
    digests = keep_words(case, {TRIED: raising.tried}, author=Author(actor.user, role), public=frozenset())
    words: dict[str, JsonValue] = dict(digests)
    facts = {"role": role, "words": words, **lifted}
    journal.record("case.escalated", subject=case, actor=actor, write=COLUMNS, moment=now, **facts)


def _lifted(
    case: Case, before: Standing, level: str, reason: str, calendar: Calendar, now: datetime
) -> dict[str, Any]:
    """Put the case on the level, and say so in codes."""
    moment = timezone.localtime(now)
    definition = definition_of(case.definition_id)
    after = ladder.raised(definition, before, level=level, moment=moment, calendar=calendar)
    stand(case, after)
    return {
        "from": before.level,
        "to": level,
        "reason": reason,
        "step": after.raised,
        "place": str(place_at(case, level)),
        "stage": case.stage,
        "until": after.level_due_at.isoformat() if after.level_due_at else None,
    }


def levels_there(case: Case) -> frozenset[str]:
    """The tiers that the responsible place of a case has."""
    columns = {Tier.COMMUNITY: case.in_community, Tier.GRID: case.in_grid, Tier.CELL: case.in_cell}
    return frozenset({Tier.TOWNSHIP, *(tier for tier, area in columns.items() if area)})


def _tidied(raising: Raising) -> Raising:
    if raising.reason not in RAISING:
        raise refusals.unknown_answer("reason")
    return Raising(raising.reason, text.clean_required(raising.tried, field="tried", limit=LONGEST))
