"""Drafts as files: taken away, and brought in."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid
from gewu.people.access import for_roles
from gewu.studio import commands, document, files, queries
from gewu.studio.pages.edit import seen_version
from gewu.studio.pages.overview import STUDIO
from gewu.studio.pages.sheet import DraftSheet
from gewu.ui.redraw import redraw_with

MOST_PROBLEMS = 40


@require_safe
@for_roles(*STUDIO)
def as_files(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """The draft as a zip, laid out like the definitions that are shipped."""
    sheet = DraftSheet(request, draft_id)
    content = files.packed(sheet.sections, key=sheet.row.key, version=1)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{sheet.row.key}-draft.zip"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*STUDIO)
def bring_in(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """Files into the draft as one step: all of them or none."""
    if request.method != "POST":
        return _draw(request, draft_id, "", {})
    redraw_with(request, lambda message, wrong: _draw(request, draft_id, message, wrong))
    sheet = DraftSheet(request, draft_id)
    brought = _brought(request, sheet)
    commands.change(
        draft_id=draft_id,
        part="import",
        edit=lambda newest: newest | brought,
        seen_version=seen_version(request),
        actor=request.actor,
    )
    messages.success(request, _("Brought in. Look at the check and at what is different."))
    return redirect("studio:draft", draft_id)


def _brought(request: ActorRequest, sheet: DraftSheet) -> document.Sections:
    """The sections in the file, or Invalid with every line that is wrong."""
    upload = request.FILES.get("file")
    if upload is None or (upload.size or 0) > files.MOST_BYTES:
        message = _("Choose a file of at most %(size)d kB.") % {"size": files.MOST_BYTES // 1000}
        raise Invalid(message, fields={"file": message})
    try:
        found = files.unpacked(upload.name or "", upload.read(), key=sheet.row.key)
    except files.Unreadable as wrong:
        raise _invalid([f"{file}: {what}" for file, what in wrong.problems]) from None
    shipped = queries.shipped_categories(sheet.row.key)
    whole = sheet.sections | found
    _made, faults = document.put_together(whole, key=sheet.row.key, version=1, shipped=shipped)
    if faults:
        raise _invalid([f"{one.section} {'.'.join(one.path)}: {one.what}" for one in faults])
    return found


def _invalid(lines: list[str]) -> Invalid:
    shown = "\n".join(lines[:MOST_PROBLEMS])
    return Invalid(_("These files cannot be read. Nothing was brought in."), fields={"file": shown})


def _draw(request: ActorRequest, draft_id: UUID, message: str, wrong: Mapping[str, str]) -> HttpResponse:
    sheet = DraftSheet(request, draft_id)
    lines = wrong.get("file", "").splitlines()
    return render(request, "studio/import.html", {"sheet": sheet, "message": message, "lines": lines})
