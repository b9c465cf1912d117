"""A draft as sections of plain data: a definition taken apart, and put together again. No Django here."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from gewu.catalogue import rules
from gewu.catalogue.category import Category
from gewu.catalogue.definition import CaseType, Key
from gewu.catalogue.local import LocalCaseType
from gewu.catalogue.words import LANGUAGES, Words

Sections = dict[str, Any]
STAGES, MOVES, ANSWERS, FRAME = "stages", "moves", "answers", "frame"
WORDS, CATEGORY = "words.", "category."
# What of a definition is no section of its own: who it is, and what is put together from the others.
APART = frozenset({"key", "version", "terms", "words", "categories", STAGES, MOVES, ANSWERS})


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in a section: where, by the steps of the path below it, and what."""

    section: str
    path: tuple[str, ...]
    what: str


def taken_apart(definition: CaseType, words: Mapping[str, Words]) -> Sections:
    """The sections of a definition. Categories are sections only where a place has changed them."""
    plain = definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    own = definition.categories if isinstance(definition, LocalCaseType) else ()
    return {
        STAGES: plain[STAGES],
        MOVES: plain[MOVES],
        ANSWERS: plain[ANSWERS],
        FRAME: {name: value for name, value in plain.items() if name not in APART},
        **{WORDS + language: words[language].model_dump(mode="json") for language in LANGUAGES},
        **{CATEGORY + category.code: plain_category(category) for category in own},
    }


def plain_category(category: Category) -> dict[str, Any]:
    """A category as plain data, every member said that says something."""
    return category.model_dump(mode="json", by_alias=True, exclude_none=True)


def put_together(
    sections: Sections, *, key: Key, version: int, shipped: Iterable[Category]
) -> tuple[LocalCaseType | None, tuple[Fault, ...]]:
    """The definition that the sections make, resolved with the categories of its kind; or why none."""
    faults: list[Fault] = []
    words = {language: _words(sections[WORDS + language], language, faults) for language in LANGUAGES}
    own = [_category(name, value, faults) for name, value in sections.items() if name.startswith(CATEGORY)]
    base = _case_type(sections, key, version, faults)
    if faults or base is None:
        return None, tuple(sorted(faults))
    mine = {category.code: category for category in own if category}
    held = [mine.get(category.code, category) for category in shipped]
    resolved = rules.resolve(base, held)
    said = {language: found for language, found in words.items() if found}
    members = {name: getattr(resolved, name) for name in CaseType.model_fields}
    kept = tuple(mine[code] for code in sorted(mine))
    return LocalCaseType.model_construct(**members, words=said, categories=kept), ()


def written(sections: Sections) -> str:
    """As a row keeps it: stages and answers stay in their order."""
    return json.dumps(sections, ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Sections:
    """What `written` wrote."""
    found: Sections = json.loads(text)
    return found


def changed(before: Sections, after: Sections) -> tuple[str, ...]:
    """The names of the sections that differ, in their order; the order of stages counts."""
    names = dict.fromkeys([*before, *after])
    return tuple(name for name in names if _differs(before.get(name), after.get(name)))


def _differs(one: object, other: object) -> bool:
    return json.dumps(one) != json.dumps(other)


def _case_type(sections: Sections, key: Key, version: int, faults: list[Fault]) -> CaseType | None:
    frame = sections[FRAME]
    if not isinstance(frame, dict) or not APART.isdisjoint(frame):
        faults.append(Fault(FRAME, (), "holds what is no member of it"))
        return None
    parts = {name: sections[name] for name in (STAGES, MOVES, ANSWERS)}
    try:
        return CaseType.model_validate({**frame, **parts, "key": key, "version": version})
    except ValidationError as error:
        faults += [_of_case_type(one["loc"], one["msg"]) for one in error.errors()]
        return None


def _of_case_type(location: tuple[int | str, ...], message: str) -> Fault:
    section, *path = map(str, location) if location else (FRAME,)
    if section in {STAGES, MOVES, ANSWERS}:
        return Fault(section, tuple(path), message)
    return Fault(FRAME, (section, *path), message)


def _words(value: object, language: str, faults: list[Fault]) -> Words | None:
    try:
        return Words.model_validate(value)
    except ValidationError as error:
        faults += [Fault(WORDS + language, tuple(map(str, one["loc"])), one["msg"]) for one in error.errors()]
        return None


def _category(name: str, value: object, faults: list[Fault]) -> Category | None:
    try:
        found = Category.model_validate(value)
    except ValidationError as error:
        faults += [Fault(name, tuple(map(str, one["loc"])), one["msg"]) for one in error.errors()]
        return None
    if CATEGORY + found.code != name:
        faults.append(Fault(name, ("code",), "is the code of another category"))
        return None
    return found
