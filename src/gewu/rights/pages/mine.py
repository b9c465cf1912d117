"""My rights: asking online with an account that is proved to be one's own. The window is the other way."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gewu.kernel.access import ActorRequest
from gewu.kernel.ids import township_of
from gewu.people.access import signed_in
from gewu.registers import queries as registers
from gewu.registers.queries import own
from gewu.rights import commands, queries, words
from gewu.rights.answering import pdf
from gewu.rights.commands import Asking
from gewu.rights.models import Ask
from gewu.rights.pages import shown
from gewu.rights.rules import Kind, State
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with


@sensitive_post_parameters("value")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def start(request: ActorRequest) -> HttpResponse:
    """What I may ask for, what I asked for, and what became of it."""

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        rows = queries.own_asks(request.actor)
        said = {
            "proved": registers.own_person(request.actor) is not None,
            "rows": [(shown.ask_row(row, ""), _answer(row.township, row.id)) for row in rows],
            "consents": _consents(request, rows),
            "fields": _fields(request, wrong),
            "message": message if message and not wrong else "",
            "receipt": request.POST.get("receipt") or uuid4().hex,
        }
        return render(request, "rights/mine.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    given = request.POST
    asking = Asking(
        kind=given.get("kind", ""),
        field=given.get("field", ""),
        value=given.get("value", ""),
        programme=given.get("programme", ""),
        words=given.get("words", ""),
    )
    commands.ask_online(asking=asking, actor=request.actor, receipt=given.get("receipt") or None)
    messages.success(request, _("It is taken in. You find the answer here."))
    return redirect("my-rights")


@require_POST
@signed_in
def file(request: ActorRequest, ask_id: UUID) -> HttpResponse:
    """My own file as a PDF, once it is granted."""
    return pdf(commands.hand_out_own(ask=ask_id, actor=request.actor), "own-file")


def _consents(request: ActorRequest, asked: Sequence[Ask]) -> list[dict[str, object]]:
    """What the person is in by their own word, and whether they asked to take it back."""
    known = registers.own_person(request.actor)
    if known is None:
        return []
    waiting = {one.enrolment for one in asked if one.state == State.OPEN}
    spoken = words.language()
    found = [
        (one, registers.programme(one.programme)) for one in own.consented(township_of(known.id), known.id)
    ]
    return [
        {
            "key": of.key,
            "name": of.said(spoken),
            "help": of.help(spoken),
            "since": one.since,
            "asked": one.id in waiting,
            "receipt": uuid4().hex,
        }
        for one, of in found
    ]


def _answer(township: int, ask: UUID) -> str:
    return next((line.text for line in queries.lines_of(township, ask) if line.kind == "answered"), "")


def _fields(request: ActorRequest, wrong: Mapping[str, str]) -> list[Field]:
    given = request.POST
    known = registers.own_person(request.actor)
    township = township_of(known.id) if known else 0
    consents = (
        [
            (one.programme, registers.programme(one.programme).said(words.language()))
            for one in own.consented(township, known.id)
        ]
        if known
        else []
    )
    kind = Field(
        name="kind",
        label=_("What I ask for"),
        kind="radio",
        required=True,
        value=given.get("kind", str(Kind.FILE)),
        choices=[(str(one), str(words.KINDS[one])) for one in Kind],
        error=wrong.get("kind", ""),
    )
    return [kind, *shown.aim_fields(given, wrong, consents)]
