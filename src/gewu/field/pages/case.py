"""A case in the hand: what and where, what is mine to do about it, a photo, a note."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gewu.cases import commands, queries
from gewu.cases.commands import Step
from gewu.cases.pages.forms import MoveButton, MoveForm, move_form
from gewu.cases.pages.sheet import Sheet, attach_fields, changes_in_words, comment_field, sheet_of
from gewu.cases.queries import StoryLine
from gewu.catalogue import queries as catalogue
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid, NotFound
from gewu.kernel.typed import moment_in
from gewu.people.access import staff_only
from gewu.ui.forms import PHOTOS, answers
from gewu.ui.redraw import redraw_with


@require_safe
@staff_only
def one_case(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """The whole case, its next moves with their questions already open."""
    return _draw(request, _sheet(request, case_id))


@require_POST
@staff_only
def move(request: ActorRequest, case_id: UUID, name: str) -> HttpResponse:
    """Make a move; a refused one is drawn again on the newest state, with what was typed."""
    file = queries.case_file(request.actor, case_id)
    offered = next((one for one in file.moves if one.name == name), None)
    data = answers(offered.schema, request.POST) if offered else {}
    redraw_with(request, lambda message, wrong: _refused(request, case_id, name, message, wrong))
    step = Step(
        move=name,
        data=data,
        seen_version=_seen_version(request),
        happened_at=moment_in(request.POST, "happened_at"),
        photos=tuple(request.FILES.getlist("photos")),
    )
    commands.take(case_id=case_id, step=step, actor=request.actor, receipt=_receipt(request))
    done = catalogue.words(file.definition_id, get_language() or "").moves[name].done
    messages.success(request, f"{file.category_name} · {done}")
    return _onward(request, case_id)


@require_POST
@staff_only
def comment(request: ActorRequest, case_id: UUID) -> HttpResponse:
    text = request.POST.get("text", "")

    def again(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        field = comment_field(text, wrong.get("text", "") or message)
        return _draw(request, replace(_sheet(request, case_id), comment=field))

    redraw_with(request, again)
    commands.comment(case_id=case_id, text=text, actor=request.actor, receipt=_receipt(request))
    messages.success(request, _("Your note is with the case."))
    return _to_case(case_id)


@require_POST
@staff_only
def repeat(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Somebody in the street asks for what was reported before, and says nothing new."""
    commands.repeat(
        case_id=case_id, said=request.POST.get("text", ""), actor=request.actor, receipt=_receipt(request)
    )
    messages.success(request, _("Counted. Tell them what the answer was, or that it is being done."))
    return _to_case(case_id)


@require_POST
@staff_only
def attach(request: ActorRequest, case_id: UUID) -> HttpResponse:
    kind = request.POST.get("kind", "")

    def again(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        fields = attach_fields(kind, wrong or {"file": message})
        return _draw(request, replace(_sheet(request, case_id), attach=fields))

    redraw_with(request, again)
    upload = request.FILES.get("file")
    if upload is None:
        message = _("Take or choose a photo first.")
        raise Invalid(message, fields={"file": message})
    commands.attach(case_id=case_id, upload=upload, kind=kind, actor=request.actor, receipt=_receipt(request))
    messages.success(request, _("The photo is with the case."))
    return _to_case(case_id)


def _draw(request: ActorRequest, sheet: Sheet) -> HttpResponse:
    attach = tuple(
        replace(field, accept=PHOTOS, help="", label=_("Photo")) if field.name == "file" else field
        for field in sheet.attach
    )
    forms = [_form(sheet, button) for button in sheet.buttons]
    # The next step of the way stands open; whatever else could be done is folded.
    first = next((form for form in forms if form.of.tone == "primary"), None)
    page = {
        "sheet": replace(sheet, attach=attach),
        "first": first,
        "asked": _asked(sheet),
        "others": [form for form in forms if form is not first],
    }
    return render(request, "field/case.html", page)


def _asked(sheet: Sheet) -> StoryLine | None:
    """What the move before this one said to whoever is next: a question, an instruction, a reason."""
    last = next((told.line for told in sheet.story if told.line.move), None)
    said = last is not None and last.words and last.words[0].text != sheet.file.text
    return last if said else None


def _form(sheet: Sheet, button: MoveButton) -> MoveForm:
    asked = sheet.open
    return asked if asked and asked.of.name == button.name else move_form(sheet.file, button)


def _refused(
    request: ActorRequest, case_id: UUID, name: str, message: str, wrong: Mapping[str, str]
) -> HttpResponse:
    sheet = _sheet(request, case_id)
    typed: dict[str, Any] = {key: value for key, value in request.POST.items() if value}
    button = next((one for one in sheet.buttons if one.name == name), None)
    said = catalogue.words(sheet.file.definition_id, get_language() or "")
    changes = changes_in_words(sheet.file, _seen_version(request))
    if button is None:
        kept = tuple(
            (said.fields[key].label, said.choice(key, value))
            for key, value in typed.items()
            if key in said.fields
        )
        return _draw(request, replace(sheet, message=message, changes=changes, typed=kept))
    form: MoveForm = move_form(
        sheet.file, button, values=typed, errors=wrong, message=wrong.get("happened_at") or message
    )
    return _draw(request, replace(sheet, open=form, changes=changes))


def _onward(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Back to the case; to the day's work where the case has left the actor's sight."""
    try:
        queries.brief(request.actor, case_id)
    except NotFound:
        return redirect("field:today")
    return _to_case(case_id)


def _to_case(case_id: UUID) -> HttpResponse:
    """To its top, where it says what was done; else the browser stays where the form stood."""
    return redirect(f"{reverse('field:case', args=[case_id])}#top")


def _sheet(request: ActorRequest, case_id: UUID) -> Sheet:
    return sheet_of(request, queries.case_file(request.actor, case_id))


def _seen_version(request: ActorRequest) -> int:
    given = request.POST.get("seen_version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


def _receipt(request: ActorRequest) -> str | None:
    return request.POST.get("receipt") or None
