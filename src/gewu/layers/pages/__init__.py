"""The pages of layers: what there is, one layer with its areas on the map, one area with its history."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.kernel import clock
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotFound
from gewu.kernel.exports import csv_response
from gewu.kernel.typed import uuid_in
from gewu.layers import commands, queries
from gewu.layers.models import MAY_WRITE, Layer, LayerArea
from gewu.layers.pages import questions, shown
from gewu.people.access import for_roles, staff_only
from gewu.places import queries as places
from gewu.ui.redraw import redraw_with

writers = for_roles(*sorted(MAY_WRITE))


@require_safe
@staff_only
def every(request: ActorRequest) -> HttpResponse:
    """The layers of a place, `?place=` among several; those of `?show=` lie over each other on its map."""
    here = queries.townships_with_layers(request.actor)
    wanted = request.GET.get("place", "")
    place = next((code for code in here if str(code) == wanted), here[0] if here else None)
    if wanted and str(place) != wanted:
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    lines = queries.layers_of(request.actor, place) if place else []
    layers = [line.layer for line in lines]
    # Without a choice the first two lie over each other: what is where, at a glance.
    on = request.GET.getlist("show") if "show" in request.GET else [of.key for of in layers[:2]]
    page = {
        "lines": [(line, shown.kind(line.layer), shown.categories(line.carries)) for line in lines],
        "picture": shown.beside(place, layers, on) if place else None,
        "chips": shown.layer_chips(request, layers, [key for key in on if key]),
        "place": place,
        "places": [(code, places.area_by_code(f"{code:09d}")) for code in here],
    }
    return render(request, "layers/list.html", page)


@require_safe
@staff_only
def one(request: ActorRequest, layer_id: UUID) -> HttpResponse:
    """A layer: its areas as a list and over the map; `?format=csv` takes the list away."""
    of = queries.layer(request.actor, layer_id)
    chosen = queries.chosen_from(request.GET.dict())
    if request.GET.get("format") == "csv":
        return csv_response(of.key, shown.HEAD, shown.lines_of(of))
    page = queries.areas_of(of, chosen=chosen, after=request.GET.get("after"))
    carries = queries.matters_of(of.township).get(of.id, ())
    said = {
        "layer": of,
        "kind": shown.kind(of),
        "rows": shown.rows_of(page.items),
        "next": page.next,
        "chips": chosen.chips,
        "text": chosen.values.get("q", ""),
        "forms": shown.form_filters(request, of),
        "carries": shown.categories(carries),
        "may_write": queries.may_write(request.actor, of.township),
        "picture": shown.picture(of),
        "county": of.township // 1000,
    }
    part = "#rows" if "HX-Request" in request.headers and request.GET.get("after") else ""
    return render(request, f"layers/one.html{part}", said)


@require_safe
@staff_only
def area(request: ActorRequest, area_id: UUID) -> HttpResponse:
    """One area: where it lies in the tree, who answers and answered for it, what came before and after."""
    return _draw_area(request, area_id)


@require_http_methods(["GET", "HEAD", "POST"])
@writers
def new(request: ActorRequest, layer_id: UUID) -> HttpResponse:
    """A new area of a layer."""
    of = commands.require_writer(queries.layer(request.actor, layer_id), request.actor)
    if request.method != "POST":
        return _draw_form(request, of, None, {})
    _redraw(request, of, None)
    asked = questions.asked(request.POST)
    made = commands.make_area(
        layer_id=of.id, asked=asked, actor=request.actor, receipt=request.POST.get("receipt") or None
    )
    messages.success(request, _("The area is made."))
    return redirect("layers:area", made)


@require_http_methods(["GET", "HEAD", "POST"])
@writers
def change(request: ActorRequest, area_id: UUID) -> HttpResponse:
    """Another name, ground or office for an area."""
    row = queries.layer_area(request.actor, area_id)
    of = commands.require_writer(queries.layer(request.actor, row.layer_id), request.actor)
    if request.method != "POST":
        return _draw_form(request, of, row, questions.typed(queries.sheet(request.actor, row.id)))
    _redraw(request, of, row)
    commands.change_area(
        area_id=row.id,
        asked=questions.asked(request.POST),
        seen_version=questions.version(request.POST),
        actor=request.actor,
    )
    messages.success(request, _("The area is changed. What was before stays with its days."))
    return redirect("layers:area", row.id)


@require_POST
@writers
def retire(request: ActorRequest, area_id: UUID) -> HttpResponse:
    """An area is no more."""
    redraw_with(request, lambda message, wrong: _draw_area(request, area_id, message, wrong))
    commands.retire_area(
        area_id=area_id,
        successor=uuid_in(request.POST, "successor"),
        seen_version=questions.version(request.POST),
        actor=request.actor,
    )
    messages.success(request, _("The area is retired. Its code is never given again."))
    return redirect("layers:area", area_id)


@require_http_methods(["GET", "HEAD", "POST"])
@writers
def matters(request: ActorRequest, layer_id: UUID) -> HttpResponse:
    """For which categories of cases the areas of a layer answer."""
    of = commands.require_writer(queries.layer(request.actor, layer_id), request.actor)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        held = queries.matters_of(of.township).get(of.id, ())
        given = request.POST.getlist("categories") if request.method == "POST" else held
        field = questions.categories(given, wrong)
        page = {"layer": of, "field": field, "message": message}
        return render(request, "layers/matters.html", page)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    commands.carry(
        layer_id=of.id,
        categories=request.POST.getlist("categories"),
        seen_version=questions.version(request.POST),
        actor=request.actor,
    )
    messages.success(request, _("From now on its areas answer for these cases."))
    return redirect("layers:one", of.id)


def _redraw(request: ActorRequest, of: Layer, row: LayerArea | None) -> None:
    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        return _draw_form(request, of, row, request.POST, message=message, wrong=wrong)

    redraw_with(request, draw)


def _draw_form(
    request: ActorRequest,
    of: Layer,
    row: LayerArea | None,
    given: Mapping[str, Any],
    *,
    message: str = "",
    wrong: Mapping[str, str] | None = None,
) -> HttpResponse:
    page = {
        "layer": of,
        "area": row,
        "fields": questions.of(of, row, given, wrong or {}),
        "message": message,
        "receipt": given.get("receipt") or uuid4().hex,
        "version": given.get("seen_version") or (row.version if row else 0),
    }
    return render(request, "layers/form.html", page)


def _draw_area(
    request: ActorRequest, area_id: UUID, message: str = "", wrong: Mapping[str, str] | None = None
) -> HttpResponse:
    sheet = queries.sheet(request.actor, area_id)
    page = {
        "sheet": sheet,
        "kind": shown.kind(sheet.layer),
        "form": shown.form_name(sheet.area),
        "carries": shown.categories(sheet.carries),
        "piece": shown.piece(sheet),
        "successor": questions.successor(sheet, (wrong or {}).get("successor", ""))
        if sheet.may_write
        else None,
        "message": message,
        "now": clock.now(),
    }
    return render(request, "layers/area.html", page)
