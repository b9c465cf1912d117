"""A visit: who was met, everything right in one tap, and what is new."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gewu.kernel.access import ActorRequest
from gewu.kernel.typed import local_moment_in
from gewu.registers import commands, queries
from gewu.registers.commands import Call
from gewu.registers.pages import shell, supply
from gewu.registers.pages.forms import question
from gewu.registers.queries import RegisterFile
from gewu.registers.sources import Source
from gewu.registers.words import OUTCOMES
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with

MOST_ASKED = 4


@require_http_methods(["GET", "HEAD", "POST"])
@shell.writers
def visit(request: ActorRequest, kind: str, row_id: UUID) -> HttpResponse:
    """Note a visit to a household, a person, a dwelling or a shop: one visit serves all programmes."""
    found = queries.file_of(request.actor, kind, row_id)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        fields, asked = _fields(request, found, wrong), _asked(request, found, wrong)
        said = {
            "base": shell.base_of(request),
            "file": found,
            "fields": fields,
            "asked": asked,
            "form": f"{kind}/visit",
            "questions": (*fields, *asked),
            "message": message,
            "receipt": request.POST.get("receipt") or uuid4().hex,
        }
        return render(request, "registers/visit.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    commands.visit(_call(request, found), actor=request.actor, receipt=request.POST.get("receipt") or None)
    messages.success(request, _("The visit is kept. What was due is due later."))
    return redirect("registers:file", kind, row_id)


def _call(request: ActorRequest, found: RegisterFile) -> Call:
    of = queries.register(found.kind)
    given = {one.key: request.POST[one.key] for one in of.fields if request.POST.get(one.key)}
    chosen = request.POST.getlist("subjects")
    there = [one for one in _subjects(found) if one in chosen]
    return Call(
        subjects=[found.id, *(UUID(one) for one in there)],
        outcome=request.POST.get("outcome", ""),
        right=bool(request.POST.get("right")),
        values={found.id: given} if given else {},
        beside=_beside(request),
        source=Source.PHONE if request.POST.get("way") == "phone" else Source.DOOR,
        visited_at=local_moment_in(request.POST, "visited_at"),
        note=request.POST.get("note", ""),
    )


def _fields(request: ActorRequest, found: RegisterFile, wrong: Mapping[str, str]) -> list[Field]:
    given = request.POST
    subjects = _subjects(found)
    fields = [
        Field(
            name="outcome",
            label=_("How it went"),
            kind="radio",
            required=True,
            value=given.get("outcome", "met"),
            error=wrong.get("outcome", ""),
            choices=[(key, str(word)) for key, word in OUTCOMES.items()],
        ),
        Field(
            name="right",
            label=_("What is known"),
            kind="checks",
            value=given.get("right", ""),
            choices=[("1", _("Everything is right as it stands"))],
        ),
    ]
    if subjects:
        fields.append(
            Field(
                name="subjects",
                label=_("Who was met"),
                kind="checks",
                value=given.getlist("subjects") or ([] if given else list(subjects)),
                error=wrong.get("subjects", ""),
                choices=list(subjects.items()),
                language="zh-Hans",
            )
        )
    return [*fields, *_more(request, wrong)]


def _more(request: ActorRequest, wrong: Mapping[str, str]) -> list[Field]:
    given = request.POST
    return [
        Field(
            name="beside",
            label=_("Who came along"),
            help=_("Username of a colleague; needed where two people visit together."),
            value=given.get("beside", ""),
            error=wrong.get("beside", ""),
            max_length=60,
        ),
        Field(
            name="way",
            label=_("Door or phone"),
            kind="radio",
            value=given.get("way", "door"),
            choices=[("door", _("At the door")), ("phone", _("By phone"))],
        ),
        Field(
            name="visited_at",
            label=_("When it was"),
            kind="datetime",
            help=_("Left empty: now."),
            value=given.get("visited_at", ""),
            error=wrong.get("visited_at", ""),
        ),
        Field(
            name="note",
            label=_("Note"),
            kind="long",
            rows=2,
            help=_("Kept sealed. No judgements, nothing that nobody asked for."),
            value=given.get("note", ""),
            error=wrong.get("note", ""),
            max_length=500,
        ),
    ]


def _asked(request: ActorRequest, found: RegisterFile, wrong: Mapping[str, str]) -> list[Field]:
    """The first few things that are missing: asked while somebody is there."""
    of = queries.register(found.kind)
    asks = {one.key: one for one in supply.asked(of, supply.supplied(of, found.township))}
    wanted = [asks[one.key] for one in found.missing if one.key in asks][:MOST_ASKED]
    return [
        question(one, request.POST.get(one.key, ""), wrong.get(one.key, ""))
        for one in wanted
        if one.type != "choices"
    ]


def _subjects(found: RegisterFile) -> dict[str, str]:
    """Everybody a visit to a household may have met; of anything else the visit is paid to that alone."""
    if found.kind != "household":
        return {}
    return {str(one.person.id): one.person.name for one in found.members if not one.person.over}


def _beside(request: ActorRequest) -> list[UUID]:
    typed = request.POST.get("beside", "").strip()
    if not typed:
        return []
    return [shell.colleague_in(typed, shell.township_of(request.actor), field="beside")]
