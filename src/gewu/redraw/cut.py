"""A town as it is cut into grids, and edits of that as values: what was, what becomes of it. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from gewu.redraw.ground import CannotDraw, Flat, ground_of, new_corners, ring_of, with_corners

# Less ground than a house with its yard is a slip of the hand.
LEAST_SQUARE_METRES = 150.0
NEW = "n"


@dataclass(frozen=True)
class Names:
    """What a grid is called; blank: named by its number when it is published."""

    zh: str = ""
    short: str = ""
    en: str = ""


UNNAMED = Names()


@dataclass(frozen=True)
class Piece:
    """One of the deepest grids. `key`: its official code, or n… for a new one; `parent`.

    The key of what is above.
    """

    key: str
    ground: Polygon
    parent: str
    level: str
    names: Names = UNNAMED

    @property
    def is_new(self) -> bool:
        return self.key.startswith(NEW)


@dataclass(frozen=True)
class Group:
    """What stands between pieces and their community. `parent` is the code of the community."""

    key: str
    parent: str
    level: str
    names: Names = UNNAMED

    @property
    def is_new(self) -> bool:
        return self.key.startswith(NEW)


@dataclass(frozen=True)
class Change:
    """Keys with what they become; None where they are no more."""

    pieces: Mapping[str, Piece | None] = field(default_factory=dict)
    groups: Mapping[str, Group | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Cut:
    """Every piece of a town and every group, by key."""

    pieces: Mapping[str, Piece]
    groups: Mapping[str, Group]

    @cached_property
    def flat(self) -> Flat:
        _west, south, _east, north = shapely.total_bounds([one.ground for one in self.pieces.values()])
        return Flat.around((south + north) / 2)

    @cached_property
    def _order(self) -> list[str]:
        return list(self.pieces)

    @cached_property
    def _tree(self) -> STRtree:
        return STRtree([self.pieces[key].ground for key in self._order])

    def piece(self, key: str) -> Piece:
        if key not in self.pieces:
            raise CannotDraw("unknown", key=key)
        return self.pieces[key]

    def community(self, key: str) -> str:
        """The code of the community that a piece or a group lies in."""
        above = self.pieces[key].parent if key in self.pieces else key
        return self.groups[above].parent if above in self.groups else above

    def touching(self, ground: Iterable[BaseGeometry]) -> Iterator[Piece]:
        """The pieces that meet any of these grounds, each once."""
        hits = self._tree.query(list(ground), predicate="intersects")[1]
        for index in np.unique(hits).tolist():
            yield self.pieces[self._order[index]]

    def at(self, change: Change) -> "Cut":
        """This town after the change."""
        pieces = {key: one for key, one in (dict(self.pieces) | dict(change.pieces)).items() if one}
        groups = {key: one for key, one in (dict(self.groups) | dict(change.groups)).items() if one}
        return Cut(pieces, groups)

    def before(self, change: Change) -> Change:
        """What takes the change back."""
        return Change(
            {key: self.pieces.get(key) for key in change.pieces},
            {key: self.groups.get(key) for key in change.groups},
        )


def woven(cut: Cut, change: Change) -> Change:
    """The change with every new corner given to the neighbours that it stands on.

    CannotDraw where it breaks.
    """
    made = {key: one for key, one in change.pieces.items() if one}
    gone = [cut.pieces[key].ground for key in change.pieces if key in cut.pieces]
    near = [one for one in cut.touching(gone) if one.key not in change.pieces]
    fresh = new_corners([one.ground for one in made.values()], [*gone, *(one.ground for one in near)])
    beside: dict[str, Piece] = {}
    for one in near:
        ground = with_corners(one.ground, fresh)
        if ground.exterior.length and len(shapely.get_coordinates(ground)) != len(
            shapely.get_coordinates(one.ground)
        ):
            beside[one.key] = replace(one, ground=ground)
    _require_whole(cut, [*made.values()], [beside.get(one.key, one) for one in near])
    return Change({**change.pieces, **beside}, change.groups)


def rewoven(change: Change, corners: NDArray[np.float64]) -> Change:
    """The change with the corners that borders got since it was drawn, by a redraw that holds by now."""
    made = {key: one for key, one in change.pieces.items() if one}
    stitched = {key: replace(one, ground=with_corners(one.ground, corners)) for key, one in made.items()}
    return Change({**change.pieces, **stitched}, change.groups)


def emptied(cut: Cut, change: Change) -> Change:
    """The change without the groups that have no piece left."""
    after = cut.at(change)
    used = {one.parent for one in after.pieces.values()}
    gone = {key: None for key in after.groups if key not in used}
    return Change(change.pieces, {**change.groups, **gone})


def _require_whole(cut: Cut, made: list[Piece], near: list[Piece]) -> None:
    for one in made:
        if not one.ground.is_valid or one.ground.is_empty:
            raise CannotDraw("crossing")
        if cut.flat.area(one.ground) < LEAST_SQUARE_METRES:
            raise CannotDraw("sliver")
    if not shapely.coverage_is_valid([one.ground for one in (*made, *near)]):
        raise CannotDraw("crossing")


def kept(change: Change) -> dict[str, Any]:
    """A change as it is stored."""
    return {
        "pieces": {
            key: _plain(one) | {"rings": ring_of(one.ground)} if one else None
            for key, one in change.pieces.items()
        },
        "groups": {key: _plain(one) if one else None for key, one in change.groups.items()},
    }


def read(raw: Mapping[str, Any]) -> Change:
    """A change as it was stored."""
    pieces = {
        key: Piece(key, ground_of(one["rings"]), one["parent"], one["level"], Names(*one["names"]))
        if one
        else None
        for key, one in raw["pieces"].items()
    }
    groups = {
        key: Group(key, one["parent"], one["level"], Names(*one["names"])) if one else None
        for key, one in raw["groups"].items()
    }
    return Change(pieces, groups)


def _plain(one: Piece | Group) -> dict[str, Any]:
    return {
        "parent": one.parent,
        "level": one.level,
        "names": [one.names.zh, one.names.short, one.names.en],
    }
