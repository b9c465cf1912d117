"""A rule as somebody writes it, and everything that is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.cases.rules import SOURCES
from gewu.catalogue import queries as catalogue
from gewu.kernel import text
from gewu.kernel.access import Tier
from gewu.kernel.errors import Invalid
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.routing.rules import Rule

LONGEST_NAME, LONGEST_WORD, MOST_WORDS = 60, 20, 20
# Of categories and of areas: more than that is no rule but a list of everything.
MOST_NAMED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a case must be, and the office it goes to then; an empty condition asks nothing.

    `categories` are codes, or the first four digits of codes for a whole class.
    """

    name: str
    office: UUID
    categories: tuple[str, ...] = ()
    areas: tuple[UUID, ...] = ()
    sources: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    start: time | None = None
    end: time | None = None

    def as_rule(self, rule_id: UUID) -> Rule:
        """The rule it would be, switched on."""
        return Rule(
            id=rule_id,
            office=self.office,
            name=self.name,
            categories=self.categories,
            areas=frozenset(self.areas),
            sources=frozenset(self.sources),
            words=self.words,
            start=self.start,
            end=self.end,
        )


def tidied(township: int, asked: Asked) -> Asked:
    """The rule made safe to keep, or Invalid naming everything that is wrong."""
    wrong = _wrong_names(township, asked)
    if (asked.start is None) != (asked.end is None):
        wrong["end"] = _("Say from when until when, or leave both out.")
    name = _clean(asked.name, "name", LONGEST_NAME, wrong)
    if not name and "name" not in wrong:
        wrong["name"] = _("Give the rule a name.")
    words = tuple(dict.fromkeys(_words(asked.words, wrong)))
    if wrong:
        raise Invalid(_("Some answers cannot be accepted."), fields=wrong)
    return replace(
        asked,
        name=name,
        words=words,
        categories=tuple(dict.fromkeys(asked.categories)),
        areas=tuple(dict.fromkeys(asked.areas)),
        sources=tuple(dict.fromkeys(asked.sources)),
        start=_minute(asked.start),
        end=_minute(asked.end),
    )


def areas_of(township: int) -> frozenset[UUID]:
    """Where a case of a township may lie: its communities, grids and unit grids."""
    top = places.area_by_code(f"{township:09d}")
    tiers = (Tier.COMMUNITY, Tier.GRID, Tier.CELL)
    return frozenset(place.id for tier in tiers for place in places.under(top.id, tier))


def _wrong_names(township: int, asked: Asked) -> dict[str, str]:
    """What is named and does not exist here."""
    unknown = _("Choose one of the given answers.")
    wrong: dict[str, str] = {}
    if asked.office not in {one.id for one in people.organisations_of(township) if one.inbox_open}:
        wrong["office"] = _("This office takes no cases here, or has it already.")
    known = {one.code for one in catalogue.categories()} | {major.code for major in catalogue.majors()}
    if not known.issuperset(asked.categories):
        wrong["categories"] = unknown
    if asked.areas and not areas_of(township).issuperset(asked.areas):
        wrong["areas"] = unknown
    if any(source not in SOURCES for source in asked.sources):
        wrong["sources"] = unknown
    for name, given in (("categories", asked.categories), ("areas", asked.areas)):
        if len(given) > MOST_NAMED:
            wrong[name] = _("At most %(most)d of them.") % {"most": MOST_NAMED}
    return wrong


def _words(given: Sequence[str], wrong: dict[str, str]) -> list[str]:
    words = [_clean(word, "words", LONGEST_WORD, wrong) for word in given if word.strip()]
    if len(words) > MOST_WORDS or any(not word for word in words):
        wrong["words"] = _("At most 20 words of at most 20 characters each.")
    return words


def _clean(given: str, field: str, limit: int, wrong: dict[str, str]) -> str:
    try:
        return text.clean(given, field=field, limit=limit, lines=False)
    except Invalid as refused:
        wrong.update(refused.fields)
        return ""


def _minute(at: time | None) -> time | None:
    """Hours are those of the place, to the minute."""
    return at.replace(second=0, microsecond=0, tzinfo=None) if at else None
