"""On the phone: the houses of my grid, and at a house two quick entries, cards and plates."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid
from gewu.people import queries as people
from gewu.people.access import for_roles
from gewu.places import queries as places
from gewu.signage import commands, queries
from gewu.signage.commands.ground import WRITERS, require_area, require_ground
from gewu.signage.models import Plate
from gewu.signage.pages.words import PLATE_TONES, PLATES, language
from gewu.signage.queries import House
from gewu.signage.rules import Handed
from gewu.ui.redraw import redraw_with

walkers = for_roles(*sorted(WRITERS))
MOST = 300


@require_safe
@walkers
def houses(request: ActorRequest) -> HttpResponse:
    """Every house of my ground with what is still to do there; those with something to do first."""
    grounds = [one for one in queries.grounds_of(request.actor) if one.tier != "township"][:6]
    found = queries.houses_of(*(ground.id for ground in grounds))
    boards = [place for ground in grounds for place in queries.carded_under(ground)[:12]]
    hung = queries.big_plates(boards)
    today = people.today()
    waiting = [house for house in found if _waits(house, today)]
    done = [house for house in found if not _waits(house, today)]
    said: dict[str, Any] = {
        "grounds": grounds,
        "waiting": waiting[:MOST],
        "done": done[:MOST],
        "cards": queries.coverage_of(found),
        "plates": queries.plate_count([plate for house in found for plate in house.plates], today),
        "big": [(place, hung.get(place.id)) for place in boards],
        "tones": PLATE_TONES,
        "words": PLATES,
    }
    return render(request, "signage/field_houses.html", said)


@require_safe
@walkers
def house(request: ActorRequest, house_id: UUID) -> HttpResponse:
    """One house: how many doors have a card, how its plates hang."""
    return _drawn(request, house_id)


def _drawn(request: ActorRequest, house_id: UUID, message: str = "") -> HttpResponse:
    """The page of a house; after a refusal with what was typed, and why it was refused."""
    address = places.address(house_id)
    area = require_ground(request.actor, address)
    found = next(one for one in queries.houses_of(area.id) if one.address.id == house_id)
    most = max((plate.unit for plate in found.plates), default=0)
    said = {
        "house": found,
        "address": address,
        "name": address.in_language(language()),
        "plates": _shown(found.plates),
        "units": request.POST.get("units", most),
        "typed": request.POST if "delivered" in request.POST else found.handout,
        "message": message,
        "receipt": uuid4().hex,
        "card": queries.cards_of([area], language())[0],
    }
    return render(request, "signage/field_house.html", said)


def _redrawn(request: ActorRequest, house_id: UUID) -> None:
    redraw_with(
        request, lambda message, wrong: _drawn(request, house_id, next(iter(wrong.values()), message))
    )


@require_POST
@walkers
def hand_out(request: ActorRequest, house_id: UUID) -> HttpResponse:
    """Note how many doors took a card; one tap for a house where all did."""
    _redrawn(request, house_id)
    address = places.address(house_id)
    if request.POST.get("all"):
        handed = Handed(address.households, 0, 0)
    else:
        handed = Handed(*(_number(request, name) for name in ("delivered", "refused", "nobody")))
    commands.note_handout(
        address=house_id,
        handed=handed,
        actor=request.actor,
        seen_version=_version(request),
        receipt=request.POST.get("receipt") or None,
    )
    messages.success(request, _("Noted."))
    return redirect("signage:house", house_id)


@require_POST
@walkers
def plate(request: ActorRequest, plate_id: UUID) -> HttpResponse:
    """Note how a plate hangs. Damage goes on as a case."""
    before = queries.plate_seen(request.actor, plate_id)
    if before.address:
        _redrawn(request, before.address)
    row = commands.note_plate(
        plate=plate_id,
        state=request.POST.get("state", ""),
        actor=request.actor,
        seen_version=_version(request),
        receipt=request.POST.get("receipt") or None,
    )
    if row.case_id and row.case_id != before.case_id:
        messages.success(request, _("Noted; it goes on as case %(number)s.") % {"number": row.case_number})
    else:
        messages.success(request, _("Noted."))
    return redirect("signage:house", row.address) if row.address else redirect("signage:houses")


@require_POST
@walkers
def units(request: ActorRequest, house_id: UUID) -> HttpResponse:
    """How many stairways the house has: each gets a plate."""
    _redrawn(request, house_id)
    commands.set_units(address=house_id, units=_number(request, "units"), actor=request.actor)
    messages.success(request, _("Noted."))
    return redirect("signage:house", house_id)


@require_safe
@walkers
def board(request: ActorRequest, area_id: UUID) -> HttpResponse:
    """The big plate of an area."""
    place = require_area(request.actor, area_id)
    row = queries.big_plates([place]).get(place.id)
    said = {
        "place": place,
        "name": place.in_language(language()),
        "plates": _shown((row,) if row else ()),
        "receipt": uuid4().hex,
    }
    return render(request, "signage/field_board.html", said)


@require_POST
@walkers
def list_board(request: ActorRequest, area_id: UUID) -> HttpResponse:
    """Put the plates of an area on the list."""
    commands.list_plates(area=area_id, actor=request.actor)
    return redirect("signage:board", area_id)


def _shown(plates: tuple[Plate, ...]) -> list[dict[str, Any]]:
    names = queries.names_of(plates)
    return [
        {
            "row": row,
            "state": PLATES[row.state],
            "tone": PLATE_TONES[row.state],
            "by": names.get(row.checked_by, "") if row.checked_by else "",
            "mended": queries.is_mended(row),
        }
        for row in plates
    ]


def _waits(house: House, today: date) -> bool:
    plates = any(plate.state != "up" or queries.is_unchecked(plate, today) for plate in house.plates)
    return bool(house.waiting) or plates


def _number(request: ActorRequest, name: str) -> int:
    typed = request.POST.get(name, "").strip() or "0"
    if not typed.isdecimal() or len(typed) > 6:
        message = _("This is not a number.")
        raise Invalid(message, fields={name: message})
    return int(typed)


def _version(request: ActorRequest) -> int | None:
    typed = request.POST.get("seen_version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else None
