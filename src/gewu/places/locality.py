"""A locality file: levels under their own names, areas, sizes of grids, and a plan of boundaries.

Values only, no Django models. A file with mistakes is refused with all of them at once.
"""

import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from gewu.kernel.access import Tier
from gewu.places.assessment import Assessment
from gewu.places.codes import CodeUse
from gewu.places.dictionary import EVERYTHING, Feature, Helper, MatterSet

TIERS = tuple(Tier)
MICRO = 1_000_000
# How many digits the code of an official area has; grids below a community add three (conf. levels).
DIGITS = {2: Tier.PROVINCE, 4: Tier.CITY, 6: Tier.COUNTY, 9: Tier.TOWNSHIP, 12: Tier.COMMUNITY}

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,19}$")]
Digits = Annotated[str, StringConstraints(pattern=r"^\d{2,20}$")]
AddressCode = Annotated[str, StringConstraints(pattern=r"^\d{9,12}[A-Z]?\d{3,6}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=160)]


class LocalityError(ValueError):
    """The file cannot be used; `problems` says everything that is wrong with it."""

    def __init__(self, where: str, problems: list[str]) -> None:
        super().__init__(f"{where}: " + "; ".join(problems))
        self.problems = problems


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Frozen):
    zh: Sentence
    en: Sentence

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


class Level(Frozen):
    """A rung of the ladder under the locality's own name."""

    key: Key
    tier: Tier
    zh: Name
    en: Name
    count: int | None = Field(default=None, ge=1)
    households: tuple[int, int] | None = None

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


class AreaEntry(Frozen):
    """An official area, or a grid of the plan. `zh` is the name in full, `short` what fits on a map."""

    code: Digits
    zh: Name
    short: Annotated[str, StringConstraints(min_length=1, max_length=30)]
    en: Name
    level: Key
    parent: Digits | None = None
    households: int | None = Field(default=None, ge=0)


class Line(Frozen):
    """Something to draw under the grids. Positions in millionths of a degree."""

    kind: str
    zh: str = ""
    en: str = ""
    points: tuple[tuple[int, int], ...] = Field(min_length=2)


class Shape(Frozen):
    """The ring of one deepest grid, in millionths of a degree: neighbours share their corners exactly."""

    code: Digits
    ring: tuple[tuple[int, int], ...] = Field(min_length=4)


class Estate(Frozen):
    """Houses under one name and one number of a street: a residential quarter, a yard of staff housing."""

    code: AddressCode
    zh: Name
    en: Name
    street: Name
    house: int = Field(ge=1)


class Building(Frozen):
    """One house: a numbered one of an estate, or one with a name. Corners in millionths of a degree."""

    code: AddressCode
    estate: AddressCode | None = None
    number: int | None = Field(default=None, ge=1)
    zh: str = ""
    en: str = ""
    street: str = ""
    house: int | None = Field(default=None, ge=1)
    kind: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,12}$")] = "home"
    floors: int = Field(ge=1, le=99)
    households: int = Field(default=0, ge=0)
    ring: tuple[tuple[int, int], ...] = Field(min_length=4)


class Plan(Frozen):
    """The grids below the official areas, and the shapes of the deepest ones. All others are unions."""

    areas: tuple[AreaEntry, ...]
    shapes: tuple[Shape, ...]
    lines: tuple[Line, ...] = ()
    estates: tuple[Estate, ...] = ()
    buildings: tuple[Building, ...] = ()


class Boundaries(Frozen):
    """Where the plan came from and since when it holds. `label` is shown on every map that draws it."""

    label: Words
    synthetic: bool
    valid_from: datetime


class DemoPlan(Frozen):
    """What to draw when the real boundaries may not be shipped. `communities` from the north-west on."""

    seed: int
    size: tuple[float, float]
    communities: tuple[Digits, ...] = Field(min_length=1)
    grid_level: Key
    unit_level: Key
    grids: int = Field(ge=1)
    units: int = Field(ge=1)
    households: int = Field(ge=1)
    households_each: tuple[int, int]
    line_names: dict[str, tuple[Words, ...]] = {}
    # By the code of the community, the best known first.
    estates: dict[Digits, tuple[Name, ...]] = {}


class WorkingTime(Frozen):
    """When offices work, and how many working hours make a working day (8 or 6)."""

    windows: tuple[Annotated[str, StringConstraints(pattern=r"^\d\d:\d\d-\d\d:\d\d$")], ...] = (
        "08:00-12:00",
        "14:00-18:00",
    )
    day_hours: int = Field(8, ge=1, le=24)

    @property
    def minutes(self) -> tuple[tuple[int, int], ...]:
        """The windows in minutes from midnight."""
        return tuple((_minute(window[:5]), _minute(window[6:])) for window in self.windows)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        edges = [minute for window in self.minutes for minute in window]
        if not edges or edges != sorted(set(edges)) or edges[-1] > 24 * 60:
            raise ValueError("windows must stand in order, apart, within one day")
        return self


def _minute(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


class Locality(Frozen):
    key: Key
    names: Words
    township: int = Field(ge=100_000_000, le=999_999_999)
    letters: Annotated[str, StringConstraints(pattern=r"^[A-HJKMNP-TV-Z]{2}$")]
    centre: tuple[float, float]
    zoom: float = Field(ge=0, le=20)
    levels: tuple[Level, ...] = Field(min_length=1)
    areas: tuple[AreaEntry, ...] = Field(min_length=1)
    boundaries: Boundaries | None = None
    roles: dict[Key, Words] = {}
    # Roles that need a second factor here; not said: as the roles themselves say.
    second_factor: tuple[Key, ...] | None = None
    working_time: WorkingTime = WorkingTime()
    # How what people say of the outcome is counted.
    assessment: Assessment = Assessment()
    # The code schemes of the place, by their keys in `localities/schemes`.
    codes: tuple[CodeUse, ...] = ()
    # What is switched on here; not said: everything.
    features: tuple[Feature, ...] = EVERYTHING
    # What a grid worker is to people 六员, and the matters of a grid, as this place counts them.
    helpers: tuple[Helper, ...] = ()
    matters: MatterSet | None = None
    # The offices, by their keys, to which a case of a kind goes at once. The law about a child at risk names
    # public security, civil affairs and education (未成年人保护法 第十一条).
    sends_to: dict[Key, tuple[str, ...]] = {"child_at_risk": ("police", "civil", "education")}
    demo_plan: DemoPlan | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if problems := list(_problems(self)):
            raise ValueError("; ".join(problems))
        return self

    def level(self, key: str) -> Level:
        return next(level for level in self.levels if level.key == key)

    def level_of_tier(self, tier: Tier) -> Level | None:
        return next((level for level in self.levels if level.tier == tier), None)

    def role_name(self, key: str, language: str) -> str | None:
        """What this place calls a role, if it has a word of its own."""
        return self.roles[key].in_language(language) if key in self.roles else None


def parse(raw: dict[str, Any], where: str) -> Locality:
    """The file as a value, or every mistake in it at once."""
    try:
        return Locality.model_validate(raw)
    except ValidationError as error:
        raise LocalityError(where, _readable(error)) from None


def parse_plan(raw: dict[str, Any], where: str) -> Plan:
    try:
        return Plan.model_validate(raw)
    except ValidationError as error:
        raise LocalityError(where, _readable(error)) from None


def read(folder: Path) -> tuple[Locality, Plan | None]:
    """`place.toml` of a folder, and its `plan.json` if it has one."""
    locality = read_place(folder)
    file = folder / "plan.json"
    if not file.exists():
        return locality, None
    plan = parse_plan(json.loads(file.read_text("utf-8")), f"{folder.name}/plan.json")
    if problems := list(plan_problems(locality, plan)):
        raise LocalityError(f"{folder.name}/plan.json", problems)
    return locality, plan


def read_place(folder: Path) -> Locality:
    return parse(tomllib.loads((folder / "place.toml").read_text("utf-8")), f"{folder.name}/place.toml")


def parent_code(entry: AreaEntry) -> str | None:
    """The named parent, or what the official digits say."""
    if entry.parent:
        return entry.parent
    shorter = [length for length in DIGITS if length < len(entry.code)]
    return entry.code[: shorter[-1]] if shorter else None


def _readable(error: ValidationError) -> list[str]:
    return [f"{'.'.join(map(str, item['loc'])) or 'file'}: {item['msg']}" for item in error.errors()]


def _problems(locality: Locality) -> Iterator[str]:
    keys = [level.key for level in locality.levels]
    yield from (f"level {key!r} stands twice" for key in _twice(keys))
    ranks = [TIERS.index(level.tier) for level in locality.levels]
    if ranks != sorted(set(ranks)):
        yield "levels must go down the tiers, each tier once"
    yield from (f"helper {key!r} stands twice" for key in _twice([one.key for one in locality.helpers]))
    if not any(area.code == str(locality.township) for area in locality.areas):
        yield f"the township {locality.township} is not among the areas"
    yield from _area_problems(locality, locality.areas, known=set())
    for area in locality.areas:
        tier = DIGITS.get(len(area.code))
        expected = locality.level(area.level).tier if area.level in keys else tier
        if tier != expected:
            yield f"area {area.code}: {len(area.code)} digits are not a {expected}"


def plan_problems(locality: Locality, plan: Plan) -> Iterator[str]:
    """What does not fit between a locality and its plan: parents, shapes, counts, sizes."""
    yield from _area_problems(locality, plan.areas, known={area.code for area in locality.areas})
    parents = {parent_code(area) for area in plan.areas}
    leaves = {area.code for area in plan.areas} - parents
    shaped = [shape.code for shape in plan.shapes]
    yield from (f"shape {code} stands twice" for code in _twice(shaped))
    yield from (f"grid {code} has no shape" for code in sorted(leaves - set(shaped)))
    yield from (f"shape {code} belongs to no grid" for code in sorted(set(shaped) - leaves))
    yield from (f"shape {s.code} is not closed" for s in plan.shapes if s.ring[0] != s.ring[-1])
    yield from _count_problems(locality, [*locality.areas, *plan.areas])
    yield from _address_problems(plan)


def _area_problems(locality: Locality, areas: tuple[AreaEntry, ...], known: set[str]) -> Iterator[str]:
    keys = {level.key for level in locality.levels}
    codes = [area.code for area in areas]
    yield from (f"area {code} stands twice" for code in _twice([*codes, *known]))
    for area in areas:
        if area.level not in keys:
            yield f"area {area.code}: no level {area.level!r}"
        parent = parent_code(area)
        if parent and parent not in known and parent not in codes:
            yield f"area {area.code}: its parent {parent} is not there"


def _count_problems(locality: Locality, areas: list[AreaEntry]) -> Iterator[str]:
    counts = Counter(area.level for area in areas)
    for level in locality.levels:
        if level.count is not None and counts[level.key] != level.count:
            yield f"level {level.key}: {counts[level.key]} areas, {level.count} announced"
        if level.households is None:
            continue
        low, high = level.households
        for area in areas:
            if area.level == level.key and not low <= (area.households or 0) <= high:
                yield f"grid {area.code}: {area.households} households, not between {low} and {high}"


def _address_problems(plan: Plan) -> Iterator[str]:
    """Every house stands once, in an estate that is there or under a number of its own street."""
    codes = [*(estate.code for estate in plan.estates), *(house.code for house in plan.buildings)]
    yield from (f"address {code} stands twice" for code in _twice(codes))
    estates = {estate.code for estate in plan.estates}
    numbered = [f"{house.estate} number {house.number}" for house in plan.buildings if house.estate]
    yield from (f"building {number} stands twice" for number in _twice(numbered))
    for house in plan.buildings:
        if house.estate and house.estate not in estates:
            yield f"building {house.code}: its estate {house.estate} is not there"
        if not (house.estate and house.number) and not (house.zh and house.street and house.house):
            yield f"building {house.code}: neither a number in an estate nor a name at a street"


def _twice(values: list[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]
