"""What is suggested for a case: the rule that counts, offices and categories by what a place learned."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.utils.translation import get_language

from gewu.cases import queries as cases
from gewu.cases.queries import CaseMatter
from gewu.catalogue import queries as catalogue
from gewu.kernel.access import Actor
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.routing import lessons, voting
from gewu.routing.models import Learned
from gewu.routing.queries import office_name, rule_for
from gewu.routing.rules import Rule
from gewu.routing.voting import Known, Vote

if TYPE_CHECKING:
    from gewu.people.models import Organisation

# How much the offices of like cases weigh against those that usually put such a thing right.
EXPERIENCE = 0.3
MOST = 3
# The questions of a move that a suggestion answers.
OFFICE, CATEGORY = "organisation", "category"
# What fewer like cases than this say is not heard.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """How often suggestions were right, in hundredths: the first, one of three, always the commonest."""

    texts: int
    cases: int
    first: int
    three: int
    commonest: int
    office_first: int
    office_three: int
    busiest: int


# By `python -m bench.suggestions`, on the half of its texts that was held back: docs/performance.md.
MEASURED = Measured(
    texts=83, cases=546, first=64, three=87, commonest=2, office_first=80, office_three=96, busiest=20
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A candidate with its reason: `count` of `voters` like cases; `confidence` from 0 to 1."""

    key: str
    name: str
    confidence: float
    count: int
    voters: int
    nearby: bool


@dataclass(frozen=True, slots=True)
class Teaching:
    """What a place learned: when, and from how many closed cases."""

    learned_at: datetime
    cases: int
    offices: int
    categories: int


def teaching(township: int) -> Teaching | None:
    """What a place learned last; None before the first time."""
    row = Learned.objects.filter(township=township).defer("content").first()
    if row is None:
        return None
    return Teaching(row.learned_at, row.cases, len(row.offices), len(row.categories))


def knows(township: int) -> bool:
    """Whether what a place learned can be read: not what an earlier version kept otherwise."""
    return _known(township) is not None


def likely_offices(case: CaseMatter) -> tuple[Suggestion, ...]:
    """Where like cases went, among the offices that take cases now."""
    known = _known(case.township)
    return offices_by(known, case) if known else ()


def offices_by(known: Known, case: CaseMatter) -> tuple[Suggestion, ...]:
    """The same by given lessons: where like cases went, and who usually puts right what it seems to be."""
    here = {str(office.id): office for office in people.organisations_of(case.township) if office.inbox_open}
    asked = voting.Asked(case.text, case.category, case.lon, case.lat)
    gone = voting.offices(known, asked, most=len(known.office_names))
    heard = gone if gone and gone[0].voters >= FEWEST else ()
    votes = voting.mixed(heard, _usual(known, case, here), weight=EXPERIENCE)
    open_here = [vote for vote in votes if vote.key in here]
    return tuple(_suggestion(vote, office_name(here[vote.key])) for vote in open_here[:MOST])


def _usual(known: Known, case: CaseMatter, here: "Mapping[str, Organisation]") -> dict[str, float]:
    """The share of each office that usually puts right what a case is, or seems to be."""
    keys = {office.key: identifier for identifier, office in here.items() if office.key}
    codes = tuple(places.area(place).code for place in case.places)
    likely = {case.category: 1.0} if case.category else _seems(known, case)
    shares: dict[str, float] = {}
    for category, share in likely.items():
        usual = catalogue.usual_offices(category, keys, codes)
        for key in usual:
            shares[keys[key]] = shares.get(keys[key], 0.0) + share / len(usual)
    return shares


def _seems(known: Known, case: CaseMatter) -> dict[str, float]:
    votes = voting.categories(known, voting.Asked(case.text, "", case.lon, case.lat), most=10)
    return {vote.key: vote.share for vote in votes}


def likely_categories(case: CaseMatter, *, most: int = MOST) -> tuple[Suggestion, ...]:
    """What a text is about: like cases and the catalogue's everyday phrases together."""
    return categories_by(_known(case.township), case, most=most)


def categories_by(known: Known | None, case: CaseMatter, *, most: int = MOST) -> tuple[Suggestion, ...]:
    """The same by given lessons; without any, by the catalogue's everyday phrases alone."""
    language = get_language() or ""
    votes = _category_votes(known, case, most)
    return tuple(_suggestion(vote, catalogue.category_name(vote.key, language)) for vote in votes)


@dataclass(frozen=True, slots=True)
class Suggested:
    """All that is suggested for a case: a rule that counts, offices, other categories."""

    rule: Rule | None
    offices: tuple[Suggestion, ...]
    categories: tuple[Suggestion, ...]


def suggestions(actor: Actor, case_id: UUID) -> Suggested:
    """What helps whoever may now choose an office or a category; nothing for others who see the case."""
    moves = cases.case_file(actor, case_id).moves
    asked = {name for move in moves for name in cast("dict[str, object]", move.schema["properties"])}
    return suggested(cases.matter(actor, case_id), asked)


def suggested(case: CaseMatter, asked: Collection[str]) -> Suggested:
    """What helps with questions of these names."""
    offices = likely_offices(case) if OFFICE in asked else ()
    categories = likely_categories(case) if CATEGORY in asked else ()
    return Suggested(
        rule=rule_for(case) if OFFICE in asked else None,
        offices=offices,
        categories=tuple(one for one in categories if one.key != case.category),
    )


def _category_votes(known: Known | None, case: CaseMatter, most: int) -> tuple[Vote, ...]:
    if known is not None:
        return voting.categories(known, voting.Asked(case.text, "", case.lon, case.lat), most=most)
    found = catalogue.search_categories(case.text, get_language() or "zh-hans", most=most)
    weights = [1 / (1 + place) for place in range(len(found))]
    return tuple(
        Vote(one.code, weight / sum(weights), 0, 0, nearby=False)
        for one, weight in zip(found, weights, strict=True)
    )


def _suggestion(vote: Vote, name: str) -> Suggestion:
    return Suggestion(vote.key, name, vote.share, vote.count, vote.voters, vote.nearby)


def _known(township: int) -> Known | None:
    row = Learned.objects.filter(township=township).defer("content").first()
    return _unpacked(township, row.digest) if row else None


@lru_cache(maxsize=8)
def _unpacked(township: int, digest: str) -> Known | None:
    """Read once per process: what was learned is as its digest says."""
    row = Learned.objects.filter(township=township, digest=digest).first()
    return lessons.read(bytes(row.content), row.offices, row.categories) if row else None
