"""The three rates of a place and a period, what stands behind a figure, and the table to take away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gewu.aftercare import queries
from gewu.aftercare.queries import Asked, Ground, Line
from gewu.aftercare.queries.ground import grounds
from gewu.aftercare.tables import xlsx_response
from gewu.aftercare.words import call_in_words
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid
from gewu.kernel.exports import csv_response
from gewu.people.access import for_roles
from gewu.ui.forms import Choice, Field

READERS = ("clerk", "dispatcher", "supervisor", "chief", "gridlead", "overseer", "auditor")
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as the page shows it."""

    name: str
    code: str
    line: Line
    figures: tuple[str, ...]
    first: bool


@require_safe
@for_roles(*READERS)
def rates(request: ActorRequest) -> HttpResponse:
    """Response, solved and satisfied of the valid call-backs; how many cases were closed stands apart."""
    here, asked = _asked(request)
    shown = list(_shown(here, queries.lines(here, asked.window)))
    form = request.GET.get("as", "")
    if form in {"csv", "xlsx"}:
        return _table(form, here, asked, shown)
    page = {
        "here": here,
        "period": asked,
        "rows": shown,
        "whole": shown[0].line,
        "figures": shown[0].figures,
        "fields": _fields(request, here, asked),
        "query": _query(here, asked),
        "rule": queries.rule_of(here.township),
        "last": asked.window.until - timedelta(minutes=1),
    }
    return render(request, "aftercare/rates.html", page)


@require_safe
@for_roles(*READERS)
def calls(request: ActorRequest) -> HttpResponse:
    """The call-backs behind a figure, each with its case."""
    here, asked = _asked(request)
    behind = request.GET.get("of", "")
    found = queries.calls(here, asked.window, behind, after=request.GET.get("after") or None)
    page = {
        "here": here,
        "period": asked,
        "rows": [(one, call_in_words(one.row)) for one in found.items],
        "next": found.next,
        "behind": behind,
        "query": _query(here, asked),
    }
    return render(request, "aftercare/calls.html", page)


def _asked(request: ActorRequest) -> tuple[Ground, Asked]:
    given = request.GET
    here = queries.ground(request.actor, given.get("place", ""))
    on, until = _day(given.get("on", ""), "on"), _day(given.get("until", ""), "until")
    return here, queries.asked(
        queries.rule_of(here.township), period=given.get("period", ""), on=on, until=until
    )


def _day(written: str, field: str) -> date | None:
    if not written:
        return None
    try:
        found = parse_date(written if len(written) > 7 else f"{written}-01")
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year <= 2100:
        raise Invalid(_("Some answers cannot be accepted."), fields={field: _("This is no day.")})
    return found


def _shown(here: Ground, found: Sequence[Line]) -> Iterator[Shown]:
    for number, line in enumerate(found):
        place = line.place
        name = place.in_language(get_language() or "") if place else _("In no part of it")
        yield Shown(name, place.code if place else "", line, _figures(line), first=number == 0)


def _figures(line: Line) -> tuple[str, ...]:
    rates = line.rates
    return tuple(_said(value) for value in (rates.response, rates.solved, rates.satisfied, rates.total))


def _said(value: Decimal | None) -> str:
    return NOTHING if value is None else f"{value}%"


def _fields(request: ActorRequest, here: Ground, asked: Asked) -> tuple[Field, ...]:
    language = get_language() or ""
    places = [*dict.fromkeys([*grounds(request.actor), here.place])]
    return (
        Field(
            name="period",
            label=_("Period"),
            kind="choice",
            value=asked.period,
            choices=(
                ("month", _("Assessment month")),
                ("day", _("Assessment day")),
                ("span", _("From … to …")),
            ),
        ),
        Field(name="on", label=_("Day, or first day"), kind="date", value=asked.on.isoformat()),
        Field(name="until", label=_("Last day"), kind="date", value=asked.until.isoformat()),
        Field(
            name="place",
            label=_("Place"),
            kind="choice",
            value=here.place.code,
            choices=[Choice(place.code, place.in_language(language)) for place in places],
        ),
    )


def _query(here: Ground, asked: Asked) -> str:
    until = f"&until={asked.until.isoformat()}" if asked.period == "span" else ""
    return f"period={asked.period}&on={asked.on.isoformat()}{until}&place={here.place.code}"


def _table(form: str, here: Ground, asked: Asked, shown: Sequence[Shown]) -> HttpResponse:
    header = (
        _("Place"),
        _("Call-backs"),
        _("Valid"),
        _("Contacted"),
        _("Solved"),
        *(_("Mark %(mark)d") % {"mark": mark} for mark in range(1, 6)),
        _("Response rate"),
        _("Solved rate"),
        _("Satisfied rate"),
        _("Total"),
        _("Cases reported"),
        _("Cases closed"),
        _("Closing rate"),
        _("Worked on again"),
    )
    rows = [_cells(one) for one in shown]
    since = timezone.localtime(asked.window.since)
    name = f"{_('Three rates')}-{here.place.code}-{since:%Y%m%d}"
    return (csv_response if form == "csv" else xlsx_response)(name, header, rows)


def _cells(one: Shown) -> tuple[object, ...]:
    tally, closed = one.line.tally, one.line.closings
    counts = (tally.tries, tally.valid, tally.contacted, tally.solved, *tally.marks)
    closing = (closed.reported, closed.closed, _said(one.line.closing_rate), closed.reopened)
    return (one.name, *counts, *one.figures, *closing)
