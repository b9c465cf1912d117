"""What the form of a report sent, as typed, and the report it makes. A wrong answer is named by its field."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from gewu.cases.commands import Report
from gewu.field.reach import event
from gewu.kernel import points
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import Invalid
from gewu.kernel.points import Point
from gewu.ui.forms import answers

# What the form asks besides the answers that the definition wants.
ASKED = ("text", "address", "area", "lon", "lat")


def report_of(request: HttpRequest, category: str) -> Report:
    """Something that somebody else is to put right."""
    given = request.POST
    return Report(
        category=category,
        text=given.get("text", ""),
        point=_point(request),
        area=_uuid(request, "area") or _uuid(request, "home"),
        address=given.get("address", ""),
        answers=_answers(request),
        photos=tuple(request.FILES.getlist("photos")),
        id=_uuid(request, "id"),
        happened_at=_moment(request),
    )


def solved_of(request: HttpRequest, category: str) -> Report:
    """Something that is done already 随手清: one line says both what it was and how it was done."""
    given = request.POST
    return Report(
        category=category,
        text=given.get("text", ""),
        point=_point(request),
        area=_uuid(request, "area") or _uuid(request, "home"),
        address=given.get("address", ""),
        answers=_answers(request),
        solved={"report": given.get("text", "")},
        after=tuple(request.FILES.getlist("photos")),
        id=_uuid(request, "id"),
        happened_at=_moment(request),
    )


def _answers(request: HttpRequest) -> dict[str, JsonValue]:
    given: dict[str, Any] = answers(event().report_schema(), request.POST)
    return given


def _point(request: HttpRequest) -> Point | None:
    lon, lat = request.POST.get("lon", ""), request.POST.get("lat", "")
    if not lon and not lat:
        return None
    try:
        return points.from_crs(float(lon), float(lat), request.POST.get("crs") or points.STORED)
    except ValueError:
        raise _wrong("lon", _("This position cannot be read. Take it again.")) from None


def _uuid(request: HttpRequest, field: str) -> UUID | None:
    given = request.POST.get(field, "")
    if not given:
        return None
    try:
        return UUID(given)
    except ValueError:
        raise _wrong(field, _("This is not an identifier.")) from None


def _moment(request: HttpRequest) -> datetime | None:
    return moment_of(request.POST.get("happened_at", ""))


def moment_of(given: str) -> datetime | None:
    """A moment that a phone wrote down, with its offset."""
    if not given:
        return None
    try:
        found = parse_datetime(given)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise _wrong("happened_at", _("This is no moment with its offset from universal time."))
    return found


def _wrong(field: str, message: str) -> Invalid:
    return Invalid(message, fields={field: message})
