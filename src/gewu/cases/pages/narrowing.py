"""How a list is narrowed on the desk: chips in force, a form for more, and what was chosen last time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gewu.cases import queries
from gewu.catalogue import queries as catalogue
from gewu.kernel.access import ActorRequest, Tier
from gewu.kernel.errors import NotFound
from gewu.kernel.filters import Chip, Chosen, Filter
from gewu.places import queries as places
from gewu.ui.forms import Choice, Field

REMEMBERED = "desk_filters"
NOTHING = "all"
# What a query string of a page says beside its filters.
OTHERS = frozenset({"after", "case", "list", "saved", NOTHING})


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What narrows a list, in force and on offer."""

    chosen: Chosen
    chips: tuple[Chip, ...]
    fields: tuple[Field, ...]

    @property
    def query(self) -> str:
        return self.chosen.query


def narrowed(request: ActorRequest, key: str) -> Narrowed:
    """The filters of this request; without any, those last used on the same list in this session."""
    asked = _asked(request, key)
    chosen = queries.chosen_from(asked)
    _remember(request, key, chosen.query)
    chips = tuple(
        replace(chip, words=_spoken(chip), without=chip.without or f"{NOTHING}=1") for chip in chosen.chips
    )
    return Narrowed(chosen, chips, tuple(_fields(asked)))


def _asked(request: ActorRequest, key: str) -> QueryDict:
    if NOTHING in request.GET or set(request.GET) - OTHERS:
        return request.GET
    return QueryDict(request.session.get(REMEMBERED, {}).get(key, ""))


def _remember(request: ActorRequest, key: str, chosen: str) -> None:
    """Keep the choice for next time, but no words: a session is no place for somebody's name or phone."""
    codes = QueryDict(chosen, mutable=True)
    codes.pop("text", None)
    query, kept = codes.urlencode(), dict[str, str](request.session.get(REMEMBERED, {}))
    if kept.get(key, "") != query:
        request.session[REMEMBERED] = {**kept, key: query}


def _spoken(chip: Chip) -> str:
    if chip.name != "place":
        return str(chip.words)
    try:
        return " ".join(_short(step) for step in places.path_here(UUID(str(chip.words)))[-2:])
    except (NotFound, ValueError):
        return str(chip.words)


def _fields(asked: QueryDict) -> Iterable[Field]:
    for known in queries.list_filters():
        yield _field(known, asked.get(known.name, ""))


def _field(known: Filter, given: str) -> Field:
    name, label = known.name, str(known.label)
    if name == "category":
        return Field(name=name, label=label, kind="grouped", value=given, choices=categories_by_major())
    if name == "place":
        return Field(name=name, label=label, kind="grouped", value=given, choices=grids_by_community())
    if known.kind == "flag":
        return Field(
            name=name,
            label=pgettext("of a case", "Clock"),
            kind="checks",
            value=given,
            choices=(("1", label),),
        )
    if known.kind in {"day_from", "day_to"}:
        return Field(name=name, label=label, kind="date", value=given)
    if known.choices:
        return Field(name=name, label=label, kind="choice", value=given, choices=_pairs(known.choices))
    return Field(name=name, label=label, value=given, max_length=60)


def _pairs(choices: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((value, str(label)) for value, label in choices.items())


def categories_by_major() -> tuple[Choice, ...]:
    """Every category under its major class; the help of a choice is its group."""
    language = get_language() or ""
    return tuple(
        Choice(category.code, category.name(language), major.name(language))
        for major in catalogue.majors()
        for category in major.members()
    )


def grids_by_community() -> tuple[Choice, ...]:
    """Communities and their grids, under each community."""
    found: list[Choice] = []
    for locality in places.localities():
        top = places.area_by_code(str(locality.township))
        for community in places.under(top.id, Tier.COMMUNITY):
            group = _short(community)
            found.append(Choice(str(community.id), _("All of %(place)s") % {"place": group}, group))
            found += [Choice(str(g.id), _short(g), group) for g in places.under(community.id, Tier.GRID)]
    return tuple(found)


def cells_by_community(township: int) -> tuple[Choice, ...]:
    """Every grid and unit grid of a township under its community: where a case can be given to."""
    top = places.area_by_code(f"{township:09d}")
    return tuple(
        Choice(str(place.id), _short(place), _short(community))
        for community in places.under(top.id, Tier.COMMUNITY)
        for tier in (Tier.GRID, Tier.CELL)
        for place in places.under(community.id, tier)
    )


def _short(place: "places.AreaName") -> str:
    return place.name_en if (get_language() or "").startswith("en") else place.short
