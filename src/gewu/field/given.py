"""What the form of a report sent, as typed, and the report it makes. A wrong answer is named by its field."""

from django.core.files.base import File as Upload

from gewu.cases.commands import Report, photos_held
from gewu.cases.pages.asking import answered
from gewu.catalogue.queries import category as category_of
from gewu.field.reach import definition_for
from gewu.kernel.access import ActorRequest
from gewu.kernel.canonical import JsonValue
from gewu.kernel.typed import moment_in, point_in, token_in, uuid_in

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
        answers=_answers(request, category),
        photos=_photos(request),
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
        answers=_answers(request, category),
        solved={"report": given.get("text", "")},
        after=_photos(request),
        id=uuid_in(given, "id"),
        happened_at=moment_in(given, "happened_at"),
        follows=uuid_in(given, "follows"),
    )


def _photos(request: ActorRequest) -> "tuple[Upload[bytes], ...]":
    """Those that come with the form, and those that wait since it was refused."""
    waiting = photos_held(token_in(request.POST), actor=request.actor)
    return (*request.FILES.getlist("photos"), *waiting)


def _answers(request: ActorRequest, category: str) -> dict[str, JsonValue]:
    return answered(definition_for(request.actor, category_of(category)), request.POST)
