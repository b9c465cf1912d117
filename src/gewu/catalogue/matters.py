"""Sets of matters 事项: what a grid looks after, as a place counts it, and where that is in the catalogue."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from pydantic import Field

from gewu.catalogue.category import Category, Named
from gewu.catalogue.definition import Key


class Matter(Named):
    """One matter. `codes` begin the codes of the categories that belong to it."""

    key: Key = Field(pattern=r"^[a-z][a-z_]*$")
    codes: tuple[str, ...] = ()

    def holds(self, code: str) -> bool:
        """Whether the category belongs to it."""
        return code.startswith(self.codes)


class MatterSet(Named):
    """All matters of a grid, as one kind of place counts them."""

    matters: tuple[Matter, ...] = Field(min_length=1)

    def matter(self, key: str) -> Matter | None:
        return next((matter for matter in self.matters if matter.key == key), None)


@cache
def sets() -> Mapping[str, MatterSet]:
    """The sets that are shipped, by key."""
    text = (files("gewu") / "definitions" / "matters.toml").read_text(encoding="utf-8")
    return {key: MatterSet.model_validate(value) for key, value in tomllib.loads(text).items()}


def problems_of_matters(found: Mapping[str, MatterSet], categories: Iterable[Category]) -> Iterator[str]:
    """What makes no sense in the sets: keys given twice, codes that begin no category's."""
    codes = [category.code for category in categories]
    for name, chosen in found.items():
        keys = [matter.key for matter in chosen.matters]
        yield from (
            f"{name}: matter {key!r} stands twice" for key in sorted({k for k in keys if keys.count(k) > 1})
        )
        for matter in chosen.matters:
            for start in matter.codes:
                if not any(code.startswith(start) for code in codes):
                    yield f"{name}: no category begins with {start}, named by {matter.key!r}"
