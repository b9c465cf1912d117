"""Whether the grids of a plan can be ground: no ring crosses itself or lies over another. Values only."""

import re
from collections.abc import Iterator, Mapping

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from gewu.places.locality import Locality, Plan
from gewu.places.shapes import leaf_polygons

METRES_PER_DEGREE = 111_320.0
# Corners are rounded to a decimetre: along a long border that leaves slivers of a few square metres.
LEAST_SQUARE_METRES = 20.0
# A county is smaller; whoever swaps longitude and latitude, or forgets the millionths, is farther away.
FARTHEST_METRES = 200_000.0


def ground_problems(locality: Locality, plan: Plan) -> Iterator[str]:
    """Rings that are no ground, lie elsewhere, or lie over one another: by code, with the spot."""
    grounds = leaf_polygons(plan)
    unsound = [*_unsound(grounds), *_elsewhere(locality, grounds)]
    yield from unsound
    if not unsound:
        yield from _overlaps(grounds, _scale(locality))


def gaps(locality: Locality, plan: Plan) -> Iterator[str]:
    """Ground in the middle that belongs to nobody: a lake may be meant, a forgotten yard is not."""
    scale = _scale(locality)
    whole = shapely.union_all(list(leaf_polygons(plan).values()))
    # Not its inner rings: a gap that touches the edge of the town in one corner is none.
    faces = shapely.get_parts(shapely.polygonize([shapely.node(whole.boundary)]))
    for face in faces:
        if not whole.contains(shapely.point_on_surface(face)):
            size = _square_metres(face, scale)
            if size > LEAST_SQUARE_METRES:
                yield f"{size:,.0f} m² near {_near(face)} belong to no grid"


def _unsound(grounds: Mapping[str, Polygon]) -> Iterator[str]:
    for code, ground in grounds.items():
        if not ground.is_valid:
            reason = shapely.is_valid_reason(ground)
            spot = re.search(r"\[(\S+) (\S+)\]", reason)
            where = f" at {float(spot[1]):.6f}, {float(spot[2]):.6f}" if spot else f": {reason}"
            yield f"shape {code} crosses or touches itself{where}"


def _elsewhere(locality: Locality, grounds: Mapping[str, Polygon]) -> Iterator[str]:
    scale, centre = _scale(locality), np.array(locality.centre)
    for code, ground in grounds.items():
        west, south, east, north = ground.bounds
        middle = np.array([(west + east) / 2, (south + north) / 2])
        metres = float(np.hypot(*((middle - centre) * scale)))
        if metres > FARTHEST_METRES:
            said = "rings are millionths of a degree of WGS 84, longitude first"
            yield f"shape {code} lies {metres / 1000:,.0f} km from the centre of the place: {said}"


def _overlaps(grounds: Mapping[str, Polygon], scale: NDArray[np.float64]) -> Iterator[str]:
    codes, shapes = list(grounds), list(grounds.values())
    ones, others = STRtree(shapes).query(shapes, predicate="intersects")
    pairs = [(one, other) for one, other in zip(ones.tolist(), others.tolist(), strict=True) if one < other]
    shared = shapely.intersection([shapes[one] for one, _ in pairs], [shapes[other] for _, other in pairs])
    for (one, other), common in zip(pairs, shared, strict=True):
        if (size := _square_metres(common, scale)) > LEAST_SQUARE_METRES:
            yield f"shapes {codes[one]} and {codes[other]} overlap by {size:,.0f} m² near {_near(common)}"


def _scale(locality: Locality) -> NDArray[np.float64]:
    """Metres per degree of longitude and latitude here."""
    return np.array([METRES_PER_DEGREE * np.cos(np.radians(locality.centre[1])), METRES_PER_DEGREE])


def _square_metres(ground: BaseGeometry, scale: NDArray[np.float64]) -> float:
    return float(ground.area * scale[0] * scale[1])


def _near(ground: BaseGeometry) -> str:
    spot = shapely.point_on_surface(ground)
    return f"{spot.x:.6f}, {spot.y:.6f}"
