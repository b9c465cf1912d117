"""A run: how far it is, and then its proposals side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gewu.kernel.access import ActorRequest
from gewu.places import queries as places
from gewu.planner import findings, queries, rules
from gewu.planner.models import Run
from gewu.planner.pages.asking import areas_of, listed, planners
from gewu.planner.queries import Proposed
from gewu.planner.values import BARRIERS, Measures, Wishes


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the comparison: the figure of today and of each proposal; the best ones are marked."""

    name: str
    today: str
    cells: tuple[tuple[str, bool], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal as a column."""

    one: Proposed
    name: str
    meant: str
    first: bool
    reasons: tuple[tuple[str, str], ...]
    parted: tuple[str, ...]
    # Another proposal that came out the same.
    same: str


@require_safe
@planners
def one_run(request: ActorRequest, plan_id: UUID) -> HttpResponse:
    """Progress while it runs; asked again every two seconds, until the proposals are there."""
    row = queries.run(request.actor, plan_id)
    part = "#run" if request.headers.get("HX-Target", "").endswith("#run") else ""
    return render(request, f"planner/run.html{part}", said_of(row))


@require_safe
@planners
def printed(request: ActorRequest, plan_id: UUID) -> HttpResponse:
    """The comparison on paper."""
    return render(request, "planner/print.html", said_of(queries.run(request.actor, plan_id)))


def said_of(row: Run) -> dict[str, Any]:
    """What is shown of a run."""
    language = get_language() or ""
    wishes, today = queries.wishes(row), queries.today(row)
    found = queries.proposals(row) if today else ()
    return {
        "row": row,
        "places": areas_of(row, language),
        "wishes": wishes,
        "barriers": [barrier_names()[kind] for kind in BARRIERS if kind in wishes.barriers],
        "level": queries.level_of(row).in_language(language),
        "today": today,
        "finding": findings.finding(found, today) if today else "",
        "shown": shown_of(row, found, wishes, language),
        "figures": figures_of(found, today) if today else (),
        "no_visits": wishes.load.visits > 0 and not any_visits(row),
    }


def barrier_names() -> dict[str, str]:
    return {"river": _("Rivers"), "railway": _("Railways"), "main": _("Main roads")}


def any_visits(row: Run) -> bool:
    """Whether visits were kept by the time the run was worked out."""
    return row.visits > 0


def shown_of(row: Run, found: Sequence[Proposed], wishes: Wishes, language: str) -> list[Shown]:
    first = findings.recommended(found)
    return [
        Shown(
            one=one,
            name=str(findings.AIMS[one.aim]),
            meant=str(findings.MEANT[one.aim]),
            first=one == first,
            reasons=tuple(
                (places.area(stuck.area).in_language(language), findings.reason(stuck, wishes))
                for stuck in one.stuck
            ),
            parted=tuple(_wish(wishes, number, language) for number in one.parted),
            same=next(
                (str(findings.AIMS[other.aim]) for other in found[:turn] if other.measures == one.measures),
                "",
            ),
        )
        for turn, one in enumerate(found)
    ]


def figures_of(found: Sequence[Proposed], today: Measures) -> tuple[Figure, ...]:
    """The table: names, today, each proposal."""
    measures = {one.aim: one.measures for one in found}
    best = rules.best(measures) if measures else {}

    def row(name: str, key: str, say: Any, note: str = "") -> Figure:
        cells = tuple((say(one.measures), one.aim in best.get(key, ())) for one in found)
        return Figure(name, say(today), cells, note)

    return (
        row(_("Grids"), "", lambda m: f"{m.grids:,}"),
        row(_("In the range"), "in_range", lambda m: f"{m.in_range:,} / {m.grids:,}"),
        row(_("Households, least – mean – most"), "", lambda m: f"{m.least} – {m.mean:.0f} – {m.most}"),
        row(_("Load, mean difference"), "deviation", lambda m: f"±{m.deviation:.1f} %",
            _("Standard deviation of the load, in percent of its mean.")),
        row(_("Load, Gini"), "", lambda m: f"{m.gini:.3f}", _("0: all alike; 1: one grid has everything.")),
        row(_("Estates in two grids or more"), "estates_cut", lambda m: f"{m.estates_cut:,}"),
        row(_("Border through yards"), "", lambda m: f"{m.yards / 1000:.1f} km"),
        row(_("Border along streets"), "", lambda m: f"{m.streets / 1000:.1f} km"),
        row(_("Households that get another grid"), "moved", lambda m: f"{m.moved:,}"),
    )  # fmt: skip


def _wish(wishes: Wishes, number: int, language: str) -> str:
    estates = (places.address(estate) for estate in wishes.together[number])
    return listed((estate.in_language(language) for estate in estates), language)
