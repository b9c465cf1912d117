"""The page of a house: every door, who lives behind it, what trades there."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gewu.kernel.access import ActorRequest
from gewu.registers import queries
from gewu.registers.pages import shell
from gewu.registers.reach import WRITERS
from gewu.registers.words import TONES


@require_safe
@shell.readers
def building(request: ActorRequest, address_id: UUID) -> HttpResponse:
    """Everything that is known of a house, as far as one's places go."""
    found = queries.building_file(request.actor, address_id)
    said = {
        "base": shell.base_of(request),
        "file": found,
        "tones": TONES,
        "may_add": bool(request.actor.roles & WRITERS),
    }
    return render(request, "registers/building.html", said)
