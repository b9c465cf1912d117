"""The burden meter: which forms cost the most, what could be dropped, and one form question by question."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gewu.burden import queries, words
from gewu.burden.commands import flush
from gewu.burden.queries import Meter
from gewu.burden.rules import FieldCount, FormCount, Proposal
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotFound
from gewu.kernel.exports import csv_response
from gewu.people.access import for_roles
from gewu.places import queries as places
from gewu.ui.forms import Field

MOST_PROPOSALS = 12


@require_safe
@for_roles(*queries.READERS)
def start(request: ActorRequest) -> HttpResponse:
    """Every form, the costliest first, and what could be dropped; `?period=&town=&as=csv`."""
    meter = _meter(request)
    if request.GET.get("as") == "csv":
        return csv_response(f"burden-{meter.last:%Y%m%d}", _header(), _lines(meter))
    rows = [_row(one) for one in sorted(queries.by_form(meter.forms), key=lambda one: -(one.seconds or 0))]
    proposals = meter.proposals
    page = {
        "meter": meter,
        "finding": _finding(meter, rows),
        "rows": rows,
        "proposals": [_proposal(one) for one in proposals[:MOST_PROPOSALS]],
        "more": max(0, len(proposals) - MOST_PROPOSALS),
        "fields": _fields(request, meter),
        "query": _query(request),
        "known_percent": round(100 * meter.known / meter.shown) if meter.shown else 0,
    }
    return render(request, "burden/start.html", page)


@require_safe
@for_roles(*queries.READERS)
def form(request: ActorRequest, key: str, part: str) -> HttpResponse:
    """One form: by door and role, and what became of each of its questions."""
    meter = _meter(request).of(f"{key}/{part}")
    if not meter.forms and not meter.fields:
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    page = {
        "meter": meter,
        "name": words.form_name(f"{key}/{part}"),
        "rows": [_row(one) for one in meter.forms],
        "questions": [_question(one) for one in meter.fields],
        "proposals": [_proposal(one) for one in meter.proposals],
        "query": _query(request),
    }
    return render(request, "burden/form.html", page)


def _meter(request: ActorRequest) -> Meter:
    # What this process has counted belongs to the answer.
    flush()
    town = request.GET.get("town", "")
    township = int(town) if town.isascii() and town.isdecimal() and len(town) == 9 else None
    return queries.meter(request.actor, period=request.GET.get("period", ""), township=township)


def _finding(meter: Meter, rows: list[dict[str, Any]]) -> str:
    """The title of the page says what was found."""
    if not meter.sent:
        return _("No form was sent in this period")
    if not meter.hours:
        return _("%(n)d forms were sent; none could be timed") % {"n": meter.sent}
    costly = max(rows, key=lambda row: row["hours"] or 0)
    share = round(100 * (costly["hours"] or 0) / meter.hours)
    facts = {"hours": meter.hours, "form": costly["name"], "share": share}
    return _("Forms took %(hours).0f hours; “%(form)s” alone %(share)d %% of it") % facts


def _row(one: FormCount) -> dict[str, Any]:
    key, _slash, part = one.form.partition("/")
    return {
        "of": one,
        "key": key,
        "part": part,
        "name": words.form_name(one.form),
        "door": words.door_name(one.door),
        "role": words.who(one.role) if one.role else "",
        "mean": words.minutes(one.mean),
        "hours": one.hours,
    }


def _question(one: FieldCount) -> dict[str, Any]:
    return {
        "of": one,
        "name": words.field_name(one.form, one.field),
        "known": round(100 * one.known_share),
        "kept": round(100 * one.kept / one.known) if one.known else None,
        "filled": round(100 * one.filled_share),
    }


def _proposal(one: Proposal) -> dict[str, Any]:
    key, _slash, part = one.form.partition("/")
    return {"key": key, "part": part, "form": words.form_name(one.form), "said": words.proposal(one)}


def _fields(request: ActorRequest, meter: Meter) -> tuple[Field, ...]:
    mine = queries.townships(request.actor)
    period = request.GET.get("period", "")
    chosen = Field(
        name="period",
        label=_("Period"),
        kind="choice",
        value=period if period in queries.PERIODS else "quarter",
        choices=(("month", _("30 days")), ("quarter", _("91 days")), ("year", _("A year"))),
    )
    if len(mine) < 2:
        return (chosen,)
    towns = [(str(one), places.area_by_code(str(one)).in_language(get_language() or "")) for one in mine]
    town = Field(
        name="town", label=_("Place"), kind="choice", value=str(meter.township), choices=towns, required=True
    )
    return (chosen, town)


def _query(request: ActorRequest) -> str:
    kept = request.GET.copy()
    for name in tuple(kept):
        if name not in {"period", "town"}:
            del kept[name]
    return kept.urlencode()


def _header() -> tuple[str, ...]:
    return (
        _("Form"),
        _("Question"),
        _("Door"),
        _("Who"),
        _("Times filled in"),
        _("Seconds on average"),
        _("Asked"),
        _("Known before"),
        _("Sent on as known"),
        _("Filled in"),
        _("Read in a year"),
    )


def _lines(meter: Meter) -> Iterator[tuple[object, ...]]:
    for one in meter.forms:
        mean = "" if one.mean is None else round(one.mean)
        name, role = words.form_name(one.form), words.who(one.role)
        yield (name, "", words.door_name(one.door), role, one.sent, mean, "", "", "", "", "")
    for field in meter.fields:
        name, asked = words.form_name(field.form), words.field_name(field.form, field.field)
        counts = (field.shown, field.known, field.kept, field.filled, field.read)
        yield (name, asked, "", "", "", "", *counts)
