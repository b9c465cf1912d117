"""Who is on which grid, by role, with what is missing; the same as a file and on paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gewu.kernel.access import Actor, ActorRequest
from gewu.kernel.exports import csv_response
from gewu.kernel.typed import uuid_in
from gewu.people import queries as people
from gewu.people.access import for_roles
from gewu.people.complement import Load, Problem, Spot
from gewu.places import queries as places
from gewu.places.queries import Place
from gewu.places.sizes import StaffRule
from gewu.signage import queries
from gewu.signage.commands.sizing import SIZERS
from gewu.signage.pages.words import (
    BURDENS,
    PROBLEMS,
    TONES,
    language,
    problem_words,
    rule_name,
    wanted_words,
)
from gewu.signage.queries import Size, Staffed

readers = for_roles(*sorted(queries.STAFF_READERS))
Show = Literal["areas", "gaps", "load", "ending"]
SHOWN: tuple[Show, ...] = ("areas", "gaps", "load", "ending")
SIZE = 60


@dataclass(frozen=True, slots=True)
class GapLine:
    """One thing that is wrong at one area, with the way to mend it."""

    spot: Spot
    problem: Problem
    place: Place
    where: str
    rule: str
    words: str
    tone: str
    who: str
    fix: str
    fix_words: str


@dataclass(frozen=True, slots=True)
class LoadLine:
    load: Load
    rule: str
    areas: tuple[Place, ...]
    over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area with who is there for each rule of its level."""

    place: Place
    spots: tuple[tuple[str, Spot], ...]


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of the place with its numbers."""

    place: Place
    areas: int
    people: int
    gaps: int


@require_safe
@readers
def staffing(request: ActorRequest) -> HttpResponse:
    """A place's people against its rules."""
    return render(request, "signage/staffing.html", _page(request))


@require_safe
@readers
def on_paper(request: ActorRequest) -> HttpResponse:
    """The same list, whole."""
    return render(request, "signage/staffing_print.html", _page(request, whole=True))


@require_safe
@readers
def as_csv(request: ActorRequest) -> HttpResponse:
    """The same list as a table."""
    top, found = _asked(request)
    show = _show(request)
    header, rows = _table(request, show, top, found)
    return csv_response(" ".join((_("Staffing"), top.in_language(language()))), header, rows)


def gap_lines(actor: Actor, found: Staffed) -> list[GapLine]:
    """Everything that is wrong, area by area, what is missing first."""
    order = list(PROBLEMS)
    lines = [_gap(actor, found, spot, problem) for spot in found.gaps for problem in spot.problems]
    return sorted(lines, key=lambda line: (order.index(line.problem), line.place.code))


def _page(request: ActorRequest, *, whole: bool = False) -> dict[str, Any]:
    top, found = _asked(request)
    show = _show(request)
    gaps = _narrowed(request, gap_lines(request.actor, found))
    loads = _sorted(request, _loads(found))
    ending = found.ending
    shown: dict[str, Sequence[object]] = {"gaps": gaps, "load": loads, "ending": ending}
    rows = shown.get(show, ())
    first = 0 if whole else _from(request)
    more = first + SIZE if not whole and len(rows) > first + SIZE else None
    return {
        "top": top,
        "path": [step for step in places.path_here(top.id) if _may_look(request.actor, step.id)],
        "show": show,
        "rows": rows if whole else rows[first : first + SIZE],
        "from_next": more,
        "counts": {
            "gaps": len(found.gaps),
            "load": sum(1 for load in found.loads if load.over),
            "ending": len(ending),
        },
        "parts": _parts(found) if show == "areas" else (),
        "areas": _areas(found) if show == "areas" and top.tier != "township" else (),
        "sizes": _sizes(found) if show in {"areas", "gaps"} else (),
        "may_note": bool(request.actor.roles & SIZERS),
        "rules": [(str(n), rule_name(rule, top.home)) for n, rule in enumerate(found.rules)],
        "limited": any(rule.most for rule in found.rules),
        "problems": [(key, str(words)) for key, words in PROBLEMS.items()],
        "given": request.GET,
        "query": urlencode({key: value for key, value in request.GET.items() if key not in {"show", "from"}}),
        "away": found.away,
        "tops": queries.grounds_of(request.actor),
        "people_here": len({post.user for post in found.held}),
        "totals": [line for rule in found.rules for line in [_total(found, rule)] if line],
    }


def _asked(request: ActorRequest) -> tuple[Place, Staffed]:
    top = queries.ground_of(request.actor, uuid_in(request.GET, "area"))
    return top, queries.staffed(top)


def _sizes(found: Staffed) -> list[tuple[Size, str]]:
    """Every size out of its range, with the reason that was noted."""
    notes = queries.size_notes([one.area for one in found.sizes])
    return [(one, notes[one.area.id].reason if one.area.id in notes else "") for one in found.sizes]


def _may_look(actor: Actor, area: UUID) -> bool:
    return any(one.id in places.area(area).path for one in queries.grounds_of(actor))


def _show(request: ActorRequest) -> Show:
    asked = request.GET.get("show", "")
    return next((one for one in SHOWN if one == asked), "areas")


def _from(request: ActorRequest) -> int:
    asked = request.GET.get("from", "")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 0


def _narrowed(request: ActorRequest, lines: list[GapLine]) -> list[GapLine]:
    problem, rule = request.GET.get("problem", ""), request.GET.get("rule", "")
    name = request.GET.get("q", "").strip()[:40]
    index = int(rule) if rule.isdecimal() else None
    found = [
        line
        for line in lines
        if (not problem or line.problem == problem) and (not name or name in line.where or name in line.who)
    ]
    if index is None:
        return found
    locality = places.locality_of(found[0].place.home) if found else None
    wanted = locality.staffing[index] if locality and index < len(locality.staffing) else None
    return [line for line in found if line.spot.rule == wanted]


def _gap(actor: Actor, found: Staffed, spot: Spot, problem: Problem) -> GapLine:
    place = places.area(spot.area)
    fix, words = _fix(actor, spot, problem)
    alone = [
        post for post in spot.held if problem in {"alone", "far"} and not (post.partner and post.partner_near)
    ]
    who = alone if problem in {"alone", "far"} else spot.held
    return GapLine(
        spot=spot,
        problem=problem,
        place=place,
        where=where_words(place),
        rule=rule_name(spot.rule, place.home),
        words=problem_words(spot, problem),
        tone=TONES[problem],
        who="、".join(post.name for post in who[:4]),
        fix=fix,
        fix_words=words,
    )


def where_words(place: Place) -> str:
    """Where an area is, below the township."""
    steps = places.path_here(place.id)
    return " ".join(step.in_language(language()) for step in steps[1:] or steps)


def _fix(actor: Actor, spot: Spot, problem: Problem) -> tuple[str, str]:
    """The page on which this is mended, for who may: giving a post, naming who acts."""
    if problem in {"alone", "far"}:
        post = next((one for one in spot.held if not (one.partner and one.partner_near)), None)
        if post and {"chief", "admin"} & actor.roles:
            return reverse("people:stand_in", args=[post.post]), _("Name who acts")
        return "", ""
    if problem == "many" and spot.held and "admin" in actor.roles:
        return reverse("people:person", args=[spot.held[-1].user]), _("Look at their posts")
    area = spot.area if spot.rule.where != "above" else places.area(spot.area).path[-2]
    for role in spot.rule.roles:
        if people.can_give(actor, role, area):
            asked = {"area": str(area), "role": role, "seat": spot.rule.seat or ""}
            return f"{reverse('signage:fill')}?{urlencode(asked)}", _("Give the post")
    return "", ""


def _loads(found: Staffed) -> list[LoadLine]:
    return [
        LoadLine(
            load=load,
            rule=rule_name(load.rule, found.top.home),
            areas=tuple(places.area(area) for area in load.areas),
            over=tuple(str(BURDENS[what]) for what in load.over),
        )
        for load in found.loads
    ]


def _sorted(request: ActorRequest, lines: list[LoadLine]) -> list[LoadLine]:
    """The heaviest first, or by the column asked for; only those with too much unless all are asked for."""
    if request.GET.get("all") != "1":
        lines = [line for line in lines if line.over]
    keys = {
        "areas": lambda line: -len(line.areas),
        "households": lambda line: -line.load.households,
        "cases": lambda line: -line.load.cases,
        "name": lambda line: line.load.name,
    }
    asked = keys.get(request.GET.get("sort", ""))
    return sorted(lines, key=asked) if asked else lines


def _parts(found: Staffed) -> list[PartLine]:
    lines = []
    for child in places.children(found.top.id):
        spots = [spot for spot in found.spots if child.id in places.area(spot.area).path]
        held = {post.user for post in found.held if child.id in post.path}
        areas = {spot.area for spot in spots}
        lines.append(PartLine(child, len(areas), len(held), sum(1 for spot in spots if spot.problems)))
    return lines


def _areas(found: Staffed) -> list[AreaLine]:
    by_area: dict[UUID, list[tuple[str, Spot]]] = {}
    for spot in found.spots:
        by_area.setdefault(spot.area, []).append((rule_name(spot.rule, found.top.home), spot))
    ordered = sorted(by_area, key=lambda area: places.area(area).code)
    return [AreaLine(places.area(area), tuple(by_area[area])) for area in ordered]


def _total(found: Staffed, rule: StaffRule) -> tuple[str, int, int] | None:
    """Of a rule that counts the whole place: its name, how many there are, how many were announced."""
    if found.top.tier != "township":
        return None
    levels = found.complement.levels
    held = [p for p in found.held if rule.counts(p.role, p.seat) and levels.get(p.area) == rule.level]
    if rule.persons is not None:
        return rule_name(rule, found.top.home), len({post.user for post in held}), rule.persons
    if rule.total is not None:
        return rule_name(rule, found.top.home), len(held), rule.total
    return None


Table = tuple[tuple[str, ...], Iterator[Sequence[object]]]


def _table(request: ActorRequest, show: Show, top: Place, found: Staffed) -> Table:
    if show == "gaps":
        gaps = _narrowed(request, gap_lines(request.actor, found))
        return (_("Code"), _("Place"), _("What"), _("To be there"), _("Problem"), _("Who")), (
            (one.place.code, one.where, one.rule, wanted_words(one.spot.rule), one.words, one.who)
            for one in gaps
        )
    if show == "load":
        loads = _sorted(request, _loads(found))
        return (_("Name"), _("What"), _("Areas"), _("Households"), _("Open cases"), _("Too much")), (
            (
                one.load.name,
                one.rule,
                " ".join(place.code for place in one.areas),
                one.load.households,
                one.load.cases,
                "、".join(one.over),
            )
            for one in loads
        )
    if show == "ending":
        return (_("Name"), _("Role"), _("Code"), _("Place"), _("Last day")), (
            (
                post.name,
                people.role_name(post.role, language(), top.home),
                places.area(post.area).code,
                where_words(places.area(post.area)),
                post.last_day,
            )
            for post in found.ending
        )
    return (_("Code"), _("Place"), _("What"), _("To be there"), _("Who"), _("Problem")), (
        (
            line.place.code,
            where_words(line.place),
            name,
            wanted_words(spot.rule),
            "、".join(post.name for post in spot.held),
            "、".join(problem_words(spot, problem) for problem in spot.problems),
        )
        for line in _areas(found)
        for name, spot in line.spots
    )
