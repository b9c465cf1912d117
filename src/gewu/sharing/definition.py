"""The files of the sharing catalogue as values: what is supplied, by whom, and who may use it for what."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Held = Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z0-9_]+$")]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Named(Part):
    """Something with a name in every language we speak."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def name(self, language: str) -> str:
        """The name in a language ("zh-hans", "en")."""
        return self.en if language.startswith("en") else self.zh


class Phrases(Part):
    """How a question for it is put, in any form."""

    zh: tuple[str, ...] = Field(min_length=1)
    en: tuple[str, ...] = Field(min_length=1)


class Use(Part):
    """Who may use a field for what, and on which basis."""

    office: Named
    purpose: Named
    basis: Named


class ItemFile(Named):
    """One `[[items]]` of a file."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    fields: tuple[Held, ...] = Field(
        default=(),
        description="Where it is held: registers or programmes and their fields, which no form asks for then;"
        " none: nothing holds it, it is looked up.",
    )
    since: date = Field(description="From that day on no form may ask for it.")
    basis: Named | None = Field(default=None, description="Left out: as the file says.")
    asked_as: tuple[str, ...] = Field(
        default=(), description="Names of answers and fields that mean it, beside the key."
    )
    phrases: Phrases
    instead: Named = Field(description="What a form does instead of asking.")
    uses: tuple[Use, ...] = Field(min_length=1, description="Who may use it for what.")


class SupplierFile(Part):
    """A file: an office, and what it supplies. `key`: left out, it is the name of the file."""

    key: str = Field(default="", pattern=r"^([a-z][a-z0-9_]*)?$")
    supplier: Named
    basis: Named
    items: tuple[ItemFile, ...] = Field(min_length=1)


class Without(Part):
    """An item that a place does not get yet: its forms may go on asking."""

    key: str
    why: Named


class LocalFile(Part):
    """`localities/<key>/sharing.toml`: what a place gets besides, and what it does not get yet."""

    suppliers: tuple[SupplierFile, ...] = ()
    without: tuple[Without, ...] = ()


class Item(ItemFile):
    """A field that an office supplies, with everything that was said of the office."""

    office: str
    supplier: Named
    basis: Named

    def names(self) -> frozenset[str]:
        """Every name under which a form would ask for it."""
        return frozenset((self.key, *self.asked_as))
