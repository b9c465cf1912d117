"""How many grids a block gets, and the division into them: METIS for the first, then the search. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from random import Random

import pymetis

from gewu.planner.search import Block, Division, Rules, improve

STARTS = 3
TRIES_A_NODE = 120
# In the whole numbers of METIS: a hundred metres of border through a yard, and what holds an estate together.
PRICE, ESTATE = 40, 60


def numbers(households: int, low: int, high: int, size: int) -> list[int]:
    """Into how many grids so many households go within the range, the best number first; may be none."""
    least, most = max(1, -(-households // high)), households // low
    return sorted(range(least, most + 1), key=lambda n: (abs(n - households / size), n))


def divide(block: Block, count: int, rules: Rules, seed: int) -> Division:
    """The block in `count` groups, every one in one piece: the cheapest of some searches."""
    if count == 1:
        return Division(block, [0] * len(block), 1, rules)
    chance = Random(seed)  # noqa: S311 - a search, not a secret
    found = []
    for groups in _starts(block, count, rules, seed):
        better = improve(
            Division(block, groups, count, rules), tries=TRIES_A_NODE * len(block), chance=chance
        )
        found.append(Division(block, better, count, rules))
    return min(found, key=lambda division: division.cost())


def _starts(block: Block, count: int, rules: Rules, seed: int) -> Iterator[list[int]]:
    """Divisions to begin with: the grids of today where they are as many, and some of METIS."""
    if 1 + max(block.today) == count:
        yield in_one_piece(block, [max(0, today) for today in block.today], count)
    for turn in range(STARTS):
        yield like_today(block, first(block, count, seed + turn))


def like_today(block: Block, groups: Sequence[int]) -> list[int]:
    """The same groups under the numbers of the grids of today that they share most households with."""
    shared: Counter[tuple[int, int]] = Counter()
    for households, group, today in zip(block.households, groups, block.today, strict=True):
        shared[group, today] += households
    count, names = 1 + max(groups), dict[int, int]()
    for (group, today), _ in sorted(shared.items(), key=lambda one: (-one[1], one[0])):
        if 0 <= today < count and group not in names and today not in names.values():
            names[group] = today
    free = iter(sorted(set(range(count)) - set(names.values())))
    return [names[group] if group in names else names.setdefault(group, next(free)) for group in groups]


def first(block: Block, count: int, seed: int) -> list[int]:
    """METIS: groups of like weight that cut few borders and few estates, each in one piece.

    Hardly more houses than groups are no work for it: there one after the other begins a group.
    """
    if len(block) < 3 * count:
        return in_one_piece(block, [min(node, count - 1) for node in range(len(block))], count)
    starts, others, prices = [0], [], []
    for node, near in enumerate(block.borders):
        for other, price in near.items():
            same = block.estates[node] == block.estates[other] >= 0
            others.append(other)
            prices.append(1 + round(price * PRICE) + ESTATE * same)
        starts.append(len(others))
    _cut, groups = pymetis.part_graph(
        count,
        pymetis.CSRAdjacency(starts, others),
        vweights=[max(1, households) for households in block.households],
        eweights=prices,
        recursive=False,
        options=pymetis.Options(seed=seed, contig=1, ufactor=60),
    )
    return in_one_piece(block, groups, count)


def in_one_piece(block: Block, groups: Sequence[int], count: int) -> list[int]:
    """The same groups, but each in one piece and none empty: stray houses join a neighbour."""
    of = list(groups)
    for group in range(count):
        pieces = _pieces(block, {node for node, its in enumerate(of) if its == group})
        for piece in pieces[1:]:
            beside = {of[other] for node in piece for other in block.borders[node]} - {group}
            for node in piece:
                of[node] = min(beside)
    for group in range(count):
        if group not in of:
            _split_off(block, of, group)
    return of


def _split_off(block: Block, of: list[int], group: int) -> None:
    """Give an empty group half of the one with the most houses."""
    large = max(range(group + len(of)), key=lambda one: (of.count(one), -one))
    members = {node for node, its in enumerate(of) if its == large}
    half = set(_spread(block, members, min(members), len(members) // 2))
    rest = _pieces(block, members - half)
    for node in half.union(*rest[1:]):
        of[node] = group


def _pieces(block: Block, members: set[int]) -> list[set[int]]:
    """What hangs together, the heaviest first."""
    found, left = [], set(members)
    while left:
        piece = set(_spread(block, left, min(left), len(left)))
        left -= piece
        found.append(piece)
    return sorted(
        found, key=lambda piece: (-sum(block.households[n] for n in piece), -len(piece), min(piece))
    )


def _spread(block: Block, ground: set[int], start: int, most: int) -> Iterable[int]:
    """Up to so many nodes around the start, breadth first, without leaving the ground."""
    order, seen = [start], {start}
    for node in order:
        for other in sorted(block.borders[node]):
            if other in ground and other not in seen and len(order) < most:
                seen.add(other)
                order.append(other)
    return order
