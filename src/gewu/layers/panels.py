"""What layers say on other pages: where else a case lies, and which office answers for its matter."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gewu.cases import queries as cases
from gewu.cases.pages.forms import MoveForm
from gewu.cases.queries import CaseFile, CaseMatter
from gewu.kernel.access import ActorRequest
from gewu.layers import queries
from gewu.layers.queries import Standing

OFFICE = "organisation"


def of_case(request: ActorRequest, file: CaseFile) -> SafeString | str:
    """The areas of other layers that hold the place of a case; for staff, where there are any."""
    if file.for_resident:
        return ""
    matter = cases.matter(request.actor, file.id) if queries.has_layers(file.township) else None
    standing = _standing(matter) if matter else []
    if not standing:
        return ""
    names = queries.office_names(one.office for one in standing)
    rows = [(one, names.get(one.office, "") if one.office else "") for one in standing]
    return render_to_string("layers/_case.html", {"standing": rows}, request=request)


def preset(request: ActorRequest, form: MoveForm) -> Mapping[str, Any]:
    """The office whose layer carries the matter, chosen in the form of whoever gives a case out."""
    if request.method != "GET" or OFFICE not in {field.name for field in form.fields}:
        return {}
    match = request.resolver_match
    case_id = match.kwargs.get("case_id") if match else None
    matter = cases.matter(request.actor, case_id) if isinstance(case_id, UUID) else None
    if (
        matter is None
        or matter.awaits != "dispatch"
        or matter.returns
        or not queries.has_layers(matter.township)
    ):
        return {}
    carrier = next((one for one in _standing(matter) if one.carries and one.office), None)
    return {OFFICE: str(carrier.office)} if carrier else {}


def _standing(matter: CaseMatter) -> list[Standing]:
    point = (matter.lon, matter.lat) if matter.lon is not None and matter.lat is not None else None
    return queries.standing_at(matter.township, matter.places, point, category=matter.category)
