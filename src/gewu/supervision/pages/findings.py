"""What was found odd: the list with its filters, one of them to judge, and having somebody look now."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.kernel.access import ActorRequest
from gewu.people.access import for_roles
from gewu.supervision import commands, queries
from gewu.supervision.pages import shown
from gewu.supervision.rules import Judgement
from gewu.ui.redraw import redraw_with

MONTH = 30


@require_safe
@for_roles("supervisor", "overseer", "auditor")
def listing(request: ActorRequest) -> HttpResponse:
    """Everything odd where the reader watches, newest first; `?kind=&rule=&state=&day_from=&day_to=`."""
    chosen = queries.anomalies_chosen(request.GET.dict())
    page = queries.anomalies(request.actor, chosen=chosen, after=request.GET.get("after"))
    said = {
        "kinds": shown.kind_filters(request, queries.SORTS, "kind"),
        "states": shown.kind_filters(request, queries.JUDGEMENTS, "state"),
        "rows": [shown.found_of(row) for row in page.items],
        "next": page.next,
        "narrowed": bool(chosen.values),
    }
    part = "#rows" if "HX-Request" in request.headers and request.GET.get("after") else ""
    return render(request, f"supervision/findings.html{part}", said)


@require_POST
@for_roles("supervisor", "overseer", "auditor")
def look_now(request: ActorRequest) -> HttpResponse:
    """Have the worker look a month back."""
    for township in queries.townships_watched(request.actor):
        commands.watch.defer(township=township, days=MONTH)
    messages.success(request, _("The worker looks through the last 30 days. Come back in a minute."))
    return redirect("supervision:findings")


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("supervisor", "overseer", "auditor")
def one(request: ActorRequest, finding_id: UUID) -> HttpResponse:
    """What was found in which case, and what somebody makes of it."""

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        row = queries.anomaly(request.actor, finding_id)
        said = {
            "found": shown.found_of(row),
            "lines": [shown.line_of(line) for line in queries.lines_of(row.township, row.id)],
            "form": shown.judging_form(request, wrong),
            "message": "" if wrong else message,
        }
        return render(request, "supervision/finding.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    given = request.POST.get("judgement", "")
    judgement = Judgement(given) if given in set(Judgement) else Judgement.OPEN
    word = request.POST.get("word", "")
    commands.judge(finding=finding_id, judgement=judgement, word=word, actor=request.actor)
    messages.success(request, _("Your judgement is kept."))
    return redirect("supervision:findings")
