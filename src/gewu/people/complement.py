"""Who is there and who is missing: a place's staffing rules held against the list of people. Pure.

The list tells and never decides: whether a grid without a lead gets one, and who, is for people.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from gewu.places.sizes import StaffRule

# Too few, too many; somebody without a neighbour who acts for them, or with one who is no neighbour.
Problem = Literal["missing", "many", "alone", "far"]
# What there is too much of for one person.
Burden = Literal["areas", "households", "cases"]


@dataclass(frozen=True, slots=True)
class Ground:
    """An area that rules speak of; `path` goes from the province down to the area itself."""

    id: UUID
    level: str
    path: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A post somebody holds of their own. `partner`: of who acts for them, if anybody was named."""

    post: UUID
    user: UUID
    name: str
    role: str
    seat: str
    area: UUID
    path: tuple[UUID, ...]
    organisation: UUID | None
    first_day: date
    last_day: date | None
    partner: str = ""
    partner_near: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """One rule at one area: who counts there, and what is wrong."""

    rule: StaffRule
    area: UUID
    held: tuple[Held, ...]
    problems: tuple[Problem, ...]

    @property
    def wanting(self) -> int:
        """How many people are missing."""
        return max(0, (self.rule.each[0] if self.rule.each else 0) - len({post.user for post in self.held}))


@dataclass(frozen=True, slots=True)
class Load:
    """What one person carries by one rule, and of what it is more than the rule expects."""

    rule: StaffRule
    user: UUID
    name: str
    areas: tuple[UUID, ...]
    households: int
    cases: int
    over: tuple[Burden, ...]


def spots_of(rules: Iterable[StaffRule], grounds: Sequence[Ground], held: Sequence[Held]) -> list[Spot]:
    """Every rule that says how many are on each area, at each area of its level; in their orders."""
    found = []
    for rule in rules:
        if rule.each is None:
            continue
        counting = _counting(rule, held)
        for ground in grounds:
            if ground.level == rule.level:
                there = _there(rule, ground, counting)
                found.append(Spot(rule, ground.id, there, _problems(rule, there)))
    return found


def loads_of(
    rules: Iterable[StaffRule],
    held: Sequence[Held],
    levels: Mapping[UUID, str],
    *,
    households: Mapping[UUID, int],
    cases: Mapping[UUID, int],
) -> list[Load]:
    """What every holder carries, for rules that expect something of it; the heaviest first."""
    found: list[Load] = []
    for rule in rules:
        if rule.most is None:
            continue
        of_person: defaultdict[UUID, list[Held]] = defaultdict(list)
        for post in held:
            if rule.counts(post.role, post.seat) and levels.get(post.area) == rule.level:
                of_person[post.user].append(post)
        found.extend(_load(rule, posts, households, cases) for posts in of_person.values())
    return sorted(found, key=lambda load: (-len(load.over), -load.households, -load.cases, load.name))


def _counting(rule: StaffRule, held: Sequence[Held]) -> Mapping[UUID, list[Held]]:
    """The posts that may count, by the area for which they do."""
    by_area: defaultdict[UUID, list[Held]] = defaultdict(list)
    for post in held:
        if rule.counts(post.role, post.seat):
            for area in post.path[:-1] if rule.where == "below" else (post.area,):
                by_area[area].append(post)
    return by_area


def _there(rule: StaffRule, ground: Ground, counting: Mapping[UUID, list[Held]]) -> tuple[Held, ...]:
    areas = reversed(ground.path[:-1]) if rule.where == "above" else (ground.id,)
    return tuple(post for area in areas for post in counting.get(area, ()))


def _problems(rule: StaffRule, there: tuple[Held, ...]) -> tuple[Problem, ...]:
    low, high = rule.each or (0, len(there))
    said: list[Problem] = []
    # One person in two posts is one person.
    people = len({post.user for post in there})
    if people < low:
        said.append("missing")
    if people > high:
        said.append("many")
    if rule.partner and any(not post.partner for post in there):
        said.append("alone")
    if rule.partner and any(post.partner and not post.partner_near for post in there):
        said.append("far")
    return tuple(said)


def _load(
    rule: StaffRule, posts: Sequence[Held], households: Mapping[UUID, int], cases: Mapping[UUID, int]
) -> Load:
    areas = tuple(dict.fromkeys(post.area for post in posts))
    carried: dict[Burden, int] = {
        "areas": len(areas),
        "households": sum(households.get(area, 0) for area in areas),
        "cases": sum(cases.get(area, 0) for area in areas),
    }
    most: dict[Burden, int | None] = {
        "areas": rule.most.areas if rule.most else None,
        "households": rule.most.households if rule.most else None,
        "cases": rule.most.cases if rule.most else None,
    }
    over = tuple(what for what, limit in most.items() if limit is not None and carried[what] > limit)
    first = posts[0]
    return Load(rule, first.user, first.name, areas, carried["households"], carried["cases"], over)
