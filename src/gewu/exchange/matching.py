"""The matchers, read once: when two records may be one person."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Matcher:
    """Columns that must be equal in both records."""

    key: str
    zh: str
    en: str
    same: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.zh


@cache
def matchers() -> dict[str, Matcher]:
    """All of them, the surest first."""
    text = (files("gewu.exchange") / "matchers.toml").read_text(encoding="utf-8")
    read = (
        Matcher(one["key"], one["zh"], one["en"], tuple(one["same"]))
        for one in tomllib.loads(text)["matchers"]
    )
    return {one.key: one for one in read}
