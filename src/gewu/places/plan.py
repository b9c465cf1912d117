"""Draw the made-up street plan of a locality: communities, grids, units, the lines between them, the houses.

`python -m gewu.places.plan wenhualu` (or a folder) prints the `plan.json` that is shipped. It is shipped
and not drawn at load time, because another geometry library may round another way; a test says they agree.
"""

import json
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from typing import TypeVar

import shapely
from shapely import LineString, Polygon, STRtree

from gewu.places.cutting import Manner, best_cut
from gewu.places.locality import MICRO, AreaEntry, DemoPlan, Line, Locality, Plan, Shape, Words, read_place
from gewu.places.naming import Numbers
from gewu.places.numbered import Part, chinese, numbered
from gewu.places.order import reading_order
from gewu.places.settling import Ground, Settling, Unit, named_streets

Geometry = TypeVar("Geometry", Polygon, LineString)

METRES_PER_DEGREE = 111_320.0
GRAIN = math.radians(5)
# The first cuts are the river and the railway, so that no grid ever lies on both sides of them.
RIVER = Manner("river", bend=0.07, waves=1.6, tilt=0.06)
RAILWAY = Manner("railway", bend=0.03, waves=0.5, tilt=0.10)
MAIN = Manner("main", bend=0.02, waves=1, tilt=0.05)
STREET = Manner("street", bend=0.02, waves=0.7, tilt=0.08)
NAMED = frozenset({"main", "street"})
LANE = Manner("lane", bend=0.015, waves=0.5, tilt=0.12)


@dataclass
class Drawing:
    """The cuts so far."""

    chance: Random
    lines: list[tuple[str, LineString]] = field(default_factory=list)

    def divide(self, ground: Polygon, parts: Sequence[Part], manners: list[Manner]) -> None:
        """Give each part its share of the ground, by halves of halves. The last manner is never used up."""
        if len(parts) == 1:
            parts[0].ground = ground
            return
        manner = manners.pop(0) if len(manners) > 1 else manners[0]
        half = len(parts) // 2
        share = sum(part.weight for part in parts[:half]) / sum(part.weight for part in parts)
        cut = best_cut(ground, share, manner, GRAIN, self.chance)
        self.lines.append((manner.kind, cut.line))
        self.divide(cut.first, parts[:half], manners)
        self.divide(cut.second, parts[half:], manners)


def draw(locality: Locality) -> Plan:
    """The plan that the locality ordered: the same for the same order."""
    order = locality.demo_plan
    if order is None:
        raise ValueError(f"{locality.key} orders no plan")
    chance = Random(order.seed)  # noqa: S311 - a drawing, not a secret
    drawing = Drawing(chance)
    communities = _parts(order, chance)
    # A river and a railway only where the place names one.
    barriers = [manner for manner in (RIVER, RAILWAY) if order.line_names.get(manner.kind)]
    drawing.divide(_outline(order, chance), communities, [*barriers, MAIN])
    for community in communities:
        drawing.divide(community.ground, community.parts, [STREET])
        for grid in community.parts:
            if grid.parts:
                drawing.divide(grid.ground, grid.parts, [LANE])
    return Survey(locality, order).plan(communities, drawing)


def _numbered_streets() -> Iterator[Words]:
    """Names for a place that gives none to its streets."""
    return (Words(zh=f"{chinese(n)}号路", en=f"No. {n} Road") for n in count(1))


def _parts(order: DemoPlan, chance: Random) -> list[Part]:
    """Communities of grids of units. Denser parts of the town need less ground for their households."""
    grids = _grids_of_units(order, chance) if order.by_grid else _units_in_grids(order, chance)
    return [_whole(parts) for parts in _deal(grids, len(order.communities), chance)]


def _units_in_grids(order: DemoPlan, chance: Random) -> list[Part]:
    units = [_inhabited(number, chance) for number in _households(order, order.units, chance)]
    if order.unit_level is None:
        return units
    return [_whole(parts) for parts in _deal(units, order.grids, chance)]


def _grids_of_units(order: DemoPlan, chance: Random) -> list[Part]:
    """The range is that of the grids; those with most households have more units than the others."""
    numbers = _households(order, order.grids, chance)
    least, rest = divmod(order.units, order.grids)
    richest = set(sorted(range(order.grids), key=lambda grid: -numbers[grid])[:rest])
    return [
        _whole([_inhabited(part, chance) for part in _shared(number, least + (grid in richest))])
        for grid, number in enumerate(numbers)
    ]


def _shared(whole: int, parts: int) -> list[int]:
    return [whole // parts + (part < whole % parts) for part in range(parts)]


def _inhabited(households: int, chance: Random) -> Part:
    return Part(weight=households * chance.uniform(0.75, 1.35), households=households)


def _whole(parts: list[Part]) -> Part:
    return Part(weight=sum(part.weight for part in parts), parts=parts)


def _deal(items: list[Part], hands: int, chance: Random) -> Iterator[list[Part]]:
    """Deal out in hands of nearly one size, some a little richer at the cost of others."""
    least, rest = divmod(len(items), hands)
    sizes = [least + (hand < rest) for hand in range(hands)]
    for hand in range(0, min(rest, hands // 4) - 1, 2):
        sizes[hand], sizes[hand + 1] = least + 2, least
    chance.shuffle(sizes)
    start = 0
    for size in sizes:
        yield items[start : start + size]
        start += size


def _households(order: DemoPlan, count: int, chance: Random) -> list[int]:
    """So many numbers in the allowed range, with the ordered sum."""
    low, high = order.households_each
    inside = 10 if high - low > 20 else 1
    numbers = [chance.randint(low + inside, high - inside) for _ in range(count)]
    while missing := order.households - sum(numbers):
        step = 1 if missing > 0 else -1
        unit = chance.randrange(count)
        if low < numbers[unit] + step < high:
            numbers[unit] += step
    return numbers


def _outline(order: DemoPlan, chance: Random) -> Polygon:
    """The town as seen from far: a bent rectangle turned a little, one corner cut off by a main road."""
    width, height = order.size
    corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.22), (0.27, 0.5), (-0.5, 0.5)]
    points = []
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        for step in range(4):
            x, y = x0 + (x1 - x0) * step / 4, y0 + (y1 - y0) * step / 4
            wobble = chance.uniform(-0.018, 0.018)
            x, y = (x + wobble) * width, (y + wobble) * height
            points.append(
                (x * math.cos(GRAIN) - y * math.sin(GRAIN), x * math.sin(GRAIN) + y * math.cos(GRAIN))
            )
    return Polygon(points)


class Survey:
    """From drawn pieces to codes, names, and corners in millionths of a degree that neighbours share."""

    def __init__(self, locality: Locality, order: DemoPlan) -> None:
        self.order = order
        self.lon, self.lat = locality.centre
        self.names = {area.code: area for area in locality.areas}
        self.areas: list[AreaEntry] = []
        self.units: list[Unit] = []

    def plan(self, communities: Sequence[Part], drawing: Drawing) -> Plan:
        for code, community in zip(self.order.communities, _in_order(communities), strict=True):
            self._number(code, community)
        self.areas.sort(key=lambda area: area.code)
        lines = tuple(self._lines(drawing))
        settled = self._settle(drawing, lines)
        return Plan(
            areas=tuple(self.areas),
            shapes=tuple(sorted(self._shapes(), key=lambda shape: shape.code)),
            lines=lines,
            estates=tuple(settled.estates),
            buildings=tuple(sorted(settled.buildings, key=lambda house: house.code)),
        )

    def _settle(self, drawing: Drawing, lines: Sequence[Line]) -> Settling:
        """Houses after the streets, from a chance of their own: streets stay where they are."""
        # Not the boundary: where three cuts meet, the union has holes finer than a hair.
        whole = shapely.union_all([unit.ground for unit in self.units])
        outside = LineString(shapely.get_coordinates(shapely.get_exterior_ring(whole)))
        settling = Settling(
            order=self.order,
            ground=Ground(drawing.lines, outside, GRAIN),
            numbers=Numbers(named_streets(drawing.lines, [line.zh for line in lines])),
            short=self.names,
            ring=self._ring,
            chance=Random(f"{self.order.seed}/houses"),  # noqa: S311 - a drawing, not a secret
        )
        if self.order.estates or self.order.made_up_estates:
            settling.people(self.units)
        return settling

    def _ring(self, ground: Polygon) -> tuple[tuple[int, int], ...]:
        corners = shapely.get_coordinates(self._in_millionths(ground).normalize())
        return tuple((round(x), round(y)) for x, y in corners)

    def _number(self, community: str, part: Part) -> None:
        named = numbered(self.order, self.names[community], part.parts, _in_order)
        for entry, deepest in named:
            self.areas.append(entry)
            if deepest:
                grid = entry.parent if self.order.unit_level else entry.code
                self.units.append(Unit(entry.code, deepest.ground, deepest.households, grid or entry.code))

    def _shapes(self) -> Iterator[Shape]:
        """Where a line ends at another, both neighbours get the corner: all borders are noded together."""
        grounds = [self._in_millionths(unit.ground) for unit in self.units]
        borders = shapely.union_all([ground.exterior for ground in grounds], grid_size=1)
        tree = STRtree(grounds)
        for face in shapely.get_parts(shapely.polygonize([borders])):
            unit = int(tree.query(face.representative_point(), predicate="within")[0])
            ring = [(round(x), round(y)) for x, y in face.normalize().exterior.coords]
            yield Shape(code=self.units[unit].code, ring=tuple(ring))

    def _lines(self, drawing: Drawing) -> Iterator[Line]:
        given = self.order.line_names
        names = {kind: iter(words) for kind, words in given.items()}
        if not given.keys() & NAMED:
            # Every house has a number along some street.
            names |= dict.fromkeys(NAMED, _numbered_streets())
        for kind, line in drawing.lines:
            words = next(names.get(kind, iter(())), None)
            points = tuple((round(x), round(y)) for x, y in self._in_millionths(line).coords)
            yield Line(kind=kind, zh=words.zh if words else "", en=words.en if words else "", points=points)

    def _in_millionths(self, drawn: Geometry) -> Geometry:
        """From metres around the centre to millionths of a degree, not rounded yet."""
        up = MICRO / METRES_PER_DEGREE
        right = up / math.cos(math.radians(self.lat))
        return shapely.transform(drawn, lambda xy: xy * (right, up) + (self.lon * MICRO, self.lat * MICRO))


def _in_order(parts: Sequence[Part]) -> list[Part]:
    return [parts[number] for number in reading_order({n: part.ground for n, part in enumerate(parts)})]


def text(plan: Plan) -> str:
    """The plan as it is shipped: one thing a line, so that a change can be read."""
    rows = [
        f'"{name}": [\n'
        + ",\n".join(
            json.dumps(row, ensure_ascii=False, separators=(",", ":"))
            for row in (item.model_dump(mode="json", exclude_defaults=True) for item in items)
        )
        + "\n]"
        for name, items in (
            ("areas", plan.areas),
            ("shapes", plan.shapes),
            ("lines", plan.lines),
            ("estates", plan.estates),
            ("buildings", plan.buildings),
        )
    ]
    return "{" + ",\n".join(rows) + "}\n"


if __name__ == "__main__":
    given = Path(sys.argv[1])
    folder = given if given.is_dir() else Path(__file__).parent.parent / "localities" / given
    sys.stdout.write(text(draw(read_place(folder))))
