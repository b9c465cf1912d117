"""Closed cases for the rooms that come after: where they lay, how long they are kept, how many."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Q

from gewu.cases.models import Case
from gewu.cases.queries.facts import facts_for
from gewu.cases.queries.then import counted_at, counted_in
from gewu.cases.rules import RESIDENT, moves_open_to
from gewu.catalogue import queries as catalogue
from gewu.catalogue.definition import Keeping
from gewu.catalogue.effects import Effect
from gewu.kernel.access import Actor

A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Ended:
    """What figures need of a case that was closed. `closing`: 2 once it was worked on again."""

    id: UUID
    township: int
    number: str
    category: str
    access_class: int
    in_community: UUID | None
    in_grid: UUID | None
    in_cell: UUID | None
    office: UUID | None
    closing: int


@dataclass(frozen=True, slots=True)
class PastKeeping:
    """A case in the archive that is kept no longer, by the rule it was born with."""

    of: Ended
    outcome: str
    closed_at: datetime
    rule: Keeping


@dataclass(frozen=True, slots=True)
class Closings:
    """Of the cases reported in a window: how many, how many are closed, how many were worked on again."""

    reported: int = 0
    closed: int = 0
    reopened: int = 0


def ended(case_id: UUID) -> Ended:
    """A case as figures see it, whoever asks: for jobs and for commands that have asked already."""
    return _ended(Case.objects.one(case_id))


def call_back_move(actor: Actor, case_id: UUID) -> str | None:
    """The move by which this actor, as staff, notes what a reporter answered; None if there is none now."""
    case = Case.objects.visible_to(actor).one(case_id)
    facts = facts_for(actor, case)
    staff = facts.roles - {RESIDENT}
    moves = moves_open_to(catalogue.definition(case.definition_id), facts)
    return next((move.name for move in moves if Effect.RATES in move.effects and move.by & staff), None)


def still_to_rate(township: int, wanted: Iterable[UUID]) -> set[UUID]:
    """Those of these cases whose reporter has not said yet how it went."""
    rows = Case.objects.filter(township=township, id__in=list(wanted), awaits="rate")
    return set(rows.values_list("id", flat=True))


def categories_told(township: int, wanted: Iterable[UUID], language: str) -> Mapping[UUID, str]:
    """What the categories of these cases are called: as each was told when it ended, or by its definition."""
    rows = Case.objects.filter(township=township, id__in=list(wanted))
    told = rows.values_list("id", "category", "definition_id", "kept_words")
    return {
        case_id: catalogue.words_kept(kept, language).category
        if kept
        else catalogue.category(category, definition).name(language)
        for case_id, category, definition, kept in told
    }


def past_keeping(township: int, *, today: date) -> Iterator[PastKeeping]:
    """Finished cases of a township that are kept no longer, the oldest first; erased ones are left out."""
    # Nothing is kept for less than a year: the index gives no younger ones.
    oldest = datetime.combine(today - A_YEAR, time.min, UTC)
    rows = Case.objects.filter(township=township, awaits="", erased_at=None, closed_at__lte=oldest)
    for case in rows.order_by("closed_at", "id").iterator():
        rule = catalogue.definition(case.definition_id).kept(case.stage, case.category)
        if rule is not None and case.closed_at is not None and _is_over(rule, case.closed_at, today):
            yield PastKeeping(_ended(case), case.stage, case.closed_at, rule)


def closings(
    where: Q, *, since: datetime, until: datetime, at: tuple[str, UUID] | None = None, by: str | None = None
) -> Mapping[UUID | None, Closings]:
    """Closings among the cases reported in a window, as one figure or by a level column.

    `at`: a level column and the place in it. Cases count where they were before any redraw moved them.
    """
    here = counted_in(*at) if at else Q()
    rows = Case.objects.filter(where, here, recorded_at__gte=since, recorded_at__lt=until).order_by()
    counted = {
        "reported": Count("id"),
        "closed": Count("id", filter=Q(closed_at__isnull=False)),
        "reopened": Count("id", filter=Q(reopened_at__isnull=False)),
    }
    if by is None:
        return {None: Closings(**rows.aggregate(**counted))}
    grouped = rows.annotate(place=counted_at(by)).values("place").annotate(**counted)
    found = grouped.values_list("place", *counted)
    return {place: Closings(*figures) for place, *figures in found}


def _ended(case: Case) -> Ended:
    return Ended(
        id=case.id,
        township=case.township,
        number=case.number,
        category=case.category,
        access_class=case.access_class,
        in_community=case.in_community,
        in_grid=case.in_grid,
        in_cell=case.in_cell,
        office=case.holder_org,
        closing=2 if case.reopened_at else 1,
    )


def _is_over(rule: Keeping, closed_at: datetime, today: date) -> bool:
    if rule.years is None:
        return False
    day = closed_at.date()
    # What was closed on a leap day is kept until the first of March.
    leap = (day.month, day.day) == (2, 29)
    end = date(day.year + rule.years, 3, 1) if leap else day.replace(year=day.year + rule.years)
    return end <= today
