"""Drafts as files: taken away, and brought in."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gewu.kernel.access import ActorRequest
from gewu.people.access import for_roles
from gewu.studio import commands, files
from gewu.studio.pages.edit import seen_version
from gewu.studio.pages.overview import STUDIO
from gewu.studio.pages.sheet import DraftSheet
from gewu.ui.redraw import redraw_with


@require_safe
@for_roles(*STUDIO)
def as_files(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """The draft as a zip, laid out like the definitions that are shipped."""
    sheet = DraftSheet(request, draft_id)
    return files.response(sheet.row.key, sheet.sections)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*STUDIO)
def bring_in(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """Files into the draft as one step: all of them or none."""
    if request.method != "POST":
        return _draw(request, draft_id, "", {})
    redraw_with(request, lambda message, wrong: _draw(request, draft_id, message, wrong))
    upload = request.FILES.get("file")
    commands.bring_in(
        draft_id=draft_id,
        name=(upload.name or "") if upload else "",
        content=upload.read(files.MOST_BYTES + 1) if upload else b"",
        seen_version=seen_version(request),
        actor=request.actor,
    )
    messages.success(request, _("Brought in. Look at the check and at what is different."))
    return redirect("studio:draft", draft_id)


def _draw(request: ActorRequest, draft_id: UUID, message: str, wrong: Mapping[str, str]) -> HttpResponse:
    sheet = DraftSheet(request, draft_id)
    lines = wrong.get("file", "").splitlines()
    return render(request, "studio/import.html", {"sheet": sheet, "message": message, "lines": lines})
