"""Who lives in which piece, before and after. Pure: houses are points with households.

None is lost or counted twice.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol
from uuid import UUID

import numpy as np
import shapely
from shapely import STRtree

from gewu.redraw.cut import Cut
from gewu.redraw.rules import touched


class Standing(Protocol):
    """A house: where it stands, who lives in it, and the grid it belongs to today."""

    @property
    def id(self) -> UUID: ...
    @property
    def lon(self) -> float: ...
    @property
    def lat(self) -> float: ...
    @property
    def households(self) -> int: ...
    @property
    def area(self) -> UUID | None: ...
    @property
    def by_hand(self) -> bool: ...


class Named(Standing, Protocol):
    """The same with what it is called."""

    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


@dataclass(frozen=True)
class Counts:
    """House → key of its piece, before and after; None where a house belongs to no piece."""

    houses: Mapping[UUID, Named]
    before: Mapping[UUID, str | None]
    after: Mapping[UUID, str | None]

    @cached_property
    def moved(self) -> dict[UUID, tuple[str | None, str | None]]:
        """The houses that change their piece: from, to."""
        return {
            house: (self.before[house], piece)
            for house, piece in self.after.items()
            if piece != self.before[house]
        }

    @cached_property
    def households(self) -> Mapping[str | None, int]:
        """Households by piece, after."""
        return self._sum(self.after)

    @cached_property
    def households_before(self) -> Mapping[str | None, int]:
        return self._sum(self.before)

    @cached_property
    def buildings(self) -> Mapping[str | None, int]:
        return Counter(self.after.values())

    @property
    def moved_households(self) -> int:
        return sum(self.houses[house].households for house in self.moved)

    def _sum(self, where: Mapping[UUID, str | None]) -> Mapping[str | None, int]:
        sums: Counter[str | None] = Counter()
        for house, piece in where.items():
            sums[piece] += self.houses[house].households
        return sums


def counted(
    base: Cut,
    cut: Cut,
    houses: Sequence[Named],
    known: Mapping[UUID, str],
    *,
    anew: Collection[str] = (),
) -> Counts:
    """A house keeps its piece unless that is gone or has other ground; then its point decides.

    What was given to a grid by hand stays there while the grid lasts, but not where all of them were divided
    `anew` (keys). `known`: area → key.
    """
    before = {house.id: known.get(house.area) if house.area else None for house in houses}
    changed = touched(base, cut)
    asked = [
        house
        for house in houses
        if _asks(house, before[house.id], changed=changed, lasts=cut.pieces, anew=anew)
    ]
    after = dict(before)
    there = sorted(changed.union(anew) & cut.pieces.keys())
    for house, key in zip(asked, located(cut, there, asked), strict=True):
        after[house.id] = key or (before[house.id] if before[house.id] in cut.pieces else None)
    return Counts({house.id: house for house in houses}, before, after)


def _asks(
    house: Standing,
    key: str | None,
    *,
    changed: Collection[str],
    lasts: Collection[str],
    anew: Collection[str],
) -> bool:
    """Whether the point of a house decides."""
    if house.by_hand and key in lasts:
        return key in anew
    return key in changed


def located(cut: Cut, keys: Sequence[str], houses: Sequence[Standing]) -> list[str | None]:
    """The piece among `keys` under each point; where borders meet, the first of them."""
    if not keys or not houses:
        return [None] * len(houses)
    tree = STRtree([cut.pieces[key].ground for key in keys])
    points = shapely.points([house.lon for house in houses], [house.lat for house in houses])
    best = np.full(len(houses), len(keys))
    which, pieces = tree.query(points, predicate="intersects")
    np.minimum.at(best, which, pieces)
    return [keys[index] if index < len(keys) else None for index in best.tolist()]
