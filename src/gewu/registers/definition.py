"""What a register or a programme is: frozen values without Django, read from `definitions/`."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from gewu.registers.rhythm import Rhythm

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Said = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Kind = Literal["person", "household", "dwelling", "establishment", "facility"]
KINDS: tuple[Kind, ...] = ("person", "household", "dwelling", "establishment", "facility")
Held = Literal["open", "masked", "protected", "sealed"]
DEPTH: dict[str, int] = {"open": 0, "masked": 1, "protected": 2, "sealed": 3}
Type = Literal[
    "text",
    "lines",
    "choice",
    "choices",
    "day",
    "number",
    "flag",
    "phone",
    "identity_number",
    "credit_code",
    "object_code",
]
CHOOSING = frozenset({"choice", "choices"})
# Never kept in clear, wherever they stand.
SECRET_TYPES = frozenset({"phone", "identity_number"})


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Named(Part):
    """Something with a name in both languages."""

    zh: Said
    en: Said

    def said(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


class Choice(Named):
    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$", max_length=40)]


class FieldOf(Named):
    """One thing that can be known.

    `list` names choices of `lists.toml`; `column` a column of its own; `fresh` after how many months a value
    should be confirmed again; `by` the office that supplies it by sharing; `same_as` fields of registers that
    hold the same fact, so that a programme is told it instead of asking.
    """

    key: Key
    type: Type = "text"
    held: Held = Field(default="open", alias="class")
    needed: bool = False
    choices: tuple[Choice, ...] = ()
    list: Key | None = None
    limit: int = Field(default=120, ge=1, le=4000)
    least: float | None = None
    most: float | None = None
    unit: Key | None = None
    column: Key | None = None
    fresh: int | None = Field(default=None, ge=1, le=120)
    by: Key | None = None
    same_as: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z0-9_]+$")], ...] = ()
    group: Key | None = None
    zh_help: str = ""
    en_help: str = ""

    @property
    def depth(self) -> int:
        return DEPTH[self.held]

    @property
    def secret(self) -> bool:
        """Whether its values are sealed in the database."""
        return self.held == "sealed" or self.type in SECRET_TYPES

    def help(self, language: str) -> str:
        return self.en_help if language.startswith("en") else self.zh_help

    def choice(self, key: object) -> Choice | None:
        return next((one for one in self.choices if one.key == key), None)

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if (self.type in CHOOSING) != bool(self.choices or self.list):
            raise ValueError(f"{self.key}: choices belong to choice fields, and those need some")
        if self.type in SECRET_TYPES and self.depth < DEPTH["masked"]:
            raise ValueError(f"{self.key}: a {self.type} is at least masked")
        if len({one.key for one in self.choices}) != len(self.choices):
            raise ValueError(f"{self.key}: a choice stands there twice")
        return self


class Group(Named):
    key: Key


class WithFields(Named):
    """A register or a programme: its fields by key."""

    key: Key
    zh_help: str = ""
    en_help: str = ""
    groups: tuple[Group, ...] = ()
    fields: tuple[FieldOf, ...] = ()

    def help(self, language: str) -> str:
        return self.en_help if language.startswith("en") else self.zh_help

    def field(self, key: str) -> FieldOf | None:
        return next((one for one in self.fields if one.key == key), None)

    @property
    def needed(self) -> tuple[FieldOf, ...]:
        return tuple(one for one in self.fields if one.needed)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        keys = [one.key for one in self.fields]
        if len(set(keys)) != len(keys):
            raise ValueError("a field stands there twice")
        groups = {one.key for one in self.groups}
        if stray := {one.group for one in self.fields if one.group} - groups:
            raise ValueError(f"unknown groups: {sorted(map(str, stray))}")
        return self


class Register(WithFields):
    """What one kind of row holds. `strong` are fields that name exactly one row of a township."""

    key: Kind
    version: int = 1
    strong: tuple[Key, ...] = ()
    states: tuple[Choice, ...]
    rhythm: Rhythm | None = None

    @model_validator(mode="after")
    def _strong_keys_exist(self) -> Self:
        if stray := set(self.strong) - {one.key for one in self.fields}:
            raise ValueError(f"no such fields: {sorted(stray)}")
        return self


class Joins(Part):
    """Who joins the pool of a programme by itself: by age in full years."""

    from_age: int | None = None
    below_age: int | None = None


class Programme(WithFields):
    """Something a row can be enrolled in.

    `of` is the register; `off` programmes wait for a legal basis entered and approved per township; `basis`
    is the law or rule it stands on; `retention` the months its values are kept after the end; `consent` says
    that only the person's own word puts them in, and takes them out; `pair` that two people visit together.
    """

    version: int = 1
    of: Kind = "person"
    held: Held = Field(default="masked", alias="class")
    off: bool = False
    consent: bool = False
    pair: bool = False
    zh_basis: str = ""
    en_basis: str = ""
    retention: int = Field(ge=1, le=360)
    rhythm: Rhythm | None = None
    joins: Joins | None = None
    order: int = 100

    @property
    def depth(self) -> int:
        return DEPTH[self.held]

    @property
    def secret(self) -> bool:
        """Whether the values of its enrolments are sealed."""
        return self.depth >= DEPTH["protected"]

    def basis(self, language: str) -> str:
        return self.en_basis if language.startswith("en") else self.zh_basis

    @model_validator(mode="after")
    def _lawful(self) -> Self:
        if not self.off and not self.consent and not (self.zh_basis and self.en_basis):
            raise ValueError("a programme that is on by itself names its legal basis")
        if self.held == "sealed" and not self.off:
            raise ValueError("a sealed programme is off until a legal basis is entered")
        shallow = [one.key for one in self.fields if one.depth > self.depth]
        if shallow:
            raise ValueError(f"fields held more closely than the programme: {shallow}")
        return self


class Lists(Part):
    """Choices that several fields share, such as the codes of a national standard."""

    lists: dict[Key, tuple[Choice, ...]]
