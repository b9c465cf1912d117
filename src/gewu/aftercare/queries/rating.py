"""The three rates of a place and a window, with those of its parts; how many were closed stands apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.aftercare.models import CallBack
from gewu.aftercare.queries.ground import Ground, rule_of
from gewu.aftercare.rules import (
    Rates,
    Tally,
    Weights,
    Window,
    day_window,
    month_of,
    month_window,
    rates,
    share_of,
    span_window,
)
from gewu.cases.queries.afterwards import Closings, closings
from gewu.kernel import clock
from gewu.kernel.errors import Invalid
from gewu.places import queries as places
from gewu.places.assessment import Assessment
from gewu.places.values import Place

PERIODS = ("month", "day", "span")
LONGEST_SPAN = 366
_COUNTED = {
    "tries": Count("id"),
    "valid": Count("id", filter=Q(valid=True)),
    "contacted": Count("id", filter=Q(contacted=True)),
    "solved": Count("id", filter=Q(solved="yes")),
    **{f"mark{mark}": Count("id", filter=Q(rating=mark)) for mark in range(1, 6)},
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A period as somebody asked for it: an assessment month or day (by `on`), or days from … to."""

    period: str
    on: date
    until: date
    window: Window


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of a place, or of what lies in none of its parts (`place` is None)."""

    place: Place | None
    tally: Tally
    rates: Rates
    closings: Closings

    @property
    def closing_rate(self) -> Decimal | None:
        """办结率: of the cases reported in the window, those that are closed. Nothing to do with content."""
        return share_of(self.closings.closed, self.closings.reported)


def asked(rule: Assessment, *, period: str = "", on: date | None = None, until: date | None = None) -> Asked:
    """The window of a period; without a day it is the one that runs now."""
    zone, today = timezone.get_default_timezone(), timezone.localdate(clock.now())
    period = period or "month"
    if period == "month":
        month = on.replace(day=1) if on else month_of(today, starts_on=rule.month_starts_on)
        return Asked(period, month, month, month_window(month, starts_on=rule.month_starts_on, zone=zone))
    if period == "day":
        day = on or today
        return Asked(period, day, day, day_window(day, ends_at=rule.day_ends_at, zone=zone))
    if period != "span":
        raise _wrong("period", _("Choose one of the given answers."))
    last = until or today
    first = on or last.replace(day=1)
    if not 0 <= (last - first).days <= LONGEST_SPAN:
        raise _wrong("until", _("The last day is after the first, and no more than a year later."))
    return Asked(period, first, last, span_window(first, last, zone=zone))


def lines(here: Ground, window: Window) -> tuple[Line, ...]:
    """The place first, then its parts in their own order; parts without a call and a case are left out.

    Parts that it had then and has no more, after a redraw, stand behind those of today.
    """
    weights = _weights(rule_of(here.township))
    whole = _line(
        here.place, _tallies(here, window, None)[None], _closings(here, window, None)[None], weights
    )
    if here.by is None:
        return (whole,)
    tallies, closed = _tallies(here, window, here.by), _closings(here, window, here.by)
    known = {part.id for part in here.parts}
    gone = [places.area(key) for key in {*tallies, *closed} - known if key]
    parts: list[Place | None] = [*here.parts, *sorted(gone, key=lambda part: part.code), None]
    found = (
        _line(part, tallies.get(key, Tally()), closed.get(key, Closings()), weights)
        for part in parts
        for key in [part.id if part else None]
        if key in tallies or key in closed
    )
    return (whole, *found)


def _tallies(here: Ground, window: Window, by: str | None) -> Mapping[UUID | None, Tally]:
    rows = CallBack.objects.filter(here.where, at__gte=window.since, at__lt=window.until).order_by()
    if by is None:
        return {None: _tally(rows.aggregate(**_COUNTED))}
    return {row[by]: _tally(row) for row in rows.values(by).annotate(**_COUNTED)}


def _closings(here: Ground, window: Window, by: str | None) -> Mapping[UUID | None, Closings]:
    return closings(here.home, since=window.since, until=window.until, at=here.at, by=by)


def _tally(row: Mapping[str, int]) -> Tally:
    marks = (row["mark1"], row["mark2"], row["mark3"], row["mark4"], row["mark5"])
    return Tally(row["tries"], row["valid"], row["contacted"], row["solved"], marks)


def _line(place: Place | None, tally: Tally, closed: Closings, weights: Weights) -> Line:
    return Line(place, tally, rates(tally, weights), closed)


def _weights(rule: Assessment) -> Weights:
    return Weights(rule.marks.by_mark, rule.response, rule.solved, rule.satisfied)


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: sentence})
