"""Who looks after my street: found by address, and the public contact card of a grid."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gewu.kernel import files
from gewu.places import queries as places
from gewu.places.queries import Address, Place
from gewu.portal import rules
from gewu.portal.commands import use
from gewu.portal.visitors import address_of
from gewu.signage.queries import card_at, portrait

MOST = 12


@never_cache
@require_GET
def finder(request: HttpRequest) -> HttpResponse:
    """An address in, the grids in which such addresses lie out."""
    asked = request.GET.get("q", "").strip()[:60]
    found = _found(asked) if asked else []
    return render(request, "portal/grids.html", {"asked": asked, "found": found})


@never_cache
@require_GET
def grid(request: HttpRequest, grid_code: str) -> HttpResponse:
    """The card of a grid as of this moment: whoever's post has ended is not on it."""
    card = card_at(grid_code, get_language() or "zh-hans")
    said = {"card": card, "below": [one for one in places.children(card.area.id) if one.retired_at is None]}
    return render(request, "portal/grid.html", said)


@never_cache
@require_GET
def photo(request: HttpRequest, grid_code: str, portrait_id: UUID) -> HttpResponseBase:
    """The work photo on a card, as long as it is on the card."""
    use(rules.PHOTOS_PER_ADDRESS, address_of(request))
    return files.response(request, portrait(grid_code, portrait_id), width=320)


def _found(asked: str) -> list[tuple[Address, Place | None]]:
    rows = places.find_address(asked, most=MOST)
    return [(row, places.area(row.area) if row.area else None) for row in rows]
