"""Joining reports from the page of a case, parting them, and counting who asks again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gewu.cases import commands
from gewu.cases import queries as cases
from gewu.cases.commands import Merging
from gewu.cases.queries import Spot
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid
from gewu.kernel.typed import point_in, uuid_in
from gewu.people.access import staff_only
from gewu.routing import queries
from gewu.routing.pages.questions import version

LONGEST_ASKED = 600


@require_POST
@staff_only
def join(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Make this case part of an earlier one."""
    into = uuid_in(request.POST, "into")
    if into is None:
        raise Invalid(_("Some answers cannot be accepted."), fields={"into": _("Choose the earlier case.")})
    commands.merge(
        case_id=case_id,
        merging=Merging(into, request.POST.get("reason", ""), request.POST.get("note", "")),
        seen_version=version(request.POST),
        actor=request.actor,
        receipt=request.POST.get("receipt") or None,
    )
    messages.success(request, _("Joined. The pages of both numbers tell the same state."))
    return redirect(_onward(request, case_id))


@require_POST
@staff_only
def part(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Take this case out again."""
    commands.unmerge(case_id=case_id, seen_version=version(request.POST), actor=request.actor)
    messages.success(request, _("Parted. It stands as it stood."))
    return redirect(_onward(request, case_id))


@require_POST
@staff_only
def repeat(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Somebody asked again without new facts."""
    commands.repeat(
        case_id=case_id,
        said=request.POST.get("text", ""),
        actor=request.actor,
        receipt=request.POST.get("receipt") or None,
    )
    messages.success(request, _("Counted. Read the answer to the caller."))
    return redirect(_onward(request, case_id))


@require_safe
@staff_only
def near(request: ActorRequest) -> HttpResponse:
    """While a report is written: what may be the same matter, as far as the one who writes may see it."""
    spot = spot_in(request)
    text = request.GET.get("text", "")[:LONGEST_ASKED]
    phone = request.GET.get("phone", "")[:24]
    page = {
        "likely": queries.likely_at(request.actor, spot, text) if spot else (),
        "before": queries.asked_by_phone(request.actor, phone, spot, text) if spot and phone else (),
    }
    return render(request, "routing/_near.html", page)


def spot_in(request: ActorRequest) -> Spot | None:
    """Where and what, as far as it is typed; None where no township can be told."""
    given = request.GET
    try:
        point, area = point_in(given), uuid_in(given, "area")
    except Invalid:
        point, area = None, None
    return queries.spot_at(
        given.get("category", ""), point, area, address=given.get("address", "")[:200], actor=request.actor
    )


def _onward(request: ActorRequest, case_id: UUID) -> str:
    key = request.POST.get("list", "")
    beside = f"?list={key}" if key in cases.lists_of(request.actor) else ""
    return reverse("cases:case", args=[case_id]) + beside
