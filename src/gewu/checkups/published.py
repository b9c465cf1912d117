"""The five places' own published figures, as files: a public example of what checks find.

Sources are the reports themselves; each figure carries the sentence it stands in.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from pydantic import Field, TypeAdapter

from gewu.checkups import figures
from gewu.checkups.definition import CHECKED_FIGURES, Check, Frozen, Key, Sentence, Words, checks
from gewu.checkups.figures import Figure, Report, Wrong


class Item(Frozen):
    """What a figure is about, and the unit it is usually told in."""

    zh: Sentence
    en: Sentence
    unit: str = ""

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


class Told(Frozen):
    """One figure of a file."""

    item: Key
    value: Decimal | None = None
    unit: str = ""
    text: Sentence
    listed: tuple[str, ...] = ()


class Published(Frozen):
    """What one place published in one period."""

    place: Key
    names: Words
    period: str = Field(min_length=1, max_length=20)
    source: Sentence
    figures: tuple[Told, ...] = Field(min_length=1)

    @property
    def report(self) -> Report:
        return Report(
            tuple(
                Figure(str(at), one.item, one.value, one.unit or items()[one.item].unit, one.text, one.listed)
                for at, one in enumerate(self.figures)
            )
        )


class Contradiction(Frozen):
    """One contradiction as a reader would count it; some are made of several findings."""

    number: int = Field(ge=1)
    title: Words
    findings: tuple[str, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Found:
    """A finding in a published report, and its name `place/check/mark`."""

    place: str
    check: Check
    wrong: Wrong

    @property
    def name(self) -> str:
        return f"{self.place}/{self.check.key}/{self.wrong.mark}"


@cache
def items() -> Mapping[str, Item]:
    """Every item a figure can be about."""
    return TypeAdapter(dict[Key, Item]).validate_python(_read("items.toml"))


@cache
def published() -> Mapping[str, Published]:
    """What each place published, by its key."""
    folder = files("gewu") / "definitions" / "published"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    reports = [Published.model_validate(_read(name)) for name in names if name not in NOT_A_PLACE]
    return {one.place: one for one in reports}


@cache
def contradictions() -> tuple[Contradiction, ...]:
    """The contradictions that are known in what the places published."""
    return TypeAdapter(tuple[Contradiction, ...]).validate_python(
        _read("contradictions.toml")["contradictions"]
    )


@cache
def found() -> tuple[Found, ...]:
    """What the shipped checks find in what the places published."""
    return tuple(one for report in published().values() for one in found_in(report))


def found_in(report: Published) -> list[Found]:
    """What the shipped checks find in one of them."""
    return [
        Found(report.place, check, wrong)
        for check in checks().values()
        if isinstance(check, CHECKED_FIGURES)
        for wrong in figures.look(check, report.report)
    ]


def _read(name: str) -> dict[str, object]:
    text = (files("gewu") / "definitions" / "published" / name).read_text(encoding="utf-8")
    # Decimals as they are written: 95.12 is not 95.1200000000000045.
    return tomllib.loads(text, parse_float=Decimal)


NOT_A_PLACE = frozenset({"items.toml", "contradictions.toml"})
