"""What must not wait to be read: dangers by their words and categories, and which line to call first."""

import tomllib
from functools import cache

from pydantic import Field, model_validator

from gewu.catalogue import reading
from gewu.catalogue.category import Category, Named
from gewu.catalogue.definition import Key, Part
from gewu.deadlines.rules import Unit

# A standard of so many hours by day and night says that people may be in danger.
AT_ONCE = 1


class Line(Named):
    """A line that answers at any hour."""

    number: str = Field(pattern=r"^1\d{2}$")


class Danger(Part):
    """Words and categories that say the same danger."""

    lines: tuple[Key, ...] = Field(min_length=1)
    words: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    def is_told(self, *, code: str, text: str) -> bool:
        """Whether a report of this category and text speaks of it."""
        return code in self.categories or any(word in text for word in self.words)


class Emergencies(Part):
    lines: dict[Key, Line]
    dangers: tuple[Danger, ...]

    @model_validator(mode="after")
    def _lines_exist(self) -> "Emergencies":
        if unknown := {line for danger in self.dangers for line in danger.lines} - self.lines.keys():
            raise ValueError(f"no such line: {sorted(unknown)}")
        return self

    def lines_for(self, category: Category, text: str) -> tuple[Line, ...]:
        """Whom to call before anything is written down, most fitting first; nobody for everyday things."""
        said = text.lower()
        told = [danger for danger in self.dangers if danger.is_told(code=category.code, text=said)]
        keys = dict.fromkeys(key for danger in told for key in danger.lines)
        at_once = [one for one in category.filing if one.unit == Unit.URGENT_HOUR and one.amount <= AT_ONCE]
        if at_once and not keys:
            keys = dict.fromkeys(key for key in self.lines if key != "traffic")
        return tuple(self.lines[key] for key in keys)


@cache
def emergencies() -> Emergencies:
    """The shipped ones."""
    file = reading.folder() / "emergencies.toml"
    return Emergencies.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
