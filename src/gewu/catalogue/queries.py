"""Every shared read of the catalogue: case types in force and pinned ones, categories, words, forms."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from pydantic import JsonValue

from gewu.catalogue import admission, reading
from gewu.catalogue.admission import Admission
from gewu.catalogue.category import Category, Duty, Major
from gewu.catalogue.definition import CaseType, Key, Move, Schema
from gewu.catalogue.emergency import Line, emergencies
from gewu.catalogue.local import LocalCaseType
from gewu.catalogue.models import Definition, KeptWords
from gewu.catalogue.search import Index
from gewu.catalogue.words import Told, Words, language_of
from gewu.kernel.errors import Invalid, NotFound
from gewu.kernel.models import statements
from gewu.places import queries as places

MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class Published:
    """A definition in force, by the id and digest that a case pins."""

    id: UUID
    digest: str
    definition: CaseType
    # The area that published it; none for what is shipped.
    place: UUID | None = None


def case_type(key: str, place: UUID | int | None = None, *, category: str = "") -> Published:
    """The definition that a new case at the place is born under: the nearest ancestor's, else the shipped.

    `place`: an area, or the nine-digit code of a township. One that does not know the `category` yet (it was
    shipped later) is passed over. One statement; what is in force is asked of the database each time, so that
    every process follows a publication at once, and only the definitions themselves are kept.
    """
    areas = ancestors(place)
    found = _in_force(key=key, **{f"at_{height}": area for height, area in enumerate(areas)})
    for identifier, digest, at in sorted(found, key=lambda row: _distance(row[2], areas)):
        known = definition(identifier)
        if not category or category in known.terms:
            return Published(id=identifier, digest=digest, definition=known, place=at)
    raise NotFound(_("There is no such kind of case."))


@statements.compiled
def _in_force(*, key: str, **areas: UUID) -> QuerySet[Definition, tuple[UUID, str, UUID | None]]:
    return (
        Definition.objects.in_force_at(tuple(areas.values()))
        .filter(key=key)
        .values_list("id", "digest", "place_id")
    )


def ancestors(place: UUID | int | None) -> tuple[UUID, ...]:
    """The area and everything above it, nearest first; nothing for what lies nowhere."""
    if place is None:
        return ()
    identifier = place if isinstance(place, UUID) else _area_of(place)
    return tuple(step.id for step in reversed(places.path(identifier))) if identifier else ()


def _area_of(township: int) -> UUID | None:
    try:
        return places.area_by_code(str(township)).id
    except NotFound:
        return None  # a sandbox, or a code above townships padded with zeros: nobody drafts for those


def _distance(place: UUID | None, areas: tuple[UUID, ...]) -> int:
    return areas.index(place) if place else len(areas)


@lru_cache(maxsize=512)
def definition(identifier: UUID) -> CaseType:
    """A published definition. It never changes, so it is read once."""
    row = Definition.objects.filter(id=identifier).values_list("resolved", "origin").first()
    if row is None:
        raise NotFound(_("There is no such definition."))
    shape = LocalCaseType if row[1] == Definition.Origin.PLACE else CaseType
    return shape.model_validate_json(row[0])


@dataclass(frozen=True, slots=True)
class Edition:
    """A line in the history of a case type at a place."""

    id: UUID
    key: str
    version: int
    place: UUID | None
    digest: str
    published_at: datetime
    closed_at: datetime | None


def editions(areas: Collection[UUID], key: str = "") -> tuple[Edition, ...]:
    """All that was ever published for these areas and all that was shipped, newest first."""
    found = Definition.objects.filter(Q(origin=Definition.Origin.SHIPPED) | Q(place_id__in=areas))
    rows = found.filter(key=key) if key else found
    columns = ("id", "key", "version", "place_id", "digest", "published_at", "closed_at")
    return tuple(Edition(*row) for row in rows.order_by("-published_at", "-id").values_list(*columns))


def duties() -> Mapping[Key, Duty]:
    """Who may usually put something right, by key."""
    return reading.shipped().duties


def case_type_keys() -> tuple[Key, ...]:
    """The kinds of case we know, shipped ones first."""
    return tuple(dict.fromkeys(case_type.key for case_type in reading.shipped().case_types))


def reported_by(roles: Collection[str]) -> frozenset[Key]:
    """The kinds of case that somebody with these roles may report, as they are shipped."""
    known = (reading.shipped().newest(key) for key in case_type_keys())
    return frozenset(one.key for one in known if one is not None and one.report.by & set(roles))


def majors() -> tuple[Major, ...]:
    """The major classes in the order of their codes."""
    return reading.shipped().majors


def categories(place: UUID | int | None = None, *, public_only: bool = False) -> tuple[Category, ...]:
    """The categories in the order of their codes; those a resident may choose, if only they are wanted.

    With a place, as they hold there.
    """
    held = held_at(place)
    found = (held.get(category.code, category) for category in _by_code().values())
    return tuple(category for category in found if category.public or not public_only)


def held_at(place: UUID | int | None) -> dict[str, Category]:
    """The categories that places from here upwards have changed, by code, each as the nearest one has it."""
    areas = ancestors(place)
    if not areas:
        return {}
    found = Definition.objects.in_force_at(areas).filter(origin=Definition.Origin.PLACE)
    nearest: dict[str, LocalCaseType] = {}
    for identifier, key, _place in sorted(
        found.values_list("id", "key", "place_id"), key=lambda row: -_distance(row[2], areas)
    ):
        known = definition(identifier)
        if isinstance(known, LocalCaseType):
            nearest[key] = known
    return {code: category for known in nearest.values() for code, category in known.by_code.items()}


def category(code: str, of: CaseType | UUID | None = None) -> Category:
    """The category of a code; with a definition (or the id of one), as that has it."""
    found = category_or_none(code, of)
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


def duties_of(code: str, of: CaseType | UUID | None = None) -> tuple[Key, ...]:
    """Keys of the organisations that usually put a category right: the first that a place has is meant.

    A place may have several of a kind: then their keys begin with it, as in `station-370402001001`.
    """
    duties, chain = reading.shipped().duties, [category(code, of).duty]
    while after := duties[chain[-1]].otherwise:
        chain.append(after)
    return tuple(dict.fromkeys([*chain, "station"]))


def usual_offices(
    code: str, keys: Collection[Key], here: Collection[str] = (), *, of: CaseType | UUID | None = None
) -> tuple[Key, ...]:
    """Of the organisations of a place, by their keys, those that usually put a category right, in order.

    `here`: codes of the areas in question. One that is named after such an area goes before the place's own,
    and that before several of a kind (`property-east`, `property-west`); none of either, and it is the next
    duty's turn.
    """
    for duty in duties_of(code, of):
        several = {key for key in keys if key.startswith(f"{duty}-")}
        near = {key for key in several if key.removeprefix(f"{duty}-") in here}
        if found := near or {duty} & set(keys) or {key for key in several if not key[-1].isdigit()}:
            return tuple(sorted(found))
    return ()


def admission_of(township: int) -> Admission | None:
    """What the communities of a township may be given; None where there is no such list."""
    place = places.locality_of(township)
    return admission.read(place.key) if place else None


def is_admitted(township: int, code: str) -> bool:
    """Whether a community may be given a category without agreeing to it first."""
    listed = admission_of(township)
    return listed is None or code in listed.categories


def emergency_lines(code: str, text: str) -> tuple[Line, ...]:
    """Whom to call before this is written down; nobody for everyday things and unknown categories."""
    found = _by_code().get(code)
    return emergencies().lines_for(found, text) if found else ()


def search_categories(
    text: str, language: str = "zh-hans", *, public_only: bool = False, most: int = MOST_FOUND
) -> tuple[Category, ...]:
    """Categories for what somebody typed, best first; nothing typed finds nothing."""
    found = (_by_code()[code] for code in _index().find(text, language=language_of(language)))
    return tuple(category for category in found if category.public or not public_only)[:most]


def words(of: str | UUID | CaseType, language: str) -> Words:
    """What a case type says in a language ("zh-hans", "en").

    `of`: a definition or the id of one, as a case pins it, for the words of the place that published it; or
    the key of a case type, for the words that are shipped.
    """
    known = definition(of) if isinstance(of, UUID) else of
    if isinstance(known, LocalCaseType):
        return known.words[language_of(language)]
    said = reading.shipped().words.get(known if isinstance(known, str) else known.key, {})
    if language_of(language) not in said:
        raise NotFound(_("There is no such kind of case."))
    return said[language_of(language)]


def words_now(of: str | UUID | CaseType, category: str, language: str) -> Told:
    """The same with the names of a category and its standards: all in which a case is told today."""
    said = dict(words(of, language))
    known = category_or_none(category, None if isinstance(of, str) else of)
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
    said = words(definition, language)
    known = category_or_none(category, definition)
    properties = schema["properties"]
    assert isinstance(properties, dict)  # noqa: S101 - built two lines above
    labelled: dict[str, JsonValue] = {
        name: _labelled(name, answer, said, known, language)
        for name, answer in properties.items()
        if isinstance(answer, dict)
    }
    return {**schema, "title": said.moves[move.name].title, "properties": labelled}


def category_or_none(code: str, of: CaseType | UUID | None = None) -> Category | None:
    """The category of a code that may be unknown by now."""
    known = definition(of) if isinstance(of, UUID) else of
    own = known.by_code.get(code) if isinstance(known, LocalCaseType) else None
    return own or _by_code().get(code)


def _labelled(name: Key, answer: Schema, said: Words, category: Category | None, language: str) -> Schema:
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


def _choice(name: Key, value: str, said: Words, category: Category | None, language: str) -> str:
    match name:
        case "standard":
            return category.standard_name(value, language) if category else value
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
