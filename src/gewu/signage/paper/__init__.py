"""What is hung up and handed out, as PDF: contact cards, grid maps, boards and house plates."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from gewu.places import queries as places
from gewu.places.queries import Place
from gewu.signage.models import Plate
from gewu.signage.paper import card, map, plate
from gewu.signage.queries.cards import cards_of
from gewu.signage.queries.ledgers import BUILDING, carded_under

Progress = Callable[[], None]

KINDS: Mapping[str, str | Promise] = {
    "card_a6": gettext_lazy("Contact cards, A6"),
    "card_a4": gettext_lazy("Contact cards, eight on A4"),
    "map_a3": gettext_lazy("Grid maps, A3"),
    "plate_big": gettext_lazy("Boards, A3"),
    "plate_small": gettext_lazy("House plates, A5"),
}


def things_of(kind: str, area: Place) -> list[UUID]:
    """What a run of this kind draws for an area: its grids, itself with them, or its houses."""
    if kind == "plate_small":
        return [one.id for one in places.addresses_in(area.id) if one.kind == BUILDING and one.area]
    carded = carded_under(area)
    if kind == "plate_big":
        return [one.id for one in carded]
    return [one.id for one in carded if one.id == area.id or not places.children(one.id)]


def drawn(kind: str, things: Sequence[UUID], *, base: str, progress: Progress) -> bytes:
    """The PDF of these areas or houses, in the language in force. Areas that are no more are left out."""
    language = get_language() or "zh-hans"
    if kind == "plate_small":
        return _small(things, base, language, progress)
    areas = [one for one in map_known(things) if one.retired_at is None]
    cards = cards_of(areas, language)
    draw = {"card_a6": card.on_a6, "card_a4": card.on_a4, "map_a3": map.on_a3, "plate_big": plate.big}[kind]
    return draw(cards, base, language, progress)


def map_known(things: Sequence[UUID]) -> list[Place]:
    return [places.area(one) for one in things]


def _small(things: Sequence[UUID], base: str, language: str, progress: Progress) -> bytes:
    houses = [places.address(one) for one in things]
    areas = {one.area: places.area(one.area) for one in houses if one.area}
    cards = {one.area.id: one for one in cards_of(list(areas.values()), language)}
    units: dict[UUID, list[int]] = {}
    townships = {one.township for one in houses}
    for row in Plate.objects.filter(township__in=townships, address__in=things).order_by("unit"):
        if row.address is not None:
            units.setdefault(row.address, []).append(row.unit)
    wanted = [
        (house, unit, cards[house.area])
        for house in houses
        if house.area
        for unit in units.get(house.id, [0])
    ]
    return plate.small(wanted, base, language, progress)
