"""Deadlines are counted anew when a calendar changes: set by set, resumable, and without a new version.

An entry for each case whose deadlines moved, because a case tells its own story; and one for the whole on the
calendar that was brought in.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from gewu.cases.commands.kept import stand
from gewu.cases.models import Case, CaseQuerySet
from gewu.cases.queries.facts import standing_of
from gewu.cases.standing import recounted
from gewu.catalogue.queries import definition as definition_of
from gewu.deadlines.almanac import FRESH_SECONDS
from gewu.deadlines.commands import record_recount
from gewu.deadlines.queries import calendar_of
from gewu.deadlines.rules import Calendar
from gewu.kernel import clock, journal
from gewu.kernel.access import SYSTEM
from gewu.kernel.canonical import JsonValue, parse, spell
from gewu.kernel.jobs import job, reaction
from gewu.kernel.journal import Note
from gewu.kernel.models import Entry
from gewu.places import queries as places

# So many rows are held at once: whoever works on one of them waits a fraction of a second at most.
BATCH = 500
# So many batches a job does, each in a transaction of its own, before it queues again for the next.
TURNS = 8
FIRST = UUID(int=0)
COLUMNS = ("due_at", "case_due_at", "provisional", "level_due_at", "remind_at")
# Until every process has noticed the change; a case that came in meanwhile is among those counted anew.
NOTICED = timedelta(seconds=2 * FRESH_SECONDS)


@dataclass(frozen=True, slots=True)
class Counted:
    """How far one batch came."""

    looked: int
    moved: int
    last: UUID | None


@reaction("cases.recount_year")
def recount_year(entry: Entry) -> None:
    """A year was published: count what it touches anew, one township after the other."""
    facts = parse(entry.facts) if isinstance(entry.facts, str) else entry.facts
    year = int(str(facts["year"])) if isinstance(facts, dict) else 0
    for township in _townships(entry.township):
        recount_on.defer(
            lock=entry.subject_id,
            at=clock.now() + NOTICED,
            edition=entry.subject_id,
            township=township,
            year=year,
            after=FIRST,
            looked=0,
            moved=0,
        )


@job("cases.recount")
def recount_on(*, edition: UUID, township: int, year: int, after: UUID, looked: int, moved: int) -> None:
    """Some batches, and with the last of them the order for the next, in its transaction.

    A worker that dies loses nothing: its job begins again where it began, and what was counted stays so.
    """
    for turn in range(1, TURNS + 1):
        with transaction.atomic():
            cases = touched_by(township, year)
            done = recount_some(township, cases, after=after, because={"edition": str(edition)})
            looked, moved = looked + done.looked, moved + done.moved
            if done.last is None:
                record_recount(edition=edition, township=township, looked=looked, moved=moved)
                return
            after = done.last
            if turn == TURNS:
                ids: dict[str, Any] = {"edition": edition, "township": township, "year": year, "after": after}
                recount_on.defer(lock=edition, looked=looked, moved=moved, **ids)


@job("cases.recount_provisional")
def recount_provisional() -> None:
    """Every night: a year may be known since a library was brought up to date, which no journal tells."""
    for township in _townships(None):
        after: UUID | None = FIRST
        while after is not None:
            with transaction.atomic():
                unsure = Case.objects.filter(township=township, provisional=True)
                after = recount_some(township, unsure, after=after, because={"edition": None}).last


def recount_some(
    township: int, cases: CaseQuerySet, *, after: UUID, because: dict[str, JsonValue]
) -> Counted:
    """Up to `BATCH` open cases after an id, counted on the calendar as it is now."""
    calendar = calendar_of(township)
    open_ones = cases.filter(awaits__gt="", closed_at=None, id__gt=after)
    rows = list(open_ones.select_for_update().order_by("id")[:BATCH])
    moved = [note for case in rows if (note := _recounted(case, calendar, because)) is not None]
    journal.record_all("case.recounted", moved, actor=SYSTEM, write=COLUMNS)
    return Counted(len(rows), len(moved), rows[-1].id if len(rows) == BATCH else None)


def touched_by(township: int, year: int) -> CaseQuerySet:
    """What a year can move: its days come before one of the deadlines."""
    begins = datetime(year, 1, 1, tzinfo=calendar_of(township).zone)
    return Case.objects.filter(
        Q(due_at__gte=begins) | Q(case_due_at__gte=begins) | Q(level_due_at__gte=begins), township=township
    )


def _recounted(case: Case, calendar: Calendar, because: dict[str, JsonValue]) -> Note | None:
    was = {column: getattr(case, column) for column in COLUMNS}
    changed = stand(
        case,
        recounted(definition_of(case.definition_id), standing=standing_of(case), calendar=calendar),
    )
    if not changed:
        return None
    facts: dict[str, JsonValue] = {
        "due": _from_to(was["due_at"], case.due_at),
        "case_due": _from_to(was["case_due_at"], case.case_due_at),
        "provisional": case.provisional,
    }
    return Note(case, facts | because)


def _from_to(before: datetime | None, now: datetime | None) -> list[JsonValue]:
    return [spell(moment) if moment else None for moment in (before, now)]


def _townships(home: int | None) -> list[int]:
    """The townships run here that a calendar holds for; all of them without one."""
    known = sorted({here.township for here in places.localities()})
    if home is None:
        return known
    width = next(10**zeros for zeros in (7, 5, 3, 0) if home % 10**zeros == 0)
    return [township for township in known if home <= township < home + width]
