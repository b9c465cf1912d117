"""From a plan's rings to polygons: leaves as drawn, everything above as the union of what is below. Pure."""

from collections import defaultdict
from collections.abc import Mapping

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from gewu.places.locality import MICRO, Building, Locality, Plan, parent_code


def leaf_polygons(plan: Plan) -> dict[str, Polygon]:
    """The deepest grids by code. Equal corners of neighbours stay equal: same whole numbers."""
    return {s.code: Polygon([(lon / MICRO, lat / MICRO) for lon, lat in s.ring]) for s in plan.shapes}


def polygons_of(locality: Locality, plan: Plan) -> dict[str, BaseGeometry]:
    """Every area from the township down that has ground under it, by code."""
    parents = {area.code: parent_code(area) for area in [*locality.areas, *plan.areas]}
    leaves = leaf_polygons(plan)
    parts: defaultdict[str, list[BaseGeometry]] = defaultdict(list)
    for code, polygon in leaves.items():
        for above in _up(code, parents, str(locality.township)):
            parts[above].append(polygon)
    # Not a general union: coverages keep every corner as it is.
    return {code: shapely.coverage_union_all(pieces) for code, pieces in parts.items()} | dict(leaves)


def outline_of(building: Building) -> Polygon:
    """The ground a house stands on, in degrees."""
    return Polygon([(lon / MICRO, lat / MICRO) for lon, lat in building.ring])


def households_of(plan: Plan, locality: Locality) -> dict[str, int]:
    """Households of every area from the township down: what the deepest grids add up to."""
    parents = {area.code: parent_code(area) for area in [*locality.areas, *plan.areas]}
    sums: defaultdict[str, int] = defaultdict(int)
    shaped = {shape.code for shape in plan.shapes}
    for grid in plan.areas:
        if grid.code in shaped:
            for code in [grid.code, *_up(grid.code, parents, str(locality.township))]:
                sums[code] += grid.households or 0
    return dict(sums)


def _up(code: str, parents: Mapping[str, str | None], top: str) -> list[str]:
    """The codes above, up to and with the township."""
    steps: list[str] = []
    while code != top and (above := parents.get(code)):
        steps.append(above)
        code = above
    return steps
