"""Which demands there are, and what is special about each. Shares are met as quotas: figures never wander."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import log
from random import Random

from gewu.simulator import hours
from gewu.simulator.shape import Kind, Shape, Variant
from gewu.simulator.town import Cell, Town

EVERY_KIND = 3
FRESH = timedelta(days=3)
SETTLED = timedelta(days=20)


@dataclass(slots=True)
class Demand:
    """One demand before its story is written."""

    number: int
    at: datetime
    kind: Kind
    variant: Variant
    cell: Cell
    chance: Random
    marks: set[str] = field(default_factory=set)
    rests_in: str = ""

    @property
    def is_open(self) -> bool:
        return bool(self.rests_in)


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are told. `until` is the midnight after the last one."""

    first: date
    last: date

    @property
    def until(self) -> datetime:
        return hours.midnight(self.last + timedelta(days=1))


def demands(shape: Shape, town: Town, *, seed: int, span: Span) -> list[Demand]:
    """All demands of the span in order, as many as its share of the register."""
    chance = Random(f"{seed}/demands")  # noqa: S311 - a story, not a secret
    total = _share_of(shape, span)
    moments = hours.spread(shape.rhythm, chance, first=span.first, last=span.last, count=total)
    kinds = _kinds(shape, moments, chance)
    found = [
        _demand(number, at, kind, town, seed=seed)
        for number, (at, kind) in enumerate(zip(moments, kinds, strict=True))
    ]
    _Marking(shape, town, span, found, chance).mark()
    for demand in found:
        _settle_petition(demand, shape, town)
    return found


def _share_of(shape: Shape, span: Span) -> int:
    whole = (span.until.date() - hours.months_before(span.until.date(), shape.demands.months)).days
    return round(shape.demands.count * ((span.last - span.first).days + 1) / whole)


def _kinds(shape: Shape, moments: list[datetime], chance: Random) -> list[Kind]:
    """By weight and season; every kind comes up a few times when there are enough demands."""
    chosen = []
    for at in moments:
        weights = [kind.weight * _season(shape, kind, at) for kind in shape.kinds]
        chosen.append(chance.choices(shape.kinds, weights)[0])
    if len(moments) > EVERY_KIND * len(shape.kinds) * 2:
        for kind in shape.kinds:
            _make_known(shape, kind, chosen, moments, chance)
    return chosen


def _season(shape: Shape, kind: Kind, at: datetime) -> float:
    """Its share of the year's weight in that month."""
    months = shape.seasons[kind.season]
    return months[at.month - 1] * len(months) / sum(months)


def _make_known(
    shape: Shape, kind: Kind, chosen: list[Kind], moments: list[datetime], chance: Random
) -> None:
    commonest = max(shape.kinds, key=lambda one: one.weight)
    places = [i for i, at in enumerate(moments) if chosen[i] is commonest and _season(shape, kind, at)]
    lacking = max(EVERY_KIND - chosen.count(kind), 0)
    for place in chance.sample(places, min(lacking, len(places))):
        chosen[place] = kind


def _demand(number: int, at: datetime, kind: Kind, town: Town, *, seed: int) -> Demand:
    chance = Random(f"{seed}/{number}")  # noqa: S311 - a story, not a secret
    cell = chance.choices(town.cells, [cell.households for cell in town.cells])[0]
    return Demand(number, at, kind, chance.choice(kind.variants), cell, chance)


def _settle_petition(demand: Demand, shape: Shape, town: Town) -> None:
    """A petition comes from one estate, whoever signs it."""
    homes = [cell for cell in town.cells if cell.estate == shape.demands.petition]
    if demand.variant.petition and homes:
        demand.cell = demand.chance.choice(homes)


class _Marking:
    """Hands out what is special, one quota after the other."""

    def __init__(self, shape: Shape, town: Town, span: Span, found: list[Demand], chance: Random) -> None:
        self.shape, self.town, self.span, self.found, self.chance = shape, town, span, found, chance
        self.total = len(found)

    def mark(self) -> None:
        self._leave_open()
        self._solve_on_spot()
        self._trouble()
        self._colour()
        self._odd()

    def _leave_open(self) -> None:
        wanted = self.shape.open
        count = round(self.shape.demands.open * self.total / self.shape.demands.count)
        scale = count / self.shape.demands.open
        hard = [demand for demand in self.found if demand.kind.waits]
        ours = [d for d in hard if self._office_of(d) == self.town.first_office]
        chosen = self._pick(ours, min(wanted.first_office, count), _hardness)
        fresh = [d for d in hard if d not in chosen and self.span.until - d.at < timedelta(days=7)]
        chosen += self._pick(fresh, min(round(wanted.recent * scale), count - len(chosen)), _hardness)
        older = [d for d in hard if d not in chosen and self.span.until - d.at >= timedelta(days=7)]
        chosen += self._pick(older, count - len(chosen), _hardness)
        rest = [d for d in self.found if d not in chosen and d.kind.waits]
        chosen += self._pick(rest, count - len(chosen), _hardness)
        self._put_to_rest(chosen)

    def _put_to_rest(self, chosen: list[Demand]) -> None:
        stages = [stage for stage, many in self.shape.open.stages.items() for _ in range(many)]
        self.chance.shuffle(stages)
        offices = self.shape.open.first_office
        for number, demand in enumerate(chosen):
            # The first of them are in the hands of the demo handler's office.
            demand.rests_in = "handling" if number < offices else stages[number % len(stages)]
            if petition := next((v for v in demand.kind.variants if v.petition), None):
                demand.variant = petition
        for demand in chosen[: self.shape.open.review_soon]:
            demand.marks.add("review_soon")
        near = [cell for cell in self.town.cells if cell.community == self.town.communities[0]]
        movable = [demand for demand in reversed(chosen) if not demand.variant.petition]
        for demand in movable[: self.shape.open.first_community]:
            demand.cell = self.chance.choice(near)

    def _solve_on_spot(self) -> None:
        able = [d for d in self.found if not d.is_open and d.kind.spot]
        for demand in able:
            fitting = [variant for variant in demand.kind.variants if variant.s]
            if demand.variant not in fitting:
                demand.marks.add("other_variant")
        count = round(self.shape.shares.spot * self.total)
        for demand in self._pick(able, count, self._readiness):
            demand.marks.add("spot")
            if "other_variant" in demand.marks:
                demand.variant = self.chance.choice([v for v in demand.kind.variants if v.s])

    def _readiness(self, demand: Demand) -> float:
        """What came in during the last days was done at once, or it would not be done."""
        return demand.kind.spot * (8 if self.span.until - demand.at < FRESH else 1)

    def _trouble(self) -> None:
        shares = self.shape.shares
        filed = [d for d in self.found if not d.is_open and "spot" not in d.marks]
        old = [d for d in filed if self.span.until - d.at > SETTLED]
        due = [d for d in filed if self._may_be_late(d)]
        given = [d for d in self.found if d.rests_in == "returned"]
        for demand in given:
            demand.marks.add("returned")
        self._give("late", due, shares.late)
        late = [d for d in old if "late" in d.marks]
        self._give("resumed", late or old, shares.resumed)
        self._give("appealed", late, shares.appealed)
        slow = [d for d in old if "late" not in d.marks and "resumed" not in d.marks]
        self._give("paused", slow, shares.paused)
        self._give("extended", [d for d in slow if "paused" not in d.marks], shares.extended)
        self._give("sent_back", filed, shares.sent_back - self._already("sent_back"))
        self._give("returned", filed, shares.returned - len(given) / max(self.total, 1))
        self._give("reassigned", [d for d in filed if "returned" not in d.marks], shares.reassigned)
        self._give("recategorised", filed, shares.recategorised)
        self._give("verified", filed, shares.verified)
        self._give("unsolved", [d for d in filed if d.variant.s and not d.marks], shares.unsolved)
        self._give("outside", [d for d in filed if not d.marks], shares.outside)

    def _odd(self) -> None:
        """Last of all, so that nothing else comes out otherwise; most of it in the last month."""
        odd = self.shape.odd
        closed = [d for d in self.found if not d.is_open]
        filed = [d for d in closed if "spot" not in d.marks and not d.marks & {"late", "unsolved"}]
        given = {
            "told_late": (odd.told_late, [d for d in closed if "spot" in d.marks]),
            "hasty": (odd.hasty, [d for d in filed if "sent_back" not in d.marks]),
            "back_and_forth": (odd.back_and_forth, [d for d in filed if "sent_back" in d.marks]),
            "wordless": (odd.wordless, filed),
            "unusual": (odd.unusual, self._alone(filed)),
        }
        for mark, (count, candidates) in given.items():
            share = self.total / self.shape.demands.count
            for demand in self._pick(candidates, round(count * share), self._newness):
                demand.marks.add(mark)
                if mark == "unusual":
                    demand.variant = demand.variant.model_copy(
                        update={"standard": self._other_standard(demand)}
                    )

    def _alone(self, filed: list[Demand]) -> list[Demand]:
        """The newest of each of the commonest kinds that leave a choice: one among many is what looks odd."""
        choosing = [d for d in filed if self._other_standard(d)]
        commonest = Counter(d.kind.category for d in choosing).most_common(self.shape.odd.unusual)
        newest = {d.kind.category: d for d in sorted(choosing, key=lambda d: d.at)}
        return [newest[category] for category, _count in commonest]

    def _newness(self, demand: Demand) -> float:
        return 8 if self.span.until - demand.at < timedelta(days=30) else 1

    def _other_standard(self, demand: Demand) -> str:
        """A standard of the category under which the town files nothing else."""
        usual = {variant.standard for variant in demand.kind.variants}
        return self.town.other_standard(demand.kind.category, usual)

    def _already(self, stage: str) -> float:
        return sum(1 for d in self.found if d.rests_in == stage) / max(self.total, 1)

    def _may_be_late(self, demand: Demand) -> bool:
        whole = self.town.whole_due(demand.kind.category, demand.variant.standard, demand.at)
        return whole + timedelta(days=6) < self.span.until

    def _colour(self) -> None:
        shares = self.shape.shares
        self._give("commented", self.found, shares.commented)
        self._give("photos", [d for d in self.found if d.kind.scene], shares.photos)
        closed = [d for d in self.found if not d.is_open]
        self._give("rated", closed, shares.rated * len(closed) / max(self.total, 1))

    def _give(self, mark: str, candidates: Iterable[Demand], share: float) -> None:
        for demand in self._pick(list(candidates), round(max(share, 0) * self.total), lambda _demand: 1):
            demand.marks.add(mark)

    def _pick(self, candidates: list[Demand], count: int, weight: Callable[[Demand], float]) -> list[Demand]:
        """So many without repetition, heavier ones sooner (Efraimidis and Spirakis)."""
        keys = {d.number: log(1 - self.chance.random()) / max(weight(d), 1e-6) for d in candidates}
        return sorted(candidates, key=lambda d: -keys[d.number])[: max(count, 0)]

    def _office_of(self, demand: Demand) -> str:
        return self.town.office_for(demand.kind.category, demand.cell.community).key


def _hardness(demand: Demand) -> float:
    return demand.kind.hard
