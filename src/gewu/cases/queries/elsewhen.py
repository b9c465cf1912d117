"""How cases would stand had all of it happened some weeks earlier or later: for copies of them."""

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from gewu.cases.models import Case
from gewu.cases.queries.facts import standing_of
from gewu.cases.standing import Standing, recounted
from gewu.catalogue.queries import definition as definition_of
from gewu.deadlines.queries import calendar_of

# What the rules count on the calendar; every other moment of a case moves with it.
COUNTED = ("due_at", "case_due_at", "provisional", "level_due_at", "remind_at")


def finished(township: int, *, most: int) -> list[UUID]:
    """The newest cases in which nothing is left to do."""
    done = Case.objects.filter(township=township, awaits="").order_by("-recorded_at", "-id")
    return list(done.values_list("id", flat=True)[:most])


def standings(township: int, found: Collection[UUID]) -> dict[UUID, tuple[Standing, UUID]]:
    """How each of these cases stands, and the definition it was born with."""
    rows = Case.objects.filter(township=township, id__in=found)
    return {case.id: (standing_of(case), case.definition_id) for case in rows.iterator()}


def working_days(township: int, first: date, last: date) -> str:
    """A letter for each day from one to another (both included): whether offices work there."""
    calendar, days = calendar_of(township), range((last - first).days + 1)
    return "".join("01"[calendar.works(first + timedelta(day))] for day in days)


def counted_elsewhen(
    standing: Standing, *, definition: UUID, township: int, shift: timedelta
) -> Mapping[str, object]:
    """The counted columns of the same case, had everything happened so much later (whole weeks)."""
    moved = _moved(standing, shift)
    # What is over keeps the deadlines that it had.
    if moved.awaits and moved.closed_at is None:
        moved = recounted(definition_of(definition), standing=moved, calendar=calendar_of(township))
    return {column: getattr(moved, column) for column in COUNTED}


def _moved(standing: Standing, shift: timedelta) -> Standing:
    moments = {field.name: _later(getattr(standing, field.name), shift) for field in fields(standing)}
    return replace(standing, **moments)


def _later(value: Any, shift: timedelta) -> Any:
    match value:
        case datetime() | date():
            return value + shift
        case tuple():
            return tuple(_later(one, shift) for one in value)
    return value
