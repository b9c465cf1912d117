"""A plate on a door 门牌二维码: whoever scans it reports at this place, and staff come to its page."""

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import DomainError
from gewu.places import plates, queries
from gewu.places.values import Address
from gewu.portal import questions, rules
from gewu.portal.commands import use
from gewu.portal.visitors import address_of


@never_cache
@require_GET
def plate(request: HttpRequest, code: str) -> HttpResponse:
    """On to the first question with the place known. A code that leads nowhere says so, whatever is wrong."""
    use(rules.LOOKUPS_PER_ADDRESS, address_of(request))
    found = _found(code)
    if found is None:
        return render(request, "portal/no_plate.html", {"follow": questions.number()}, status=404)
    if cast("ActorRequest", request).actor.posts:
        return HttpResponseRedirect(reverse("desk:address_scanned", args=[found.code]))
    return HttpResponseRedirect(f"{reverse('portal:what')}?plate={found.code}")


def place_known(request: HttpRequest) -> dict[str, object]:
    """For the first question: the address of the plate that was scanned, and how links carry it on."""
    found = _found(request.GET.get("plate", ""))
    return {"here": found.address, "plate": found.code, "at": f"?plate={found.code}"} if found else {}


def where_known(request: HttpRequest) -> dict[str, str]:
    """The answers about the place, on the way from a scanned plate to the first screen."""
    found = _found(request.GET.get("plate", "")) if request.method == "GET" else None
    if found is None:
        return {}
    spot = _house_of(found.address).point
    return {"address": found.address.label, "lon": str(spot.lon), "lat": str(spot.lat), "crs": "WGS84"}


def is_plate(typed: str) -> bool:
    """Whether a typed code is one of a plate: nobody has to know where to type which."""
    try:
        plates.cleaned(typed)
    except DomainError:
        return False
    return True


def _found(code: str) -> plates.Plate | None:
    if not code:
        return None
    try:
        return plates.plate_at(code)
    except DomainError:
        return None


def _house_of(address: Address) -> Address:
    return queries.address(address.building) if address.building else address
