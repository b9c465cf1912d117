"""Taking a row into a programme, writing what the programme knows of it, and letting it go."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotAllowed
from gewu.registers import commands, queries
from gewu.registers.definition import FieldOf, Programme
from gewu.registers.pages import shell, supply
from gewu.registers.pages.forms import Known, given_in, question, source_fields
from gewu.registers.words import BASES, WHYS
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with


@require_http_methods(["GET", "HEAD", "POST"])
@shell.writers
def enrol(request: ActorRequest, kind: str, row_id: UUID, programme: str) -> HttpResponse:
    """Take a row into a programme."""
    found, of = queries.file_of(request.actor, kind, row_id), queries.programme(programme)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        offices = supply.supplied(of, found.township)
        held = _foreknown(request, found, of)
        known = {one.key for one in held}
        basis = _basis(request, of, wrong)
        asked = [
            question(one, _typed(request, one), wrong.get(one.key, ""))
            for one in supply.asked(of, offices)
            if one.key not in known
        ]
        said = _programme_form(request, found, of, message) | {
            "fields": [basis, *asked],
            "form": f"{of.key}/enrol",
            "questions": (basis, *asked, *source_fields(request)),
            "held": held,
            "supplied": [one for one in offices if one.key not in known],
            "button": _("Take in"),
        }
        return render(request, "registers/enrol.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    commands.enrol(
        row_id,
        programme=programme,
        values=given_in(request, of.fields),
        origin=shell.origin_in(request),
        actor=request.actor,
        basis=request.POST.get("basis", ""),
        receipt=request.POST.get("receipt") or None,
    )
    messages.success(request, _("Taken in."))
    return redirect("registers:file", kind, row_id)


@require_http_methods(["GET", "HEAD", "POST"])
@shell.writers
def write(request: ActorRequest, kind: str, row_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Write the fields of a programme: what is missing is asked, what is known is kept unless changed."""
    found = queries.file_of(request.actor, kind, row_id)
    row = next((one for one in found.programmes if one.id == enrolment_id), None)
    if row is None:
        raise NotAllowed(_("Your post does not read this programme."))
    of = queries.programme(row.programme)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        change = {*request.GET.getlist("change"), *request.POST}
        offices = supply.supplied(of, found.township, row.fields, change=change)
        held = {one.key: one for one in row.fields if one.how != "missing" and one.key not in change}
        missing = [one for one in offices if one.key not in held]
        asked = [
            question(one, _typed(request, one), wrong.get(one.key, ""))
            for one in supply.asked(of, missing)
            if one.key not in held
        ]
        said = _programme_form(request, found, of, message) | {
            "fields": asked,
            "form": f"{of.key}/write",
            "questions": (*asked, *source_fields(request)),
            "held": [Known(one.label, one.text, one.key) for one in held.values()],
            "supplied": missing,
            "version": row.version,
            "button": _("Save"),
        }
        return render(request, "registers/enrol.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    commands.record_enrolment(
        enrolment_id,
        values=given_in(request, of.fields),
        origin=shell.origin_in(request),
        actor=request.actor,
        seen_version=row.version if "seen_version" not in request.POST else _version(request),
    )
    messages.success(request, _("Saved."))
    return redirect("registers:file", kind, row_id)


@require_POST
@shell.writers
def leave(request: ActorRequest, kind: str, row_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Take a row out of a programme."""
    queries.file_of(request.actor, kind, row_id)
    commands.leave(enrolment_id, why=request.POST.get("why", ""), actor=request.actor)
    messages.success(request, _("Out of the programme."))
    return redirect("registers:file", kind, row_id)


def _basis(request: ActorRequest, of: Programme, wrong: Mapping[str, str]) -> Field:
    return Field(
        name="basis",
        label=_("On which basis"),
        kind="radio",
        required=True,
        value=request.POST.get("basis") or ("self" if of.consent else "law"),
        error=wrong.get("basis", ""),
        choices=[(one, str(word)) for one, word in BASES.items() if one == "self" or not of.consent],
    )


def _foreknown(request: ActorRequest, found: queries.RegisterFile, of: Programme) -> list[Known]:
    """What the programme will begin with, unless somebody says it is wrong: as deep as its reader reads."""
    change = {*request.GET.getlist("change"), *request.POST}
    known = queries.shown_foreknown(request.actor, found.kind, found.id, of)
    return [Known(one.label, one.text, one.key) for one in known if one.key not in change]


def _programme_form(
    request: ActorRequest, found: queries.RegisterFile, of: Programme, message: str
) -> dict[str, object]:
    return {
        "base": shell.base_of(request),
        "file": found,
        "of": of,
        "title": of.said(shell.language()),
        "help": of.help(shell.language()),
        "basis": of.basis(shell.language()),
        "held": (),
        "message": message,
        "receipt": request.POST.get("receipt") or uuid4().hex,
        "whys": list(WHYS.items()),
    }


def _typed(request: ActorRequest, one: FieldOf) -> object:
    return request.POST.getlist(one.key) if one.type == "choices" else request.POST.get(one.key, "")


def _version(request: ActorRequest) -> int:
    typed = request.POST.get("seen_version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
