"""Every shared read of the catalogue: case types in force and pinned ones, categories, words, forms."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import JsonValue

from gewu.catalogue import reading
from gewu.catalogue.category import Category, Major
from gewu.catalogue.definition import CaseType, Key, Move, Schema
from gewu.catalogue.models import Definition, KeptWords
from gewu.catalogue.search import Index
from gewu.catalogue.words import Told, Words, language_of
from gewu.kernel.errors import Invalid, NotFound

MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class Published:
    """A definition in force, by the id and digest that a case pins."""

    id: UUID
    digest: str
    definition: CaseType


def case_type(key: str, township: int | None = None) -> Published:
    """The definition that a new case is born under; a township may one day have its own."""
    row = Definition.objects.in_force(key).values_list("id", "digest").first()
    if row is None:
        raise NotFound(_("There is no such kind of case."))
    return Published(id=row[0], digest=row[1], definition=definition(row[0]))


@lru_cache(maxsize=512)
def definition(identifier: UUID) -> CaseType:
    """A published definition. It never changes, so it is read once."""
    row = Definition.objects.filter(id=identifier).values_list("resolved", flat=True).first()
    if row is None:
        raise NotFound(_("There is no such definition."))
    return CaseType.model_validate_json(row)


def case_type_keys() -> tuple[Key, ...]:
    """The kinds of case we know, shipped ones first."""
    return tuple(dict.fromkeys(case_type.key for case_type in reading.shipped().case_types))


def majors() -> tuple[Major, ...]:
    """The major classes in the order of their codes."""
    return reading.shipped().majors


def categories(township: int | None = None, *, public_only: bool = False) -> tuple[Category, ...]:
    """The categories in the order of their codes; those a resident may choose, if only they are wanted."""
    return tuple(category for category in _by_code().values() if category.public or not public_only)


def category(code: str) -> Category:
    """The category of a code."""
    found = _by_code().get(code)
    if found is None:
        message = _("There is no category %(code)s.") % {"code": code[:12]}
        raise Invalid(message, fields={"category": message})
    return found


def category_name(code: str, language: str) -> str:
    """What a category is called; a code we no longer know stands for itself."""
    found = _by_code().get(code)
    return found.name(language) if found else code


def duty_name(key: str, language: str) -> str:
    """What a duty is called; an unknown one stands for itself."""
    found = reading.shipped().duties.get(key)
    return found.name(language) if found else key


def duties_of(code: str) -> tuple[Key, ...]:
    """Keys of the organisations that usually put a category right: the first that a place has is meant.

    A place may have several of a kind: then their keys begin with it, as in `station-370402001001`.
    """
    duties, chain = reading.shipped().duties, [category(code).duty]
    while after := duties[chain[-1]].otherwise:
        chain.append(after)
    return tuple(dict.fromkeys([*chain, "station"]))


def usual_offices(code: str, keys: Collection[Key], here: Collection[str] = ()) -> tuple[Key, ...]:
    """Of the organisations of a place, by their keys, those that usually put a category right, in order.

    `here`: codes of the areas in question. One that is named after such an area goes before the place's own,
    and that before several of a kind (`property-east`, `property-west`); none of either, and it is the next
    duty's turn.
    """
    for duty in duties_of(code):
        several = {key for key in keys if key.startswith(f"{duty}-")}
        near = {key for key in several if key.removeprefix(f"{duty}-") in here}
        if found := near or {duty} & set(keys) or {key for key in several if not key[-1].isdigit()}:
            return tuple(sorted(found))
    return ()


def search_categories(
    text: str, language: str = "zh-hans", *, public_only: bool = False, most: int = MOST_FOUND
) -> tuple[Category, ...]:
    """Categories for what somebody typed, best first; nothing typed finds nothing."""
    found = (_by_code()[code] for code in _index().find(text, language=language_of(language)))
    return tuple(category for category in found if category.public or not public_only)[:most]


def words(key: str, language: str) -> Words:
    """What a case type says in a language ("zh-hans", "en")."""
    said = reading.shipped().words.get(key, {})
    if language_of(language) not in said:
        raise NotFound(_("There is no such kind of case."))
    return said[language_of(language)]


def words_now(key: str, category: str, language: str) -> Told:
    """The same with the names of a category and its standards: all in which a case is told today."""
    said, known = dict(words(key, language)), _by_code().get(category)
    if known is None:
        return Told.model_construct(**said)
    names = {one.key: one.name(language) for one in known.filing}
    names |= {one.key: one.name(language) for one in known.closing}
    return Told.model_construct(**said, category=known.name(language), standards=names)


def words_kept(kept: UUID, language: str) -> Told:
    """What a finished case was told in on the day it ended."""
    return _kept(kept)[language_of(language)]


def kept_id(digest: str) -> UUID | None:
    """The row that keeps these words, if they were kept before."""
    found: UUID | None = KeptWords.objects.filter(digest=digest).values_list("id", flat=True).first()
    return found


@lru_cache(maxsize=256)
def _kept(kept: UUID) -> dict[str, Told]:
    row = KeptWords.objects.filter(id=kept).values_list("words", flat=True).first()
    if row is None:
        raise NotFound(_("These words are not kept here."))
    return {language: Told.model_validate(said) for language, said in json.loads(row).items()}


def form(definition: CaseType, move: Move, category: str, language: str) -> Schema:
    """The JSON Schema of a move's answers with labels, help and the names of choices in a language.

    Choices become `oneOf` with `const` and `title`, as JSON Schema says choices with names.
    """
    schema = definition.answers_schema(move, category)
    said = words(definition.key, language)
    properties = schema["properties"]
    assert isinstance(properties, dict)  # noqa: S101 - built two lines above
    labelled: dict[str, JsonValue] = {
        name: _labelled(name, answer, said, category, language)
        for name, answer in properties.items()
        if isinstance(answer, dict)
    }
    return {**schema, "title": said.moves[move.name].title, "properties": labelled}


def _labelled(name: Key, answer: Schema, said: Words, category: str, language: str) -> Schema:
    field = said.fields[name]
    choices = answer.get("enum")
    rest: Schema = {key: value for key, value in answer.items() if key != "enum"}
    named: Schema = {}
    if isinstance(choices, list):
        named["oneOf"] = [
            {"const": choice, "title": _choice(name, str(choice), said, category, language)}
            for choice in choices
        ]
    return {"title": field.label, "description": field.help, **rest, **named}


def _choice(name: Key, value: str, said: Words, category: str, language: str) -> str:
    match name:
        case "standard":
            known = _by_code().get(category)
            return known.standard_name(value, language) if known else value
        case "category":
            return category_name(value, language)
        case _:
            return said.choice(name, value)


@cache
def _by_code() -> dict[str, Category]:
    found: Iterable[Category] = reading.shipped().categories
    return {category.code: category for category in sorted(found, key=lambda category: category.code)}


@cache
def _index() -> Index:
    return Index(_by_code().values())
