"""Search: a number goes straight to its case, words are found in what was said, a place leads there."""

from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gewu.cases.pages.narrowing import Narrowed, narrowed
from gewu.finding import queries
from gewu.finding.queries import SEARCH, Found
from gewu.finding.rules import may_look_for_people
from gewu.finding.segments import LONGEST_QUERY
from gewu.kernel import text
from gewu.kernel.access import ActorRequest, Tier
from gewu.people.access import staff_only
from gewu.places import queries as places

MOST_PLACES = 6
MOST_PAGES = 4
_OFFERED = frozenset({Tier.COMMUNITY, Tier.GRID, Tier.CELL})


@dataclass(frozen=True, slots=True)
class Searched:
    """A search as the tools of a list see it: like a list, with words beside its filters."""

    narrowed: Narrowed
    asked: str
    found: Found | None
    key: str = SEARCH

    @property
    def query(self) -> str:
        given = self.narrowed.chosen.query
        return f"q={quote(self.asked)}" + (f"&{given}" if given else "")


@require_safe
@staff_only
def search(request: ActorRequest) -> HttpResponse:
    """Cases by number, by words of people, by address, category or place."""
    asked = text.clean(request.GET.get("q", ""), field="q", limit=LONGEST_QUERY, lines=False)
    if not asked:
        return render(request, "finding/search.html", {"asked": "", "looks_for_people": _looks(request)})
    meant = queries.meant_by(request.actor, asked)
    if meant.exact:
        return redirect(reverse("cases:case", args=[meant.exact.id]))
    by = narrowed(request, SEARCH)
    found = queries.find(
        request.actor,
        asked,
        chosen=by.chosen,
        newest=request.GET.get("sort") == "new",
        page=_page(request.GET.get("page", "")),
        older=request.GET.get("older") or None,
    )
    said = {
        "asked": asked,
        "meant": meant,
        "found": found,
        "searched": Searched(by, asked, found),
        "newest": request.GET.get("sort") == "new",
        "places": _places(asked),
        "looks_for_people": _looks(request),
    }
    return render(request, "finding/search.html", said)


def _page(given: str) -> int:
    return min(int(given), MOST_PAGES) if given.isdecimal() and len(given) < 3 and int(given) else 1


def _looks(request: ActorRequest) -> bool:
    return may_look_for_people(request.actor)


def _places(asked: str) -> list[tuple[str, str]]:
    """Places of that name: their cases are a narrowed list of all."""
    if len(asked) < 2:
        return []
    english = (get_language() or "").startswith("en")
    found = [area for area in places.search(asked)[: 4 * MOST_PLACES] if area.tier in _OFFERED]
    return [(str(area.id), area.name_en if english else area.short) for area in found[:MOST_PLACES]]
