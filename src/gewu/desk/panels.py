"""What the desk puts on the pages of the registers: the cases of somebody, and those around a house."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from gewu.cases.queries.known import cases_around, cases_of_phone
from gewu.desk.navigation import REPORTING
from gewu.kernel.access import ActorRequest
from gewu.people.queries import home_of
from gewu.registers.queries import BuildingFile, RegisterFile


def of_person(request: ActorRequest, file: RegisterFile) -> SafeString | str:
    """What this person, or this shop, has reported; and what is open around the house."""
    own = cases_of_phone(request.actor, file.township, file.phone_index) if file.phone_index else ()
    near = cases_around(request.actor, file.building) if file.building else ()
    return _drawn(request, own, near, _to_report(request, file))


def _to_report(request: ActorRequest, file: RegisterFile) -> str:
    """Where something is reported for a person: what is known of them stands there already."""
    door = "field" if home_of(request.actor) == "field" else "desk"
    may = door == "field" or request.actor.roles & REPORTING
    if file.kind != "person" or file.over or not may:
        return ""
    return f"{reverse(f'{door}:report')}?person={file.id}"


def of_building(request: ActorRequest, file: BuildingFile) -> SafeString | str:
    """What is open around a house."""
    return _drawn(request, (), cases_around(request.actor, file.address.id))


def _drawn(request: ActorRequest, own: object, near: object, to_report: str = "") -> SafeString | str:
    if not own and not near and not to_report:
        return ""
    said = {"own": own, "near": near, "to_report": to_report}
    return render_to_string("desk/_known_cases.html", said, request)
