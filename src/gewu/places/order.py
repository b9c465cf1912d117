"""The order in which ground is numbered: row by row from north to south, each from west to east. Pure."""

from collections.abc import Mapping
from typing import TypeVar

from shapely.geometry.base import BaseGeometry

Key = TypeVar("Key")


def reading_order(grounds: Mapping[Key, BaseGeometry]) -> list[Key]:
    """The keys in the order of the codes. A row is what lies higher than the foot of its first piece."""
    middles = {key: ground.centroid for key, ground in grounds.items()}
    rows: list[list[Key]] = []
    for key in sorted(grounds, key=lambda key: -middles[key].y):
        if rows and middles[key].y > grounds[rows[-1][0]].bounds[1]:
            rows[-1].append(key)
        else:
            rows.append([key])
    return [key for row in rows for key in sorted(row, key=lambda key: middles[key].x)]
