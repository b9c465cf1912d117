"""A case type drawn as a table: its stages, and what leads from one to the next."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gewu.catalogue import queries
from gewu.catalogue.definition import CaseType, Key, Move
from gewu.catalogue.drawn import PAUSES, flow_of
from gewu.catalogue.spoken import said, together
from gewu.catalogue.words import Words
from gewu.kernel.access import ActorRequest
from gewu.people.access import staff_only
from gewu.people.queries import role_name
from gewu.places import queries as places


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
def one_case_type(request: ActorRequest, key: str) -> HttpResponse:
    """The stages of a case type in force, and what leads from one to the next."""
    language = get_language() or ""
    here = request.actor.posts[0].scope.area
    published = queries.case_type(key, here)
    words = queries.words(published.definition, language)
    said = {
        "place": places.area(published.place).in_language(language) if published.place else "",
        "flow": flow_of(published.definition, words),
        "published": published,
        "words": words,
        "limit": together(published.definition.whole_limits(category="")),
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


def _station(case_type: CaseType, stage: Key, words: Words, language: str) -> Station:
    here = case_type.stages[stage]
    return Station(
        title=words.stages[stage].title,
        public=words.public[here.public],
        state=here.public.value,
        turn=role_name(here.turn, language) if here.turn not in {"none", "reporter"} else here.turn,
        limit=said(here.due.limit) if here.due else "",
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
