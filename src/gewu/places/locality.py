"""A locality file: levels under their own names, areas, sizes of grids, and a plan of boundaries.

Values only, no Django models. A file with mistakes is refused with all of them at once.
"""

import csv
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from gewu.kernel.access import Tier
from gewu.places.assessment import Assessment
from gewu.places.codes import CodeUse
from gewu.places.dictionary import EVERYTHING, Feature, Helper, MatterSet, Said
from gewu.places.faults import readable
from gewu.places.sizes import Card, Population, StaffRule

TIERS = tuple(Tier)
MICRO = 1_000_000
# What a row of a tree gets whose digits fit none.
NO_LEVEL = "none"
COLUMNS = ("code", "zh", "short", "en")
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
        # The file alone, where the place has been named already.
        self.file = where.rpartition("/")[2] if "/" in where else ""


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
    # What a grid outside that range is: refused, or only said (只提示不阻断) so that somebody gives a reason.
    outside: Literal["refuse", "say"] = "refuse"

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
    # Where grids are not divided any further there are no units: the grids are the deepest.
    unit_level: Key | None = None
    grids: int = Field(ge=1)
    units: int = Field(ge=1)
    households: int = Field(ge=1)
    # Of one unit; or, with `by_grid`, of one grid, whatever number of units it has.
    households_each: tuple[int, int]
    by_grid: bool = False
    # nested: two digits of the grid and one of the unit; serial: three digits, counted through the community.
    numbering: Literal["nested", "serial"] = "nested"
    # {n} is the number, {cn} the same in Chinese.
    grid_name: Words = Words(zh="第{cn}网格", en="Grid {n}")
    unit_name: Words = Words(zh="{n}单元", en="Unit {n}")
    # Houses as they are built where ground is dear.
    towers: bool = False
    line_names: dict[str, tuple[Words, ...]] = {}
    # By the code of the community, the best known first.
    estates: dict[Digits, tuple[Name, ...]] = {}
    # Where none are listed: houses in estates whose names are put together from two halves.
    made_up_estates: bool = False


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
    # How many live here, by each count; and how many people a grid is to have, in which roles.
    population: tuple[Population, ...] = ()
    staffing: tuple[StaffRule, ...] = ()
    roles: dict[Key, Words] = {}
    # What the public contact card of a grid shows.
    card: Card = Card()
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

    @property
    def resident(self) -> Population | None:
        """Those who live here: what grids are measured by."""
        return next((count for count in self.population if count.kind == "resident"), None)

    def level_of_tier(self, tier: Tier) -> Level | None:
        return next((level for level in self.levels if level.tier == tier), None)

    @property
    def seats(self) -> dict[str, Said]:
        """What the staffing rules call the seats of this place, by key."""
        return {rule.seat: rule.name for rule in self.staffing if rule.seat and rule.name}

    def role_name(self, key: str, language: str) -> str | None:
        """What this place calls a role, if it has a word of its own."""
        return self.roles[key].in_language(language) if key in self.roles else None


def parse(raw: dict[str, Any], where: str) -> Locality:
    """The file as a value, or every mistake in it at once."""
    try:
        return Locality.model_validate(raw)
    except ValidationError as error:
        raise LocalityError(where, readable(error, raw)) from None


def parse_plan(raw: dict[str, Any], where: str) -> Plan:
    try:
        return Plan.model_validate(raw)
    except ValidationError as error:
        raise LocalityError(where, readable(error, raw)) from None


def read_place(folder: Path) -> Locality:
    """`place.toml` of a folder, with the areas of its `tree.csv` if it has one."""
    file, tree = folder / "place.toml", folder / "tree.csv"
    try:
        raw = tomllib.loads(_text(file))
    except tomllib.TOMLDecodeError as error:
        raise LocalityError(f"{folder.name}/{file.name}", [str(error)]) from None
    if not tree.exists():
        return parse(raw, f"{folder.name}/{file.name}")
    raw["areas"] = [*raw.get("areas", ()), *tree_entries(raw, _text(tree), f"{folder.name}/{tree.name}")]
    return parse(raw, f"{folder.name}/{file.name} and {tree.name}")


def _text(file: Path) -> str:
    """What a file says; a table that a spreadsheet saved begins with a mark."""
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        said = f"it is not in UTF-8 (byte {error.start + 1}); save it as UTF-8"
        raise LocalityError(f"{file.parent.name}/{file.name}", [said]) from None


def tree_entries(raw: dict[str, Any], text: str, where: str = "tree.csv") -> list[dict[str, str]]:
    """The rows `code,zh,short,en` of a tree; the level is that of the tier which so many digits have."""
    levels = {level.get("tier"): level.get("key") for level in raw.get("levels", ())}
    rows = csv.DictReader(text.splitlines(), restkey="more")
    if missing := [column for column in COLUMNS if column not in (rows.fieldnames or ())]:
        said = f"line 1: it names the columns {','.join(COLUMNS)}; {', '.join(missing)} is not there"
        raise LocalityError(where, [said])
    return [{**row, "level": levels.get(DIGITS.get(len(row["code"] or "")), NO_LEVEL)} for row in rows]


def parent_code(entry: AreaEntry) -> str | None:
    """The named parent, or what the official digits say."""
    if entry.parent:
        return entry.parent
    shorter = [length for length in DIGITS if length < len(entry.code)]
    return entry.code[: shorter[-1]] if shorter else None


def _problems(locality: Locality) -> Iterator[str]:
    keys = [level.key for level in locality.levels]
    yield from (f"level {key!r} stands twice" for key in twice(keys))
    ranks = [TIERS.index(level.tier) for level in locality.levels]
    if ranks != sorted(set(ranks)):
        yield "levels must go down the tiers, each tier once"
    yield from (f"helper {key!r} stands twice" for key in twice([one.key for one in locality.helpers]))
    if not any(area.code == str(locality.township) for area in locality.areas):
        yield f"the township {locality.township} is not among the areas"
    yield from area_problems(locality, locality.areas, known=set())
    yield from _size_problems(locality, keys)
    for area in locality.areas:
        tier = DIGITS.get(len(area.code))
        expected = locality.level(area.level).tier if area.level in keys else tier
        if tier != expected:
            yield f"area {area.code}: {len(area.code)} digits are not a {expected}"


def _size_problems(locality: Locality, keys: list[str]) -> Iterator[str]:
    for level in locality.levels:
        if level.households and level.households[0] > level.households[1]:
            yield f"level {level.key}: {level.households[0]} households are more than {level.households[1]}"
    yield from (f"staffing: no level {rule.level!r}" for rule in locality.staffing if rule.level not in keys)
    order, resident = locality.demo_plan, locality.resident
    if order and resident and resident.households not in {None, order.households}:
        yield f"demo_plan: {order.households} households, {resident.households} live here"
    if order:
        yield from _order_problems(order, keys, {area.code for area in locality.areas})


def _order_problems(order: DemoPlan, keys: list[str], codes: set[str]) -> Iterator[str]:
    """What cannot be drawn as it is ordered."""
    yield from (
        f"demo_plan: community {code} is not there" for code in order.communities if code not in codes
    )
    wanted = (order.grid_level, *([order.unit_level] if order.unit_level else ()))
    yield from (f"demo_plan: no level {level!r}" for level in wanted if level not in keys)
    if not len(order.communities) <= order.grids <= order.units:
        said = f"{len(order.communities)} communities, {order.grids} grids, {order.units} units"
        yield f"demo_plan: {said}: each community needs a grid, and each grid a unit"
    count = order.grids if order.by_grid else order.units
    low, high = order.households_each
    if not count * (low + 1) <= order.households <= count * (high - 1):
        yield f"demo_plan: {order.households} households are not {count} times between {low} and {high}"


def area_problems(locality: Locality, areas: tuple[AreaEntry, ...], known: set[str]) -> Iterator[str]:
    keys = {level.key for level in locality.levels}
    codes = [area.code for area in areas]
    yield from (f"area {code} stands twice" for code in twice([*codes, *known]))
    for area in areas:
        if area.level == NO_LEVEL:
            yield f"area {area.code}: no level has codes of {len(area.code)} digits"
        elif area.level not in keys:
            yield f"area {area.code}: no level {area.level!r}"
        parent = parent_code(area)
        if parent and parent not in known and parent not in codes:
            yield f"area {area.code}: its parent {parent} is not there"


def twice(values: list[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]
