"""Saved filters: keeping one from a list, and a page to name, share and delete them."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.finding import commands, queries
from gewu.finding.queries import SEARCH
from gewu.kernel.access import ActorRequest
from gewu.people.access import staff_only
from gewu.ui.redraw import redraw_with


@require_safe
@staff_only
def filters(request: ActorRequest) -> HttpResponse:
    """One's own filters and those that colleagues share."""
    return _draw(request, "", {})


@require_POST
@staff_only
def new(request: ActorRequest) -> HttpResponse:
    """Keep the list just as it is narrowed now."""
    redraw_with(request, lambda message, wrong: _draw(request, message, wrong))
    key, query = request.POST.get("list", ""), request.POST.get("query", "")
    kept = commands.save(
        name=request.POST.get("name", ""),
        list_key=key,
        query=query,
        shared=request.POST.get("shared") == "yes",
        actor=request.actor,
        receipt=request.POST.get("receipt") or None,
    )
    messages.success(request, _("The filter is saved. You find it in the menu."))
    return redirect(queries.saved_filter(request.actor, kept).url)


@require_http_methods(["POST"])
@staff_only
def one(request: ActorRequest, filter_id: UUID) -> HttpResponse:
    """Name it anew, or share it."""
    redraw_with(request, lambda message, wrong: _draw(request, message, wrong))
    if "name" in request.POST:
        commands.rename(filter_id=filter_id, name=request.POST["name"], actor=request.actor)
    if "shared" in request.POST:
        commands.share(filter_id=filter_id, shared=request.POST["shared"] == "yes", actor=request.actor)
    messages.success(request, _("The filter is changed."))
    return redirect("finding:filters")


@require_POST
@staff_only
def remove(request: ActorRequest, filter_id: UUID) -> HttpResponse:
    commands.remove(filter_id=filter_id, actor=request.actor)
    return redirect(f"{reverse('finding:filters')}?removed={filter_id}")


@require_POST
@staff_only
def restore(request: ActorRequest, filter_id: UUID) -> HttpResponse:
    redraw_with(request, lambda message, wrong: _draw(request, message, wrong))
    commands.restore(filter_id=filter_id, actor=request.actor)
    messages.success(request, _("The filter is back."))
    return redirect("finding:filters")


def _draw(request: ActorRequest, message: str, wrong: Mapping[str, str]) -> HttpResponse:
    saved = queries.saved_filters(request.actor)
    said = {
        "own": [one for one in saved if one.own],
        "shared": [one for one in saved if not one.own],
        "message": next(iter(wrong.values()), message),
        "removed": _identifier(request.GET.get("removed", "")),
        "search_key": SEARCH,
    }
    return render(request, "finding/filters.html", said)


def _identifier(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
