"""What the archive may let go of: a list that a person decides over, case by case."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gewu.aftercare import commands, queries
from gewu.cases.queries.afterwards import categories_told
from gewu.kernel.access import ActorRequest
from gewu.people.access import for_roles
from gewu.ui.redraw import redraw_with

DECIDERS = ("supervisor",)


@require_safe
@for_roles(*DECIDERS)
def due(request: ActorRequest) -> HttpResponse:
    """Cases whose time in the archive is over."""
    return _draw(request)


@require_POST
@for_roles(*DECIDERS)
def erase(request: ActorRequest, disposal_id: UUID) -> HttpResponse:
    """Confirm that words, contacts and photos of one case go."""
    redraw_with(request, lambda message, wrong: _draw(request, message, wrong))
    row = commands.confirm(disposal_id=disposal_id, actor=request.actor)
    messages.success(
        request, _("%(number)s: words, contacts and photos are erased.") % {"number": row.number}
    )
    return redirect("aftercare:due")


@require_POST
@for_roles(*DECIDERS)
def keep(request: ActorRequest, disposal_id: UUID) -> HttpResponse:
    """Keep one case longer."""
    redraw_with(request, lambda message, wrong: _draw(request, message, wrong))
    row = commands.keep_longer(disposal_id=disposal_id, until=_day(request), actor=request.actor)
    messages.success(request, _("%(number)s is kept longer.") % {"number": row.number})
    return redirect("aftercare:due")


def _draw(request: ActorRequest, message: str = "", wrong: Mapping[str, str] | None = None) -> HttpResponse:
    found = queries.disposals(request.actor, after=request.GET.get("after") or None)
    told: dict[UUID, str] = {}
    for home in {row.township for row in found.items}:
        told |= categories_told(home, [row.case_id for row in found.items], get_language() or "")
    rows = [(row, told.get(row.case_id, row.category)) for row in found.items]
    page = {"rows": rows, "next": found.next, "message": (wrong or {}).get("until") or message}
    return render(request, "aftercare/due.html", page)


def _day(request: ActorRequest) -> date:
    try:
        return parse_date(request.POST.get("until", "")) or date.min
    except ValueError:
        return date.min
