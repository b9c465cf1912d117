"""What people ask about themselves: the list, taking one in, answering it, handing out the file."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.kernel.access import ActorRequest
from gewu.people.access import for_roles
from gewu.rights import commands, queries, words
from gewu.rights.answering import pdf
from gewu.rights.commands import Answer, Asking
from gewu.rights.pages import shown
from gewu.ui.redraw import redraw_with

SEEING = ("clerk", "chief", "supervisor", "auditor")
TAKING = ("clerk", "chief")


@require_safe
@for_roles(*SEEING)
def listing(request: ActorRequest) -> HttpResponse:
    """What waits for an answer, the most urgent first; `?state=&kind=`."""
    given = {"state": "open", **request.GET.dict()}
    page = queries.asks(request.actor, chosen=queries.asks_chosen(given), after=request.GET.get("after"))
    names = queries.names_of_persons(page.items)
    said = {
        "states": shown.chips(request, words.STATES, "state", given["state"]),
        "kinds": shown.chips(request, words.KINDS, "kind", given.get("kind", "")),
        "rows": [shown.ask_row(row, names.get(row.person, "")) for row in page.items],
        "next": page.next,
        "waiting": queries.waiting(request.actor),
        "may_take": queries.may_take(request.actor),
    }
    part = "#rows" if "HX-Request" in request.headers and request.GET.get("after") else ""
    return render(request, f"rights/list.html{part}", said)


@sensitive_post_parameters("identity", "value")
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*TAKING)
def new(request: ActorRequest) -> HttpResponse:
    """Take in what somebody asks for who stands at the window, after their card was seen."""

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        said = {
            "fields": shown.window_fields(request, wrong),
            "message": message if message and not wrong else "",
            "receipt": request.POST.get("receipt") or uuid4().hex,
        }
        return render(request, "rights/new.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    given = request.POST
    asking = Asking(
        kind=given.get("kind", ""),
        identity=given.get("identity", ""),
        proof=given.get("proof", ""),
        field=given.get("field", ""),
        value=given.get("value", ""),
        programme=given.get("programme", ""),
        words=given.get("words", ""),
    )
    taken = commands.ask_at_window(asking=asking, actor=request.actor, receipt=given.get("receipt") or None)
    messages.success(request, _("It is taken in. The person gets the number."))
    return redirect("rights:ask", taken)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*SEEING)
def one(request: ActorRequest, ask_id: UUID) -> HttpResponse:
    """One ask; granting or refusing it, in words the person reads."""

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        sheet = queries.ask(request.actor, ask_id)
        said = {
            "row": shown.ask_row(sheet.row, sheet.person),
            "sheet": sheet,
            "lines": [(words.LINES.get(line.kind, line.kind), line) for line in sheet.lines],
            "fields": shown.answer_fields(request, wrong),
            "drawn": sheet.row.outcome == "handed_out" and queries.may_take(request.actor),
            "message": message if message and not wrong else "",
        }
        return render(request, "rights/ask.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    given = request.POST
    answer = Answer(given.get("words", ""), given.get("seen_state", ""), given.get("ground", ""))
    if given.get("deed") == "refuse":
        commands.refuse(ask=ask_id, answer=answer, actor=request.actor)
        messages.success(request, _("It is refused, and the person is told why."))
    else:
        outcome = commands.grant(ask=ask_id, answer=answer, actor=request.actor)
        messages.success(request, str(words.OUTCOMES_OF[outcome]))
    return redirect("rights:ask", ask_id)


@require_POST
@for_roles(*TAKING)
def file(request: ActorRequest, ask_id: UUID) -> HttpResponse:
    """The file as a PDF, to be handed out at the window. Drawing it leaves a trace."""
    return pdf(commands.hand_out(ask=ask_id, actor=request.actor), "own-file")


__all__ = ["file", "listing", "new", "one"]
