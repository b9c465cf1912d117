"""Services: what can be reported, with its questions. They are the public categories of the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from gewu.catalogue import queries as catalogue
from gewu.catalogue.category import Category
from gewu.catalogue.definition import CaseType
from gewu.catalogue.words import Words
from gewu.kernel.errors import NotFound
from gewu.open311 import practice
from gewu.open311.queries.towns import Town
from gewu.open311.rules import Question

REALTIME, BATCH, BLACKBOX = "realtime", "batch", "blackbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One kind of request. `category` is what a case of it is filed under."""

    code: str
    name: str
    description: str
    group: str
    keywords: tuple[str, ...]
    type: str
    questions: tuple[Question, ...]
    category: str
    case_type: str
    is_practice: bool = False


def services(town: Town) -> tuple[Service, ...]:
    """All that can be reported in a town, by code; its sandbox has some more to practise with."""
    asked = {key: _questions(key, town) for key in {category.case_type for category in _public(town)}}
    public = tuple(_service(category, asked[category.case_type]) for category in _public(town))
    return (*public, *_practice(town)) if town.is_test else public


def service(town: Town, code: str) -> Service:
    """The service of a code, or NotFound: hidden kinds read as if they were not there."""
    found = next((category for category in _public(town) if category.code == code), None)
    if found is not None:
        return _service(found, _questions(found.case_type, town))
    practised = _practice(town) if town.is_test else ()
    for one in practised:
        if one.code == code:
            return one
    raise NotFound(_("service_code %(code)s: there is no such service.") % {"code": code[:40]})


def codes(town: Town) -> frozenset[str]:
    """The codes whose requests are listed."""
    return frozenset(category.code for category in _public(town))


def known_codes(town: Town, wanted: tuple[str, ...]) -> frozenset[str]:
    """The listed ones among some codes, or NotFound naming those that are none."""
    known = codes(town)
    if strange := [code for code in wanted if code not in known]:
        told = ", ".join(code[:40] for code in strange[:5])
        raise NotFound(_("service_code %(code)s: there is no such service.") % {"code": told})
    return frozenset(wanted) or known


def _public(town: Town) -> tuple[Category, ...]:
    return catalogue.categories(town.locality.township, public_only=True)


def _service(category: Category, questions: tuple[Question, ...]) -> Service:
    language = _language()
    major = next(one for one in catalogue.majors() if category.code.startswith(one.code))
    words = category.search.en if language.startswith("en") else category.search.zh
    return Service(
        code=category.code,
        name=category.name(language),
        description=category.filing[0].name(language),
        group=major.name(language),
        keywords=tuple(word.replace(",", " ") for word in words),
        # What is held closely is taken in and never shown again.
        type=REALTIME if category.access == "open" else BLACKBOX,
        questions=questions,
        category=category.code,
        case_type=category.case_type,
    )


def _questions(case_type: str, town: Town) -> tuple[Question, ...]:
    """What a report of this kind is asked beside place and description."""
    definition = catalogue.case_type(case_type, town.locality.township).definition
    schema = definition.report_schema()
    said = catalogue.words(definition, _language())
    required = cast("list[str]", schema["required"])
    properties = cast("Mapping[str, Mapping[str, Any]]", schema["properties"])
    return tuple(
        _question(definition, said, name, answer, required=name in required)
        for name, answer in properties.items()
    )


def _question(
    definition: CaseType, said: Words, name: str, answer: Mapping[str, Any], *, required: bool
) -> Question:
    field = said.fields[name]
    options = answer.get("enum") or answer.get("items", {}).get("enum") or ()
    choices = tuple((str(option), said.choice(name, str(option))) for option in options)
    if answer.get("type") == "boolean":
        choices = _yes_or_no()
    return Question(
        code=name, label=field.label, help=field.help, required=required, schema=answer, choices=choices
    )


def _yes_or_no() -> tuple[tuple[str, str], ...]:
    return (("true", gettext("Yes")), ("false", gettext("No")))


def _practice(town: Town) -> tuple[Service, ...]:
    """The services of the sandbox alone, filed under public categories so that nothing else is special."""
    shown = next(one for one in _public(town) if one.access == "open")
    hidden = next((one for one in _public(town) if one.access != "open"), shown)
    return tuple(
        Service(
            code=one.code,
            name=one.name(_language()),
            description=one.help(_language()),
            group=_("For programs to practise"),
            keywords=(),
            type=one.type,
            questions=one.questions(_language()),
            category=(hidden if one.type == BLACKBOX else shown).code,
            case_type=shown.case_type,
            is_practice=True,
        )
        for one in practice.SERVICES
    )


def _language() -> str:
    return get_language() or "zh-hans"
