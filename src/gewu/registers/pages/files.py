"""The file of a row: everything that is known, on one screen, masked until somebody says what for."""

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from gewu.kernel.access import ActorRequest
from gewu.kernel.canonical import JsonValue
from gewu.people import queries as people
from gewu.registers import commands, masking, queries
from gewu.registers.pages import shell, story
from gewu.registers.pages.deeds import deeds_of
from gewu.registers.queries import RegisterFile
from gewu.registers.words import CLASSES, OUTCOMES, PURPOSES, SOURCES, TONES, WHYS
from gewu.ui.redraw import redraw_with


@require_safe
@shell.readers
def one(request: ActorRequest, kind: str, row_id: UUID) -> HttpResponse:
    """A file; that it was opened leaves a trace."""
    found = queries.file_of(request.actor, kind, row_id)
    commands.note_look(kind, found, request.actor)
    return drawn(request, found)


@require_POST
@shell.readers
def opened(request: ActorRequest, kind: str, row_id: UUID) -> HttpResponse:
    """The file with its values in full, once, for a purpose that is kept."""
    found = queries.file_of(request.actor, kind, row_id)
    redraw_with(request, lambda message, _wrong: drawn(request, found, message=message))
    purpose = request.POST.get("purpose", "")
    values = commands.open_values(kind, row_id, purpose=purpose, actor=request.actor)
    return drawn(request, found, values=_said(kind, values))


@require_POST
@shell.readers
def enrolment_opened(request: ActorRequest, kind: str, row_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """The file with the values of one programme in full, once, for a purpose that is kept."""
    found = queries.file_of(request.actor, kind, row_id)
    redraw_with(request, lambda message, _wrong: drawn(request, found, message=message))
    purpose = request.POST.get("purpose", "")
    values = commands.open_enrolment(enrolment_id, purpose=purpose, actor=request.actor)
    key = next((one.programme for one in found.programmes if one.id == enrolment_id), "")
    of = queries.programme(key)
    told = {
        field.key: masking.said(field, values[field.key], shell.language())
        for field in of.fields
        if values.get(field.key) is not None
    }
    return drawn(request, found, enrolment=enrolment_id, told=told)


@require_safe
@shell.readers
def printed(request: ActorRequest, kind: str, row_id: UUID) -> HttpResponse:
    """The file on A4, masked as on the screen, with a mark of who printed it and when."""
    found = queries.file_of(request.actor, kind, row_id)
    commands.note_look(kind, found, request.actor)
    return render(request, "registers/print.html", _context(request, found))


def drawn(
    request: ActorRequest,
    found: RegisterFile,
    *,
    message: str = "",
    values: dict[str, str] | None = None,
    enrolment: UUID | None = None,
    told: dict[str, str] | None = None,
) -> HttpResponse:
    """The page of a file, with values in full where somebody said what for."""
    said = _context(request, found) | {
        "message": message,
        "own": story.own(request, found),
        "told": told or {},
        "values": values or {},
        "enrolment": enrolment,
        "deeds": deeds_of(found) if found.may_write else (),
        "purposes": list(PURPOSES.items()),
        "receipt": uuid4().hex,
    }
    return render(request, "registers/file.html", said)


def _context(request: ActorRequest, found: RegisterFile) -> dict[str, object]:
    told = queries.told(found.township, found.id)
    names = people.name_of([*(one.by for one in found.visits), *(one.by for one in told)])
    return {
        "base": shell.base_of(request),
        "file": found,
        "values": {},
        "groups": _groups(found),
        "visits": [
            (paid, OUTCOMES.get(paid.outcome, ""), names.get(paid.by, "") if paid.by else "")
            for paid in found.visits
        ],
        "lines": story.lines(found, told, names),
        "sources": SOURCES,
        "classes": CLASSES,
        "whys": WHYS,
        "tones": TONES,
        "offers": _offers(request, found) if found.may_write and not found.over else [],
    }


def _groups(found: RegisterFile) -> list[tuple[str, list[object]]]:
    """The fields by their headings, in their order."""
    groups: dict[str, list[object]] = {}
    for field in found.fields:
        groups.setdefault(field.group, []).append(field)
    return list(groups.items())


def _offers(request: ActorRequest, found: RegisterFile) -> list[tuple[str, str]]:
    """Programmes somebody could be taken into: those that run here and that the post reads.

    Sealed ones are for those who are named for them, whatever their post reads.
    """
    there = {one.programme for one in found.programmes if one.until is None}
    named = queries.handled_by(request.actor, found.township)
    deep = max(
        (int(post.access_class) for post in request.actor.posts if "registers" in post.reads), default=0
    )
    return [
        (one.key, one.said(shell.language()))
        for one in found.running
        if one.of == found.kind
        and one.key not in there
        and not one.joins
        and (one.key in named if one.held == "sealed" else one.depth <= deep)
    ]


def _said(kind: str, values: dict[str, JsonValue]) -> dict[str, str]:
    of = queries.register(kind)
    found = {key: of.field(key) for key in values}
    return {key: masking.said(field, values[key], shell.language()) for key, field in found.items() if field}
