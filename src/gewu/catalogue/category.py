"""What a category says: what may be wrong, when it is taken on, how long it may last and when it is done."""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from gewu.catalogue.definition import FilingStandard, Key, Looks, Part, Terms

Kind = Literal["component", "event", "community"]
# The first two digits of a category code 部件 / 事件 / 社区事项.
KIND_DIGITS: Mapping[Kind, str] = {"component": "01", "event": "02", "community": "03"}


class Named(Part):
    """Something with a name in every language we speak."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def name(self, language: str) -> str:
        """The name in a language ("zh-hans", "en")."""
        return self.en if language.startswith("en") else self.zh


class Duty(Named):
    """Who usually puts something right. A place whose organisations lack it leaves it to another."""

    otherwise: Key | None = None


class FilingWords(FilingStandard, Named):
    """A filing standard 立案标准 with its words."""


class ClosingWords(Named):
    """A closing standard 结案标准 with its words."""

    key: Key = Field(pattern=r"^[a-z][a-z0-9-]*$")


class SearchWords(Part):
    """How people call it who never saw a catalogue."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class CategoryFile(Named):
    """One `[[categories]]` of a file."""

    code: str = Field(pattern=r"^\d{6}$", description="Class, major and minor, two digits each.")
    duty: Key = Field(description="Who usually puts it right: a key of duties.toml.")
    icon: str = Field(pattern=r"^[a-z][a-z0-9-]*$", description="A symbol of the icon sprite.")
    public: bool = Field(default=True, description="Residents may choose it.")
    access: Literal["open", "masked", "protected", "named"] = Field(
        default="open", description="How closely a case of this category is held from the start."
    )
    case_type: Key = "event"
    search: SearchWords = SearchWords()
    filing: tuple[FilingWords, ...] = Field(min_length=1)
    closing: tuple[ClosingWords, ...] = Field(min_length=1)
    photos: Looks = Field(
        default=frozenset(), description="Photos without which it is not done. Asked for only with a reason."
    )
    photos_why: Named | None = Field(default=None, description="Why photos are asked for.")

    @model_validator(mode="after")
    def _photos_have_a_reason(self) -> Self:
        if (self.photos or any(standard.photos for standard in self.filing)) and self.photos_why is None:
            raise ValueError("photos are asked for only where photos_why says why")
        return self


class Category(CategoryFile):
    """A category in its place in the catalogue."""

    kind: Kind
    major: str

    def terms(self) -> Terms:
        """What of it a case type pins: the rules without the words."""
        filing = tuple(
            FilingStandard(key=f.key, amount=f.amount, unit=f.unit, photos=f.photos) for f in self.filing
        )
        closing = tuple(standard.key for standard in self.closing)
        return Terms(duty=self.duty, filing=filing, closing=closing, photos=self.photos)

    def standard_name(self, key: Key, language: str) -> str:
        """The words of one of its standards; an unknown key stands for itself."""
        known: tuple[FilingWords | ClosingWords, ...] = (*self.filing, *self.closing)
        return next((standard.name(language) for standard in known if standard.key == key), key)


class Major(Named):
    """One file: a major class 大类 and its categories."""

    kind: Kind = Field(alias="class")
    major: str = Field(pattern=r"^\d{2}$")
    categories: tuple[CategoryFile, ...] = Field(min_length=1)

    @property
    def code(self) -> str:
        return KIND_DIGITS[self.kind] + self.major

    def members(self) -> tuple[Category, ...]:
        """Its categories, each knowing where it belongs."""
        return tuple(
            Category(**dict(category), kind=self.kind, major=self.major) for category in self.categories
        )
