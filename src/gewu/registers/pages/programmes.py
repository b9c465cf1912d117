"""Programmes: which run, on which legal basis, and who is in them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from gewu.kernel import clock
from gewu.kernel.access import ActorRequest
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.registers import queries
from gewu.registers.definition import Programme
from gewu.registers.models import Switch
from gewu.registers.pages import shell
from gewu.registers.words import CLASSES, RHYTHMS


@require_safe
@shell.programme_readers
def overview(request: ActorRequest) -> HttpResponse:
    """Every programme with its basis, class and rhythm, and whether it runs here."""
    home = home_of(request)
    switched = queries.switches(home)
    said = {
        "base": shell.base_of(request),
        "rows": [row_of(one, switched.get(one.key)) for one in queries.all_programmes()],
        "place": places.area_by_code(f"{home:09d}"),
        "may_switch": bool(request.actor.roles & shell.SWITCHERS),
        "may_ask": "admin" in request.actor.roles,
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
        "basis": basis_of(of, queries.switch(home_of(request), programme)),
        "rows": rows,
        "next": found.next,
        "late": late,
        "held": CLASSES[of.held],
        "rhythm": RHYTHMS.get(of.rhythm or ""),
    }
    return render(request, "registers/enrolled.html", said)


def basis_of(of: Programme, said: Switch | None) -> str:
    """The law it stands on everywhere, else what was entered for it here and not refused."""
    return of.basis(shell.language()) or (said.basis if said and said.state != "off" else "")


def row_of(of: Programme, said: Switch | None) -> dict[str, object]:
    """A programme as the list and its own page tell it, with how it is switched here."""
    return {
        "of": of,
        "title": of.said(shell.language()),
        "help": of.help(shell.language()),
        "basis": basis_of(of, said),
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


def home_of(request: ActorRequest) -> int:
    """The township whose programmes are shown: of the readers', else of the administrators' posts."""
    found = queries.townships(request.actor)
    if found:
        return found[0]
    homes = [one.township for one in places.localities()]
    own = [one for one in homes if request.actor.at_home_in(one)]
    return own[0] if own else shell.township_of(request.actor)
