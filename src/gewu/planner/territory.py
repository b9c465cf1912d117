"""The ground of proposed grids: parcels put together, corners taken out where nobody misses them. Pure."""

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gewu.planner.ground import Ground, degrees

# Corners that change the border by less than this many metres are left out; neighbours leave out the same.
SMOOTH = 4.0


def grounds_of(
    ground: Ground, members: Mapping[int, Sequence[int]], blocks: Sequence[Sequence[int]]
) -> dict[int, BaseGeometry]:
    """The ground of each group in degrees: together they cover their block, without gap or overlap."""
    group_of = {parcel: group for group, parcels in members.items() for parcel in parcels}
    found: dict[int, BaseGeometry] = {}
    for block in blocks:
        groups = sorted({group_of[parcel] for parcel in block})
        whole = [shapely.coverage_union_all([ground.parcels[p] for p in members[group]]) for group in groups]
        found.update(zip(groups, _smooth(whole, ground, [members[group] for group in groups]), strict=True))
    return found


def _smooth(
    whole: Sequence[BaseGeometry], ground: Ground, members: Sequence[Sequence[int]]
) -> Sequence[BaseGeometry]:
    """Fewer corners, unless a house came to lie on the other side; the rim of the block stays as it is."""
    fewer = shapely.coverage_simplify(np.array(whole, dtype=object), SMOOTH, simplify_boundary=False)
    kept = [degrees(one, ground.scale) for one in fewer]
    if all(map(_holds, kept, (_spots(ground, parcels) for parcels in members))):
        return kept
    return [degrees(one, ground.scale) for one in whole]


def _holds(grid: BaseGeometry, spots: BaseGeometry) -> bool:
    return bool(grid.is_valid and grid.geom_type == "Polygon" and shapely.covers(grid, spots))


def _spots(ground: Ground, parcels: Sequence[int]) -> BaseGeometry:
    return shapely.multipoints(
        [shapely.point_on_surface(house.ground) for parcel in parcels for house in ground.plots[parcel]]
    )
