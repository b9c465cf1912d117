"""One proposal: its map, its grids as a list, and taking it over."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gewu.kernel.access import ActorRequest
from gewu.places import queries as places
from gewu.planner import commands, queries
from gewu.planner.models import Proposal, Run
from gewu.planner.pages.asking import areas_of, listed, planners
from gewu.planner.pages.comparing import figures_of, shown_of
from gewu.planner.values import Grid
from gewu.ui.forms import Choice, Field
from gewu.ui.redraw import redraw_with

LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Line:
    """A grid of the list: its number on the map, the community, and the grid whose place it takes."""

    number: int
    grid: Grid
    community: str
    today: str


@require_safe
@planners
def one_proposal(request: ActorRequest, proposal_id: UUID) -> HttpResponse:
    """The map and the list."""
    run, row = queries.proposal(request.actor, proposal_id)
    return _page(request, run, row, "", {})


@require_POST
@planners
def adopt(request: ActorRequest, proposal_id: UUID) -> HttpResponse:
    """Into a draft of borders, where it is looked over, changed and handed in."""
    run, row = queries.proposal(request.actor, proposal_id)
    redraw_with(request, lambda message, wrong: _page(request, run, row, message, wrong))
    draft = commands.adopt(
        proposal=proposal_id,
        title=request.POST.get("title", ""),
        parts="divide" if request.POST.get("parts") == "divide" else "join",
        actor=request.actor,
        receipt=request.POST.get("receipt") or None,
    )
    messages.success(request, _("The proposal is a draft of borders now. Look it over and hand it in."))
    return redirect("redraw:draft", draft)


def _page(
    request: ActorRequest, run: Run, row: Proposal, message: str, wrong: Mapping[str, str]
) -> HttpResponse:
    language = get_language() or ""
    one, today = queries.proposed(row), queries.today(run)
    (shown,) = shown_of(run, [one], queries.wishes(run), language)
    said = {
        "run": run,
        "row": row,
        "shown": shown,
        "wishes": queries.wishes(run),
        "places": areas_of(run, language),
        "figures": figures_of([one], today) if today else (),
        "lines": _lines(row, language),
        "title_field": _title(request, shown.name, wrong),
        "may_adopt": queries.may_ask(request.actor, run.township) and row.draft_id is None,
        "divided": _divided(run, row, language),
        "parts_field": _parts(request, wrong),
        "receipt": uuid4(),
        "message": message,
    }
    return render(request, "planner/proposal.html", said)


def _lines(row: Proposal, language: str) -> list[Line]:
    return [
        Line(
            number=number,
            grid=grid,
            community=places.area(grid.area).in_language(language),
            today=_short(grid.today, language) if grid.today else "",
        )
        for number, grid in enumerate(queries.grids(row), 1)
    ]


def _short(area: UUID, language: str) -> str:
    """What stands on the map: many communities have a grid that is called the first."""
    one = places.area(area)
    return one.short or one.in_language(language)


def _divided(run: Run, row: Proposal, language: str) -> list[tuple[str, str, str]]:
    """Areas that are cut: name, code, and how many households come into which grid."""
    return [
        (
            _short(one.area.id, language),
            one.area.code,
            listed((_share(*part) for part in one.parts), language),
        )
        for one in queries.divided(run, row)
    ]


def _share(number: int, households: int) -> str:
    said = ngettext("%(n)s household in grid %(grid)s", "%(n)s households in grid %(grid)s", households)
    return said % {"n": f"{households:,}", "grid": number}


def _parts(request: ActorRequest, wrong: Mapping[str, str]) -> Field:
    keeps = _("Each keeps its number where most of its homes are; the rest belongs to the area beside it.")
    splits = _("Each keeps its number where most of its homes are; the rest are areas of their own.")
    return Field(
        name="parts",
        kind="radio",
        label=_("What becomes of the areas that are cut"),
        value=request.POST.get("parts", "join"),
        required=True,
        error=wrong.get("parts", ""),
        choices=[
            Choice("join", _("They go on"), keeps),
            Choice("divide", _("They are divided"), splits),
        ],
    )


def _title(request: ActorRequest, name: str, wrong: Mapping[str, str]) -> Field:
    return Field(
        name="title",
        label=_("Name of the draft"),
        value=request.POST.get("title", _("New grids: %(aim)s") % {"aim": name}),
        required=True,
        max_length=LONGEST_TITLE,
        error=wrong.get("title", ""),
    )
