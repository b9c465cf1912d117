"""A place in figures, as its file says it and as it stands: levels, sizes, counts of people."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from gewu.places import shelf
from gewu.places.atlas import current
from gewu.places.codes import CodeUse, Scheme
from gewu.places.locality import Level, Locality
from gewu.places.values import Place


@dataclass(frozen=True, slots=True)
class Sizes:
    """Households of the areas of one level; `outside` how many are smaller or larger than it is for."""

    least: int
    mean: int
    most: int
    outside: int


@dataclass(frozen=True, slots=True)
class Rung:
    """A level under the name of the place, how many areas it has there today, and one of them."""

    level: Level
    count: int
    example: Place | None
    sizes: Sizes | None


def rungs(own: Locality) -> tuple[Rung, ...]:
    """Every level of a place, with the areas of its file and those that were drawn since."""
    named = {entry.code for entry in own.areas}
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for place in current().places.values():
        if place.retired_at is None and (place.code in named or place.township == own.township):
            found[place.level].append(place)
    return tuple(_rung(level, found[level.key]) for level in own.levels)


def schemes_of(own: Locality) -> tuple[tuple[CodeUse, Scheme], ...]:
    """The code schemes of a place, the numbers that count first."""
    known = shelf.schemes()
    uses = sorted(own.codes, key=lambda use: ("main", "old", "external").index(use.use))
    return tuple((use, known[use.scheme]) for use in uses if use.scheme in known)


def _rung(level: Level, places: Sequence[Place]) -> Rung:
    first = min(places, key=lambda place: place.code, default=None)
    counts = [place.households for place in places if place.households is not None]
    return Rung(level, len(places), first, _sizes(level, counts) if counts else None)


def _sizes(level: Level, counts: Sequence[int]) -> Sizes:
    low, high = level.households or (0, max(counts))
    outside = sum(not low <= count <= high for count in counts)
    return Sizes(min(counts), round(sum(counts) / len(counts)), max(counts), outside)
