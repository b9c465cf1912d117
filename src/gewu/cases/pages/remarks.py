"""What is added to a case from its page: notes, files, what residents may read, the responsible place."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gewu.cases import commands, queries
from gewu.cases.pages.case import draw
from gewu.cases.pages.moves import onward, seen_version
from gewu.cases.pages.sheet import (
    Sheet,
    attach_fields,
    changes_in_words,
    comment_field,
    place_field,
    purpose_field,
    sheet_of,
)
from gewu.cases.refusals import invalid
from gewu.kernel import files
from gewu.kernel.access import ActorRequest
from gewu.people.access import staff_only
from gewu.ui.redraw import redraw_with

WIDTHS = frozenset({"320", "1280"})


@require_POST
@staff_only
def comment(request: ActorRequest, case_id: UUID) -> HttpResponse:
    text = request.POST.get("text", "")

    def again(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        drawn = comment_field(text, wrong.get("text", "") or message)
        return draw(request, replace(_sheet(request, case_id), comment=drawn))

    redraw_with(request, again)
    commands.comment(case_id=case_id, text=text, actor=request.actor, receipt=_receipt(request))
    messages.success(request, _("Your note is with the case."))
    return redirect(onward(request, case_id))


@require_POST
@staff_only
def attach(request: ActorRequest, case_id: UUID) -> HttpResponse:
    kind = request.POST.get("kind", "")

    def again(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        drawn = attach_fields(kind, wrong or {"file": message})
        return draw(request, replace(_sheet(request, case_id), attach=drawn))

    redraw_with(request, again)
    upload = request.FILES.get("file")
    if upload is None:
        raise invalid({"file": _("Choose a file first.")})
    commands.attach(case_id=case_id, upload=upload, kind=kind, actor=request.actor, receipt=_receipt(request))
    messages.success(request, _("The file is with the case."))
    return redirect(onward(request, case_id))


@require_safe
@staff_only
def one_file(request: ActorRequest, case_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A file of a case, or its thumbnail."""
    found = queries.file_of(request.actor, case_id, file_id)
    width = request.GET.get("width", "")
    return files.response(request, found, width=int(width) if width in WIDTHS else None)


@require_POST
@staff_only
def release(request: ActorRequest, case_id: UUID, what: UUID) -> HttpResponse:
    commands.release(case_id=case_id, what=what, actor=request.actor)
    messages.success(request, _("Residents can see it now. You can close it again at any time."))
    return redirect(onward(request, case_id))


@require_POST
@staff_only
def withhold(request: ActorRequest, case_id: UUID, what: UUID) -> HttpResponse:
    commands.withhold(case_id=case_id, what=what, actor=request.actor)
    messages.success(request, _("Residents no longer see it."))
    return redirect(onward(request, case_id))


@never_cache
@require_POST
@staff_only
def contact(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Show name and phone in full on this one page; the journal keeps that they were opened, and why."""

    def again(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        drawn = purpose_field(wrong.get("purpose", "") or message)
        return draw(request, replace(_sheet(request, case_id), purpose=drawn))

    redraw_with(request, again)
    opened = commands.open_contact(
        case_id=case_id, purpose=request.POST.get("purpose", ""), actor=request.actor
    )
    return draw(request, replace(_sheet(request, case_id), contact=opened))


@require_POST
@staff_only
def place(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Say whose grid it is."""
    given = request.POST.get("area", "")

    def again(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        sheet = _sheet(request, case_id)
        drawn = place_field(sheet.file, given, wrong.get("area", "") or message)
        changes = changes_in_words(sheet.file, seen_version(request))
        return draw(request, replace(sheet, place=drawn, changes=changes))

    redraw_with(request, again)
    commands.place_case(
        case_id=case_id, area=_area(given), seen_version=seen_version(request), actor=request.actor
    )
    messages.success(request, _("The responsible place is set."))
    return redirect(onward(request, case_id))


def _sheet(request: ActorRequest, case_id: UUID) -> Sheet:
    return sheet_of(request, queries.case_file(request.actor, case_id))


def _receipt(request: ActorRequest) -> str | None:
    return request.POST.get("receipt") or None


def _area(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        raise invalid({"area": _("Choose a place from the list.")}) from None
