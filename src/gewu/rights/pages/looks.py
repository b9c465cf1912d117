"""Who looked at whom: the log for auditors, and what was unusual in it."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gewu.kernel import clock
from gewu.kernel.access import ActorRequest
from gewu.kernel.exports import csv_response
from gewu.people.access import for_roles
from gewu.rights import commands, queries, words
from gewu.rights.pages import looked, shown
from gewu.rights.rules import Judgement
from gewu.ui.redraw import redraw_with

# What stays chosen when the days and the post are chosen anew.
KEPT = ("subject_kind", "access_class", "purpose", "user", "subject")
MOST_ON_PAPER = 500


@require_safe
@for_roles("auditor")
def listing(request: ActorRequest) -> HttpResponse:
    """Every look, newest first, narrowed by the filters of `queries.look_filters`."""
    given = request.GET.dict()
    chosen = queries.looks_chosen(given)
    page = queries.looks(request.actor, chosen=chosen, after=request.GET.get("after"))
    said = {
        "kinds": shown.chips(request, words.SUBJECTS, "subject_kind", given.get("subject_kind", "")),
        "classes": shown.chips(request, words.CLASSES, "access_class", given.get("access_class", "")),
        "purposes": shown.chips(request, words.PURPOSES, "purpose", given.get("purpose", "")),
        "narrowed": looked.narrowed(chosen, page.items),
        "given": given,
        "kept": [(name, given[name]) for name in KEPT if given.get(name)],
        "roles": looked.role_options(given.get("role", "")),
        "query": chosen.query,
        "rows": shown.look_rows(page.items),
        "next": page.next,
        "waiting": queries.waiting(request.actor)["unusual"],
    }
    part = "#rows" if "HX-Request" in request.headers and request.GET.get("after") else ""
    return render(request, f"rights/looks.html{part}", said)


@require_safe
@for_roles("auditor")
def export(request: ActorRequest) -> HttpResponse:
    """The log as a file, names of those looked at masked: it is about who looked."""
    rows = queries.all_looks(request.actor, chosen=queries.looks_chosen(request.GET.dict()))
    lines = [looked.line_of(row) for row in shown.look_rows(rows)]
    return csv_response(f"access-log-{clock.now():%Y%m%d}", looked.heads(), lines)


@require_safe
@for_roles("auditor")
def paper(request: ActorRequest) -> HttpResponse:
    """The same on paper."""
    chosen = queries.looks_chosen(request.GET.dict())
    rows = queries.all_looks(request.actor, chosen=chosen, most=MOST_ON_PAPER)
    said = {
        "heads": looked.heads(),
        "rows": [looked.line_of(row) for row in shown.look_rows(rows)],
        "narrowed": looked.narrowed(chosen, rows),
        "query": chosen.query,
        "cut": len(rows) == MOST_ON_PAPER,
        "most": MOST_ON_PAPER,
    }
    return render(request, "rights/looks_print.html", said)


@require_safe
@for_roles("auditor")
def unusual(request: ActorRequest) -> HttpResponse:
    """Unusual look-ups for a human to judge; `?state=`."""
    given = request.GET.get("state", "")
    state = given if given in set(Judgement) else Judgement.OPEN
    page = queries.oddities(request.actor, state=state, after=request.GET.get("after"))
    said = {
        "states": shown.chips(request, words.JUDGEMENTS, "state", state),
        "rows": shown.oddity_rows(page.items),
        "next": page.next,
    }
    said["rules"] = looked.rule_rows(request.actor)
    part = "#rows" if "HX-Request" in request.headers and request.GET.get("after") else ""
    return render(request, f"rights/unusual.html{part}", said)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("auditor")
def one(request: ActorRequest, oddity_id: UUID) -> HttpResponse:
    """One of them: the look-ups it is made of, and what somebody makes of it."""

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        row, lines, made_of = queries.oddity(request.actor, oddity_id)
        said = {
            "row": shown.oddity_rows([row])[0],
            "sentence": looked.rule_of(row),
            "looks": shown.look_rows(made_of),
            "lines": [(words.LINES.get(line.kind, line.kind), line) for line in lines],
            "fields": shown.judging_fields(request, wrong),
            "message": message if message and not wrong else "",
        }
        return render(request, "rights/oddity.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    commands.judge(
        oddity=oddity_id,
        judgement=request.POST.get("judgement", ""),
        word=request.POST.get("word", ""),
        actor=request.actor,
    )
    messages.success(request, _("Your judgement is kept."))
    return redirect("rights:unusual")
