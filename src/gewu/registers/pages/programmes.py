"""Programmes: which run, on which legal basis; who is in them; taking in, writing and letting go."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.kernel import clock
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotAllowed
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.registers import commands, queries, refusals
from gewu.registers.commands import Basis
from gewu.registers.definition import Programme
from gewu.registers.models import Switch
from gewu.registers.pages import shell
from gewu.registers.pages.forms import given_in, question, source_fields
from gewu.registers.words import BASES, CLASSES, RHYTHMS, WHYS
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with


@require_safe
@shell.programme_readers
def overview(request: ActorRequest) -> HttpResponse:
    """Every programme with its basis, class and rhythm, and whether it runs here."""
    home = _home(request)
    said = {
        "base": shell.base_of(request),
        "rows": [_row(one, queries.switch(home, one.key)) for one in queries.all_programmes()],
        "place": places.area_by_code(f"{home:09d}"),
        "may_switch": bool(request.actor.roles & shell.SWITCHERS),
        "reads": shell.reads(request.actor),
    }
    return render(request, "registers/programmes.html", said)


@require_safe
@shell.readers
def enrolled(request: ActorRequest, programme: str) -> HttpResponse:
    """Who is in a programme, as far as one may know."""
    of = queries.programme(programme)
    late = "late" in request.GET
    found = queries.enrolled(request.actor, programme, after=request.GET.get("after") or None, late=late)
    subjects = queries.subjects_of(found.items, request.actor)
    there = places.addresses([one.address for one in subjects.values() if one.address])
    today = localdate(clock.now())
    rows = [
        {
            "of": row,
            "row": subjects[row.subject],
            "address": there[address].name if (address := subjects[row.subject].address) in there else "",
            "late": bool(row.next_due and row.next_due < today),
        }
        for row in found.items
        if row.subject in subjects
    ]
    said = {
        "base": shell.base_of(request),
        "of": of,
        "title": of.said(shell.language()),
        "basis": of.basis(shell.language()),
        "rows": rows,
        "next": found.next,
        "late": late,
        "held": CLASSES[of.held],
        "rhythm": RHYTHMS.get(of.rhythm or ""),
    }
    return render(request, "registers/enrolled.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
@shell.switchers
def switch(request: ActorRequest, programme: str) -> HttpResponse:
    """Enter the legal basis of a programme, approve what another entered, or switch it off."""
    of, home = queries.programme(programme), _home(request)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        row = queries.switch(home, programme)
        said = {
            "base": shell.base_of(request),
            "row": _row(of, row),
            "fields": _basis_fields(request, of, wrong),
            "message": message,
            "may_ask": "admin" in request.actor.roles,
            "own": bool(row and row.asked_by == request.actor.user),
            "handlers": sorted(people.name_of(row.handlers).values()) if row else [],
        }
        return render(request, "registers/switch.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    _switched(request, home, programme)
    messages.success(request, _("It is kept in the journal."))
    return redirect("registers:switch", programme)


@require_http_methods(["GET", "HEAD", "POST"])
@shell.writers
def enrol(request: ActorRequest, kind: str, row_id: UUID, programme: str) -> HttpResponse:
    """Take a row into a programme."""
    found, of = queries.file_of(request.actor, kind, row_id), queries.programme(programme)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        basis = Field(
            name="basis",
            label=_("On which basis"),
            kind="radio",
            required=True,
            value=request.POST.get("basis") or ("self" if of.consent else "law"),
            error=wrong.get("basis", ""),
            choices=[(one, str(word)) for one, word in BASES.items() if one == "self" or not of.consent],
        )
        asked = [
            question(one, _typed(request, one.key, one.type), wrong.get(one.key, "")) for one in of.fields
        ]
        said = _programme_form(request, found, of, message) | {
            "fields": [basis, *asked],
            "form": f"{of.key}/enrol",
            "questions": (basis, *asked, *source_fields(request)),
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
        change = set(request.GET.getlist("change")) | set(request.POST)
        held = {one.key: one for one in row.fields if one.how != "missing" and one.key not in change}
        asked = [
            question(one, _typed(request, one.key, one.type), wrong.get(one.key, ""))
            for one in of.fields
            if one.key not in held
        ]
        said = _programme_form(request, found, of, message) | {
            "fields": asked,
            "form": f"{of.key}/write",
            "questions": (*asked, *source_fields(request)),
            "held": list(held.values()),
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


def _row(of: Programme, said: Switch | None) -> dict[str, object]:
    return {
        "of": of,
        "title": of.said(shell.language()),
        "help": of.help(shell.language()),
        "basis": of.basis(shell.language()) or (said.basis if said and said.state != "off" else ""),
        "held": CLASSES[of.held],
        "rhythm": RHYTHMS.get(of.rhythm or ""),
        "runs": queries.runs(of, said),
        "said": said,
        "waits": bool(said and said.state == "asked"),
        "asked_by": _name(said.asked_by) if said else "",
        "decided_by": _name(said.decided_by) if said else "",
    }


def _name(user: UUID | None) -> str:
    return people.name_of([user]).get(user, "") if user else ""


def _basis_fields(request: ActorRequest, of: Programme, wrong: Mapping[str, str]) -> list[Field]:
    given = request.POST
    fields = [
        Field(
            name="basis",
            label=_("Law or regulation, and its article"),
            required=True,
            value=given.get("basis", ""),
            error=wrong.get("basis", ""),
            max_length=200,
        ),
        Field(
            name="document",
            label=_("Document that entrusts this place with it"),
            required=True,
            value=given.get("document", ""),
            error=wrong.get("document", ""),
            max_length=80,
        ),
        Field(
            name="until",
            label=_("Until"),
            kind="date",
            value=given.get("until", ""),
            error=wrong.get("until", ""),
        ),
    ]
    if of.held == "sealed":
        fields.append(
            Field(
                name="handlers",
                label=_("Who handles it"),
                help=_("Usernames, one after another. Nobody else sees who is in it."),
                required=True,
                value=given.get("handlers", ""),
                error=wrong.get("handlers", ""),
                max_length=200,
            )
        )
    return fields


def _switched(request: ActorRequest, home: int, key: str) -> None:
    match request.POST.get("step", ""):
        case "ask":
            names = request.POST.get("handlers", "").replace("，", " ").replace(",", " ").split()
            said = Basis(
                basis=request.POST.get("basis", ""),
                document=request.POST.get("document", ""),
                until=shell.day_in(request, "until"),
                handlers=[shell.colleague_in(name, home, field="handlers") for name in names],
            )
            commands.ask_programme(home, key, said=said, actor=request.actor)
        case "approve":
            commands.approve_programme(home, key, actor=request.actor)
        case "off":
            commands.switch_off(home, key, actor=request.actor)
        case "on":
            commands.switch_on(home, key, actor=request.actor)
        case _:
            raise refusals.invalid({"step": _("Choose one from the list.")})


def _home(request: ActorRequest) -> int:
    """The township whose programmes are shown: of the readers', else of the administrators' posts."""
    found = queries.townships(request.actor)
    if found:
        return found[0]
    homes = [one.township for one in places.localities()]
    own = [one for one in homes if request.actor.at_home_in(one)]
    return own[0] if own else shell.township_of(request.actor)


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


def _typed(request: ActorRequest, key: str, kind: str) -> object:
    return request.POST.getlist(key) if kind == "choices" else request.POST.get(key, "")


def _version(request: ActorRequest) -> int:
    typed = request.POST.get("seen_version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
