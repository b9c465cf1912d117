"""Agreements on the desk: which there are, one with what it led to, writing one."""

from collections.abc import Mapping
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
from gewu.people.access import for_roles, staff_only
from gewu.ui.redraw import redraw_with

planners = for_roles(*sorted(PLANNING))


@require_safe
@staff_only
def every(request: ActorRequest) -> HttpResponse:
    """The agreements, the newest first."""
    chosen = queries.chosen_agreements(request.GET.dict())
    page = queries.agreements(request.actor, chosen=chosen, after=request.GET.get("after"))
    said = {
        "rows": shown.agreements(page.items),
        "next": page.next,
        "filters": shown.filters(request, queries.AGREEMENT_FILTERS),
        "narrowed": bool(chosen.chips),
        "may_plan": bool(queries.plans_in(request.actor)),
    }
    part = "#rows" if "HX-Request" in request.headers and request.GET.get("after") else ""
    return render(request, f"joint/agreements.html{part}", said)


@require_http_methods(["GET", "HEAD", "POST"])
@planners
def new(request: ActorRequest) -> HttpResponse:
    """Write down an agreement."""
    place = questions.township(request, queries.plans_in(request.actor))

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        given = request.POST if request.method == "POST" else {}
        page = {
            "fields": questions.promise(place, given, wrong),
            "message": message,
            "receipt": given.get("receipt") or uuid4().hex,
            "place": place,
            "places": questions.places_named(queries.plans_in(request.actor)),
        }
        return render(request, "joint/agree.html", page)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    made = commands.agree(
        township=place,
        promise=questions.promised(request.POST),
        actor=request.actor,
        receipt=request.POST.get("receipt") or None,
    )
    messages.success(request, _("The agreement is written down."))
    return redirect("joint:agreement", made)


@require_safe
@staff_only
def one(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """An agreement with what it led to."""
    return _draw(request, agreement_id)


@require_POST
@staff_only
def note(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Something was done or lent."""
    redraw_with(request, lambda message, wrong: _draw(request, agreement_id, message, wrong))
    commands.note_deed(
        agreement=agreement_id,
        sort=request.POST.get("sort", ""),
        day=questions.day(request.POST, "day"),
        said=request.POST.get("text", ""),
        actor=request.actor,
    )
    messages.success(request, _("It is written down."))
    return redirect("joint:agreement", agreement_id)


@require_POST
@planners
def end(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """An agreement is over."""
    redraw_with(request, lambda message, wrong: _draw(request, agreement_id, message, wrong))
    seen = questions.number(request.POST, "seen_version")
    commands.end_agreement(agreement=agreement_id, seen_version=seen, actor=request.actor)
    messages.success(request, _("The agreement is over."))
    return redirect("joint:agreement", agreement_id)


def _draw(
    request: ActorRequest, agreement_id: UUID, message: str = "", wrong: Mapping[str, str] | None = None
) -> HttpResponse:
    sheet = queries.agreement_sheet(request.actor, agreement_id)
    page = {
        "sheet": sheet,
        "bond": queries.BONDS[sheet.agreement.bond],
        "state": shown.state(sheet.agreement),
        "deeds": [(one, queries.DEEDS[one.sort]) for one in sheet.deeds],
        "fields": questions.deed(request.POST if wrong else {}, wrong or {}),
        "message": "" if wrong else message,
        "now": clock.now(),
    }
    return render(request, "joint/agreement.html", page)
