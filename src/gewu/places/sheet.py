"""One published boundary version in memory: immutable, shared by all threads, asked without a lock.

Pure Shapely, no Django: which area holds a point, and where borders meet, the one with the lowest code.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry


class Patch(NamedTuple):
    """One area of a sheet. `leaf`: nothing deeper is drawn inside it."""

    code: str
    area: UUID
    polygon: BaseGeometry
    leaf: bool


class Sheet:
    """Finds the deepest area under a point."""

    _areas: tuple[UUID, ...]

    def __init__(self, patches: Sequence[Patch]) -> None:
        # Deepest first, then by code: the first hit is the answer.
        ordered = sorted(patches, key=lambda patch: (not patch.leaf, -len(patch.code), patch.code))
        self._areas = tuple(patch.area for patch in ordered)
        self._polygons = tuple(patch.polygon for patch in ordered)
        self._leaves = sum(patch.leaf for patch in ordered)
        shapely.prepare(np.array(self._polygons, dtype=object))
        self._tree = STRtree(self._polygons[: self._leaves])

    @property
    def grounds(self) -> dict[UUID, BaseGeometry]:
        """The ground of every area that is drawn."""
        return dict(zip(self._areas, self._polygons, strict=True))

    def ground_of(self, area: UUID) -> BaseGeometry | None:
        """The ground of one area, None when this version does not draw it."""
        return self._polygons[self._areas.index(area)] if area in self._areas else None

    def leaves(self) -> Iterator[tuple[UUID, BaseGeometry]]:
        """The deepest areas with their ground, by code from the longest on."""
        yield from zip(self._areas[: self._leaves], self._polygons[: self._leaves], strict=True)

    def find(self, lon: float, lat: float) -> UUID | None:
        """The deepest area that holds the point; its border belongs to it."""
        hits: list[int] = self._tree.query(shapely.Point(lon, lat)).tolist()
        for index in sorted(hits):
            if shapely.intersects_xy(self._polygons[index], lon, lat):
                return self._areas[index]
        return self._above_the_leaves(lon, lat)

    def find_many(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> list[UUID | None]:
        """The same for many points in one sweep."""
        nowhere = len(self._areas)
        best = np.full(len(lon), nowhere)
        points, leaves = self._tree.query(shapely.points(lon, lat), predicate="intersects")
        np.minimum.at(best, points, leaves)
        return [
            self._areas[index] if index < nowhere else self._above_the_leaves(lon[i], lat[i])
            for i, index in enumerate(best.tolist())
        ]

    def split(self, grounds: Sequence[BaseGeometry], least: float = 0.02) -> dict[int, tuple[UUID, ...]]:
        """Of many grounds, by their place in the list, those that lie in several of the deepest areas.

        An area counts that holds at least this share of the ground; the one with most of it comes first.
        """
        shares: dict[int, list[tuple[float, int]]] = {}
        which, leaves = self._tree.query(list(grounds), predicate="intersects")
        for ground, leaf in zip(which.tolist(), leaves.tolist(), strict=True):
            shares.setdefault(ground, []).append((0.0, leaf))
        found = {}
        for ground, touched in shares.items():
            if len(touched) > 1:
                ground_of, whole = grounds[ground].intersection, grounds[ground].area
                held = [(ground_of(self._polygons[leaf]).area / whole, leaf) for _none, leaf in touched]
                areas = [self._areas[leaf] for share, leaf in sorted(held, reverse=True) if share >= least]
                if len(areas) > 1:
                    found[ground] = tuple(areas)
        return found

    def _above_the_leaves(self, lon: float, lat: float) -> UUID | None:
        """A township whose grids do not cover it all still knows its communities."""
        for index in range(self._leaves, len(self._polygons)):
            if shapely.intersects_xy(self._polygons[index], lon, lat):
                return self._areas[index]
        return None
