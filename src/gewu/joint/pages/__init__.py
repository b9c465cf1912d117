"""Batches on the desk: what is planned, one with its stops, a stop as it is filled in at the door."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.joint import commands, queries
from gewu.joint.models import PLANNING
from gewu.joint.pages import questions, shown
from gewu.kernel import clock
from gewu.kernel.access import ActorRequest
from gewu.kernel.exports import csv_response
from gewu.people.access import for_roles, staff_only
from gewu.ui.redraw import redraw_with

planners = for_roles(*sorted(PLANNING))


@require_safe
@staff_only
def every(request: ActorRequest) -> HttpResponse:
    """Work days and collective visits, the newest first."""
    chosen = queries.chosen_batches(request.GET.dict())
    page = queries.batches(request.actor, chosen=chosen, after=request.GET.get("after"))
    said = {
        "lines": shown.batches(queries.lines_of(page.items)),
        "next": page.next,
        "filters": shown.filters(request, queries.BATCH_FILTERS),
        "narrowed": bool(chosen.chips),
        "may_plan": bool(queries.plans_in(request.actor)),
    }
    part = "#rows" if "HX-Request" in request.headers and request.GET.get("after") else ""
    return render(request, f"joint/batches.html{part}", said)


@require_http_methods(["GET", "HEAD", "POST"])
@planners
def new(request: ActorRequest) -> HttpResponse:
    """Plan a batch over places of the tree or areas of layers; `?agreement=` fills in what that one says."""
    place = questions.township(request, queries.plans_in(request.actor))

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        given = request.POST if request.method == "POST" else questions.from_agreement(request, place)
        page = {
            "agreement": given.get("agreement", ""),
            "fields": questions.plan(place, given, wrong),
            "message": message,
            "receipt": given.get("receipt") or uuid4().hex,
            "place": place,
            "places": questions.places_named(queries.plans_in(request.actor)),
        }
        return render(request, "joint/new.html", page)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    made = commands.plan_batch(
        township=place,
        plan=questions.planned(request.POST),
        actor=request.actor,
        receipt=request.POST.get("receipt") or None,
    )
    messages.success(request, _("It is planned. Every office finds its stops on its first page."))
    return redirect("joint:batch", made)


@require_safe
@staff_only
def one(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """A batch: how far it has come, its stops, what was found; `?format=csv` takes it away."""
    sheet = queries.batch_sheet(request.actor, batch_id)
    if request.GET.get("format") == "csv":
        return csv_response(sheet.batch.title, shown.HEAD, shown.table(sheet))
    return render(request, "joint/batch.html", _sheet(sheet))


@require_safe
@staff_only
def printed(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """The batch on paper, to be taken along or kept."""
    return render(request, "joint/print.html", _sheet(queries.batch_sheet(request.actor, batch_id)))


@require_POST
@planners
def close(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """A batch is over."""

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        sheet = queries.batch_sheet(request.actor, batch_id)
        said = {"message": wrong.get("closing") or message, "closing": request.POST.get("closing", "")}
        return render(request, "joint/batch.html", _sheet(sheet) | said)

    redraw_with(request, draw)
    commands.close_batch(
        batch=batch_id,
        closing=request.POST.get("closing", ""),
        seen_version=questions.number(request.POST, "seen_version"),
        actor=request.actor,
    )
    messages.success(request, _("The batch is closed."))
    return redirect("joint:batch", batch_id)


@require_safe
@staff_only
def stop(request: ActorRequest, stop_id: UUID) -> HttpResponse:
    """A stop: what was seen and what was found, and the forms for both."""
    return _draw_stop(request, stop_id)


@require_POST
@staff_only
def visit(request: ActorRequest, stop_id: UUID) -> HttpResponse:
    """The stop was visited."""
    redraw_with(request, lambda message, wrong: _draw_stop(request, stop_id, message, wrong, "visit"))
    commands.visit(
        stop=stop_id,
        seen=questions.seen(request.POST),
        seen_version=questions.number(request.POST, "seen_version"),
        actor=request.actor,
    )
    messages.success(request, _("Noted. What you found goes below, one thing at a time."))
    return redirect("joint:stop", stop_id)


@require_POST
@staff_only
def found(request: ActorRequest, stop_id: UUID) -> HttpResponse:
    """Something was found at the stop."""
    redraw_with(request, lambda message, wrong: _draw_stop(request, stop_id, message, wrong, "found"))
    commands.find(
        stop=stop_id,
        found=questions.found(request.POST),
        actor=request.actor,
        receipt=request.POST.get("receipt") or None,
    )
    messages.success(request, _("It is written down."))
    return redirect("joint:stop", stop_id)


@require_POST
@staff_only
def settle(request: ActorRequest, problem_id: UUID) -> HttpResponse:
    """What was only noted is settled by now."""
    commands.settle(problem=problem_id, actor=request.actor)
    messages.success(request, _("It is settled."))
    return redirect("joint:stop", queries.stop_of_problem(request.actor, problem_id))


def _sheet(sheet: queries.BatchSheet) -> dict[str, Any]:
    return {
        "sheet": sheet,
        "sort": queries.SORTS[sheet.batch.sort],
        "agreement": queries.agreement_of(sheet.batch),
        "stops": [shown.stop(line, sheet.numbers) for line in sheet.stops],
        "now": clock.now(),
        "today": questions.today(),
    }


def _draw_stop(
    request: ActorRequest,
    stop_id: UUID,
    message: str = "",
    wrong: Mapping[str, str] | None = None,
    form: str = "",
) -> HttpResponse:
    line = queries.stop_line(request.actor, stop_id)
    batch = queries.batch_of(line.stop)
    goes = queries.goes_to(request.actor, line.stop) or batch.township in queries.plans_in(request.actor)
    mistakes = wrong or {}
    page = {
        "batch": batch,
        "line": line,
        "stop": shown.stop(line, shown.numbers(request.actor, line)),
        "goes": goes and batch.closed_at is None,
        "seen": questions.visit(line.stop, request.POST if form == "visit" else {}, mistakes),
        "finding": questions.finding(batch.township, request.POST if form == "found" else {}, mistakes),
        "message": "" if mistakes else message,
        "receipt": request.POST.get("receipt") or uuid4().hex,
        "now": clock.now(),
    }
    return render(request, "joint/stop.html", page)
