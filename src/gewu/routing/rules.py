"""Rules that say which office a case goes to: the first that fits counts. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a case must be to go to the office. An empty condition asks nothing.

    `categories` are codes or the beginnings of codes; `areas` the places it may lie in; `words` any of which
    must be in its text; `start`–`end` the local time it was reported, over midnight where start is later.
    """

    id: UUID
    office: UUID
    name: str = ""
    categories: tuple[str, ...] = ()
    areas: frozenset[UUID] = frozenset()
    sources: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    start: time | None = None
    end: time | None = None
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What rules may know of a case."""

    category: str
    places: frozenset[UUID]
    source: str
    at: time
    text: str


@dataclass(frozen=True, slots=True)
class Past:
    """A case that went to an office, for the dry run."""

    id: UUID
    matter: Matter
    office: UUID


class Verdict(StrEnum):
    """What a dry run says of a rule; untried where there was no case to try it on."""

    UNTRIED = "untried"
    WORKS = "works"
    NEVER = "never"
    SHADOWED = "shadowed"


@dataclass(slots=True)
class Tally:
    """A rule in a dry run: how many it fits, how many it would send, and how many of those went there."""

    rule: Rule
    tried: int = 0
    fits: int = 0
    hits: int = 0
    agreed: int = 0
    elsewhere: list[Past] = field(default_factory=list)
    # The earlier rule that leaves it nothing: by what it asks, or by taking every case it fits.
    shadowed_by: Rule | None = None

    @property
    def verdict(self) -> Verdict:
        if self.shadowed_by is not None:
            return Verdict.SHADOWED
        if not self.tried:
            return Verdict.UNTRIED
        return Verdict.WORKS if self.fits else Verdict.NEVER


def fits(rule: Rule, matter: Matter) -> bool:
    """Whether a case is what the rule asks for."""
    return (
        (not rule.categories or matter.category.startswith(rule.categories))
        and (not rule.areas or not rule.areas.isdisjoint(matter.places))
        and (not rule.sources or matter.source in rule.sources)
        and (not rule.words or any(word in matter.text for word in rule.words))
        and in_hours(matter.at, rule.start, rule.end)
    )


def first(rules: Iterable[Rule], matter: Matter) -> Rule | None:
    """The rule that counts for a case."""
    return next((rule for rule in rules if rule.active and fits(rule, matter)), None)


def in_hours(at: time, start: time | None, end: time | None) -> bool:
    """From start up to but without end; over midnight where start is later; all day without either."""
    if start is None or end is None or start == end:
        return True
    return start <= at < end if start < end else (at >= start or at < end)


def covers(earlier: Rule, later: Rule) -> bool:
    """Whether everything the later one asks for is taken by the earlier one already."""
    return (
        _wider(earlier.categories, later.categories)
        and _holds(earlier.areas, later.areas)
        and _holds(earlier.sources, later.sources)
        and _any_of(earlier.words, later.words)
        and _hours_hold(earlier, later)
    )


def dry_run(rules: Sequence[Rule], past: Iterable[Past]) -> tuple[Tally, ...]:
    """What the active rules would have done with past cases, in their order."""
    tallies = [Tally(rule) for rule in rules if rule.active]
    taken: dict[UUID, dict[UUID, int]] = {}
    for case in past:
        for tally in tallies:
            tally.tried += 1
        fitting = [tally for tally in tallies if fits(tally.rule, case.matter)]
        for place, tally in enumerate(fitting):
            tally.fits += 1
            if place:
                counted = taken.setdefault(tally.rule.id, {})
                counted[fitting[0].rule.id] = counted.get(fitting[0].rule.id, 0) + 1
        if fitting:
            _count(fitting[0], case)
    for place, tally in enumerate(tallies):
        tally.shadowed_by = _shadow(tally, tallies[:place], taken.get(tally.rule.id, {}))
    return tuple(tallies)


def _count(tally: Tally, case: Past) -> None:
    tally.hits += 1
    if case.office == tally.rule.office:
        tally.agreed += 1
    else:
        tally.elsewhere.append(case)


def _shadow(tally: Tally, earlier: Sequence[Tally], taken: dict[UUID, int]) -> Rule | None:
    whole = next((one.rule for one in earlier if covers(one.rule, tally.rule)), None)
    if whole is not None or tally.hits or not taken:
        return whole
    most = max(taken, key=lambda rule: taken[rule])
    return next(one.rule for one in earlier if one.rule.id == most)


def _wider(earlier: tuple[str, ...], later: tuple[str, ...]) -> bool:
    return not earlier or (bool(later) and all(code.startswith(earlier) for code in later))


def _holds(earlier: frozenset[UUID] | frozenset[str], later: frozenset[UUID] | frozenset[str]) -> bool:
    return not earlier or (bool(later) and set(later) <= set(earlier))


def _any_of(earlier: tuple[str, ...], later: tuple[str, ...]) -> bool:
    """A text with any later word has an earlier one: each later word contains one of the earlier."""
    return not earlier or (bool(later) and all(any(word in long for word in earlier) for long in later))


def _hours_hold(earlier: Rule, later: Rule) -> bool:
    minutes = [time(minute // 60, minute % 60) for minute in range(0, 24 * 60, 5)]
    asked = [at for at in minutes if in_hours(at, later.start, later.end)]
    edges = [edge for edge in (later.start,) if edge is not None]
    return all(in_hours(at, earlier.start, earlier.end) for at in [*asked, *edges])
