"""The catalogue for people to read: categories with their standards, and case types drawn as tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_safe

from gewu.catalogue import queries
from gewu.catalogue.category import Category, FilingWords
from gewu.catalogue.definition import CaseType, Effect, Key, Move
from gewu.catalogue.words import Words
from gewu.kernel.access import ActorRequest
from gewu.kernel.text import clean
from gewu.people.access import staff_only
from gewu.people.queries import role_name

DAY = 24
# They leave nearly every stage: said once, below the others.
PAUSES = {Effect.WAITS, Effect.RESUMES}


@dataclass(frozen=True, slots=True)
class Standard:
    """A filing standard as the page says it."""

    name: str
    limit: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A category as the page says it."""

    code: str
    name: str
    icon: str
    public: bool
    duty: str
    filing: tuple[Standard, ...]
    closing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A move as the page says it: where it leads, who makes it, what it asks."""

    title: str
    to: str
    by: str
    needs: str
    may: str


@dataclass(frozen=True, slots=True)
class Station:
    """A stage as the page says it, with every way out of it."""

    title: str
    public: str
    state: str
    turn: str
    limit: str
    ways: tuple[Way, ...]


@require_safe
@staff_only
def catalogue(request: ActorRequest) -> HttpResponse:
    """Every category with its standards and limits; `?q=` searches as residents do."""
    language = get_language() or ""
    text = clean(request.GET.get("q", ""), field="q", limit=60, lines=False)
    found = queries.search_categories(text, language) if text else queries.categories()
    said = {
        "text": text,
        "groups": [("", [_entry(one, language) for one in found])] if text else _groups(found, language),
        "case_types": [(key, queries.words(key, language).title) for key in queries.case_type_keys()],
    }
    return render(request, "catalogue/catalogue.html", said)


@require_safe
@staff_only
def one_case_type(request: ActorRequest, key: str) -> HttpResponse:
    """The stages of a case type in force, and what leads from one to the next."""
    language = get_language() or ""
    published = queries.case_type(key)
    words = queries.words(key, language)
    said = {
        "published": published,
        "words": words,
        "limit": _limit(published.definition.due_hours),
        "stations": [
            _station(published.definition, stage, words, language) for stage in published.definition.stages
        ],
        "pauses": [
            _way(move, move.from_[0], words, language)
            for move in published.definition.moves
            if move.effects & PAUSES
        ],
    }
    return render(request, "catalogue/case_type.html", said)


def _groups(found: Iterable[Category], language: str) -> list[tuple[str, list[Entry]]]:
    names = {major.code: major.name(language) for major in queries.majors()}
    return [
        (names[code], [_entry(category, language) for category in members])
        for code, members in groupby(found, key=lambda category: category.code[:4])
    ]


def _entry(category: Category, language: str) -> Entry:
    return Entry(
        code=category.code,
        name=category.name(language),
        icon=category.icon,
        public=category.public,
        duty=queries.duty_name(category.duty, language),
        filing=tuple(_standard(standard, language) for standard in category.filing),
        closing=tuple(standard.name(language) for standard in category.closing),
    )


def _standard(standard: FilingWords, language: str) -> Standard:
    return Standard(name=standard.name(language), limit=_limit(standard.hours), urgent=standard.urgent)


def _station(case_type: CaseType, stage: Key, words: Words, language: str) -> Station:
    here = case_type.stages[stage]
    return Station(
        title=words.stages[stage].title,
        public=words.public[here.public],
        state=here.public.value,
        turn=role_name(here.turn, language) if here.turn not in {"none", "reporter"} else here.turn,
        limit=_limit(here.due_hours) if here.due_hours else "",
        ways=tuple(
            _way(move, stage, words, language)
            for move in case_type.moves_from(stage)
            if not move.effects & PAUSES
        ),
    )


def _way(move: Move, stage: Key, words: Words, language: str) -> Way:
    def labels(names: Iterable[Key]) -> str:
        return " · ".join(words.fields[name].label for name in names)

    return Way(
        title=words.moves[move.name].title,
        to=words.stages[move.goes_to(stage)].title,
        by=" · ".join(role_name(role, language) for role in sorted(move.by)),
        needs=labels(move.needs),
        may=labels(move.may),
    )


def _limit(hours: float) -> str:
    """A span as people say it: whole days as days, anything else in hours."""
    if hours >= 2 * DAY and hours % DAY == 0:
        days = int(hours // DAY)
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    return ngettext("%(count)s hour", "%(count)s hours", int(hours) or 1) % {"count": f"{hours:g}"}
