"""One part of a draft: its questions, saving them, and what is shown when two people met there."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gewu.kernel.access import ActorRequest
from gewu.people.access import for_roles
from gewu.studio import commands, queries, rules
from gewu.studio.diff import differences
from gewu.studio.editors import editor_for
from gewu.studio.editors.sheets import Sent, marked, shifted
from gewu.studio.pages.drafts import Line
from gewu.studio.pages.overview import STUDIO
from gewu.studio.pages.sheet import DraftSheet
from gewu.ui.redraw import redraw_with

BACK = {"stage": "flow", "move": "flow", "question": "questions", "category": "categories"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*STUDIO)
def edit(request: ActorRequest, draft_id: UUID, part: str) -> HttpResponse:
    """The questions of one part; or what was answered, as a step."""
    sheet = DraftSheet(request, draft_id)
    if request.method != "POST":
        return _draw(request, sheet, part)
    if wanted := request.POST.get("shift"):
        return _draw(request, sheet, part, shift=wanted)
    redraw_with(request, lambda message, wrong: _again(request, draft_id, part, message, wrong))
    editor = editor_for(sheet.draftsman, part)
    row = commands.change(
        draft_id=draft_id,
        part=part,
        edit=lambda newest: editor.apply(newest, request.POST),
        seen_version=seen_version(request),
        actor=request.actor,
    )
    changed = row.version != sheet.row.version
    if part.startswith("form:"):
        # Back to where the finger or the keyboard was.
        here = reverse("studio:edit", args=[draft_id, part])
        return redirect(f"{here}?{urlencode({'at': request.POST.get('do', '')})}")
    messages.success(request, _("Saved in the draft.") if changed else _("Nothing was different."))
    back = BACK.get(part.partition(":")[0])
    return redirect("studio:room", draft_id, back) if back else redirect("studio:draft", draft_id)


def seen_version(request: ActorRequest) -> int:
    """The version the form was drawn from; whatever is no number is older than every draft."""
    given = request.POST.get("seen_version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


def _draw(
    request: ActorRequest,
    sheet: DraftSheet,
    part: str,
    *,
    message: str = "",
    wrong: Mapping[str, str] | None = None,
    theirs: tuple[dict[str, object], ...] = (),
    shift: str = "",
) -> HttpResponse:
    """`shift`: only another order of what was typed; nothing is saved."""
    editor = editor_for(sheet.draftsman, part)
    sent: Sent | None = request.POST if request.method == "POST" else None
    at = request.GET.get("at", "")
    if shift:
        sent, at = shifted(request.POST, shift)
    here = [one for one in sheet.found if one.edit == part]
    beside = {one.at: one.text for one in here if one.at} if sent is None else {}
    groups = marked(editor.draw(sent, wrong or {}), beside)
    shown = {
        "sheet": sheet,
        "part": part,
        "editor": editor,
        "groups": groups,
        "fields": [field for group in groups for field in group.all_fields],
        "message": message,
        "here": here if sent is None else (),
        "theirs": theirs,
        "at": at,
        "focus": at.split("."),
        **editor.beside,
    }
    return render(request, editor.template, shown)


def _again(
    request: ActorRequest, draft_id: UUID, part: str, message: str, wrong: Mapping[str, str]
) -> HttpResponse:
    """The form as it was typed, on the newest state, with what others changed meanwhile."""
    sheet = DraftSheet(request, draft_id)
    since = queries.steps(sheet.row, since=seen_version(request))
    crossed = [step for step in since if step.part == part or rules.is_broad(step.part)]
    theirs = tuple(_theirs(sheet, step) for step in crossed)
    return _draw(request, sheet, part, message=message, wrong=wrong, theirs=theirs)


def _theirs(sheet: DraftSheet, step: queries.Step) -> dict[str, object]:
    before, after = (step.after, step.before) if step.undone_at else (step.before, step.after)
    lines = []
    for one in differences(before, after):
        part, member = sheet.names.path(one.section, one.path)
        at = one.path[-1] if one.path else ""
        value = sheet.names.value
        lines.append(Line(part, member, value(one.before, at=at), value(one.after, at=at)))
    who = step.undone_by or step.by
    return {"by": sheet.people.get(who, "") if who else "", "at": step.undone_at or step.at, "lines": lines}
