"""What the desk puts on the pages of the registers: the cases of somebody, and those around a house."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gewu.cases.queries.known import cases_around, cases_of_phone
from gewu.kernel.access import ActorRequest
from gewu.registers.queries import BuildingFile, RegisterFile


def of_person(request: ActorRequest, file: RegisterFile) -> SafeString | str:
    """What this person, or this shop, has reported; and what is open around the house."""
    own = cases_of_phone(request.actor, file.township, file.phone_index) if file.phone_index else ()
    near = cases_around(request.actor, file.building) if file.building else ()
    return _drawn(request, own, near)


def of_building(request: ActorRequest, file: BuildingFile) -> SafeString | str:
    """What is open around a house."""
    return _drawn(request, (), cases_around(request.actor, file.address.id))


def _drawn(request: ActorRequest, own: object, near: object) -> SafeString | str:
    if not own and not near:
        return ""
    return render_to_string("desk/_known_cases.html", {"own": own, "near": near}, request)
