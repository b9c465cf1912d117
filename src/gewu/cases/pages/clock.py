"""The working of a case's deadlines: every stretch that was counted, every stop, every extension."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gewu.cases import queries
from gewu.cases.clocks import Leg
from gewu.cases.queries import CaseClock
from gewu.catalogue.spoken import said
from gewu.deadlines.queries import calendar_of, special_between
from gewu.deadlines.rules import Unit
from gewu.deadlines.shown import MOST_LINES, Line, working_of
from gewu.kernel.access import ActorRequest
from gewu.people.access import staff_only


@dataclass(frozen=True, slots=True)
class Worked:
    """One limit with its working."""

    title: str
    limit: str
    since: datetime
    until: datetime
    provisional: bool
    whole_days: bool
    lines: tuple[Line, ...]
    more: int
    calculator: str


@require_safe
@staff_only
def clock(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """How the deadlines of a case were counted."""
    found = queries.clock_of(request.actor, case_id)
    page = {
        "clock": found,
        "legs": tuple(_legs(found)),
        "list": request.GET.get("list", ""),
    }
    return render(request, "cases/clock.html", page)


def _legs(found: CaseClock) -> Iterator[Worked]:
    if found.is_open and found.clocks.stage is not None:
        yield _worked(found, found.clocks.stage, _("The stage it is in"))
    titles = [_("The whole way: the work itself"), _("The whole way: what is left to do")]
    for leg, title in zip(found.clocks.whole, titles, strict=False):
        yield _worked(found, leg, title)


def _stops(found: CaseClock) -> list[tuple[datetime, datetime]]:
    """Each stop with its end, that of the running one as it is planned."""
    ends = [(stop.stopped, stop.went_on or found.resumes_at) for stop in found.stops]
    return [(stopped, ended) for stopped, ended in ends if ended is not None]


def _worked(found: CaseClock, leg: Leg, title: str) -> Worked:
    calendar = calendar_of(found.township)
    names = special_between(found.township, leg.since.year, leg.due.moment.year)
    lines = working_of(leg.due, calendar, names, leg.limit.unit, _stops(found))
    start = timezone.localtime(leg.since).strftime("%Y-%m-%dT%H:%M")
    asked = {"start": start, "amount": leg.limit.amount, "unit": leg.limit.unit}
    return Worked(
        title=title,
        limit=said(leg.limit),
        since=leg.since,
        until=leg.due.moment,
        provisional=leg.due.provisional,
        whole_days=leg.limit.unit in {Unit.LEGAL_DAY, Unit.LEGAL_WORK_DAY},
        lines=tuple(lines[:MOST_LINES]),
        more=max(len(lines) - MOST_LINES, 0),
        calculator=f"{reverse('deadlines:calculator')}?{urlencode(asked)}",
    )
