"""Wishes, measures, grids: as they are kept in rows, and back."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry

from gewu.planner.values import Aim, Grid, Load, Measures, Stuck, Why, Wishes

MICRO = 1_000_000


def of_wishes(wishes: Wishes) -> dict[str, Any]:
    """Without the aim: every run has them all."""
    return {
        "low": wishes.low,
        "high": wishes.high,
        "size": wishes.size,
        "load": asdict(wishes.load),
        "barriers": list(wishes.barriers),
        "together": [[str(estate) for estate in group] for group in wishes.together],
        "seed": wishes.seed,
    }


def wishes_of(kept: dict[str, Any], aim: Aim = Aim.BALANCE) -> Wishes:
    return Wishes(
        low=kept["low"],
        high=kept["high"],
        size=kept["size"],
        aim=aim,
        load=Load(**kept["load"]),
        barriers=tuple(kept["barriers"]),
        together=tuple(tuple(UUID(estate) for estate in group) for group in kept["together"]),
        seed=kept["seed"],
    )


def of_measures(measures: Measures) -> dict[str, Any]:
    return asdict(measures)


def measures_of(kept: dict[str, Any]) -> Measures:
    return Measures(**kept)


def of_stuck(stuck: Stuck) -> dict[str, Any]:
    return asdict(stuck) | {"area": str(stuck.area)}


def stuck_of(kept: dict[str, Any]) -> Stuck:
    return Stuck(**(kept | {"area": UUID(kept["area"]), "why": Why(kept["why"])}))


def of_grid(grid: Grid) -> dict[str, Any]:
    """`rings`: for each polygon its outer ring and its holes, in millionths of a degree."""
    return {
        "houses": [str(house) for house in grid.houses],
        "area": str(grid.area),
        "block": grid.block,
        "rings": [
            [_ring(ring) for ring in (part.exterior, *part.interiors)]
            for part in shapely.get_parts(grid.ground)
        ],
        "households": grid.households,
        "cases": grid.cases,
        "visits": grid.visits,
        "load": grid.load,
        "today": str(grid.today) if grid.today else None,
        "moved": grid.moved,
        "in_range": grid.in_range,
    }


def grid_of(kept: dict[str, Any]) -> Grid:
    return Grid(
        houses=tuple(UUID(house) for house in kept["houses"]),
        area=UUID(kept["area"]),
        block=kept["block"],
        ground=_ground(kept["rings"]),
        households=kept["households"],
        cases=kept["cases"],
        visits=kept["visits"],
        load=kept["load"],
        today=UUID(kept["today"]) if kept["today"] else None,
        moved=kept["moved"],
        in_range=kept["in_range"],
    )


def _ring(ring: BaseGeometry) -> list[list[int]]:
    return [[round(lon * MICRO), round(lat * MICRO)] for lon, lat in ring.coords]


def _ground(rings: list[list[list[list[int]]]]) -> BaseGeometry:
    parts = [shapely.Polygon(_degrees(outer), [_degrees(hole) for hole in holes]) for outer, *holes in rings]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _degrees(ring: list[list[int]]) -> list[tuple[float, float]]:
    return [(lon / MICRO, lat / MICRO) for lon, lat in ring]
