"""Checks as the files say them: a kind with typed parameters, words in two languages, and a source.

No expressions: what a check does is a named function of its kind (`figures`, `rows`, `registers`).
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,47}$")]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=240)]


class ChecksError(ValueError):
    """The files cannot be used; `problems` has everything that is wrong with them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Frozen):
    zh: Sentence
    en: Sentence

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


class _Check(Frozen):
    """What every check says. `mend` tells whoever reads a finding what to do about it."""

    key: Key
    title: Words
    mend: Words
    source: Sentence
    # Off until a place switches it on: for what only some places keep.
    usually_on: bool = True


# Over the figures of reports.


class RatePossible(_Check):
    """A rate that no whole number of `of` gives: of 14 persons 98 % is impossible."""

    kind: Literal["rate_possible"]
    rate: Key
    of: Key


class Balance(_Check):
    """What came less what left is what is there: 117 - 51 = 66."""

    kind: Literal["balance"]
    plus: tuple[Key, ...] = Field(min_length=1)
    minus: tuple[Key, ...] = ()
    equals: Key


class SumOfParts(_Check):
    """The parts make the whole: 58 + 7 + 1 = 66."""

    kind: Literal["sum_of_parts"]
    parts: tuple[Key, ...] = Field(min_length=2)
    whole: Key


class Between(_Check):
    """Figures of one unit lie between two bounds, such as rates between 0 and 100 %."""

    kind: Literal["between"]
    unit: str
    low: Decimal
    high: Decimal


class HouseholdsEach(_Check):
    """So many persons in so many grids make so many households each, by so many persons a household."""

    kind: Literal["households_each"]
    persons: Key
    grids: Key
    low: Key
    high: Key
    persons_per_household: Decimal = Field(gt=0)


class EnoughForEach(_Check):
    """There are at least as many as each needs."""

    kind: Literal["enough_for_each"]
    have: Key
    grids: Key
    least: Key


class NotThatRate(_Check):
    """A rate that is, to the digit, another rate: two things under one figure."""

    kind: Literal["not_that_rate"]
    rate: Key
    done: Key
    of: Key


class SameScope(_Check):
    """So many a day make so many a year, up to a factor; far beyond it they count different things."""

    kind: Literal["same_scope"]
    a_day: Key
    a_year: Key
    up_to: Decimal = Field(gt=1)


class AllListed(_Check):
    """What is said to be so many is listed with as many names."""

    kind: Literal["all_listed"]
    items: tuple[Key, ...] = Field(min_length=1)


class OneFigure(_Check):
    """One thing has one figure in one report."""

    kind: Literal["one_figure"]
    item: Key


class OneName(_Check):
    """One thing has one name in one report."""

    kind: Literal["one_name"]
    item: Key


class RightWords(_Check):
    """Slips of the pen and unofficial names in texts: what stands there, and what should."""

    kind: Literal["right_words"]
    words: Mapping[str, str] = Field(min_length=1)


# Over rows, as they come in (exchange's dry run) and as they are kept (registers).


class _RowCheck(_Check):
    register_key: Key = Field(alias="register")


class FieldDigits(_RowCheck):
    """A code has the digits it must have."""

    kind: Literal["digits"]
    field: Key
    pattern: str


class CheckDigit(_RowCheck):
    """The last digit of a number agrees with the others."""

    kind: Literal["check_digit"]
    field: Key
    scheme: Literal["identity", "credit"]


class AgreesWithIdentity(_RowCheck):
    """The date of birth or the sex is the one in the identity number."""

    kind: Literal["agrees_with_identity"]
    identity: Key
    field: Key
    part: Literal["born", "sex"]


class FieldBetween(_RowCheck):
    """A number lies between two bounds."""

    kind: Literal["field_between"]
    field: Key
    low: Decimal
    high: Decimal


class InOrder(_RowCheck):
    """One day is not after another."""

    kind: Literal["in_order"]
    earlier: Key
    later: Key


class NotInFuture(_RowCheck):
    """A day that has been."""

    kind: Literal["not_in_future"]
    field: Key


class AgeFits(_RowCheck):
    """Whoever has one of these values is of that age: nobody of 98 is in primary school."""

    kind: Literal["age_fits"]
    field: Key
    values: tuple[str, ...] = Field(min_length=1)
    born: Key
    youngest: int = Field(ge=0)
    oldest: int = Field(ge=1)


class RowWords(_RowCheck):
    """Slips of the pen in a text of a row."""

    kind: Literal["row_words"]
    field: Key
    words: Mapping[str, str] = Field(min_length=1)


# Over registers only: what needs several tables. Each is one statement per township.


class _Crossed(_Check):
    pass


class NotVisitedAfterDeath(_Crossed):
    """Died, and visited later."""

    kind: Literal["not_visited_after_death"]


class NoMoreHouseholdsThanRooms(_Crossed):
    """A building has no more households than rooms."""

    kind: Literal["no_more_households_than_rooms"]


class OneHead(_Crossed):
    """A household has one head."""

    kind: Literal["one_head"]


class ProgrammeAge(_Crossed):
    """Whoever is in a programme is of its age."""

    kind: Literal["programme_age"]
    programme: Key
    youngest: int = Field(ge=0)
    oldest: int = Field(ge=1)


FigureCheck: TypeAlias = (
    RatePossible
    | Balance
    | SumOfParts
    | Between
    | HouseholdsEach
    | EnoughForEach
    | NotThatRate
    | SameScope
    | AllListed
    | OneFigure
    | OneName
    | RightWords
)
RowCheck: TypeAlias = (
    FieldDigits | CheckDigit | AgreesWithIdentity | FieldBetween | InOrder | NotInFuture | AgeFits | RowWords
)
CHECKED_FIGURES = (
    RatePossible,
    Balance,
    SumOfParts,
    Between,
    HouseholdsEach,
    EnoughForEach,
    NotThatRate,
    SameScope,
    AllListed,
    OneFigure,
    OneName,
    RightWords,
)
CHECKED_ROWS = (
    FieldDigits,
    CheckDigit,
    AgreesWithIdentity,
    FieldBetween,
    InOrder,
    NotInFuture,
    AgeFits,
    RowWords,
)
CrossCheck: TypeAlias = NotVisitedAfterDeath | NoMoreHouseholdsThanRooms | OneHead | ProgrammeAge
Check: TypeAlias = FigureCheck | RowCheck | CrossCheck
_ONE: TypeAdapter[Check] = TypeAdapter(Annotated[Check, Field(discriminator="kind")])


@cache
def checks() -> Mapping[str, Check]:
    """Every shipped check by key, in the order of the files; ChecksError with everything that is wrong."""
    folder = files("gewu") / "definitions" / "checks"
    problems: list[str] = []
    found: list[Check] = []
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            found += _read(file.name, file.read_text(encoding="utf-8"), problems)
    problems += [
        f"check {key!r} stands twice" for key, n in Counter(one.key for one in found).items() if n > 1
    ]
    problems += [problem for one in found for problem in _senseless(one)]
    if problems:
        raise ChecksError(problems)
    return {one.key: one for one in found}


def read(text: str) -> list[Check]:
    """The checks in the text of a file, or ChecksError with every mistake."""
    problems: list[str] = []
    found = _read("text", text, problems)
    problems += [problem for one in found for problem in _senseless(one)]
    if problems:
        raise ChecksError(problems)
    return found


def _read(name: str, text: str, problems: list[str]) -> list[Check]:
    try:
        entries = tomllib.loads(text, parse_float=Decimal).get("checks", [])
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{name}: {error}")
        return []
    found = []
    for entry in entries:
        try:
            found.append(_ONE.validate_python(entry))
        except ValidationError as error:
            key = entry.get("key", "?")
            problems += [
                f"{name}: {key}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()
            ]
    return found


def _senseless(one: Check) -> Iterator[str]:
    """What the shape of an entry does not forbid."""
    match one:
        case FieldDigits(pattern=pattern):
            try:
                re.compile(pattern)
            except re.error as error:
                yield f"{one.key}: pattern: {error}"
        case Between() | FieldBetween() if one.low > one.high:
            yield f"{one.key}: low is above high"
        case AgeFits() | ProgrammeAge() if one.youngest > one.oldest:
            yield f"{one.key}: youngest is above oldest"
        case RightWords(words=words) | RowWords(words=words):
            yield from (
                f"{one.key}: {wrong!r} is put for itself" for wrong, right in words.items() if wrong == right
            )
