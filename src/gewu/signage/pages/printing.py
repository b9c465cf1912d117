"""Having cards, maps and plates drawn: one at once, many in the background with their progress."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotFound
from gewu.kernel.files.made import base_of, fetched, is_there
from gewu.kernel.typed import uuid_in
from gewu.people.access import for_roles
from gewu.places import queries as places
from gewu.signage import commands, queries
from gewu.signage.commands.ground import WRITERS, require_area
from gewu.signage.pages.words import language
from gewu.signage.paper import KINDS, drawn
from gewu.ui.forms import Choice, Field
from gewu.ui.redraw import redraw_with

printers = for_roles(*sorted(WRITERS))


@never_cache
@require_safe
@printers
def one(request: ActorRequest, area_id: UUID, paper: str) -> HttpResponse:
    """The card, map or board of one area, at once."""
    place = require_area(request.actor, area_id)
    if paper not in KINDS or paper == "plate_small":
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    content = drawn(paper, [place.id], base=base_of(request), progress=lambda: None)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename={place.code}-{paper}.pdf"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@printers
def runs(request: ActorRequest) -> HttpResponse:
    """One's own print runs, and asking for a new one."""
    if request.method != "POST":
        return _draw(request)
    redraw_with(request, lambda message, wrong: _draw(request, message, wrong))
    area = uuid_in(request.POST, "area")
    if area is None:
        raise NotFound(str(places.NO_PLACE))
    made = commands.ask_for_print(
        kind=request.POST.get("kind", ""), area=area, base=base_of(request), actor=request.actor
    )
    return redirect("signage:run", made.id)


@require_safe
@printers
def run(request: ActorRequest, print_id: UUID) -> HttpResponse:
    """How far a run is. While it is drawn, the page asks for its part again."""
    made = queries.print_run(request.actor, print_id)
    page = {
        "run": made,
        "total": len(made.places),
        "there": is_there(made),
        "kind": KINDS[made.kind],
        "place": places.area(made.area),
    }
    part = "#run" if "HX-Request" in request.headers else ""
    response = render(request, f"signage/run.html{part}", page)
    # Without it the page takes a quiet answer for something else and stays at nought.
    response["Gewu-Part"] = "1"
    patch_vary_headers(response, ("HX-Request",))
    return response


@never_cache
@require_safe
@printers
def download(request: ActorRequest, print_id: UUID) -> HttpResponseBase:
    """The PDF itself; its content goes after a day."""
    made = queries.print_run(request.actor, print_id)
    name = f"{places.area(made.area).code}-{made.kind}.pdf"
    return fetched(made, name=name, media_type="application/pdf")


def _draw(request: ActorRequest, message: str = "", wrong: Mapping[str, str] | None = None) -> HttpResponse:
    values, wrong = request.POST if request.method == "POST" else request.GET, wrong or {}
    kind = Field(
        name="kind",
        label=_("What"),
        kind="radio",
        required=True,
        value=values.get("kind", "card_a4"),
        error=wrong.get("kind", ""),
        choices=[(key, str(words)) for key, words in KINDS.items()],
    )
    area = Field(
        name="area",
        label=_("Of which place"),
        kind="grouped",
        required=True,
        value=values.get("area", ""),
        error=wrong.get("area", ""),
        choices=list(_places(request)),
    )
    made = [(row, KINDS[row.kind], places.area(row.area)) for row in queries.print_runs(request.actor)]
    said = {"fields": [kind, area], "runs": made, "message": "" if wrong else message}
    return render(request, "signage/runs.html", said)


def _places(request: ActorRequest) -> list[Choice]:
    """The parts of one's place, from communities down; the place itself for what has few grids."""
    found = []
    for top in queries.grounds_of(request.actor):
        for place in (
            [top, *queries.carded_under(top)] if top.tier == "township" else queries.carded_under(top)
        ):
            steps = places.path_here(place.id)
            group = next((s.in_language(language()) for s in steps if s.tier == "community"), "")
            name = " ".join(step.in_language(language()) for step in steps[2:]) or steps[-1].in_language(
                language()
            )
            found.append(Choice(str(place.id), name, group or steps[-1].in_language(language())))
    return found
