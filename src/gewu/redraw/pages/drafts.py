"""The list of drafts, one draft with its editor, and what it moves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gewu.kernel.access import Actor, ActorRequest
from gewu.people.access import staff_only
from gewu.places import queries as places
from gewu.places.tiles import base_map
from gewu.redraw import queries, said
from gewu.redraw.models import Draft
from gewu.redraw.pages.sheet import DraftSheet
from gewu.redraw.previews import Preview
from gewu.redraw.shapefiles import SYSTEMS
from gewu.registers import queries as registers

MOST_CASES, MOST_HOUSES = 200, 60
NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Duties:
    """Visits of one programme that go from one grid to another, and the day of the first."""

    programme: str
    old: str
    new: str
    count: int
    first: date


@require_safe
@staff_only
def overview(request: ActorRequest) -> HttpResponse:
    """The drafts of the actor's places, and a form for a new one."""
    return draw_overview(request)


def draw_overview(
    request: ActorRequest, message: str = "", wrong: Mapping[str, str] | None = None
) -> HttpResponse:
    found = queries.drafts(request.actor)
    names = queries.names_of(found)
    rows = [(row, places.locality_of(row.township), names.get(row.opened_by or NOBODY, "")) for row in found]
    own = [one for one in places.localities() if one.boundaries]
    shown = {
        "living": [one for one in rows if one[0].state in Draft.LIVING],
        "ended": [one for one in rows if one[0].state not in Draft.LIVING],
        "places": [one for one in own if queries.may(request.actor, "drafts", one.township)],
        "message": message,
        "wrong": wrong or {},
        "given": request.POST,
    }
    return render(request, "redraw/overview.html", shown)


@require_safe
@staff_only
def one_draft(request: ActorRequest, redraw_id: UUID) -> HttpResponse:
    """The map, the list of a community (`?community=`), the houses of a grid (`?grid=`), what is wrong."""
    return draw_draft(request, DraftSheet(request, redraw_id))


def draw_draft(
    request: ActorRequest, sheet: DraftSheet, message: str = "", wrong: Mapping[str, str] | None = None
) -> HttpResponse:
    shown = {
        "sheet": sheet,
        "row": sheet.row,
        "locality": sheet.locality,
        "systems": SYSTEMS,
        "message": message,
        "wrong": wrong or {},
        "given": request.POST,
    }
    target = request.headers.get("HX-Target", "").rpartition("#")[2]
    part = "#draft" if "HX-Request" in request.headers and target == "draft" else ""
    response = render(request, f"redraw/draft.html{part}", shown | base_map())
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


@require_safe
@staff_only
def moves(request: ActorRequest, redraw_id: UUID) -> HttpResponse:
    """Old numbers and new ones, addresses, open cases and posts that a draft touches."""
    sheet = DraftSheet(request, redraw_id)
    preview = sheet.preview
    listed = preview.open_cases(request.actor)
    shown = {
        "sheet": sheet,
        "row": sheet.row,
        "heirs": [
            (heir, preview.short_of(heir.old), said.BECAME[heir.kind], preview.named(heir.new))
            for heir in preview.heirs
        ],
        "houses": list(_houses(preview)),
        "most_houses": MOST_HOUSES,
        "cases": [
            (one, preview.name_of(old or ""), preview.name_of(new or ""))
            for one, old, new in listed[:MOST_CASES]
        ],
        "count": len(preview.open_cases()),
        "seen": len(listed),
        "posts": preview.posts_ending,
        "rows": sum(preview.register_rows.values()),
        "duties": _duties(preview, request.actor),
        "duty_count": len(preview.duties()),
        "layer_areas": preview.layer_areas,
    }
    return render(request, "redraw/moves.html", shown)


def _houses(preview: Preview) -> Iterator[tuple[str, str, str, int]]:
    """From, to, the houses that go there by name (not more than `MOST_HOUSES`), and how many they are."""
    english = (get_language() or "").startswith("en")
    ways: dict[tuple[str, str], list[str]] = {}
    for house, (old, new) in preview.counts.moved.items():
        one = preview.counts.houses[house]
        ways.setdefault((old or "", new or ""), []).append(one.name_en if english else one.name)
    for (old, new), names in sorted(ways.items()):
        listed = (", " if english else "、").join(names[:MOST_HOUSES])
        yield preview.short_of(old), preview.short_of(new), listed, len(names)


def _duties(preview: Preview, actor: Actor) -> list[Duties]:
    """The visits the actor may know of, summed up by programme and by the grids they go between."""
    sums: dict[tuple[str, str, str], list[date]] = {}
    for one, old, new in preview.duties(actor):
        sums.setdefault((one.programme, old, new), []).append(one.due)
    language = get_language() or ""
    return [
        Duties(
            registers.programme(programme).said(language),
            preview.name_of(old),
            preview.name_of(new),
            len(days),
            min(days),
        )
        for (programme, old, new), days in sorted(sums.items())
    ]
