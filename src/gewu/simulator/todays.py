"""Today's cases, on top of the register: one for every worklist that would otherwise be empty."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from gewu.simulator import clockwork, hours
from gewu.simulator.demands import Demand, Span
from gewu.simulator.shape import Shape, Today
from gewu.simulator.story import Step, Story, Who
from gewu.simulator.telling import Telling, reach
from gewu.simulator.town import Cell, Town
from gewu.simulator.way import CLERK, DISPATCHER, Way

EXTENSION, APPEAL = "extension", "appeal"
MARGIN, LONG_AGO = timedelta(minutes=4), timedelta(hours=24)


def stories(shape: Shape, town: Town, *, seed: int, span: Span, now: datetime) -> list[Story]:
    """The cases of the day after the span, up to now."""
    morning = _Morning(shape, town, span, now)
    wanted = [want for want in shape.today for _ in range(want.count)]
    return [
        morning.story(want, Random(f"{seed}/today/{number}"), number)  # noqa: S311 - a story, not a secret
        for number, want in enumerate(wanted)
    ]


class _Morning:
    def __init__(self, shape: Shape, town: Town, span: Span, now: datetime) -> None:
        self.shape, self.town, self.now = shape, town, now
        self.begins, self.ends = span.until, span.until + timedelta(days=1)
        self.telling = Telling(shape, town, span)

    def story(self, want: Today, chance: Random, number: int) -> Story:
        """Written as any other, then moved into this day."""
        demand = self._demand(want, chance, number)
        way = Way(self.shape, self.town, demand)
        told, who = self.telling.told(way, want.source, want.by)
        if not want.spot:
            reach(way, want.stage)
            self._ask(way, want)
        elif want.stage != "handled":
            self._finish(way, want.stage)
        if want.asks:
            self._ask_for(way, want.asks)
        for level, who_raises in (("grid", way.gridworker()), ("community", way.chief()))[: want.raised]:
            way.do(who_raises, "raise", level, tried=want.tried)
        start, entered = self._between(want, demand)
        moments = self._moments(way, start, entered)
        steps = [replace(step, at=at) for step, at in zip(way.steps, moments, strict=True)]
        return Story(told, (Step(start if steps else entered, who, "report"), *steps))

    def _demand(self, want: Today, chance: Random, number: int) -> Demand:
        kind = self.shape.kind(want.category)
        variants = [v for v in kind.variants if want.standard in {"", v.standard} and (v.s or not want.spot)]
        demand = Demand(number, self.begins, kind, chance.choice(variants), self._cell(want, chance), chance)
        demand.marks |= {"spot"} if want.spot else set()
        demand.marks |= {"outside"} if want.place == "outside" else set()
        demand.marks |= {"photos"} if chance.random() < 0.5 else set()
        return demand

    def _cell(self, want: Today, chance: Random) -> Cell:
        cells, first = self.town.cells, self.town.cells[0]
        near = {
            "cell": [first],
            "grid": [cell for cell in cells if cell.grid == first.grid],
            "community": [cell for cell in cells if cell.community == first.community],
        }
        return chance.choice(near.get(want.place, list(cells)))

    def _ask(self, way: Way, want: Today) -> None:
        if want.then == "ask_return":
            way.ask_return()
        elif want.then == "part":
            way.open_part("030201", f"station-{way.demand.cell.community}")
        elif want.then == "negotiate":
            way.open_part("030401", f"station-{way.demand.cell.community}")
        elif want.then == "ask_help":
            station = f"station-{way.demand.cell.community}"
            way.ask_help(station if want.helper == "station" else self.town.first_office)

    def _ask_for(self, way: Way, asks: str) -> None:
        """By a colleague of the demo handler, so that there is something to decide."""
        colleague = Who(way.handler.role, way.handler.key, self.town.first_hand + 1)
        if asks.startswith(APPEAL):
            clockwork.complain(way, colleague)
            if asks != APPEAL:
                way.move(DISPATCHER, "review_appeal", decision="agree")
            return
        clockwork.ask(way, colleague)
        if asks != EXTENSION:
            way.move(
                Who("handler", way.office.key, self.town.first_hand + 2), "review_extension", decision="agree"
            )

    def _finish(self, way: Way, stage: str) -> None:
        way.check()
        if stage == "checked":
            return
        way.close()
        if stage == "rated":
            way.do(CLERK, "call", "", **self.telling.opinion(way))

    def _between(self, want: Today, demand: Demand) -> tuple[datetime, datetime]:
        """When it is reported, and when it enters the stage it rests in: after midnight, and before now."""
        fitting = [moment for moment in self._morning() if self._fits(want, demand, moment)]
        late = [moment for moment in fitting if moment >= fitting[-1] - timedelta(hours=3)]
        entered = demand.chance.choice(late) if late else max(self.begins, self.now - MARGIN / 4)
        if want.asks.startswith(APPEAL):
            # Long enough for an urgent limit to have been missed on the way.
            return hours.whole(entered - LONG_AGO), hours.whole(entered)
        start = max(entered - timedelta(minutes=demand.chance.uniform(15, 150)), self.begins)
        return hours.whole(start), hours.whole(entered)

    def _morning(self) -> Iterator[datetime]:
        """Every few minutes of this day up to now."""
        moment = self.begins + MARGIN
        while moment <= self.now - MARGIN / 4:
            yield moment
            moment += MARGIN

    def _fits(self, want: Today, demand: Demand, entered: datetime) -> bool:
        """Whether what enters its stage then is due as wanted."""
        due = self.town.stage_due(want.stage, want.category, demand.variant.standard, entered)
        if want.due == "late":
            return due < self.now - MARGIN
        return want.due != "today" or self.now + MARGIN < due < self.ends - MARGIN

    def _moments(self, way: Way, start: datetime, entered: datetime) -> list[datetime]:
        count = len(way.steps)
        return [hours.whole(start + (entered - start) * (place + 1) / count) for place in range(count)]
