"""What a place calls its own: what a grid worker is to people, the matters of a grid, what is switched on."""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Feature(StrEnum):
    """A part of the platform that a place may do without: off, its pages are gone and nothing leads there."""

    MAP = "map"  # the map of the grids, for everybody
    OPEN311 = "open311"  # the door for other programs
    DEADLINES = "deadlines"  # the calculator and the calendars
    DUTIES = "duties"  # what a grid worker does here


# In one order: the digest of a place must not depend on chance.
EVERYTHING = tuple(Feature)
# The sets of matters that ship with the catalogue, by their keys in `definitions/matters.toml`.
MatterSet = Literal["fifteen", "eighteen"]


class Said(BaseModel):
    """Something in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str = Field(min_length=1, max_length=160)
    en: str = Field(min_length=1, max_length=160)

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


class Helper(Said):
    """One of the six things 六员 a grid worker is to people: what it is called here, and what it means."""

    key: str = Field(pattern=r"^[a-z][a-z_]{1,19}$")
    does: Said
