"""From ground and wishes to a proposal: block by block, each in as many grids as go into the range. Pure."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from gewu.planner import measures, parts
from gewu.planner.ground import Ground
from gewu.planner.search import CARES, Block, Division, Rules
from gewu.planner.territory import grounds_of
from gewu.planner.values import Aim, Grid, Measures, Proposal, Stuck, Why, Wishes

# A border of a hundred metres: through a yard it costs one, along a street little.
ALONG, HUNDRED = 0.15, 100.0
# So many numbers of grids are tried for one block.
TURNS = 4
Step = Callable[[int, int], None]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block of the ground: its number, which parcels it has, and the graph of them."""

    number: int
    parcels: tuple[int, ...]
    graph: Block


def propose(ground: Ground, wishes: Wishes, step: Step = lambda done, of: None) -> Proposal:
    """Divide the ground. `step(done, of)` is told after each block."""
    pieces = list(_blocks(ground, wishes))
    of, stuck, count = [0] * len(ground.plots), [], 0
    for done, piece in enumerate(pieces, 1):
        division, why = _divided(piece.graph, wishes)
        for parcel, group in zip(piece.parcels, division.of, strict=True):
            of[parcel] = count + group
        count += division.count
        if why:
            stuck.append(_stuck(ground, piece, division, why))
        step(done, len(pieces))
    return Proposal(
        grids=_grids(ground, of, wishes, pieces),
        stuck=tuple(stuck),
        parted=measures.parted(ground, of, wishes.together),
        measures=measures.measured(ground, of, wishes),
    )


def today(ground: Ground, wishes: Wishes) -> Measures:
    """The grids of today in the same figures."""
    return measures.measured(ground, _numbered([plot[0].today for plot in ground.plots]), wishes)


def _divided(block: Block, wishes: Wishes) -> tuple[Division, Why | None]:
    """The best division within the range, or the least bad one with the reason."""
    rules, known = Rules(wishes.low, wishes.high, CARES[wishes.aim]), 1 + max(block.today, default=-1)
    fitting = parts.numbers(block.whole, wishes.low, wishes.high, wishes.size)
    if wishes.aim != Aim.BALANCE and known in fitting:
        fitting = [known, *(count for count in fitting if count != known)]
    best: Division | None = None
    for count in fitting[:TURNS] or [_nearest(block.whole, wishes)]:
        found = parts.divide(block, min(count, len(block)), rules, wishes.seed)
        if best is None or found.outside < best.outside:
            best = found
        if not best.outside:
            return best, None
    assert best is not None  # noqa: S101 - at least one number was tried
    return best, _why(block, wishes, fitting)


def _why(block: Block, wishes: Wishes, fitting: Sequence[int]) -> Why:
    if block.whole < wishes.low:
        return Why.TOO_SMALL
    if not fitting:
        return Why.NO_NUMBER_FITS
    return Why.LARGE_HOUSE if max(block.households) > wishes.high else Why.NOT_FOUND


def _nearest(households: int, wishes: Wishes) -> int:
    """The number of grids that are least out of the range where none fits."""
    less, more = max(1, households // wishes.low), -(-households // wishes.high)

    def away(count: int) -> float:
        mean = households / count
        return count * max(wishes.low - mean, mean - wishes.high, 0)

    return min((less, max(more, 1)), key=away)


def _stuck(ground: Ground, piece: _Piece, division: Division, why: Why) -> Stuck:
    return Stuck(
        block=piece.number,
        area=ground.areas[piece.parcels[0]],
        households=piece.graph.whole,
        grids=division.count,
        why=why,
        largest=max(piece.graph.households),
    )


def _grids(ground: Ground, of: Sequence[int], wishes: Wishes, pieces: Sequence[_Piece]) -> tuple[Grid, ...]:
    members: defaultdict[int, list[int]] = defaultdict(list)
    block_of = {parcel: piece.number for piece in pieces for parcel in piece.parcels}
    for parcel, group in enumerate(of):
        members[group].append(parcel)
    territory = grounds_of(ground, members, [piece.parcels for piece in pieces])
    weights = iter(measures.loads([house for plot in ground.plots for house in plot], wishes.load))
    load = [sum(next(weights) for _ in plot) for plot in ground.plots]
    successors, moved = measures.successors(ground.plots, of), measures.moved(ground, of)
    found = []
    for group, parcels in sorted(members.items()):
        houses = [house for parcel in parcels for house in ground.plots[parcel]]
        households = sum(house.households for house in houses)
        found.append(
            Grid(
                houses=tuple(house.id for house in houses),
                area=ground.areas[parcels[0]],
                block=block_of[parcels[0]],
                ground=territory[group],
                households=households,
                cases=sum(house.cases for house in houses),
                visits=sum(house.visits for house in houses),
                load=round(sum(load[parcel] for parcel in parcels), 1),
                today=successors.get(group),
                moved=moved[group],
                in_range=wishes.low <= households <= wishes.high,
            )
        )
    return tuple(found)


def _blocks(ground: Ground, wishes: Wishes) -> Iterator[_Piece]:
    """The parcels between barriers as graphs. What hangs together by no border is a block of its own."""
    near: list[dict[int, float]] = [{} for _ in ground.plots]
    for border in ground.borders:
        same = ground.areas[border.one] == ground.areas[border.other]
        if same and ground.blocks[border.one] == ground.blocks[border.other]:
            price = border.metres / HUNDRED * (ALONG if border.street else 1)
            near[border.one][border.other] = near[border.other][border.one] = price
    load = measures.loads([house for plot in ground.plots for house in plot], wishes.load)
    weights = iter(load)
    burden = [sum(next(weights) for _ in plot) for plot in ground.plots]
    for number, parcels in enumerate(_pieces(near)):
        yield _Piece(number, parcels, _graph(ground, parcels, near, burden, wishes))


def _pieces(near: Sequence[dict[int, float]]) -> Iterator[tuple[int, ...]]:
    left = dict.fromkeys(range(len(near)))
    while left:
        ahead = [next(iter(left))]
        del left[ahead[0]]
        for parcel in ahead:
            for other in near[parcel]:
                if other in left:
                    del left[other]
                    ahead.append(other)
        yield tuple(sorted(ahead))


def _graph(
    ground: Ground,
    parcels: Sequence[int],
    near: Sequence[dict[int, float]],
    load: Sequence[float],
    wishes: Wishes,
) -> Block:
    place = {parcel: node for node, parcel in enumerate(parcels)}
    first = [ground.plots[parcel][0] for parcel in parcels]
    asked = {estate: number for number, estates in enumerate(wishes.together) for estate in estates}
    return Block(
        households=[sum(house.households for house in ground.plots[parcel]) for parcel in parcels],
        load=[load[parcel] for parcel in parcels],
        estates=_numbered([house.estate for house in first]),
        wishes=[asked.get(house.estate, -1) if house.estate else -1 for house in first],
        today=_numbered([house.today for house in first]),
        borders=[{place[other]: price for other, price in near[parcel].items()} for parcel in parcels],
    )


def _numbered(keys: Sequence[UUID | None]) -> list[int]:
    """Counted from 0 in the order of their coming; -1 for none."""
    known: dict[UUID, int] = {}
    return [-1 if key is None else known.setdefault(key, len(known)) for key in keys]
