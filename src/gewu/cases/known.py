"""What a case knows already when a later form of it asks: `definitions/known.toml`. No database here."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gewu.catalogue.definition import CaseType
from gewu.kernel.canonical import JsonValue


@dataclass(frozen=True, slots=True)
class Lasting:
    """Which answers stay true once they were given."""

    anew: frozenset[str]
    kept: frozenset[str]

    def lasts(self, definition: CaseType, answer: str) -> bool:
        """Whether later forms of a case show this answer to confirm."""
        if answer not in definition.answers:
            return False
        return answer in self.kept if definition.is_words(answer) else answer not in self.anew


@cache
def lasting() -> Lasting:
    """The file, read once."""
    said = tomllib.loads((files("gewu") / "definitions" / "known.toml").read_text("utf-8"))
    return Lasting(frozenset(said["anew"]), frozenset(said["kept"]))


def known(definition: CaseType, given: Mapping[str, JsonValue], asked: Iterable[str]) -> dict[str, JsonValue]:
    """Of the answers that are asked, those that were given before and stay true."""
    lasts = lasting().lasts
    return {name: given[name] for name in asked if name in given and lasts(definition, name)}
