"""The list of sheets, and printing new ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from gewu.kernel import numbers
from gewu.kernel.access import Actor, ActorRequest, Tier
from gewu.kernel.errors import Invalid
from gewu.kernel.typed import uuid_in
from gewu.people.access import for_roles
from gewu.places import queries as places
from gewu.places.values import Place
from gewu.registers import queries as registers
from gewu.sheets import commands, queries, words
from gewu.sheets.models import Sheet
from gewu.sheets.printing import pdf_of
from gewu.sheets.rules import STATES

hands = for_roles(*sorted(commands.ROLES))


@dataclass(frozen=True, slots=True)
class GridChoice:
    """A grid whose sheets may be printed at once, below what it lies in."""

    within: str
    id: UUID
    name: str


@require_safe
@hands
def sheets(request: ActorRequest) -> HttpResponse:
    """Every sheet in sight; `?state=&number=`."""
    state, typed = request.GET.get("state", ""), request.GET.get("number", "").strip()
    number, wrong = _number_in(typed)
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


def _number_in(typed: str) -> tuple[str, str]:
    """The number that was typed into the search, and what is wrong with it: then nothing is found by it."""
    try:
        return (numbers.clean(typed) if typed else ""), ""
    except Invalid as refused:
        return typed[:14], next(iter(refused.fields.values()))


def _rows(found: Sequence[Sheet], actor: Actor) -> Iterator[dict[str, object]]:
    about = queries.named(found, actor)
    for one in found:
        yield {
            "of": one,
            "about": about.get(one.subject, ""),
            "kind": registers.register(one.subject_kind).said(_language()),
            "state": words.STATES[one.state],
            "tone": words.TONES.get(one.state, "open"),
        }


def _grids(actor: Actor) -> Iterator[GridChoice]:
    """The grids at and below the posts of an actor: names of grids come again in every community."""
    for area in dict.fromkeys(post.scope.area for post in actor.posts):
        yield from _grids_in(places.area(area))


def _grids_in(area: Place) -> Iterator[GridChoice]:
    if area.tier in {Tier.GRID, Tier.CELL}:
        within = places.area(area.parent).in_language(_language()) if area.parent else ""
        yield GridChoice(within, area.id, area.in_language(_language()))
    elif area.tier in {Tier.COMMUNITY, Tier.TOWNSHIP}:
        for below in places.children(area.id):
            yield from _grids_in(below)


def _language() -> str:
    return get_language() or ""
