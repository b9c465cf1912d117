"""The first page: what was asked for before, and the form to ask anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid, NotFound
from gewu.people.access import for_roles
from gewu.people.roles import roles
from gewu.places import queries as places
from gewu.planner import commands, queries, rules
from gewu.planner.commands import Asking
from gewu.planner.models import Run
from gewu.planner.queries import Beginning
from gewu.planner.values import BARRIERS, Wishes
from gewu.ui.forms import Choice, Field
from gewu.ui.redraw import redraw_with

PLANNERS = tuple(key for key, role in roles().items() if role.drafts or role.publishes)
planners = for_roles(*PLANNERS)
LONGEST_WISH = 1_000
SEPARATORS = str.maketrans({"、": ",", "，": ",", "；": "\n", ";": "\n"})


@dataclass(frozen=True, slots=True)
class Line:
    """A run as a line of the list."""

    row: Run
    places: str
    state: str


@require_http_methods(["GET", "HEAD", "POST"])
@planners
def start(request: ActorRequest) -> HttpResponse:
    """The runs so far and the form; sent back, a run is asked for."""
    begin = _beginning(request)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        given = request.POST if request.method == "POST" else None
        said = {
            "begin": begin,
            "localities": queries.townships(request.actor),
            "runs": [_line(row) for row in queries.runs(request.actor)],
            "fields": fields(begin, given, wrong) if begin else (),
            "receipt": uuid4(),
            "message": message,
        }
        return render(request, "planner/start.html", said)

    if request.method != "POST":
        return draw("", {})
    if begin is None:
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    redraw_with(request, draw)
    asking = asked(request.POST, begin)
    run = commands.ask(asking=asking, actor=request.actor, receipt=request.POST.get("receipt") or None)
    return redirect("planner:run", run)


def fields(begin: Beginning, given: QueryDict | None, wrong: Mapping[str, str]) -> tuple[Field, ...]:
    """The questions, with what was typed or what the place begins with."""

    def one(name: str, kind: str, value: Any, **more: Any) -> Field:
        typed = given.getlist(name) if given is not None and kind == "checks" else given and given.get(name)
        shown = value if given is None else typed or ""
        return Field(name=name, kind=kind, value=shown, error=wrong.get(name, ""), **more)

    language = get_language() or ""
    homes, level = _("households"), begin.level.in_language(language)
    ranged = (
        _("%(level)s: the range of this place.")
        if begin.ranged
        else _("%(level)s: this place sets no range.")
    )
    return (
        one("areas", "checks", [], label=_("Which part of the town"), choices=_communities(begin, language),
            help=_("None chosen: the whole township. Borders of communities stay as they are.")),
        one("low", "number", begin.low, label=_("At the least"), unit=homes, whole=True, required=True,
            help=ranged % {"level": level}),
        one("high", "number", begin.high, label=_("At the most"), unit=homes, whole=True, required=True),
        one("size", "number", begin.size, label=_("Aim at"), unit=homes, whole=True, required=True,
            help=_("As many households in a grid as now, unless you want larger or smaller ones.")),
        one("load", "radio", "homes_cases", label=_("What makes work"), choices=_loads(), required=True),
        one("barriers", "checks", list(BARRIERS), label=_("What no grid may cross"), choices=_barriers()),
        one("together", "long", "", label=_("Keep together"), rows=3, max_length=LONGEST_WISH,
            help=_("Names of estates with commas between them, one wish a line.")),
    )  # fmt: skip


def asked(given: QueryDict, begin: Beginning) -> Asking:
    """What the form says, or Invalid naming every field that cannot be read."""
    wrong: dict[str, str] = {}
    numbers = {name: _number(given.get(name, ""), name, wrong) for name in ("low", "high", "size")}
    areas = _areas(given.getlist("areas"), begin)
    load = rules.LOADS.get(given.get("load", ""))
    if load is None:
        wrong["load"] = _("Choose one of the given answers.")
    together, strangers = _together(given.get("together", ""), areas or [one.id for one in begin.communities])
    if strangers:
        wrong["together"] = _("No estate of this name there: %(names)s") % {
            "names": listed(strangers, get_language() or "")
        }
    if wrong or load is None:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
    barriers = tuple(kind for kind in BARRIERS if kind in given.getlist("barriers"))
    wishes = Wishes(
        low=numbers["low"],
        high=numbers["high"],
        size=numbers["size"],
        load=load,
        barriers=barriers,
        together=together,
    )
    return Asking(begin.locality.township, tuple(areas), wishes)


def _beginning(request: ActorRequest) -> Beginning | None:
    """Of the township asked for, else the first one that the actor plans for."""
    own = queries.townships(request.actor)
    wanted = request.POST.get("township") or request.GET.get("township", "")
    chosen = next((one for one in own if str(one.township) == wanted), own[0] if own else None)
    return queries.beginning(chosen.township) if chosen else None


def _number(text: str, name: str, wrong: dict[str, str]) -> int:
    if text.strip().isdecimal() and len(text.strip()) <= 5:
        return int(text)
    wrong[name] = _("Please enter a whole number.")
    return 0


def _areas(given: Sequence[str], begin: Beginning) -> list[UUID]:
    known = {str(one.id): one.id for one in begin.communities}
    if set(given) - set(known):
        message = _("Choose communities of this place that have houses.")
        raise Invalid(message, fields={"areas": message})
    return [known[area] for area in given]


def _together(text: str, areas: Sequence[UUID]) -> tuple[tuple[tuple[UUID, ...], ...], list[str]]:
    """The wishes, and the names that no estate has."""
    lines = text[:LONGEST_WISH].translate(SEPARATORS).splitlines()
    wanted = [[name.strip() for name in line.split(",") if name.strip()] for line in lines]
    named = queries.estates_named(areas) if any(wanted) else {}
    strangers = [name for names in wanted for name in names if name not in named]
    return tuple(
        tuple(named[name] for name in names if name in named) for names in wanted if names
    ), strangers


def _communities(begin: Beginning, language: str) -> list[tuple[str, str]]:
    return [(str(one.id), one.in_language(language)) for one in begin.communities]


def _loads() -> list[Choice]:
    return [
        Choice("homes", _("Households"), _("Every grid the same number of homes.")),
        Choice("homes_cases", _("Households and cases"), _("Half homes, half the cases of the last year.")),
        Choice("all_work", _("Households, cases and visits"), _("Visits count once they are kept here.")),
    ]


def _barriers() -> list[tuple[str, str]]:
    return [("river", _("Rivers")), ("railway", _("Railways")), ("main", _("Main roads"))]


def _line(row: Run) -> Line:
    return Line(row, areas_of(row, get_language() or ""), str(Run.State(row.state).label))


def areas_of(row: Run, language: str) -> str:
    """The names of what a run divides: the township where it is all of it."""
    known = {one.id for one in queries.communities_of(row.township)}
    if known and known <= set(row.areas):
        return places.area_by_code(str(row.township)).in_language(language)
    return listed((places.area(area).in_language(language) for area in row.areas), language)


def listed(names: Iterable[str], language: str) -> str:
    """Names one after the other."""
    return (", " if language.startswith("en") else "、").join(names)
