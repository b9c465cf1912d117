"""Parts of a person's own file that other rooms bring: they are listed in config/own_file.py."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from gewu.registers.queries.own import Person


@dataclass(frozen=True, slots=True)
class Line:
    """What stands at the left, what beside it, and a small line below."""

    label: str
    told: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part with its heading; `none` is said where it has no lines."""

    heading: str
    lines: tuple[Line, ...]
    none: str


Part = Callable[[Person, str], Section]


def sections(person: Person, language: str) -> list[Section]:
    """What the other rooms hold of a person, for that person."""
    return [part(person, language) for part in _parts()]


@cache
def _parts() -> tuple[Part, ...]:
    return cast("tuple[Part, ...]", import_string(settings.OWN_FILE))
