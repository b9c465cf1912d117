"""Dividing one block into groups: what a division costs, and the search for a cheaper one. Pure.

The first division comes from METIS (`parts`); here single houses, whole estates and pairs of houses change
sides, at first also where that costs more (simulated annealing), so that the search leaves small hollows.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from gewu.planner.values import Aim

# A grid outside the range, by its distance from it in hundredths of a grid; a wish not kept.
OUT_OF_RANGE = 100.0
PARTED = 30.0
# The search cools down from one to the other.
HOT, COLD = 1.5, 0.02


@dataclass(frozen=True, slots=True)
class Care:
    """How much each thing counts: unequal load, estates cut, length of borders, households that move."""

    spread: float
    estates: float
    borders: float
    moved: float


CARES: Mapping[Aim, Care] = {
    Aim.BALANCE: Care(spread=60, estates=0.7, borders=0.6, moved=0),
    Aim.ESTATES: Care(spread=4, estates=4, borders=0.3, moved=0),
    Aim.FEW_MOVES: Care(spread=1, estates=0.3, borders=0.1, moved=15),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """The range of households of a group, and what counts for how much."""

    low: int
    high: int
    care: Care


@dataclass(frozen=True, slots=True)
class Block:
    """The houses between barriers as a graph; nodes are counted from 0 on.

    `estates`, `wishes` and `today` number what a node belongs to, -1 for none. `borders[node]`: its
    neighbours, with what a border between the two costs.
    """

    households: Sequence[int]
    load: Sequence[float]
    estates: Sequence[int]
    wishes: Sequence[int]
    today: Sequence[int]
    borders: Sequence[Mapping[int, float]]

    def __len__(self) -> int:
        return len(self.households)

    @property
    def whole(self) -> int:
        return sum(self.households)


class Division:
    """A block in groups, each of them in one piece. Knows what a move would cost before it is made."""

    def __init__(self, block: Block, groups: Sequence[int], count: int, rules: Rules) -> None:
        self.block, self.rules, self.count = block, rules, count
        self.of = list(groups)
        self.members: list[set[int]] = [set() for _ in range(count)]
        self.households, self.load = [0] * count, [0.0] * count
        self.estates: Counter[tuple[int, int]] = Counter()
        self.wishes: Counter[tuple[int, int]] = Counter()
        self.mean = sum(block.load) / count or 1.0
        self.typical = block.whole / count or 1.0
        for node, group in enumerate(self.of):
            self.members[group].add(node)
            self._count(node, group, 1)

    @property
    def outside(self) -> int:
        """How many households the groups are away from their range, together."""
        return sum(self._away(households) for households in self.households)

    def cost(self) -> float:
        """Of the whole division."""
        care = self.rules.care
        estates = sum(1 for (estate, _), n in self.estates.items() if estate >= 0 and n)
        wishes = sum(1 for (wish, _), n in self.wishes.items() if wish >= 0 and n)
        borders = sum(
            price
            for node, near in enumerate(self.block.borders)
            for other, price in near.items()
            if node < other and self.of[node] != self.of[other]
        )
        moved = sum(
            households
            for households, was, now in zip(self.block.households, self.block.today, self.of, strict=True)
            if was != now
        )
        groups = sum(map(self._burden, self.households, self.load))
        return (
            groups
            + estates * care.estates
            + wishes * PARTED
            + borders * care.borders
            + moved / self.typical * care.moved
        )

    def change(self, nodes: Sequence[int], to: int) -> float:
        """What moving these nodes of one group to another would add to the cost."""
        block, care, at = self.block, self.rules.care, self.of[nodes[0]]
        households = sum(block.households[node] for node in nodes)
        load = sum(block.load[node] for node in nodes)
        change = (
            self._burden(self.households[at] - households, self.load[at] - load)
            + self._burden(self.households[to] + households, self.load[to] + load)
            - self._burden(self.households[at], self.load[at])
            - self._burden(self.households[to], self.load[to])
        )
        change += care.estates * self._pieces(self.estates, block.estates, nodes, at, to)
        change += PARTED * self._pieces(self.wishes, block.wishes, nodes, at, to)
        change += care.borders * self._borders(nodes, at, to)
        if care.moved:
            change += care.moved / self.typical * self._moved(nodes, at, to)
        return change

    def can_leave(self, nodes: Sequence[int]) -> bool:
        """Whether the group they leave stays in one piece, and is left with something."""
        left = self.members[self.of[nodes[0]]].difference(nodes)
        if not left:
            return False
        edge = {other for node in nodes for other in self.block.borders[node] if other in left}
        return len(edge) <= 1 or self._joined(edge, left)

    def move(self, nodes: Sequence[int], to: int) -> None:
        for node in nodes:
            at = self.of[node]
            self.members[at].discard(node)
            self._count(node, at, -1)
            self.of[node] = to
            self.members[to].add(node)
            self._count(node, to, 1)

    def _joined(self, wanted: set[int], ground: set[int]) -> bool:
        """Whether all the wanted nodes are reached from one of them without leaving the ground."""
        start = next(iter(wanted))
        seen, missing, ahead = {start}, wanted - {start}, [start]
        while ahead and missing:
            for other in self.block.borders[ahead.pop()]:
                if other in ground and other not in seen:
                    seen.add(other)
                    missing.discard(other)
                    ahead.append(other)
        return not missing

    def _count(self, node: int, group: int, sign: int) -> None:
        self.households[group] += sign * self.block.households[node]
        self.load[group] += sign * self.block.load[node]
        self.estates[self.block.estates[node], group] += sign
        self.wishes[self.block.wishes[node], group] += sign

    def _away(self, households: int) -> int:
        return max(self.rules.low - households, households - self.rules.high, 0)

    def _burden(self, households: int, load: float) -> float:
        away = self._away(households) / self.typical
        return OUT_OF_RANGE * away + self.rules.care.spread * (load / self.mean - 1) ** 2

    def _pieces(
        self, counts: Counter[tuple[int, int]], kinds: Sequence[int], nodes: Sequence[int], at: int, to: int
    ) -> int:
        """How many more pieces the estates (or wishes) of these nodes would be in."""
        more = 0
        for kind, n in Counter(kinds[node] for node in nodes).items():
            if kind >= 0:
                more += (not counts[kind, to]) - (counts[kind, at] == n)
        return more

    def _borders(self, nodes: Sequence[int], at: int, to: int) -> float:
        more, moving = 0.0, set(nodes)
        for node in nodes:
            for other, price in self.block.borders[node].items():
                if other not in moving:
                    more += price * ((self.of[other] == at) - (self.of[other] == to))
        return more

    def _moved(self, nodes: Sequence[int], at: int, to: int) -> int:
        block = self.block
        return sum(
            block.households[node] * ((block.today[node] == at) - (block.today[node] == to)) for node in nodes
        )


def improve(division: Division, *, tries: int, chance: Random) -> list[int]:
    """Search for so many tries; the cheapest groups that were found."""
    cost = least = division.cost()
    best = list(division.of)
    cooling = (COLD / HOT) ** (1 / max(tries, 1))
    heat = HOT
    for _ in range(tries):
        heat *= cooling
        cost += _step(division, heat, chance)
        if cost < least - 1e-9:
            least, best = cost, list(division.of)
    return best


def _step(division: Division, heat: float, chance: Random) -> float:
    """Try one change; what it added to the cost (0 when it was not made)."""
    node = chance.randrange(len(division.block))
    at = division.of[node]
    sides = [division.of[other] for other in division.block.borders[node] if division.of[other] != at]
    if not sides:
        return 0.0
    to = chance.choice(sides)
    nodes = _whole_estate(division, node) if chance.random() < 0.15 else [node]
    change = division.change(nodes, to)
    if _taken(change, heat, chance):
        return change if _made(division, nodes, to) else 0.0
    if len(nodes) == 1 and chance.random() < 0.3:
        return _swap(division, node, to, change, heat, chance)
    return 0.0


def _swap(division: Division, node: int, to: int, change: float, heat: float, chance: Random) -> float:
    """Give a house and take another back."""
    at = division.of[node]
    if not _made(division, [node], to):
        return 0.0
    back = [
        other
        for mine in division.members[at]
        for other in division.block.borders[mine]
        if division.of[other] == to and other != node
    ]
    if back:
        other = chance.choice(sorted(back))
        whole = change + division.change([other], at)
        if _taken(whole, heat, chance) and _made(division, [other], at):
            return whole
    division.move([node], at)
    return 0.0


def _made(division: Division, nodes: Sequence[int], to: int) -> bool:
    if not division.can_leave(nodes):
        return False
    division.move(nodes, to)
    return True


def _taken(change: float, heat: float, chance: Random) -> bool:
    return change <= 0 or chance.random() < math.exp(-change / heat)


def _whole_estate(division: Division, node: int) -> list[int]:
    """The houses of its estate that lie in its group, as far as they hang together."""
    block, group = division.block, division.of[node]
    found, ahead = {node}, [node]
    while ahead:
        for other in block.borders[ahead.pop()]:
            same = division.of[other] == group and block.estates[other] == block.estates[node] >= 0
            if same and other not in found:
                found.add(other)
                ahead.append(other)
    return sorted(found)
