"""What a community may be given 准入: the list of a place, and nothing beyond it without agreeing first.

A place without `admission.toml` has no list, and everything may be given. Sources: 北京市街道办事处条例
第三十二条 (the civil affairs department publishes the list; nothing beyond it is handed down) and
国办函〔2025〕66 号 (what departments should do is not given to the grassroots).
"""

import tomllib
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import Field, ValidationError

from gewu.catalogue.category import Category, Named
from gewu.catalogue.definition import Key, Part
from gewu.catalogue.sense import Problem
from gewu.places.shelf import folders

FILE = "admission.toml"


class Matter(Named):
    """A matter that communities may be given, with the categories it is made of."""

    key: Key = Field(pattern=r"^[a-z][a-z0-9_]*$")
    categories: tuple[str, ...] = Field(min_length=1)


class Admission(Part):
    """The list of one place."""

    basis: Named
    since: date
    matters: tuple[Matter, ...] = Field(min_length=1)

    @property
    def categories(self) -> frozenset[str]:
        """The codes of everything on the list."""
        return frozenset(code for matter in self.matters for code in matter.categories)


@cache
def read(locality: Key) -> Admission | None:
    """The list of a locality, or None if it has none; ValidationError if it cannot be used."""
    folder = folders().get(locality)
    file = folder / FILE if folder else None
    if file is None or not file.is_file():
        return None
    return Admission.model_validate(tomllib.loads(file.read_text("utf-8")))


def problems_of_lists(categories: Collection[Category]) -> tuple[Problem, ...]:
    """Everything wrong with the lists that are shipped."""
    folder = files("gewu") / "localities"
    places = sorted(place.name for place in folder.iterdir() if (place / FILE).is_file())
    known = {category.code for category in categories}
    return tuple(problem for place in places for problem in problems_at(place, known))


def problems_at(place: Key, known: Collection[str]) -> Iterator[Problem]:
    """Everything wrong with the list of a place."""
    where = f"{place}/{FILE}"
    try:
        admission = read(place)
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        yield Problem(where, str(error))
        return
    yield from _problems_of(admission, where, known) if admission else ()


def _problems_of(admission: Admission, where: str, known: Collection[str]) -> Iterator[Problem]:
    keys = Counter(matter.key for matter in admission.matters)
    yield from (Problem(where, f"matter {key!r} stands twice") for key, n in keys.items() if n > 1)
    codes = Counter(code for matter in admission.matters for code in matter.categories)
    yield from (Problem(where, f"category {code} stands twice") for code, n in codes.items() if n > 1)
    yield from (Problem(where, f"unknown category {code}") for code in sorted(codes.keys() - set(known)))
