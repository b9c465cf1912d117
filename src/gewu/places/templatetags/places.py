"""Maps, point pickers and area choices for other slices' pages. `{% load places %}`."""

import re
from typing import Any
from uuid import UUID

from django import template
from django.template import Context
from django.utils.translation import get_language

from gewu.kernel.access import Actor, Tier
from gewu.places import queries
from gewu.places.features import home_of
from gewu.places.locality import Level, Locality
from gewu.places.tiles import base_map
from gewu.places.values import Address, AreaName, Neighbour, Place

register = template.Library()


@register.filter
def place_name(place: AreaName | Address) -> str:
    """The name in the language of the page."""
    return place.in_language(get_language() or "")


@register.filter
def place_short(place: Place) -> str:
    """What fits on a line: 龙头2-3, Longtou 2-3."""
    if not (get_language() or "").startswith("en"):
        return place.short
    names = [step.name_en for step in queries.path(place.id) if step.tier == Tier.COMMUNITY]
    number = re.search(r"[\d-]+$", place.short)
    return f"{names[0]} {number[0]}" if names and number else place.name_en


@register.filter
def own_words(words: Any) -> str:
    """Words of a locality file (`zh`, `en`) in the language of the page."""
    said: str = words.in_language(get_language() or "")
    return said


@register.filter
def along(near: Neighbour) -> str:
    """The name of what runs between two neighbours, in the language of the page."""
    return near.along(get_language() or "")


@register.filter
def level_name(place: AreaName) -> str:
    """What the locality calls the level of a place."""
    level: Level | None = queries.level_of(place)
    return level.in_language(get_language() or "") if level else ""


@register.inclusion_tag("places/_path.html")
def place_path(area: UUID | None) -> dict[str, Any]:
    """`文化路街道 › 龙头 › 第二网格 › 3单元`: from the township down."""
    return {"steps": queries.path_here(area) if area else ()}


@register.inclusion_tag("places/_map.html")
def place_map(
    lon: float | None = None, lat: float | None = None, area: UUID | None = None, township: int | None = None
) -> dict[str, Any]:
    """A small map with a pin, an area lit, or both: a picture, and the map itself once somebody opens it."""
    said = _map(township or _home(area))
    at = (lon, lat) if lon is not None and lat is not None else None
    piece = queries.piece(said["locality"].township, at, area) if said["locality"] else None
    chosen = queries.area(area) if area else None
    return said | {"lon": lon, "lat": lat, "area": area, "chosen": chosen, "piece": piece}


@register.inclusion_tag("places/_picker.html", takes_context=True)
def place_picker(
    context: Context, township: int | None = None, lon: object = "", lat: object = "", prefix: str = ""
) -> dict[str, Any]:
    """A map to tap on: fills the hidden `<prefix>lon` and `<prefix>lat` and says which grid that is."""
    return _map(township or _own(context)) | {"lon": lon or "", "lat": lat or "", "prefix": prefix}


@register.inclusion_tag("places/_finder.html", takes_context=True)
def address_finder(context: Context, township: int | None = None) -> dict[str, Any]:
    """Attributes for the box around `data-part` inputs: typing the `address` then offers houses."""
    locality = _locality(township or _own(context))
    return {"township": locality.township if locality else ""}


@register.inclusion_tag("places/_area_select.html", takes_context=True)
def area_select(
    context: Context,
    name: str = "area",
    township: int | None = None,
    chosen: object = "",
    deepest: str = Tier.COMMUNITY,
) -> dict[str, Any]:
    """A choice of communities (or, with `deepest="cell"`, of grids under their communities).

    Who is at home nowhere chooses among the communities of every place that is run here.
    """
    own, shallow = township or _own(context), deepest == Tier.COMMUNITY
    tops = [queries.area_by_code(str(one.township)) for one in queries.localities()]
    if own or not shallow:
        locality = _locality(own)
        tops = [queries.area_by_code(str(locality.township))] if locality else []
    below = [(top, queries.under(top.id, Tier.COMMUNITY)) for top in tops]
    several = len(tops) > 1
    deep = [(one, _deep(one, Tier(deepest))) for _top, communities in below for one in communities]
    groups = below if several else deep
    said = {"several": several, "flat": shallow and not several}
    return {"name": name, "groups": groups, "chosen": str(chosen or ""), **said}


def _deep(community: Place, deepest: Tier) -> tuple[Place, ...]:
    return () if deepest == Tier.COMMUNITY else queries.under(community.id, deepest)


def _map(township: int | None) -> dict[str, Any]:
    locality = _locality(township)
    return {"locality": locality, **base_map()}


def _home(area: UUID | None) -> int | None:
    return queries.area(area).township if area else None


def _own(context: Context) -> int | None:
    """Where whoever looks at the page is at home."""
    actor = getattr(context.get("request"), "actor", None)
    home = home_of(actor) if isinstance(actor, Actor) else None
    return home.township if home else None


def _locality(township: int | None) -> Locality | None:
    """The locality asked for, else the first."""
    own = queries.locality_of(township) if township else None
    return own or next(iter(queries.localities()), None)
