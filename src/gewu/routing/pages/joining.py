"""Joining reports from the page of a case, parting them, and counting who asks again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.cases import commands
from gewu.cases import queries as cases
from gewu.cases.commands import Merging
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid
from gewu.kernel.typed import uuid_in
from gewu.people.access import staff_only
from gewu.routing.pages.questions import version


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


def _onward(request: ActorRequest, case_id: UUID) -> str:
    key = request.POST.get("list", "")
    beside = f"?list={key}" if key in cases.lists_of(request.actor) else ""
    return reverse("cases:case", args=[case_id]) + beside
