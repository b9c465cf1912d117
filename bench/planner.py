"""How long proposals for whole towns take, and how good they are (`python -m bench.planner`).

Reads the plans that are shipped, needs no server and no database: the search is pure. Each town is divided
from scratch once for every aim; beside them stand the grids that it has.
"""

import argparse
import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from uuid import UUID

import shapely
from shapely import STRtree

from bench import page
from gewu.places.locality import MICRO, Locality, Plan, parent_code, parse_plan, read_place
from gewu.places.shapes import leaf_polygons, outline_of, polygons_of
from gewu.places.values import address_id, area_id
from gewu.planner import proposing
from gewu.planner.ground import survey
from gewu.planner.values import BARRIERS, Aim, House, Line, Measures, Town, Wishes

PLACES = Path(str(files("gewu"))) / "localities"
# The place, the range of its file, and as many households a grid as it has today.
TOWNS = {"wenhualu": Wishes(150, 250, 200), "daimiao": Wishes(200, 400, 210)}
HEAD = (
    "| town | proposal | seconds | grids | in range | least – most | deviation | Gini | estates cut "
    "| yards km | moved |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.planner", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    chosen = parser.parse_args()
    lines = [HEAD, *(line for key, wishes in TOWNS.items() for line in _divided(key, wishes))]
    load = f"Load of the machine as it ended: {os.getloadavg()[0]:.1f}."
    page.sentence("planner", "\n".join([*lines, "", load]), write=chosen.write)


def _divided(key: str, wishes: Wishes) -> Iterator[str]:
    """The lines of a town."""
    locality = read_place(PLACES / key)
    plan = parse_plan(json.loads((PLACES / key / "plan.json").read_text("utf-8")), key)
    began = time.monotonic()
    town = _town(locality, plan)
    ground = survey(town, BARRIERS)
    shared = time.monotonic() - began
    # From scratch: nobody knows the grids of today. Few moves are counted from these.
    bare = survey(replace(town, houses=tuple(replace(one, today=None) for one in town.houses)), BARRIERS)
    yield _line(key, f"today; sharing out the ground {shared:.1f} s", 0, proposing.today(ground, wishes))
    for aim in Aim:
        began = time.monotonic()
        known = ground if aim == Aim.FEW_MOVES else bare
        found = proposing.propose(known, replace(wishes, aim=aim))
        yield _line(key, aim.value, time.monotonic() - began, found.measures)
        for stuck in found.stuck:
            print(f"{key} {aim}: {stuck}")


def _line(town: str, what: str, seconds: float, found: Measures) -> str:
    took = f"{seconds:.1f}" if seconds else "–"
    moved = f"{found.moved:,}" if what == Aim.FEW_MOVES else "–"
    return (
        f"| {town} | {what} | {took} | {found.grids} | {found.in_range} | {found.least} – {found.most} "
        f"| ±{found.deviation:.1f} % | {found.gini:.3f} | {found.estates_cut} | {found.yards / 1000:.1f} "
        f"| {moved} |"
    )


def _town(locality: Locality, plan: Plan) -> Town:
    """The plan as the planner gets it, without cases and visits: those need a database."""
    polygons, leaves = polygons_of(locality, plan), leaf_polygons(plan)
    codes, tree = list(leaves), STRtree(list(leaves.values()))
    parents = {area.code: parent_code(area) for area in plan.areas}
    levels = {area.code for area in locality.areas}

    def community(code: str) -> str:
        while code not in levels:
            code = parents[code] or ""
        return code

    houses = []
    for building in plan.buildings:
        outline = outline_of(building)
        grid = codes[int(tree.nearest(outline.centroid))]
        estate: UUID | None = address_id(building.estate) if building.estate else None
        houses.append(
            House(address_id(building.code), outline, building.households, estate=estate, today=area_id(grid))
        )
    areas = {area_id(code): polygons[code] for code in sorted({community(code) for code in codes})}
    lines = [
        Line(line.kind, shapely.LineString([(lon / MICRO, lat / MICRO) for lon, lat in line.points]))
        for line in plan.lines
    ]
    return Town(areas, tuple(lines), tuple(houses))


if __name__ == "__main__":
    main()
