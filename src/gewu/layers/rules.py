"""Geometry and numbers of layers: squares cut along communities, what lies in what, codes. Pure."""

import math
from collections.abc import Collection, Hashable, Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from gewu.places.order import reading_order

METRES_PER_DEGREE = 111_320.0
# A rest of a square smaller than this share of it joins its neighbour.
LEAST_OF_A_SQUARE = 0.3
# What touches only along a border is not inside: shares below this are rounding.
LEAST_SHARE = 0.005

Key = TypeVar("Key", bound=Hashable)


class Kind(StrEnum):
    """What a layer is."""

    MANAGEMENT = "management"
    DEDICATED = "dedicated"
    JOINT = "joint"
    OTHER = "other"


class Form(StrEnum):
    """Four kinds of grid (驻地单位、居民小区、商业街面、商务楼宇). Only estates are sized by households."""

    UNIT = "unit"
    ESTATE = "estate"
    STREET = "street"
    TOWER = "tower"


SIZED = frozenset({Form.ESTATE})


def squares(grounds: Mapping[Key, BaseGeometry], square_metres: float) -> dict[Key, list[BaseGeometry]]:
    """Each ground cut by one lattice into pieces of about that size, in the order of codes.

    Pieces of a ground cover it without gap or overlap, and none reaches into another ground.
    """
    west, south, east, north = shapely.total_bounds(list(grounds.values())).tolist()
    up = math.sqrt(square_metres) / METRES_PER_DEGREE
    right = up / math.cos(math.radians((south + north) / 2))
    lattice = [
        shapely.box(
            west + column * right, south + row * up, west + (column + 1) * right, south + (row + 1) * up
        )
        for row in range(math.ceil((north - south) / up))
        for column in range(math.ceil((east - west) / right))
    ]
    tree, whole = STRtree(lattice), right * up
    return {key: _pieces(ground, lattice, tree, whole) for key, ground in grounds.items()}


def _pieces(
    ground: BaseGeometry, lattice: list[BaseGeometry], tree: STRtree, whole: float
) -> list[BaseGeometry]:
    cut = [
        ground.intersection(lattice[i]) for i in sorted(tree.query(ground, predicate="intersects").tolist())
    ]
    parts = [part for piece in cut for part in shapely.get_parts(piece) if part.area > 0]
    found = _joined(parts, LEAST_OF_A_SQUARE * whole)
    order = reading_order(dict(enumerate(found)))
    return [found[n] for n in order]


def _joined(parts: list[BaseGeometry], least: float) -> list[BaseGeometry]:
    """Small rests joined with the neighbour they share the longest border with."""
    parts = sorted(parts, key=lambda part: part.area)
    while len(parts) > 1 and parts[0].area < least:
        small, rest = parts[0], parts[1:]
        borders = [small.intersection(other).length for other in rest]
        best = max(range(len(rest)), key=borders.__getitem__)
        if borders[best] == 0:
            return parts
        rest[best] = rest[best].union(small)
        parts = sorted(rest, key=lambda part: part.area)
    return parts


def shares(ground: BaseGeometry, others: Mapping[Key, BaseGeometry]) -> dict[Key, float]:
    """Which part of a ground lies in each of the others, 0 to 1; what only touches is left out."""
    if ground.area == 0:
        return {}
    found = {
        key: ground.intersection(other).area / ground.area
        for key, other in others.items()
        if other.intersects(ground)
    }
    return {key: round(share, 4) for key, share in found.items() if share >= LEAST_SHARE}


def free_codes(stem: str, width: int, taken: Collection[str]) -> Iterator[str]:
    """Codes after a stem that were never given, counting from one. It ends where the digits do."""
    used = set(taken)
    for number in range(1, 10**width):
        code = f"{stem}{number:0{width}}"
        if code not in used:
            yield code
