"""A case type as a place published it: with words of its own and the categories it changed.

What is shipped keeps its words apart, to be edited freely. An edition of a place is drafted, checked and
published as one, so its words are archived with it, and a case born under it keeps them.
"""

from functools import cached_property

from pydantic import Field

from gewu.catalogue.category import Category
from gewu.catalogue.definition import CaseType, Key
from gewu.catalogue.words import Words


class LocalCaseType(CaseType):
    """Resolved like any other; `categories` holds those that differ from what is shipped, whole."""

    words: dict[str, Words] = Field(description="By language: zh and en.")
    categories: tuple[Category, ...] = ()

    @cached_property
    def by_code(self) -> dict[Key, Category]:
        """The categories it changed, by code."""
        return {category.code: category for category in self.categories}
