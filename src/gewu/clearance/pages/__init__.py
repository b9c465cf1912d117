"""The pages of ledgers: what is to sign, one sheet, on paper, as a table, and correcting."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.clearance import commands, queries
from gewu.clearance.commands import Signing
from gewu.clearance.models import READERS
from gewu.clearance.pages import shown
from gewu.clearance.pages.tables import table_of
from gewu.clearance.rules import Period
from gewu.clearance.taking import parse_first
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotFound
from gewu.people.access import for_roles
from gewu.places import queries as places
from gewu.ui.redraw import redraw_with

readers = for_roles(*sorted(READERS))


@require_safe
@readers
def start(request: ActorRequest) -> HttpResponse:
    """What is to be signed, and the ledgers of one's places."""
    own = queries.own_places(request.actor)
    said = {
        "base": shown.base_of(request),
        "wanted": [shown.wanted_of(one) for one in queries.unsigned(request.actor)],
        "places": [shown.periods_of(place) for place in own],
    }
    return render(request, "clearance/start.html", said)


@require_safe
@readers
def history(request: ActorRequest, area_id: UUID, period: str) -> HttpResponse:
    """The signed ledgers of a place, newest first."""
    wanted = _period(period)
    rows = queries.ledgers(request.actor, area_id, wanted)
    said = {
        "base": shown.base_of(request),
        "place": places.area(area_id),
        "title": shown.PERIODS[wanted],
        "rate_name": shown.RATES[wanted],
        "rows": [(row, queries.read_figures(row.figures)) for row in rows],
        "now_first": queries.today_in(wanted),
        "period": wanted,
    }
    return render(request, "clearance/history.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def sheet(request: ActorRequest, area_id: UUID, period: str, first: str) -> HttpResponse:
    """One ledger; sent back, it is signed."""
    wanted, day = _period(period), _first(first)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        found = queries.sheet(request.actor, area_id, wanted, day)
        said = shown.sheet_of(request, found, wrong) | {"message": message}
        return render(request, "clearance/sheet.html", said)

    if request.method != "POST":
        queries.sheet(request.actor, area_id, wanted, day)
        commands.take_in(places.area(area_id).home)
        return draw("", {})
    redraw_with(request, draw)
    signing = Signing(area_id, wanted, day, shown.reasons_in(request.POST))
    commands.sign(signing=signing, actor=request.actor, receipt=request.POST.get("receipt") or None)
    messages.success(request, _("Signed. The figures are kept as they are now."))
    return redirect("clearance:start")


@require_safe
@readers
def printed(request: ActorRequest, area_id: UUID, period: str, first: str) -> HttpResponse:
    """The ledger on A4."""
    found = queries.sheet(request.actor, area_id, _period(period), _first(first))
    return render(request, "clearance/print.html", shown.sheet_of(request, found, {}))


@require_safe
@readers
def table(request: ActorRequest, area_id: UUID, period: str, first: str, form: str) -> HttpResponse:
    """The ledger as `csv` or `xlsx`."""
    found = queries.sheet(request.actor, area_id, _period(period), _first(first))
    if form not in {"csv", "xlsx"}:
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    return table_of(found, form)


@require_POST
@readers
def correct(request: ActorRequest, ledger_id: UUID) -> HttpResponse:
    """A correction beside a signed ledger."""
    row = queries.ledger(request.actor, ledger_id)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        found = queries.sheet(request.actor, row.area, Period(row.period), row.first)
        said = shown.sheet_of(request, found, {}, correcting=wrong) | {"message": message}
        return render(request, "clearance/sheet.html", said)

    redraw_with(request, draw)
    commands.correct(
        ledger=ledger_id,
        figure=request.POST.get("figure", ""),
        should_be=shown.number_in(request.POST, "should_be"),
        why=request.POST.get("why", ""),
        actor=request.actor,
    )
    messages.success(request, _("The correction stands beside the ledger, which stays as it was signed."))
    return redirect("clearance:sheet", row.area, row.period, row.first.isoformat())


def _period(given: str) -> Period:
    if given not in set(Period):
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    return Period(given)


def _first(given: str) -> date:
    day = parse_first(given)
    if day is None:
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    return day
