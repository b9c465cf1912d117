"""The shape of rules and templates, and those that are shipped: read once, wrong ones named all at once."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from gewu.notices.rules import PARTS, PLACEHOLDERS, wrong_in

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
SHIPPED = 0
One = str | int | bool


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Words(Frozen):
    """What a template says in one language."""

    title: str
    text: str
    short: str

    def part(self, name: str) -> str:
        return str(getattr(self, name))


class Template(Frozen):
    """One version of a template."""

    key: str
    version: int
    about: str
    zh: Words
    en: Words

    def in_language(self, language: str) -> Words:
        return self.en if language.startswith("en") else self.zh


class Rule(Frozen):
    """Which entry tells whom, and in which words."""

    on: str
    when: Mapping[str, One | list[One]] = Field(default_factory=dict)
    tell: list[str]
    says: str
    urgent: bool = False
    groups: bool = False
    oneself: bool = False
    daily: bool = False


@cache
def rules() -> tuple[Rule, ...]:
    """The shipped rules, in the order in which they count."""
    return tuple(Rule.model_validate(one) for one in _toml("rules.toml")["rule"])


@cache
def told_kinds() -> frozenset[str]:
    """Kinds of entries that tell somebody."""
    return frozenset(rule.on for rule in rules())


@cache
def shipped() -> Mapping[tuple[str, int], Template]:
    """Every shipped template by key and version: old ones stay, because messages were made from them."""
    return {(one.key, one.version): one for one in _templates()}


@cache
def newest() -> Mapping[str, Template]:
    """The shipped template in force for each key, in the order of the files."""
    return {key: one for (key, _version), one in sorted(shipped().items(), key=lambda item: item[0][1])}


def problems() -> list[str]:
    """Everything that is wrong with what is shipped."""
    strays = [f"rules.toml: no template {rule.says}" for rule in rules() if rule.says not in newest()]
    about = [f"{one.key}: about {one.about}" for one in shipped().values() if one.about not in PLACEHOLDERS]
    return [*strays, *about, *(_told(one) for one in _wrong())]


def _wrong() -> Iterator[tuple[Template, Language, str, str]]:
    for one in shipped().values():
        for language in LANGUAGES:
            for part in PARTS:
                text = one.in_language(language).part(part)
                if wrong := wrong_in(part, text, about=one.about):
                    yield one, language, part, wrong[0]


def _told(found: tuple[Template, Language, str, str]) -> str:
    template, language, part, wrong = found
    return f"{template.key} v{template.version} {language}.{part}: {wrong}"


def _templates() -> Iterator[Template]:
    folder = files("gewu") / "definitions" / "notices"
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.startswith("v"):
            version = int(file.name[1:].partition(".")[0])
            for key, said in _toml(file.name).items():
                yield Template.model_validate({"key": key, "version": version, **said})


def _toml(name: str) -> dict[str, dict[str, object]]:
    text = (files("gewu") / "definitions" / "notices" / name).read_text(encoding="utf-8")
    found: dict[str, dict[str, object]] = tomllib.loads(text)
    return found
