"""One sheet at the desk: what is to be done with it next, and where that leads."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gewu.kernel import clock
from gewu.kernel.access import Actor, ActorRequest
from gewu.kernel.errors import Invalid
from gewu.people.queries import name_of
from gewu.registers import queries as registers
from gewu.sheets import commands, queries, words
from gewu.sheets.models import Sheet
from gewu.sheets.pages import questions
from gewu.sheets.pages.listing import hands
from gewu.ui.redraw import redraw_with


@require_http_methods(["GET", "HEAD", "POST"])
@hands
def sheet(request: ActorRequest, sheet_id: UUID) -> HttpResponse:
    """One sheet: what is to be done with it next."""
    row = queries.sheet(sheet_id, request.actor)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        page = _facts(request.actor, row) | _asked(request, row, wrong)
        return render(request, "sheets/sheet.html", page | {"message": message, "wrong": wrong})

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    messages.success(request, _done(request, row))
    return _onward(request, row)


def _done(request: ActorRequest, row: Sheet) -> str:
    """Take the step that was asked for; what is said of it."""
    given, actor, seen = request.POST, request.actor, _version(request)
    match given.get("step"):
        case "collect":
            commands.collect(row.id, on=_day(given.get("on", "")), actor=actor, seen=seen)
            return _("Noted: it can be typed in.")
        case "lose":
            commands.lose(row.id, actor=actor, seen=seen)
            return _("Noted as lost.")
        case "settle":
            chosen = {line: values[-1] for line, values in _lines(request).items()}
            commands.settle(row.id, chosen=chosen, actor=actor, seen=seen)
            return _("Decided: the registers have it.")
        case "type":
            values = dict(_values(row, _lines(request)))
            return _typed_words(commands.type_in(row.id, values=values, actor=actor, seen=seen))
    raise Invalid(_("Choose one of the given answers."), fields={"step": _("Choose one.")})


def _typed_words(state: str) -> str:
    match state:
        case "typed":
            return _("Typed. Somebody else types it once more without seeing this.")
        case "differing":
            return _("Both typings differ. A third look decides.")
        case _:
            return _("Both typings agree: the registers have it.")


def _onward(request: ActorRequest, before: Sheet) -> HttpResponseRedirect:
    """Where the next thing is to be done: typing what has come back, else what waits for the same step."""
    if request.POST.get("step") == "collect":
        return redirect("sheets:sheet", before.id)
    waiting = queries.counts(request.actor).get(before.state, 0)
    return redirect(reverse("sheets:list") + (f"?state={before.state}" if waiting else ""))


def _version(request: ActorRequest) -> int:
    typed = request.POST.get("seen_version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() else 0


def _lines(request: ActorRequest) -> dict[str, list[str]]:
    """What was sent for each line of the paper: `l3` is the fourth."""
    given = request.POST
    return {name[1:]: given.getlist(name) for name in given if name[:1] == "l" and name[1:].isdecimal()}


def _values(row: Sheet, lines: Mapping[str, list[str]]) -> Iterator[tuple[str, object]]:
    for order, (kind, _subject, key) in enumerate(row.lines):
        sent = lines.get(str(order))
        if sent:
            yield str(order), sent if queries.field_of(kind, key).type == "choices" else sent[-1]


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        message = _("A day is written as 2026-01-31.")
        raise Invalid(message, fields={"on": message}) from None


def _facts(actor: Actor, row: Sheet) -> dict[str, Any]:
    """What stands on top: for whom it is, and who had it in hand when."""
    file = registers.file_of(actor, row.subject_kind, row.subject)
    names = name_of(one for one in (row.printed_by, row.first_by, row.second_by, row.checked_by) if one)
    return {
        "sheet": row,
        "state": words.STATES[row.state],
        "tone": words.TONES.get(row.state, "open"),
        "home": file,
        "about": queries.title_of(file) or file.number,
        "printed_by": names.get(row.printed_by, "") if row.printed_by else "",
        "first_by": names.get(row.first_by, "") if row.first_by else "",
        "second_by": names.get(row.second_by, "") if row.second_by else "",
        "mine": actor.user in {row.first_by, row.second_by},
    }


def _asked(request: ActorRequest, row: Sheet, wrong: Mapping[str, str]) -> dict[str, Any]:
    """The form of the next step: `fields` is all it asks, `parts` the same by whom it is about."""
    match row.state:
        case "printed":
            day = request.POST.get("on") or localdate(clock.now()).isoformat()
            return {"parts": (), "fields": [questions.filled_in_on(day, wrong.get("on", ""))]}
        case "differing":
            return {"parts": (), "fields": list(questions.decisions(request, row, wrong))}
        case "collected" | "typed" if not _typed_by(row, request.actor):
            parts = questions.to_type(request, row, wrong)
            return {"parts": parts, "fields": [field for _part, lines in parts for field, _known in lines]}
        case _:
            return {"parts": (), "fields": []}


def _typed_by(row: Sheet, actor: Actor) -> bool:
    """Whoever typed it first does not type it again."""
    return row.state == "typed" and row.first_by == actor.user
