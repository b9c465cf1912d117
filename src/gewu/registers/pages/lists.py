"""Lists of a register: narrowed by chips, paged by key, counted honestly."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gewu.kernel import clock
from gewu.kernel.access import ActorRequest, Tier
from gewu.kernel.filters import Chosen, Filter, parse
from gewu.kernel.paging import Page
from gewu.places import queries as places
from gewu.places.queries import Place
from gewu.registers import queries
from gewu.registers.definition import Register
from gewu.registers.models import RegisterRow
from gewu.registers.pages import shell
from gewu.registers.reach import WRITERS
from gewu.registers.rhythm import later
from gewu.registers.words import TONES
from gewu.ui.forms import Choice, Field


@require_safe
@shell.readers
def listed(request: ActorRequest, kind: str) -> HttpResponse:
    """One register, as far as one's places go."""
    of = queries.register(kind)
    known = filters(request, of)
    chosen = parse(known, request.GET)
    after = request.GET.get("after") or None
    found = queries.listed(request.actor, kind, chosen=chosen, after=after)
    if _more(request):
        more = {"rows": queries.lines(found.items, kind), "next": found.next, "tones": TONES}
        return render(request, "registers/list.html#rows", more)
    said = {
        "base": shell.base_of(request),
        "of": of,
        "title": of.said(shell.language()),
        "help": of.help(shell.language()),
        "rows": queries.lines(found.items, kind),
        "next": found.next,
        "count": _count(request, kind, chosen, found, after),
        "chosen": chosen,
        "chips": list(_chips(chosen)),
        "fields": [_field(one, request) for one in known if one.name != "q"],
        "given": request.GET,
        "tones": TONES,
        "may_add": bool(request.actor.roles & WRITERS),
    }
    return render(request, "registers/list.html", said)


def _count(
    request: ActorRequest, kind: str, chosen: Chosen, found: Page[RegisterRow], after: str | None
) -> queries.Counted:
    """How many there are; a first page that is the last has counted them."""
    if after is None and found.next is None:
        return queries.Counted(len(found.items), more=False)
    return queries.counted(request.actor, kind, chosen)


def filters(request: ActorRequest, of: Register) -> tuple[Filter, ...]:
    """What a list can be narrowed by: words, place, state, programme, what is due, and choices of its own."""
    language = shell.language()
    running = {
        one.key: one.said(language)
        for home in queries.townships(request.actor)
        for one in queries.programmes(home)
        if one.of == of.key and one.depth <= 1
    }
    known = [
        # How a name is found, the query knows: by one index or another.
        Filter("q", gettext_lazy("The beginning of a name"), kind="text", narrow=lambda _typed: Q()),
        Filter("place", gettext_lazy("Place"), kind="id", narrow=_place),
        Filter("state", gettext_lazy("State"), choices={one.key: one.said(language) for one in of.states}),
        *([Filter("due", gettext_lazy("Visit"), choices=_DUE, narrow=_due)] if of.rhythm else []),
        Filter("missing", gettext_lazy("Missing"), choices=_missing(of), narrow=_without),
    ]
    if running:
        known.append(Filter("in", gettext_lazy("Programme"), choices=running, narrow=_in))
    if of.key == "person":
        known.append(Filter("age", gettext_lazy("Age"), choices=_AGES, narrow=_age))
    own = of.field("use") or of.field("kind")
    if own and own.column:
        choices = {one.key: one.said(language) for one in own.choices}
        known.append(Filter(own.key, own.said(language), choices=choices))
    return tuple(known)


# More places than this are offered community by community.
MOST_LISTED = 150
_DUE = {"late": gettext_lazy("late"), "week": gettext_lazy("due within a week")}
_AGES = {
    "0-5": gettext_lazy("below 6"),
    "6-17": gettext_lazy("6 to 17"),
    "18-59": gettext_lazy("18 to 59"),
    "60-79": gettext_lazy("60 to 79"),
    "80-200": gettext_lazy("80 and above"),
}


def _more(request: ActorRequest) -> bool:
    return request.headers.get("HX-Request") == "true" and "after" in request.GET


def _place(identifier: object) -> Q:
    place = places.area(UUID(str(identifier)))
    column = {Tier.COMMUNITY: "in_community", Tier.GRID: "in_grid", Tier.CELL: "in_cell"}.get(place.tier)
    return Q(**{column: place.id}) if column else Q(township=place.township)


def _due(when: object) -> Q:
    today = localdate(clock.now())
    return Q(next_due__lt=today) if when == "late" else Q(next_due__range=(today, _week(today)))


def _week(today: date) -> date:
    return date.fromordinal(today.toordinal() + 7)


def _in(key: object) -> Q:
    return queries.in_programme(str(key))


def _age(span: object) -> Q:
    first, last = (int(one) for one in str(span).split("-"))
    today = localdate(clock.now())
    return Q(born__lte=later(today, -12 * first), born__gt=later(today, -12 * (last + 1)))


def _missing(of: Register) -> dict[str, str]:
    return {one.key: one.said(shell.language()) for one in of.needed}


def _without(key: object) -> Q:
    return ~Q(sources__has_key=str(key))


def _chips(chosen: Chosen) -> Iterator[tuple[str, str, str]]:
    for chip in chosen.chips:
        words = str(chip.words)
        if chip.name == "place":
            place = places.area(UUID(words))
            words = place.in_language(shell.language())
        yield str(chip.label), words, chip.without


def _field(one: Filter, request: ActorRequest) -> Field:
    given = request.GET.get(one.name, "")
    if one.name == "place":
        return Field(
            name=one.name, label=str(one.label), kind="grouped", value=given, choices=_places(request)
        )
    choices = [(key, str(word)) for key, word in one.choices.items()]
    return Field(name=one.name, label=str(one.label), kind="choice", value=given, choices=choices)


def _places(request: ActorRequest) -> list[Choice]:
    """The communities and grids under one's own places; of a large town the grids of one community."""
    found: list[Choice] = []
    language = shell.language()
    for post in request.actor.posts:
        if "registers" not in post.reads:
            continue
        top = places.area(post.scope.area)
        tiers = (Tier.COMMUNITY, Tier.GRID) if post.scope.tier == Tier.TOWNSHIP else (Tier.GRID, Tier.CELL)
        for place in _listable([places.under(top.id, tier) for tier in tiers], request.GET.get("place", "")):
            group = places.area(place.path[-2]).in_language(language)
            found.append(Choice(str(place.id), place.in_language(language), group))
    return list({one.value: one for one in found}.values())


def _listable(by_tier: list[tuple[Place, ...]], chosen: str) -> list[Place]:
    """All places where they can be looked over; else the larger ones, and the smaller ones in the chosen."""
    if sum(map(len, by_tier)) <= MOST_LISTED:
        return [place for places_ in by_tier for place in places_]
    larger, smaller = by_tier
    near = {str(one.path[-2]) for one in smaller if str(one.id) == chosen} | {chosen}
    return [*larger, *(one for one in smaller if str(one.path[-2]) in near)]
