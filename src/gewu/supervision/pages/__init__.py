"""The pages of supervision: lists, one of them with its next step, and what starts on the page of a case."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.cases import commands as cases
from gewu.cases.commands import Raising
from gewu.cases.queries import case_file
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotFound
from gewu.people.access import staff_only
from gewu.supervision import commands, queries
from gewu.supervision.commands import Opening
from gewu.supervision.pages import shown
from gewu.supervision.rules import Step
from gewu.ui.redraw import redraw_with


@require_safe
@staff_only
def listing(request: ActorRequest) -> HttpResponse:
    """`?list=to_answer|to_review|proposed|all`: one of the lists, narrowed by kind and state."""
    waiting = queries.lists_of(request.actor)
    keys = [key for key in queries.LISTS if key in waiting or key == "all"]
    asked = request.GET.get("list", "")
    first = next((key for key in keys if waiting.get(key)), "all")
    key = asked if asked in keys else first
    chosen = queries.chosen_from(request.GET.dict())
    page = queries.supervisions(request.actor, key, chosen=chosen, after=request.GET.get("after"))
    said = {
        "key": key,
        "title": queries.LISTS[key],
        "tabs": [(name, queries.LISTS[name], waiting.get(name)) for name in keys],
        "filters": shown.kind_filters(request, queries.KINDS, "kind"),
        "rows": shown.rows_of(page.items),
        "next": page.next,
    }
    part = "#rows" if "HX-Request" in request.headers and request.GET.get("after") else ""
    return render(request, f"supervision/list.html{part}", said)


@require_safe
@staff_only
def one(request: ActorRequest, supervision_id: UUID) -> HttpResponse:
    """One supervision: why, who answers until when, what was said, and what comes next."""
    return _draw(request, supervision_id, "", {})


@require_POST
@staff_only
def take(request: ActorRequest, supervision_id: UUID, step: str) -> HttpResponse:
    """The next step of a supervision."""
    if step not in set(Step):
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    redraw_with(request, lambda message, wrong: _draw(request, supervision_id, message, wrong, step))
    commands.take_step(
        supervision=supervision_id,
        step=Step(step),
        words=request.POST.get("words", ""),
        seen_state=request.POST.get("seen_state", ""),
        actor=request.actor,
        receipt=request.POST.get("receipt") or None,
    )
    messages.success(request, str(shown.DONE[Step(step)]))
    return redirect("supervision:one", supervision_id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def open_one(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Open a supervision over a case."""

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        file = case_file(request.actor, case_id)
        said = {"file": file, "form": shown.opening_form(request, wrong), "message": "" if wrong else message}
        return render(request, "supervision/open.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    opening = Opening(case_id, shown.kind_in(request), request.POST.get("reason", ""))
    opened = commands.open_supervision(
        opening=opening, actor=request.actor, receipt=request.POST.get("receipt") or None
    )
    messages.success(request, _("It is opened. Whoever is responsible has to answer in time."))
    return redirect("supervision:one", opened)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def raise_one(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Raise a case to the level above, saying what was tried."""

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        file = case_file(request.actor, case_id)
        said = {"file": file, "form": shown.raising_form(request, wrong), "message": "" if wrong else message}
        return render(request, "supervision/raise.html", said | shown.levels_of(file))

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    cases.raise_case(
        case_id=case_id,
        seen_level=request.POST.get("level", ""),
        raising=Raising(request.POST.get("reason", ""), request.POST.get("tried", "")),
        actor=request.actor,
        receipt=request.POST.get("receipt") or None,
    )
    messages.success(request, _("It is raised. The level above is responsible from now on."))
    return redirect("cases:case", case_id)


def _draw(
    request: ActorRequest, supervision_id: UUID, message: str, wrong: Mapping[str, str], step: str = ""
) -> HttpResponse:
    sheet = queries.supervision(request.actor, supervision_id)
    said = {
        "sheet": sheet,
        "row": shown.rows_of([sheet.row])[0],
        "lines": [shown.line_of(line) for line in sheet.lines],
        "forms": [shown.step_form(request, sheet, one, wrong if one == step else {}) for one in sheet.steps],
        "message": "" if wrong else message,
    }
    return render(request, "supervision/one.html", said)
