"""The questions of a rule, what was typed into them, and a rule said in words."""

import re
from collections.abc import Mapping
from datetime import time
from typing import Any
from uuid import UUID

from django.utils.formats import time_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gewu.cases.pages.narrowing import categories_by_major, grids_by_community
from gewu.cases.queries import source_name
from gewu.cases.rules import SOURCES
from gewu.catalogue import queries as catalogue
from gewu.catalogue.category import KIND_DIGITS
from gewu.kernel.errors import Invalid, NotFound
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.routing.commands import Asked
from gewu.routing.models import RoutingRule
from gewu.ui.forms import Choice, Field

CLOCK = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")
# What people put between words.
BETWEEN = re.compile(r"[\s,，;；、]+")


def of(township: int, given: Mapping[str, Any], wrong: Mapping[str, str]) -> dict[str, Field]:
    """Every question, with what was typed and what is wrong."""

    def field(name: str, label: str, **more: Any) -> Field:
        return Field(name=name, label=label, value=given.get(name, ""), error=wrong.get(name, ""), **more)

    sources = given.getlist("sources") if hasattr(given, "getlist") else given.get("sources", ())
    return {
        "name": field(
            "name",
            _("What the rule is called"),
            required=True,
            max_length=60,
            help=_("Shown as the reason whenever it counts."),
        ),
        "category": field("category", _("Category or class"), kind="grouped", choices=_categories()),
        "area": field("area", _("Community or grid"), kind="grouped", choices=grids_by_community()),
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
            value=sources,
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
        "category": next(iter(row.categories), ""),
        "area": str(next(iter(row.areas), "")),
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
    area = _id(given.get("area", ""), "area", wrong) if given.get("area") else None
    category = given.get("category", "")
    if category and category not in {choice.value for choice in _categories()}:
        wrong["category"] = _("Choose one of the given answers.")
    if wrong or office is None:
        raise Invalid(_("Some answers cannot be accepted."), fields=wrong)
    return Asked(
        name=given.get("name", ""),
        office=office,
        categories=(category,) if category else (),
        areas=(area,) if area else (),
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


def said(row: RoutingRule) -> list[str]:
    """The conditions of a rule in words."""
    names = {choice.value: choice.label for choice in _categories()}
    parts = [names.get(code, code) for code in row.categories]
    parts += [_area(area) for area in row.areas]
    parts += [source_name(source) for source in row.sources]
    if row.words:
        parts.append(_("says %(words)s") % {"words": " / ".join(f"“{word}”" for word in row.words)})
    if row.start and row.end:
        hours = {"start": time_format(row.start, "H:i"), "end": time_format(row.end, "H:i")}
        parts.append(_("%(start)s to %(end)s") % hours)
    return parts or [pgettext("a rule", "every case")]


def _categories() -> list[Choice]:
    language = get_language() or ""
    whole = [
        Choice(
            KIND_DIGITS[major.kind] + major.code,
            _("All of %(place)s") % {"place": major.name(language)},
            major.name(language),
        )
        for major in catalogue.majors()
    ]
    found: list[Choice] = []
    members = categories_by_major()
    for choice in whole:
        found += [choice, *(one for one in members if one.help == choice.help)]
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
    return place.name_en if (get_language() or "").startswith("en") else place.short


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
