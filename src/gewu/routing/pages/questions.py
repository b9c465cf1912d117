"""The questions of a rule, what was typed into them, and a rule said in words."""

import re
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any
from uuid import UUID

from django.utils.datastructures import MultiValueDict
from django.utils.formats import time_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gewu.cases.queries import source_name
from gewu.cases.rules import SOURCES
from gewu.catalogue import queries as catalogue
from gewu.kernel.access import Tier
from gewu.kernel.errors import Invalid, NotFound
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.routing.asked import Asked
from gewu.routing.models import RoutingRule
from gewu.routing.rules import Rule
from gewu.ui.forms import Choice, Field

CLOCK = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")
# What people put between words.
BETWEEN = re.compile(r"[\s,，;；、]+")


def of(township: int, given: Mapping[str, Any], wrong: Mapping[str, str]) -> dict[str, Field]:
    """Every question, with what was typed and what is wrong."""

    def field(name: str, label: str, **more: Any) -> Field:
        return Field(name=name, label=label, value=given.get(name, ""), error=wrong.get(name, ""), **more)

    def several(name: str, label: str, choices: Sequence[Choice]) -> Field:
        value, error = _listed(given, name), wrong.get(name, "")
        return Field(name=name, label=label, kind="several", value=value, error=error, choices=choices)

    return {
        "name": field(
            "name",
            _("What the rule is called"),
            required=True,
            max_length=60,
            help=_("Shown as the reason whenever it counts."),
        ),
        "categories": several("categories", _("Categories or classes"), _categories()),
        "areas": several("areas", _("Communities or grids"), _areas(township)),
        "words": field(
            "words",
            _("Words, any of them"),
            max_length=200,
            help=_("In the report's text. Put spaces between words."),
        ),
        "sources": Field(
            name="sources",
            label=_("How it reached us"),
            kind="checks",
            value=_listed(given, "sources"),
            error=wrong.get("sources", ""),
            choices=[Choice(source, source_name(source)) for source in SOURCES],
        ),
        "start": field("start", _("Reported from"), size="short", placeholder="18:00", max_length=5),
        "end": field(
            "end",
            _("until"),
            size="short",
            placeholder="08:00",
            max_length=5,
            help=_("Over midnight where it ends earlier than it begins."),
        ),
        "office": field(
            "office", _("goes to this office"), kind="grouped", required=True, choices=_offices(township)
        ),
    }


def typed(row: RoutingRule) -> dict[str, Any]:
    """A rule as its form holds it."""
    return {
        "name": row.name,
        "categories": tuple(row.categories),
        "areas": tuple(str(area) for area in row.areas),
        "words": " ".join(row.words),
        "sources": tuple(row.sources),
        "start": row.start.strftime("%H:%M") if row.start else "",
        "end": row.end.strftime("%H:%M") if row.end else "",
        "office": str(row.office),
    }


def asked(given: Any) -> Asked:
    """What was typed as a rule, or Invalid naming what cannot be read."""
    wrong: dict[str, str] = {}
    start, end = (_clock(given.get(name, ""), name, wrong) for name in ("start", "end"))
    office = _id(given.get("office", ""), "office", wrong)
    areas = tuple(_id(area, "areas", wrong) for area in given.getlist("areas"))
    if wrong or office is None:
        raise Invalid(_("Some answers cannot be accepted."), fields=wrong)
    return Asked(
        name=given.get("name", ""),
        office=office,
        categories=tuple(given.getlist("categories")),
        areas=tuple(area for area in areas if area),
        sources=tuple(given.getlist("sources")),
        words=tuple(word for word in BETWEEN.split(given.get("words", "")) if word),
        start=start,
        end=end,
    )


def version(given: Mapping[str, str]) -> int:
    """The version the form was drawn from; whatever is no number is older than every rule."""
    seen = given.get("seen_version", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else 0


def identifier(given: str) -> UUID | None:
    """An identifier in an address, if it is one."""
    return _id(given, "", {})


def category_names() -> dict[str, str]:
    """What classes and categories are called, by the codes of a rule."""
    return {choice.value: choice.label for choice in _categories()}


def said(rule: Rule, names: Mapping[str, str]) -> list[str]:
    """The conditions of a rule in words: any of the things in each."""
    hours = rule.start and rule.end and {"start": _hour(rule.start), "end": _hour(rule.end)}
    parts = (
        [names.get(code, code) for code in rule.categories],
        sorted(_area(area) for area in rule.areas),
        [source_name(source) for source in SOURCES if source in rule.sources],
        [_("says %(words)s") % {"words": " / ".join(f"“{word}”" for word in rule.words)}]
        if rule.words
        else (),
        [_("%(start)s to %(end)s") % hours] if hours else (),
    )
    return [" / ".join(part) for part in parts if part] or [pgettext("a rule", "every case")]


def _categories() -> list[Choice]:
    """Each class as a whole, then its categories."""
    language = get_language() or ""
    found: list[Choice] = []
    for major in catalogue.majors():
        name = major.name(language)
        found.append(Choice(major.code, _("All of %(place)s") % {"place": name}, name))
        found += [Choice(one.code, one.name(language), name) for one in major.members()]
    return found


def _areas(township: int) -> list[Choice]:
    """Each community as a whole, then its grids."""
    top = places.area_by_code(f"{township:09d}")
    found: list[Choice] = []
    for community in places.under(top.id, Tier.COMMUNITY):
        name = _short(community)
        found.append(Choice(str(community.id), _("All of %(place)s") % {"place": name}, name))
        grids = places.under(community.id, Tier.GRID)
        found += [Choice(str(grid.id), _short(grid), name) for grid in grids]
    return found


def _offices(township: int) -> list[Choice]:
    english = (get_language() or "").startswith("en")
    rows = [office for office in people.organisations_of(township) if office.inbox_open]
    return [
        Choice(str(row.id), row.name_en if english else row.name_zh, str(row.get_kind_display()))
        for row in rows
    ]


def _area(identifier: UUID) -> str:
    try:
        place = places.area(identifier)
    except NotFound:
        return _("a place that is no more")
    return _short(place)


def _short(place: places.AreaName) -> str:
    return place.name_en if (get_language() or "").startswith("en") else place.short


def _listed(given: Mapping[str, Any], name: str) -> Sequence[str]:
    """All answers to a question: of a form, or of a rule."""
    return given.getlist(name) if isinstance(given, MultiValueDict) else given.get(name, ())


def _hour(at: time) -> str:
    return time_format(at, "H:i")


def _clock(given: str, name: str, wrong: dict[str, str]) -> time | None:
    text = given.strip()
    if not text:
        return None
    found = CLOCK.fullmatch(text)
    if found is None:
        wrong[name] = _("Write the hour like 18:00.")
        return None
    return time(int(found[1]), int(found[2]))


def _id(given: str, name: str, wrong: dict[str, str]) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        wrong[name] = _("Choose one of the given answers.")
        return None
