"""Is it one of these? What a report form shows beside its questions, asked by itself while somebody writes.

The form never waits for it: no answer, and it goes on as if there were none.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from gewu.cases.queries import Spot
from gewu.kernel.access import Actor, ActorRequest
from gewu.kernel.errors import Invalid
from gewu.kernel.typed import point_in, uuid_in
from gewu.people.access import staff_only
from gewu.routing import queries

LONGEST_TEXT, LONGEST_ADDRESS, LONGEST_PHONE = 600, 200, 24
# Marks an answer as a part that a quiet request may put on its page.
PART = "Gewu-Part"
# Whose pages a case opens on.
DOORS = frozenset({"cases", "field"})


@require_POST
@staff_only
def near(request: ActorRequest) -> HttpResponse:
    """What may be the same matter, as far as the one who writes may see it. Changes nothing.

    A POST, because a phone and what somebody said belong in no address.
    """
    door = request.POST.get("door", "")
    page = for_staff(request.actor, request.POST, door=door if door in DOORS else "cases")
    return part(render(request, "routing/_near.html", page))


def for_staff(actor: Actor, given: Mapping[str, str], *, door: str, category: str = "") -> dict[str, Any]:
    """What the template `routing/_near.html` shows for what was typed so far."""
    spot = spot_in(actor, given, category)
    text, phone = given.get("text", "")[:LONGEST_TEXT], given.get("phone", "")[:LONGEST_PHONE]
    before = queries.asked_by_phone(actor, phone, spot, text) if spot and phone else ()
    told = {one.case.id for one in before}
    likely = queries.likely_at(actor, spot, text) if spot else ()
    return {
        "likely": [one for one in likely if one.case.id not in told],
        "before": before,
        "follows": given.get("follows", ""),
        "to_case": f"{door}:case",
        "to_repeat": "field:repeat" if door == "field" else "routing:repeat",
    }


def for_residents(actor: Actor, given: Mapping[str, str], category: str) -> tuple[queries.Likely, ...]:
    """What anybody may know of open cases near by."""
    spot = spot_in(actor, given, category)
    return queries.public_near(spot, given.get("text", "")[:LONGEST_TEXT]) if spot else ()


def spot_in(actor: Actor, given: Mapping[str, str], category: str = "") -> Spot | None:
    """Where and what, as far as it is typed; None where no township can be told."""
    try:
        point, area = point_in(given), uuid_in(given, "area") or uuid_in(given, "home")
    except Invalid:
        point, area = None, None
    code = category or given.get("category", "")
    return queries.spot_at(code, point, area, address=given.get("address", "")[:LONGEST_ADDRESS], actor=actor)


def part(answer: HttpResponse) -> HttpResponse:
    """The same answer, marked."""
    answer[PART] = "near"
    return answer
