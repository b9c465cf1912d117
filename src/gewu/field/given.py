"""What the form of a report sent, as typed, and the report it makes. A wrong answer is named by its field."""

from typing import Any

from gewu.cases.commands import Report
from gewu.field.reach import event
from gewu.kernel.access import ActorRequest
from gewu.kernel.canonical import JsonValue
from gewu.kernel.typed import moment_in, point_in, uuid_in
from gewu.ui.forms import answers

# What the form asks besides the answers that the definition wants.
ASKED = ("text", "address", "area", "lon", "lat")


def report_of(request: ActorRequest, category: str) -> Report:
    """Something that somebody else is to put right."""
    given = request.POST
    return Report(
        category=category,
        text=given.get("text", ""),
        point=point_in(given),
        area=uuid_in(given, "area") or uuid_in(given, "home"),
        address=given.get("address", ""),
        answers=_answers(request),
        photos=tuple(request.FILES.getlist("photos")),
        id=uuid_in(given, "id"),
        happened_at=moment_in(given, "happened_at"),
        follows=uuid_in(given, "follows"),
    )


def solved_of(request: ActorRequest, category: str) -> Report:
    """Something that is done already 随手清: one line says both what it was and how it was done."""
    given = request.POST
    return Report(
        category=category,
        text=given.get("text", ""),
        point=point_in(given),
        area=uuid_in(given, "area") or uuid_in(given, "home"),
        address=given.get("address", ""),
        answers=_answers(request),
        solved={"report": given.get("text", "")},
        after=tuple(request.FILES.getlist("photos")),
        id=uuid_in(given, "id"),
        happened_at=moment_in(given, "happened_at"),
        follows=uuid_in(given, "follows"),
    )


def _answers(request: ActorRequest) -> dict[str, JsonValue]:
    given: dict[str, Any] = answers(event(request.actor).report_schema(), request.POST)
    return given
