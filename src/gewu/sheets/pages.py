"""Sheets at the desk: print, collect, type, type again, look a third time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.kernel import clock, numbers
from gewu.kernel.access import Actor, ActorRequest, Tier
from gewu.kernel.errors import Invalid
from gewu.kernel.typed import uuid_in
from gewu.people.access import for_roles
from gewu.people.queries import name_of
from gewu.places import queries as places
from gewu.registers import queries as registers
from gewu.sheets import commands, queries, words
from gewu.sheets.models import Sheet
from gewu.sheets.printing import pdf_of
from gewu.sheets.queries import Asked
from gewu.sheets.rules import STATES, differing
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with

KINDS = {"text": "text", "lines": "long", "choice": "choice", "choices": "checks", "day": "date"}
KINDS |= {"number": "number", "flag": "yesno", "phone": "phone"}
hands = for_roles(*sorted(commands.ROLES))


@require_safe
@hands
def sheets(request: ActorRequest) -> HttpResponse:
    """Every sheet in sight; `?state=&number=`."""
    state, typed = request.GET.get("state", ""), request.GET.get("number", "").strip()
    try:
        number, wrong = (numbers.clean(typed) if typed else ""), ""
    except Invalid as refused:
        number, wrong = typed[:14], next(iter(refused.fields.values()))
    found = queries.sheets(request.actor, state=state, number=number, after=request.GET.get("after") or None)
    counts = queries.counts(request.actor)
    page = {
        "rows": list(_rows(found.items, request.actor)),
        "next": found.next,
        "filters": [(one, words.STATES[one], counts.get(one, 0), one == state) for one in STATES],
        "total": sum(counts.values()),
        "state": state,
        "number": typed,
        "wrong": wrong,
        "grids": list(_grids(request.actor)),
        "receipt": uuid4().hex,
    }
    return render(request, "sheets/list.html", page)


@require_POST
@hands
def print_out(request: ActorRequest) -> HttpResponse:
    """Sheets for a door, a house or a grid, all in one PDF."""
    batch = commands.print_sheets(
        actor=request.actor,
        subject=uuid_in(request.POST, "subject"),
        building=uuid_in(request.POST, "building"),
        area=uuid_in(request.POST, "area"),
        receipt=request.POST.get("receipt") or None,
    )
    return redirect("sheets:paper", batch)


@require_safe
@hands
def paper(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """What was printed at once, as a PDF, masked as its reader reads it."""
    return pdf_of(request, batch_id)


@require_http_methods(["GET", "HEAD", "POST"])
@hands
def sheet(request: ActorRequest, sheet_id: UUID) -> HttpResponse:
    """One sheet: what is to be done with it next."""
    row = queries.sheet(sheet_id, request.actor)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        return render(request, "sheets/sheet.html", _page(request, row) | _form(request, row, message, wrong))

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    messages.success(request, _done(request, sheet_id))
    return redirect("sheets:list")


def _done(request: ActorRequest, sheet_id: UUID) -> str:
    given, actor = request.POST, request.actor
    typed_version = given.get("seen_version", "")
    seen = int(typed_version) if typed_version.isascii() and typed_version.isdecimal() else 0
    lines = {name[1:]: given.getlist(name) for name in given if name[:1] == "l" and name[1:].isdecimal()}
    match given.get("step"):
        case "collect":
            commands.collect(sheet_id, on=_day(given.get("on", "")), actor=actor, seen=seen)
            return _("Noted: it can be typed in.")
        case "lose":
            commands.lose(sheet_id, actor=actor, seen=seen)
            return _("Noted as lost.")
        case "settle":
            chosen = {line: values[-1] for line, values in lines.items()}
            commands.settle(sheet_id, chosen=chosen, actor=actor, seen=seen)
            return _("Decided: the registers have it.")
        case "type":
            values = dict(_values(queries.sheet(sheet_id, actor), lines))
            return str(_TYPED[commands.type_in(sheet_id, values=values, actor=actor, seen=seen)]())
    raise Invalid(_("Choose one of the given answers."), fields={"step": _("Choose one.")})


_TYPED = {
    "typed": lambda: _("Typed. Somebody else types it once more without seeing this."),
    "differing": lambda: _("Both typings differ. A third look decides."),
    "checked": lambda: _("Both typings agree: the registers have it."),
}


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


def _page(request: ActorRequest, row: Sheet) -> dict[str, Any]:
    file = registers.file_of(request.actor, row.subject_kind, row.subject)
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
        "mine": request.actor.user in {row.first_by, row.second_by},
    }


def _form(request: ActorRequest, row: Sheet, message: str, wrong: Mapping[str, str]) -> dict[str, Any]:
    page: dict[str, Any] = {"message": message, "wrong": wrong, "parts": (), "fields": []}
    if row.state == "printed":
        value = request.POST.get("on") or localdate(clock.now()).isoformat()
        page["fields"] = [_date(value, wrong.get("on", ""))]
    elif row.state in {"collected", "typed"} and not (
        row.state == "typed" and row.first_by == request.actor.user
    ):
        parts = queries.parts(row, request.actor)
        page["parts"] = [
            (part, [_question(request, one, wrong.get(f"l{one.line}", "")) for one in part.lines])
            for part in parts
        ]
    elif row.state == "differing":
        page["fields"] = list(_decisions(request, row, wrong))
    return page


def _date(value: str, wrong: str) -> Field:
    return Field(name="on", label=_("Filled in on"), kind="date", required=True, value=value, error=wrong)


def _question(request: ActorRequest, one: Asked, wrong: str) -> tuple[Field, str]:
    """A line to type, and what is known of it: then it is opened only where something was written by hand.

    Nothing stands in it, so that the second time is blind.
    """
    name, field = f"l{one.line}", one.field
    given = request.POST.getlist(name) if field.type == "choices" else request.POST.get(name, "")
    return _asked(name, one, given, wrong), "" if given or wrong else one.known


def _asked(name: str, one: Asked, given: object, wrong: str) -> Field:
    field = one.field
    return Field(
        name=name,
        label=f"{int(one.line) + 1} {field.said(_language())}",
        kind=KINDS.get(field.type, "text"),
        value=given,
        error=wrong,
        choices=[(choice.key, choice.said(_language())) for choice in field.choices],
        max_length=field.limit if field.type in {"text", "lines", "phone"} else None,
    )


def _decisions(request: ActorRequest, row: Sheet, wrong: Mapping[str, str]) -> Iterator[Field]:
    first, second = commands.typed(row.first), commands.typed(row.second)
    for line in differing(first, second):
        kind, _subject, key = row.lines[int(line)]
        field = queries.field_of(kind, key)
        told = [
            (which, _said(field, typed.get(line))) for which, typed in (("first", first), ("second", second))
        ]
        yield Field(
            name=f"l{line}",
            label=f"{int(line) + 1} {field.said(_language())}",
            kind="radio",
            required=True,
            value=request.POST.get(f"l{line}", ""),
            error=wrong.get(f"l{line}", ""),
            choices=[*told, ("neither", _("neither: leave it as it is"))],
        )


def _said(field: Any, value: object) -> str:
    if value in (None, ""):
        return _("(blank)")
    several = value if isinstance(value, list) else [value]
    chosen = [choice.said(_language()) if (choice := field.choice(one)) else str(one) for one in several]
    return " ".join(chosen)


def _rows(found: Sequence[Sheet], actor: Actor) -> Iterator[dict[str, Any]]:
    about = queries.named(found, actor)
    for one in found:
        yield {
            "of": one,
            "about": about.get(one.subject, ""),
            "kind": registers.register(one.subject_kind).said(_language()),
            "state": words.STATES[one.state],
            "tone": words.TONES.get(one.state, "open"),
        }


def _grids(actor: Actor) -> Iterator[tuple[UUID, str]]:
    """The grids below the posts of an actor."""
    for area in dict.fromkeys(post.scope.area for post in actor.posts):
        yield from _grids_in(places.area(area))


def _grids_in(area: Any) -> Iterator[tuple[UUID, str]]:
    if area.tier in {Tier.GRID, Tier.CELL}:
        yield area.id, area.in_language(_language())
        return
    if area.tier in {Tier.COMMUNITY, Tier.TOWNSHIP}:
        for below in places.children(area.id):
            yield from _grids_in(below)


def _language() -> str:
    return get_language() or ""
