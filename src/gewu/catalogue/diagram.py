"""Stages and moves drawn in layers: where each box stands and how each line runs. Plain values, no Django.

Layers as Sugiyama, Tagawa and Toda drew them (1981): lines that lead back, against the order of the stages,
are turned round while the layers are found; long lines get a bend in every layer they cross; and neighbours
pull boxes and bends into order.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDE, HIGH = 148, 44  # a box
BEND = 36  # what a line that passes needs
APART, BELOW = 34, 74  # between neighbours, and from the foot of a layer to the head of the next
EDGE = 18  # around everything
SWEEPS = 12
ASIDE = 16  # a line back leaves and enters beside the line forth

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Box:
    """A stage: its corner and what it says."""

    key: str
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.x + WIDE // 2


@dataclass(frozen=True, slots=True)
class Line:
    """Moves from one stage to another: an SVG path, and where its words stand."""

    start: str
    end: str
    path: str
    x: int
    y: int
    back: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything, with the size of the sheet."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def draw(stages: Sequence[str], ways: Iterable[Pair]) -> Drawing:
    """The stages in their order (the first stands on top) and the ways between them, each pair once."""
    pairs = [pair for pair in dict.fromkeys(ways) if pair[0] != pair[1]]
    number = {stage: order for order, stage in enumerate(stages)}
    back = {(start, end) for start, end in pairs if number[end] < number[start]}
    forth = [(end, start) if (start, end) in back else (start, end) for start, end in pairs]
    layer = _layers(stages, forth)
    chains = {pair: _chain(*turned, layer) for pair, turned in zip(pairs, forth, strict=True)}
    rows = _rows(stages, layer, chains.values())
    places = _places(rows, _neighbours(chains.values()))
    return _sheet(stages, rows, places, chains, back)


def _layers(stages: Sequence[str], forth: Sequence[Pair]) -> dict[str, int]:
    """As deep as the longest way down to each."""
    layer = dict.fromkeys(stages, 0)
    for _round in stages:
        for start, end in forth:
            layer[end] = max(layer[end], layer[start] + 1)
    reached = {end for _start, end in forth}
    for stage in stages[1:]:
        below = [layer[end] for start, end in forth if start == stage]
        if stage not in reached and below:
            # Only lines that lead back come here: it stands right above where it goes on.
            layer[stage] = max(0, min(below) - 1)
    return layer


def _chain(start: str, end: str, layer: Mapping[str, int]) -> list[str]:
    """The way as a row of names: its ends, and a bend for every layer between."""
    between = range(layer[start] + 1, layer[end])
    return [start, *(f"{start}>{end}#{depth}" for depth in between), end]


def _rows(stages: Sequence[str], layer: Mapping[str, int], chains: Iterable[list[str]]) -> list[list[str]]:
    chains = list(chains)
    rows: list[list[str]] = [[] for _ in range(max(layer.values(), default=0) + 1)]
    for stage in stages:
        rows[layer[stage]].append(stage)
    for start, *bends, _end in chains:
        for step, bend in enumerate(bends, start=layer[start] + 1):
            rows[step].append(bend)
    near = _neighbours(chains)
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            _put_in_order(row, rows, near)
    return rows


def _put_in_order(row: list[str], rows: list[list[str]], near: Mapping[str, list[str]]) -> None:
    spot = {name: (number + 0.5) / len(one) for one in rows for number, name in enumerate(one)}

    def pulled(name: str) -> float:
        others = near.get(name, [])
        return sum(spot[other] for other in others) / len(others) if others else spot[name]

    row.sort(key=pulled)


def _neighbours(chains: Iterable[list[str]]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for chain in chains:
        for one, other in pairwise(chain):
            near[one].append(other)
            near[other].append(one)
    return near


def _room(name: str) -> int:
    return BEND if "#" in name else WIDE


def _places(rows: list[list[str]], near: Mapping[str, list[str]]) -> dict[str, float]:
    """The middle of each name in its row: pulled to its neighbours, never nearer than there is room."""
    middle: dict[str, float] = {}
    for row in rows:
        left = 0.0
        for name in row:
            middle[name] = left + _room(name) / 2
            left += _room(name) + APART
    for sweep in range(SWEEPS * 2):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            _pull(row, middle, near)
    leftmost = min((middle[name] - _room(name) / 2 for row in rows for name in row), default=0.0)
    return {name: at - leftmost + EDGE for name, at in middle.items()}


def _pull(row: list[str], middle: dict[str, float], near: Mapping[str, list[str]]) -> None:
    wanted = {
        name: sum(middle[other] for other in near[name]) / len(near[name]) if near.get(name) else middle[name]
        for name in row
    }
    from_left = _kept_apart(row, wanted)
    from_right = [-at for at in reversed(_kept_apart(row[::-1], {name: -at for name, at in wanted.items()}))]
    for name, one, other in zip(row, from_left, from_right, strict=True):
        middle[name] = (one + other) / 2


def _kept_apart(row: Sequence[str], wanted: Mapping[str, float]) -> list[float]:
    found: list[float] = []
    for number, name in enumerate(row):
        least = found[-1] + (_room(row[number - 1]) + _room(name)) / 2 + APART if found else wanted[name]
        found.append(max(wanted[name], least))
    return found


def _sheet(
    stages: Sequence[str],
    rows: list[list[str]],
    places: Mapping[str, float],
    chains: Mapping[Pair, list[str]],
    back: set[Pair],
) -> Drawing:
    depth = {name: number for number, row in enumerate(rows) for name in row}
    top = {name: EDGE + row * (HIGH + BELOW) for name, row in depth.items()}
    boxes = tuple(Box(key, round(places[key] - WIDE / 2), top[key]) for key in stages)
    lines = tuple(_line(pair, chain, places, top, is_back=pair in back) for pair, chain in chains.items())
    right = max((places[name] + _room(name) / 2 for name in places), default=0.0)
    return Drawing(round(right) + EDGE, max(top.values(), default=0) + HIGH + EDGE, boxes, lines)


def _line(
    pair: Pair, chain: list[str], places: Mapping[str, float], top: Mapping[str, int], *, is_back: bool
) -> Line:
    aside = ASIDE if is_back else -ASIDE / 2
    first, *bends, last = chain
    points = [(places[first] + aside, float(top[first] + HIGH))]
    for bend in bends:
        points += [(places[bend], float(top[bend])), (places[bend], float(top[bend] + HIGH))]
    points.append((places[last] + aside, float(top[last])))
    # Its words stand where it has just left its own stage, in the gap below or above it.
    gap = (points[-2], points[-1]) if is_back else (points[0], points[1])
    share = 0.62 if is_back else 0.38
    x = gap[0][0] + (gap[1][0] - gap[0][0]) * share
    y = gap[0][1] + (gap[1][1] - gap[0][1]) * share
    return Line(*pair, _path(points[::-1] if is_back else points), round(x), round(y), is_back)


def _path(points: Sequence[tuple[float, float]]) -> str:
    """Through all points, leaving and entering each upright."""
    (x, y), *rest = points
    said = [f"M{x:.0f} {y:.0f}"]
    for to_x, to_y in rest:
        half = (y + to_y) / 2
        said.append(f"C{x:.0f} {half:.0f} {to_x:.0f} {half:.0f} {to_x:.0f} {to_y:.0f}")
        x, y = to_x, to_y
    return "".join(said)
