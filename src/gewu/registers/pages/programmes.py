"""Programmes: which run, on which legal basis, and who is in them."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gewu.kernel import clock
from gewu.kernel.access import ActorRequest
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.registers import commands, queries, refusals
from gewu.registers.commands import Basis
from gewu.registers.definition import Programme
from gewu.registers.models import Switch
from gewu.registers.pages import shell
from gewu.registers.words import CLASSES, RHYTHMS
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
            label=_("Valid until"),
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
