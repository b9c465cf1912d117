"""Making a move: its form in the bar, the move itself, and what is shown when it is refused."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from gewu.cases import commands, queries
from gewu.cases.commands import Step
from gewu.cases.models import Case
from gewu.cases.pages.case import asked_list, draw
from gewu.cases.pages.forms import PHOTOS, MoveButton, move_form
from gewu.cases.pages.sheet import Sheet, changes_in_words, sheet_of
from gewu.cases.queries import CaseFile
from gewu.catalogue import queries as catalogue
from gewu.kernel.access import ActorRequest
from gewu.people.access import staff_only
from gewu.ui.forms import answers
from gewu.ui.redraw import redraw_with

PLUMBING = frozenset({"csrfmiddlewaretoken", "receipt", "seen_version", "list"})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def move(request: ActorRequest, case_id: UUID, name: str) -> HttpResponse:
    """Ask the questions of a move; or make it."""
    file = queries.case_file(request.actor, case_id)
    if request.method != "POST":
        return draw(request, _asking(sheet_of(request, file), name))
    offered = next((one for one in file.moves if one.name == name), None)
    typed = _typed(request)
    data = answers(offered.schema, request.POST) if offered else typed
    redraw_with(request, lambda message, wrong: _refused(request, case_id, name, message, wrong))
    step = Step(
        move=name,
        data=data,
        seen_version=seen_version(request),
        photos=tuple(request.FILES.getlist(PHOTOS)),
    )
    commands.take(
        case_id=case_id, step=step, actor=request.actor, receipt=request.POST.get("receipt") or None
    )
    messages.success(
        request,
        f"{file.number} · {catalogue.words(file.definition_id, get_language() or '').moves[name].done}",
    )
    return redirect(onward(request, case_id))


def onward(request: ActorRequest, case_id: UUID) -> str:
    """Back to the case; to the list where the case has left the actor's sight."""
    key = asked_list(request)
    beside = f"?list={key}" if key in queries.lists_of(request.actor) else ""
    if Case.objects.visible_to(request.actor).by_id(case_id).exists():
        return reverse("cases:case", args=[case_id]) + beside
    return reverse("cases:list", args=[key]) if beside else "/desk/"


def seen_version(request: ActorRequest) -> int:
    """The version the form was drawn from; whatever is no number is older than every case."""
    given = request.POST.get("seen_version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


def _asking(sheet: Sheet, name: str) -> Sheet:
    button = _button(sheet, name)
    return replace(sheet, open=move_form(sheet.file, button)) if button else sheet


def _refused(
    request: ActorRequest, case_id: UUID, name: str, message: str, wrong: Mapping[str, str]
) -> HttpResponse:
    """The newest state of the case with the form as it was typed; or the words alone, if the move is gone."""
    file = queries.case_file(request.actor, case_id)
    sheet, typed, button = sheet_of(request, file), _typed(request), None
    button = _button(sheet, name)
    changes = changes_in_words(file, seen_version(request))
    if button is None or button.bare:
        kept = () if button else tuple(_in_words(file, typed))
        return draw(request, replace(sheet, message=message, changes=changes, typed=kept))
    form = move_form(file, button, values=typed, errors=wrong, message=message)
    return draw(request, replace(sheet, open=form, changes=changes))


def _button(sheet: Sheet, name: str) -> MoveButton | None:
    return next((button for button in sheet.buttons if button.name == name), None)


def _typed(request: ActorRequest) -> dict[str, Any]:
    return {name: value for name, value in request.POST.items() if name not in PLUMBING and value}


def _in_words(file: CaseFile, typed: Mapping[str, str]) -> list[tuple[str, str]]:
    said = catalogue.words(file.definition_id, get_language() or "").fields
    return [(said[name].label, value) for name, value in typed.items() if name in said and len(value) != 36]
