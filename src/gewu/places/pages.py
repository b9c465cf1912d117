"""The map with its list beside it: the same places twice, for those who see maps and those who do not."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from gewu.kernel import clock
from gewu.kernel.access import ActorRequest, Tier
from gewu.kernel.errors import NotFound
from gewu.kernel.text import clean
from gewu.places import queries
from gewu.places.addresses import NO_ADDRESS
from gewu.places.drawing import Drawing, kinds_in
from gewu.places.features import home_of
from gewu.places.locality import Locality
from gewu.places.models import Area
from gewu.places.tiles import base_map
from gewu.places.values import Address, Neighbour, Place

MOST_FOUND = 50
# Areas small enough to name every estate in them.
SMALL = {Tier.COMMUNITY, Tier.GRID, Tier.CELL}
PARTS = {"place", "places"}


@dataclass(frozen=True, slots=True)
class Branch:
    """A place of the list with everything below it."""

    place: Place
    below: tuple["Branch", ...]


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """`?area=` is the place looked at, `?q=` narrows the list, `?township=` chooses among several.

    `?at=` is a day in the past, whose borders are drawn.
    """
    address = _address(request.GET.get("address", ""))
    chosen = _chosen(request.GET.get("area", "") or str((address and address.area) or ""))
    locality = _locality(request.GET.get("township", ""), chosen) or _home(request)
    then = _then(request.GET.get("at", ""))
    text = clean(request.GET.get("q", ""), field="q", limit=60, lines=False)
    found = _found(text, locality) if text and locality else []
    addresses = queries.find_address(text, township=locality.township) if text and locality else []
    versions = queries.versions_of(locality.township) if locality else ()
    gone = queries.search_retired(text, township=locality.township) if text and locality else []
    said = {
        "locality": locality,
        "address": address,
        "houses": queries.buildings_of(address.id) if address and address.kind == "estate" else (),
        "addresses": addresses,
        "estates": queries.estates_in(chosen.id) if chosen and not address and chosen.tier in SMALL else (),
        "numbers": [(code, queries.scheme_of(code)) for code in queries.codes_of(chosen.id)]
        if chosen
        else (),
        "neighbours": _neighbours(chosen) if chosen and not address else (),
        "localities": queries.localities(),
        "chosen": chosen,
        "was": [_became(one) for one in gone],
        "became": _became(chosen.id)[1] if chosen and chosen.retired_at else (),
        "came_from": _came_from(chosen) if chosen else (),
        "last_day": _last_day(chosen) if chosen and chosen.retired_at else None,
        "versions": versions,
        "kinds": kinds_in(versions[0].id) if versions else (),
        "then": then,
        "then_households": queries.households_of(chosen.id, then) if chosen and then else None,
        "level": queries.level_of(chosen) if chosen else None,
        "path": queries.path_here(chosen.id) if chosen else (),
        "below": queries.children(chosen.id) if chosen else (),
        "text": text,
        "found": found[:MOST_FOUND],
        "count": len(found[:MOST_FOUND]) + len(addresses) + len(gone),
        "more": len(found) > MOST_FOUND,
        "tree": _branch(queries.area_by_code(str(locality.township))) if locality and not text else None,
    }
    response = render(request, f"places/map.html{_part(request)}", said | base_map())
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


@require_safe
def plan(request: HttpRequest, township: int) -> HttpResponse:
    """The map as a picture, for pages where no script draws one and for paper."""
    return _picture(request, queries.picture(township))


@require_safe
def near(request: HttpRequest, township: int) -> HttpResponse:
    """The same without names and with every house: small maps show a piece of it."""
    return _picture(request, queries.picture_near(township))


def _picture(request: HttpRequest, picture: Drawing) -> HttpResponse:
    if request.headers.get("If-None-Match", "").removeprefix("W/") == picture.etag:
        response = HttpResponse(status=304)
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(picture.packed, content_type="image/svg+xml")
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(picture.body, content_type="image/svg+xml")
    response["ETag"] = picture.etag
    response["Cache-Control"] = "public, max-age=300"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _became(area: UUID | Area) -> tuple[Place, list[Place]]:
    """A place that is no more, and what it is now."""
    place = queries.area(area if isinstance(area, UUID) else area.id)
    return place, [queries.area(one) for one in queries.successors(place.id)]


def _last_day(place: Place) -> date | None:
    """The last whole day on which a place that is no more had borders."""
    if place.retired_at is None or place.township is None:
        return None
    day = localdate(place.retired_at) - timedelta(days=1)
    moment = _then(day.isoformat())
    held = (one.holds_at(moment) for one in queries.versions_of(place.township) if moment)
    return day if any(held) else None


def _came_from(place: Place) -> list[Place]:
    """What a place was made from, or got ground from, each once."""
    return [queries.area(one) for one in dict.fromkeys(line.old for line in queries.came_from(place.id))]


def _then(text: str) -> datetime | None:
    """The end of a day in the past, or None for today."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    moment = datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(settings.TIME_ZONE))
    return moment if moment < clock.now() else None


def _neighbours(place: Place) -> list[tuple[Place, Neighbour]]:
    return [(queries.area(near.area), near) for near in queries.neighbours(place.id)]


def _part(request: HttpRequest) -> str:
    """A swap gets just the part it replaces."""
    target = request.headers.get("HX-Target", "").rpartition("#")[2]
    return f"#{target}" if "HX-Request" in request.headers and target in PARTS else ""


def _chosen(text: str) -> Place | None:
    if not text:
        return None
    try:
        return queries.area(UUID(text))
    except ValueError:
        raise NotFound(str(queries.NO_PLACE)) from None


def _address(text: str) -> Address | None:
    if not text:
        return None
    try:
        return queries.address(UUID(text))
    except ValueError:
        raise NotFound(str(NO_ADDRESS)) from None


def _locality(text: str, chosen: Place | None) -> Locality | None:
    """The township asked for, else the one of the chosen place."""
    if text.isdecimal() and (asked := queries.locality_of(int(text))):
        return asked
    if chosen and chosen.township and (own := queries.locality_of(chosen.township)):
        return own
    return None


def _home(request: HttpRequest) -> Locality | None:
    """Where whoever is signed in is at home, else the first."""
    own = home_of(cast("ActorRequest", request).actor)
    return own or next(iter(queries.localities()), None)


def _found(text: str, locality: Locality) -> list[Place]:
    rows = queries.search(text).filter(township=locality.township).order_by("code", "id")
    return [queries.area(row.id) for row in rows[: MOST_FOUND + 1]]


def _branch(place: Place) -> Branch:
    below = () if place.tier == Tier.CELL else tuple(_branch(child) for child in queries.children(place.id))
    return Branch(place, below)
