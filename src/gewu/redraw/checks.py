"""What is wrong with a town as a draft cuts it, and what should be said of it. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import shapely

from gewu.redraw.counts import Counts
from gewu.redraw.cut import Cut
from gewu.redraw.ground import said_at
from gewu.redraw.rules import touched

HAIR_METRES = 2.0


@dataclass(frozen=True, slots=True)
class Finding:
    """`error` forbids handing the draft in; `reason` asks for a reason; `say` is only told (只提示不阻断)."""

    weight: Literal["error", "reason", "say"]
    what: str
    key: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Range:
    """How many households a grid of a level has, and what one outside of that is."""

    low: int
    high: int
    outside: Literal["refuse", "say"]


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the place demands: ranges by level; by level which roles must be held (one of each row).

    Who is where now.
    """

    ranges: Mapping[str, Range]
    roles: Mapping[str, Collection[Collection[str]]]
    held: Mapping[str, Collection[str]]


def findings_of(base: Cut, cut: Cut, counts: Counts, ruled: Ruled) -> tuple[Finding, ...]:
    """Errors first."""
    found = [
        *_ground(base, cut),
        *_households(base, cut, counts, ruled.ranges),
        *_staff(base, cut, ruled),
    ]
    order = {"error": 0, "reason": 1, "say": 2}
    return tuple(sorted(found, key=lambda one: order[one.weight]))


def affected(base: Cut, cut: Cut) -> frozenset[str]:
    """Keys of pieces and groups that are there afterwards and are new or not as they were."""
    pieces = touched(base, cut)
    above = {one.parent for key in pieces for one in (cut.pieces.get(key), base.pieces.get(key)) if one}
    return frozenset(
        {key for key in pieces if key in cut.pieces} | {key for key in above if key in cut.groups}
    )


def households_of(cut: Cut, counts: Counts) -> dict[str, int]:
    """Households of every piece and group."""
    sums = {key: counts.households.get(key, 0) for key in cut.pieces}
    for key, piece in cut.pieces.items():
        if piece.parent in cut.groups:
            sums[piece.parent] = sums.get(piece.parent, 0) + sums[key]
    return sums


def _ground(base: Cut, cut: Cut) -> Iterator[Finding]:
    changed = touched(base, cut)
    if not changed:
        yield Finding("error", "nothing")
        return
    homes = {state.community(key) for state in (base, cut) for key in changed if key in state.pieces}
    for home in sorted(homes):
        before = [one.ground for key, one in base.pieces.items() if base.community(key) == home]
        after = [one.ground for key, one in cut.pieces.items() if cut.community(key) == home]
        if not shapely.coverage_is_valid(after):
            edges = shapely.union_all(shapely.coverage_invalid_edges(after))
            yield Finding("error", "overlap", home, {"at": said_at(edges)})
        moved = shapely.symmetric_difference(shapely.union_all(before), shapely.union_all(after))
        if cut.flat.wider(moved, HAIR_METRES):
            facts = {"metres": round(cut.flat.area(moved)), "at": said_at(moved)}
            yield Finding("error", "uncovered", home, facts)


def _households(base: Cut, cut: Cut, counts: Counts, ranges: Mapping[str, Range]) -> Iterator[Finding]:
    sums = households_of(cut, counts)
    for key in sorted(affected(base, cut)):
        one = cut.pieces.get(key) or cut.groups[key]
        demanded = ranges.get(one.level)
        if demanded and not demanded.low <= sums.get(key, 0) <= demanded.high:
            weight: Literal["error", "reason"] = "error" if demanded.outside == "refuse" else "reason"
            facts = {"households": sums.get(key, 0), "low": demanded.low, "high": demanded.high}
            yield Finding(weight, "range", key, facts)
        elif key in cut.pieces and not counts.buildings.get(key):
            yield Finding("say", "empty", key)


def _staff(base: Cut, cut: Cut, ruled: Ruled) -> Iterator[Finding]:
    """Who would be missing on what is new, and who looks after what is no more."""
    for key in sorted(affected(base, cut)):
        one = cut.pieces.get(key) or cut.groups[key]
        held = set(ruled.held.get(key, ()))
        missing = [next(iter(row)) for row in ruled.roles.get(one.level, ()) if not held & set(row)]
        if missing:
            yield Finding("say", "unstaffed", key, {"roles": missing})
    for key in sorted((base.pieces.keys() - cut.pieces.keys()) | (base.groups.keys() - cut.groups.keys())):
        if ruled.held.get(key):
            yield Finding("say", "posts-end", key, {"posts": len(ruled.held[key])})
