"""Services, definitions, requests and updates in the words of the standard."""

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from gewu.cases.queries import OpenCase, OpenUpdate
from gewu.catalogue import queries as catalogue
from gewu.catalogue.definition import PublicState
from gewu.open311.queries import Service, Town
from gewu.open311.rules import Question
from gewu.open311.wire import Value
from gewu.places import queries as places

# The extended statuses of mySociety, which its clients read. What is refused is closed without being fixed.
_STATUS = {
    PublicState.RECEIVED: "open",
    PublicState.WORKING: "in_progress",
    PublicState.DONE: "fixed",
    PublicState.NOT_NOW: "planned",
}


def service_of(service: Service) -> dict[str, Value]:
    """One line of the list of services."""
    return {
        "service_code": service.code,
        "service_name": service.name,
        "description": service.description,
        "metadata": bool(service.questions),
        "type": service.type,
        "keywords": ", ".join(service.keywords),
        "group": service.group,
    }


def definition_of(service: Service) -> dict[str, Value]:
    """The questions of a service."""
    attributes: list[Value] = [_attribute(order, one) for order, one in enumerate(service.questions, start=1)]
    return {"service_code": service.code, "attributes": attributes}


def request_of(request: HttpRequest, case: OpenCase, town: Town, *, extended: bool) -> dict[str, Value]:
    """A case as the standard's request. What is null was not released, or is not there."""
    photos: list[Value] = [_photo(request, case.number, one, town) for one in case.photos]
    told: dict[str, Value] = {
        "service_request_id": case.number,
        "status": "open" if case.closed_at is None else "closed",
        "status_notes": case.reply or case.sentence,
        "service_name": catalogue.category_name(case.category, _language()),
        "service_code": case.category,
        "description": case.text or None,
        "agency_responsible": town.locality.names.in_language(_language()),
        "service_notice": None,
        "requested_datetime": case.reported_at,
        "updated_datetime": case.changed_at,
        "expected_datetime": case.due_at,
        "address": case.address or _community(case.community),
        "address_id": places.area(case.community).code if case.community else None,
        "zipcode": None,
        "lat": case.lat,
        "long": case.lon,
        "media_url": photos[0] if photos else None,
    }
    if extended:
        told["extended_attributes"] = {
            "detailed_status": case.state.upper(),
            "place_is_exact": case.place_released,
            "demands": case.demands,
            "media_urls": photos,
        }
        told["notes"] = [
            {
                "datetime": case.changed_at,
                "description": case.reply or case.sentence,
                "type": case.state.value,
            }
        ]
        told["attributes"] = []
    return told


def update_of(request: HttpRequest, update: OpenUpdate, town: Town) -> dict[str, Value]:
    """A change of a request, as mySociety's extension has it."""
    photos = [_photo(request, update.number, one, town) for one in update.photos]
    refused = update.state == PublicState.NOT_NOW and not update.is_open
    return {
        "update_id": f"{update.number}-{update.entry}",
        "service_request_id": update.number,
        "status": "no_further_action" if refused else _STATUS[update.state],
        "updated_datetime": update.at,
        "description": update.text,
        "media_url": photos[0] if photos else None,
        "external_status_code": update.state.value,
    }


def _attribute(order: int, question: Question) -> dict[str, Value]:
    values: list[Value] = [{"key": key, "name": name} for key, name in question.choices]
    return {
        "variable": True,
        "code": question.code,
        "datatype": question.datatype,
        "required": question.required,
        "datatype_description": question.help or None,
        "order": order,
        "description": question.label,
        "values": values,
    }


def _photo(request: HttpRequest, number: str, file_id: UUID, town: Town) -> str | None:
    """Where everybody finds a released photo; nothing in a sandbox has a page."""
    if town.is_test:
        return None
    return request.build_absolute_uri(reverse("portal:photo", args=[number, file_id]))


def _community(identifier: UUID | None) -> str | None:
    """The community's name: until the place is released, nothing nearer is said in words."""
    return places.area(identifier).in_language(_language()) if identifier else None


def _language() -> str:
    return get_language() or "zh-hans"
