"""Findings of data health: the list with its filters, how many in which grid, one of them, and as a file."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.checkups import commands, queries, words
from gewu.checkups.pages import shown
from gewu.checkups.pages.figures import READING
from gewu.checkups.rules import Step
from gewu.kernel import clock
from gewu.kernel.access import ActorRequest
from gewu.kernel.exports import csv_response
from gewu.kernel.typed import uuid_in
from gewu.people.access import staff_only
from gewu.ui.redraw import redraw_with


@require_safe
@staff_only
def listing(request: ActorRequest) -> HttpResponse:
    """What waits to be mended where the reader may; `?state=&register=&check=&grid=&given_to=&day_from=`."""
    given = _given(request)
    chosen = queries.chosen_from(given)
    page = queries.findings(request.actor, chosen=chosen, after=request.GET.get("after"))
    said = {
        "states": shown.chips(request, words.STATES, "state", given["state"]),
        "registers": shown.chips(request, words.REGISTERS, "register", given.get("register", "")),
        "chips": shown.named_chips(chosen, queries.names_of(page.items)),
        "mine": shown.chips(request, _mine(request), "given_to", given.get("given_to", "")),
        "rows": shown.rows_of(page.items, queries.names_of(page.items)),
        "next": page.next,
        "last": queries.last_run(request.actor),
        "may_switch": queries.may_switch(request.actor),
        "may_read_figures": bool(request.actor.roles.intersection(READING)),
        "query": chosen.query,
    }
    part = "#rows" if "HX-Request" in request.headers and request.GET.get("after") else ""
    return render(request, f"checkups/list.html{part}", said)


@require_safe
@staff_only
def grids(request: ActorRequest) -> HttpResponse:
    """How many wait in each grid, in the order of their codes."""
    rows = queries.by_grid(request.actor)
    return render(request, "checkups/grids.html", {"rows": rows, "whole": sum(row.count for row in rows)})


@require_safe
@staff_only
def export(request: ActorRequest) -> HttpResponse:
    """The list as a file. It says what is wrong where, and nothing of a person."""
    rows = queries.all_findings(request.actor, chosen=queries.chosen_from(_given(request)))
    header = [_("Found"), _("Check"), _("What is wrong"), _("Register"), _("Where"), _("State")]
    return csv_response(f"checkups-{clock.now():%Y%m%d}", header, [shown.line_of_file(row) for row in rows])


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def one(request: ActorRequest, checkup_id: UUID) -> HttpResponse:
    """What is wrong, where to mend it, and setting it aside with a word."""

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        sheet = queries.finding(request.actor, checkup_id)
        said = {
            "row": shown.row_of(sheet.row),
            "mend": words.mending(sheet.row.check_key),
            "subject": shown.subject_of(sheet.row),
            "figures": [shown.figure_of(one) for one in sheet.statements],
            "lines": [(words.LINES.get(line.kind, line.kind), line) for line in sheet.lines],
            "given_to": sheet.given_to,
            "mine": sheet.row.given_to == request.actor.user,
            "may_have": shown.people_options(sheet.may_have, sheet.row.given_to),
            "steps": [(step, words.STEPS[step]) for step in sheet.steps],
            "field": shown.why_field(request, wrong, name="words"),
            "message": "" if wrong else message,
        }
        return render(request, "checkups/finding.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    commands.settle(
        finding=checkup_id,
        step=shown.step_in(request),
        words=request.POST.get("words", ""),
        seen_state=request.POST.get("seen_state", ""),
        actor=request.actor,
    )
    messages.success(request, _("Your word is kept."))
    return redirect("checkups:finding", checkup_id)


@require_POST
@staff_only
def give(request: ActorRequest, checkup_id: UUID) -> HttpResponse:
    """Give it to somebody, take it oneself, or take it back: `to`, empty for nobody."""
    commands.give(finding=checkup_id, to=uuid_in(request.POST, "to"), actor=request.actor)
    messages.success(request, _("It is given.") if request.POST.get("to") else _("Nobody has it now."))
    return redirect("checkups:finding", checkup_id)


def _given(request: ActorRequest) -> dict[str, str]:
    """What is asked for: what waits to be mended, where nothing is said."""
    return {"state": "open", **request.GET.dict()}


def _mine(request: ActorRequest) -> dict[str, str]:
    return {str(request.actor.user): _("Given to me")}


__all__ = ["Step", "export", "give", "grids", "listing", "one"]
