"""The ledgers at the desk: how far cards and plates have come, part by part; one area with its houses."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotFound
from gewu.kernel.exports import csv_response
from gewu.kernel.typed import uuid_in
from gewu.people import queries as people
from gewu.people.access import for_roles
from gewu.places import queries as places
from gewu.places.queries import Place
from gewu.signage import commands, paper, queries
from gewu.signage.commands.ground import WRITERS
from gewu.signage.pages.words import PLATE_TONES, PLATES, language

readers = for_roles(*sorted(queries.LEDGER_READERS))
MOST_HOUSES = 400


@require_safe
@readers
def ledgers(request: ActorRequest) -> HttpResponse:
    """Cards and plates of a place and of every part of it; of a grid its houses."""
    top = _asked(request)
    whole, parts = queries.parts_of(top, people.today())
    houses = queries.houses_of(top.id) if top.tier in {"grid", "cell"} else []
    big = queries.big_plates([top]).get(top.id)
    said: dict[str, Any] = {
        "top": top,
        "path": [one for one in places.path_here(top.id) if _may_look(request, one.id)],
        "tops": queries.grounds_of(request.actor),
        "whole": whole,
        "parts": parts,
        "houses": houses[:MOST_HOUSES],
        "big": big,
        "plates": PLATES,
        "tones": PLATE_TONES,
        "kinds": [(key, str(words)) for key, words in paper.KINDS.items()],
        "may_write": bool(request.actor.roles & WRITERS),
        "may_open": any("cases" in post.reads for post in request.actor.posts),
        "wrong": [
            (plate, queries.where_is(plate, language()), queries.is_mended(plate))
            for plate in queries.wrong_plates(request.actor)[:20]
        ],
        "has_card": top.tier in {"community", "grid", "cell"},
    }
    return render(request, "signage/ledgers.html", said)


@require_safe
@readers
def as_csv(request: ActorRequest) -> HttpResponse:
    """Every house of a place with its numbers, one line each."""
    top = _asked(request)
    houses = queries.houses_of(top.id)
    header = (
        _("Code"), _("Grid"), _("House"), _("Households"), _("Delivered"), _("Cards refused"),
        _("Nobody home"), _("Names somebody else"), _("Noted on"), _("Plate"), _("Put up on"),
        _("Looked at on"), _("Case"),
    )  # fmt: skip
    return csv_response(_("Cards and plates"), header, (_line(house) for house in houses))


@require_POST
@readers
def list_plates(request: ActorRequest) -> HttpResponse:
    """Put the plates that should be here on the list."""
    area = uuid_in(request.POST, "area")
    if area is None:
        raise NotFound(str(places.NO_PLACE))
    many = commands.list_plates(area=area, actor=request.actor)
    messages.success(request, _("%(many)d plates are new on the list.") % {"many": many})
    return redirect(f"/desk/signage/?area={area}")


def _line(house: queries.House) -> tuple[object, ...]:
    row, plate = house.handout, house.plates[0] if house.plates else None
    return (
        house.address.code,
        house.area.code,
        house.address.in_language(language()),
        house.address.households,
        row.delivered if row else 0,
        row.refused if row else 0,
        row.nobody if row else 0,
        _("yes") if house.outdated else "",
        row.noted_on if row else "",
        PLATES[plate.state] if plate else "",
        plate.put_up_on if plate else "",
        plate.checked_on if plate else "",
        plate.case_number if plate else "",
    )


def _asked(request: ActorRequest) -> Place:
    return queries.ground_of(request.actor, uuid_in(request.GET, "area"))


def _may_look(request: ActorRequest, area: UUID) -> bool:
    return any(one.id in places.area(area).path for one in queries.grounds_of(request.actor))
