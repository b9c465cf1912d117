"""From files to values. All that is shipped lies in `gewu/definitions`; problems come as a list."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import BaseModel, JsonValue, ValidationError

from gewu.catalogue.category import Category, Duty, Major
from gewu.catalogue.definition import CaseType, Key, Schema
from gewu.catalogue.sense import Problem
from gewu.catalogue.words import LANGUAGES, Words

Value = TypeVar("Value", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Shipped:
    """What one folder of definitions holds. An unreadable file is missing and named in `problems`."""

    majors: tuple[Major, ...] = ()
    duties: Mapping[Key, Duty] = field(default_factory=dict)
    case_types: tuple[CaseType, ...] = ()  # every version; terms not filled in
    words: Mapping[Key, Mapping[str, Words]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)  # of every version, by path
    problems: tuple[Problem, ...] = ()

    @property
    def categories(self) -> tuple[Category, ...]:
        return tuple(category for major in self.majors for category in major.members())

    def newest(self, key: Key) -> CaseType | None:
        """The case type of the highest version."""
        versions = [case_type for case_type in self.case_types if case_type.key == key]
        return max(versions, key=lambda case_type: case_type.version, default=None)

    def files_of(self, case_type: CaseType) -> dict[str, bytes]:
        """The files that make up one version."""
        stem = f"case_types/{case_type.key}/v{case_type.version}."
        return {path: content for path, content in self.files.items() if path.startswith(stem)}


def folder() -> Traversable:
    """Where the shipped definitions lie."""
    return files("gewu") / "definitions"


@cache
def shipped() -> Shipped:
    """The shipped definitions, read once."""
    return read(folder())


def read(root: Traversable) -> Shipped:
    """Everything in a folder of definitions."""
    reader = _Reader(root)
    return Shipped(
        majors=reader.majors(),
        duties=reader.duties(),
        case_types=reader.case_types(),
        words=reader.words(),
        files=version_files(root),
        problems=tuple(reader.problems),
    )


def version_files(root: Traversable) -> dict[str, bytes]:
    """The files that never change once their version is published, by path from the folder."""
    found: dict[str, bytes] = {}
    for place in _sorted(root / "case_types"):
        for file in _sorted(place):
            if file.is_file() and file.name.startswith("v"):
                found[f"case_types/{place.name}/{file.name}"] = file.read_bytes()
    notices = root / "notices"
    for file in _sorted(notices) if notices.is_dir() else ():
        if file.name.startswith("v"):
            found[f"notices/{file.name}"] = file.read_bytes()
    return found


class _Reader:
    """Reads on after a mistake, so that one run names them all."""

    def __init__(self, root: Traversable) -> None:
        self.root = root
        self.problems: list[Problem] = []

    def majors(self) -> tuple[Major, ...]:
        paths = [file for file in _sorted(self.root / "categories") if "_" in file.name]
        read_majors = (self._parse(Major, file, self._toml(file)) for file in paths)
        return tuple(sorted((major for major in read_majors if major), key=lambda major: major.code))

    def duties(self) -> dict[Key, Duty]:
        file = self.root / "categories" / "duties.toml"
        named = {key: self._parse(Duty, file, value) for key, value in self._toml(file).items()}
        return {key: value for key, value in named.items() if value}

    def case_types(self) -> tuple[CaseType, ...]:
        found = (
            self._case_type(place, file)
            for place in _sorted(self.root / "case_types")
            for file in _sorted(place)
            if file.name.endswith(".toml") and file.is_file()
        )
        return tuple(case_type for case_type in found if case_type)

    def words(self) -> dict[Key, dict[str, Words]]:
        return {
            place.name: {language: words for language in LANGUAGES if (words := self._words(place, language))}
            for place in _sorted(self.root / "case_types")
        }

    def _words(self, place: Traversable, language: str) -> Words | None:
        file = place / "words" / f"{language}.toml"
        return self._parse(Words, file, self._toml(file))

    def _case_type(self, place: Traversable, file: Traversable) -> CaseType | None:
        answers = place / (file.name.removesuffix(".toml") + ".fields.json")
        case_type = self._parse(CaseType, file, self._toml(file) | {"answers": self._answers(answers)})
        if case_type and (case_type.key, f"v{case_type.version}.toml") != (place.name, file.name):
            self._note(file, "key and version differ from folder and file name")
        return case_type

    def _answers(self, file: Traversable) -> Schema:
        try:
            schema = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            return self._note(file, str(error))
        answers = schema.get("$defs")
        return answers if isinstance(answers, dict) else self._note(file, "has no $defs")

    def _toml(self, file: Traversable) -> dict[str, JsonValue]:
        try:
            return tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError) as error:
            return self._note(file, str(error))

    def _parse(self, shape: type[Value], file: Traversable, data: object) -> Value | None:
        if not data:
            return None  # unreadable, and noted as such
        try:
            return shape.model_validate(data)
        except ValidationError as error:
            for one in error.errors():
                self._note(file, f"{'.'.join(map(str, one['loc']))}: {one['msg']}")
            return None

    def _note(self, file: Traversable, what: str) -> dict[str, JsonValue]:
        self.problems.append(Problem(str(file).removeprefix(f"{self.root}/"), what))
        return {}


def _sorted(place: Traversable) -> list[Traversable]:
    return sorted(place.iterdir(), key=lambda file: file.name)
