"""From demands to stories: who reports, what is said, which way it goes, what remains open and why."""

from dataclasses import replace
from datetime import datetime, timedelta

from gewu.kernel.canonical import JsonValue
from gewu.simulator import clockwork, hours
from gewu.simulator.demands import Demand, Span
from gewu.simulator.shape import Shape
from gewu.simulator.story import Step, Story, Told, Who
from gewu.simulator.town import Town
from gewu.simulator.way import CLERK, DISPATCHER, SUPERVISOR, Way

RESIDENT = Who("resident")
IN_TIME = 0.92
# Of those the clerk calls, who is not reached the first time.
UNREACHED = 0.22
BACK_AND_FORTH = 3
SOONEST_REVIEW, LATEST_REVIEW = 20, 60
BY_DESK = {"hotline": CLERK, "window": CLERK, "leader": SUPERVISOR}


class Telling:
    """Writes stories for one town and one span."""

    def __init__(self, shape: Shape, town: Town, span: Span) -> None:
        self.shape, self.town, self.span = shape, town, span

    def story(self, demand: Demand) -> Story:
        """The whole story of a demand of the register."""
        way = Way(self.shape, self.town, demand)
        source = self._source(demand)
        told, who = self.told(way, source)
        report = Step(demand.at.replace(microsecond=0), who, "report", ago=self._ago(demand))
        if demand.is_open:
            self._leave_open(way)
        elif "spot" in demand.marks:
            self._on_the_spot(way, source)
        else:
            self._all_the_way(way, source)
        if not demand.is_open:
            self._afterwards(way, source)
        return Story(told, (report, *way.steps))

    def _ago(self, demand: Demand) -> timedelta:
        """A phone without a net tells what it saw when it finds one."""
        return timedelta(hours=demand.chance.uniform(26, 60)) if "told_late" in demand.marks else timedelta()

    def _source(self, demand: Demand) -> str:
        table = self.shape.sources.spot if "spot" in demand.marks else self.shape.sources.filed
        if demand.marks & {"unsolved", "told_late"}:
            return "patrol"
        if demand.marks & {"recategorised", "outside"}:
            return "resident"
        return demand.chance.choices(list(table), list(table.values()))[0]

    def told(self, way: Way, source: str, by: str = "") -> tuple[Told, Who]:
        """What is reported, and by whom."""
        demand, chance = way.demand, way.demand.chance
        by_staff = source in {"patrol", "department", "visit"}
        text = way.voice.patrol(demand.variant.p) if by_staff else way.voice.resident(demand.variant.r)
        told = Told(
            category=self._reported_as(demand),
            text=text,
            point=chance.choice(self.town.outside if "outside" in demand.marks else demand.cell.points),
            address=way.voice.address(),
            source=source,
            photos=way.photos() if source in {"patrol", "visit", "resident"} else (),
        )
        if not by_staff:
            told = self._signed(told, way)
        if self._done_at_once(demand, source):
            told = replace(told, solved=way.voice.one_of(demand.variant.s), after=way.photos(after=True))
            told = replace(told, instead="" if told.after else way.instead_of_photos(demand.kind.category))
        return told, self._reporter(way, source, by)

    def _done_at_once(self, demand: Demand, source: str) -> bool:
        return bool(demand.marks & {"spot", "unsolved"}) and source != "resident"

    def _reported_as(self, demand: Demand) -> str:
        if "recategorised" not in demand.marks:
            return demand.kind.category
        others = [kind.category for kind in self.shape.kinds if kind.category[:2] == demand.kind.category[:2]]
        return demand.chance.choice([other for other in others if other != demand.kind.category])

    def _signed(self, told: Told, way: Way) -> Told:
        """A name and a number that cannot be rung, from those who leave them."""
        persons, chance = self.shape.persons, way.chance
        if chance.random() > self.shape.shares.contact:
            return told
        name = chance.choice(persons.surnames) + chance.choice(persons.titles)
        return replace(told, name=name, phone=f"{persons.phone}{chance.randrange(10**6):06}")

    def _reporter(self, way: Way, source: str, by: str) -> Who:
        cell, chance = way.demand.cell, way.chance
        if source in BY_DESK:
            return BY_DESK[source]
        if source == "patrol":
            role = by or chance.choices(["gridworker", "gridlead", "assistant"], [82, 10, 8])[0]
            return Who(role, cell.code if role == "gridworker" else cell.grid)
        if source == "visit":
            return Who("chief", cell.community)
        if source == "department":
            return Who("handler", way.other_office().key, chance.randrange(8))
        return RESIDENT

    def _on_the_spot(self, way: Way, source: str) -> None:
        if source == "resident":
            # Told by a resident, settled by whoever went to look.
            way.send_to_verify()
            way.in_the_street(0.4, 4)
            instead = way.instead_of_photos(way.demand.kind.category)
            data: dict[str, JsonValue] = {"no_photo": instead} if instead else {}
            way.move(way.gridworker(), "self_handle", report=way.voice.one_of(way.demand.variant.s), **data)
        self._finish(way)

    def _all_the_way(self, way: Way, source: str) -> None:
        marks = way.demand.marks
        self._take_on(way)
        if "returned" in marks:
            way.misdispatch()
        if "reassigned" in marks:
            way.reassign()
        else:
            way.dispatch()
        way.accept()
        if "commented" in marks:
            way.comment(way.chance.choice([way.handler, CLERK, SUPERVISOR]))
        if "extended" in marks:
            clockwork.extend(way)
        if "paused" in marks:
            clockwork.pause(way)
        if "resumed" in marks:
            self._pause(way)
        self._work(way)
        way.handle()
        for _time in range(BACK_AND_FORTH if "back_and_forth" in marks else "sent_back" in marks):
            way.send_back()
            way.in_the_street(1, 14)
            way.handle()
        self._finish(way)

    def _take_on(self, way: Way) -> None:
        marks = way.demand.marks
        if "unsolved" in marks:
            way.not_solved()
        if "outside" in marks:
            way.office_time(3, 20)
            way.do(CLERK, "place", way.demand.cell.code)
        if "recategorised" in marks:
            way.recategorise()
        if "verified" in marks:
            way.send_to_verify()
            way.verify()
        way.file()

    def _work(self, way: Way) -> None:
        if "late" not in way.demand.marks:
            way.work(way.chance.uniform(0.1, 0.75))
            return
        late = self._due(way) + timedelta(hours=way.chance.uniform(2, 50))
        way.now = max(way.now, late)
        way.in_the_street(0, 3)

    def _pause(self, way: Way) -> None:
        """Put off for a few days; it goes on by itself."""
        words, days = self.shape.words, way.chance.randint(2, 4)
        way.office_time(20, 200)
        review = way.now.astimezone(hours.zone()).date() + timedelta(days=days)
        cause = way.chance.choice(words.late_causes)
        way.wait(
            way.handler,
            reason=way.voice.one_of(words.late_reasons),
            reply=way.voice.one_of(words.late_replies, cause=cause),
            review_on=review,
        )
        way.now = hours.midnight(review) + timedelta(hours=8)
        way.office_time(5, 120)

    def _finish(self, way: Way) -> None:
        way.check()
        if "commented" in way.demand.marks and "spot" in way.demand.marks:
            way.comment(way.chance.choice([CLERK, SUPERVISOR]))
        way.close()
        way.fit(self._latest_close(way))

    def _latest_close(self, way: Way) -> datetime:
        """The evening of the last day; and the day it is due, for what is not late."""
        demand = way.demand
        cutoff = hours.midnight(self.span.last) + timedelta(hours=self.shape.rhythm.cutoff)
        cutoff -= timedelta(minutes=demand.chance.uniform(0, 150))
        if "late" in demand.marks:
            return cutoff
        return min(cutoff, demand.at + (self._due(way) - demand.at) * IN_TIME)

    def _due(self, way: Way) -> datetime:
        demand = way.demand
        return self.town.whole_due(demand.kind.category, demand.variant.standard, demand.at, way.stops)

    def _afterwards(self, way: Way, source: str) -> None:
        closed = way.now
        if "appealed" in way.demand.marks:
            clockwork.appeal(way)
        if source == "resident" and way.chance.random() < self.shape.shares.released:
            way.office_time(5, 90)
            way.do(CLERK, "release")
        if "rated" in way.demand.marks:
            self._rate(way, source)
        way.now = max(way.now, closed + timedelta(days=way.chance.uniform(4, 9)))
        way.office_time(5, 60)
        way.move(CLERK, "archive")

    def _rate(self, way: Way, source: str) -> None:
        data = self.opinion(way)
        if source == "resident" and way.chance.random() < 0.7:
            day = way.now.astimezone(hours.zone()).date() + timedelta(days=way.chance.randint(1, 3))
            way.now = hours.midnight(day) + timedelta(hours=way.chance.uniform(17, 22))
            way.do(RESIDENT, "rate", "rate", **data)
        else:
            way.now += timedelta(days=way.chance.uniform(0.6, 3))
            way.office_time(2, 40)
            if way.chance.random() < UNREACHED:
                way.do(CLERK, "call", way.chance.choice(["no_answer", "busy"]))
                way.office_time(30, 300)
            way.do(CLERK, "call", "", **data)
        if data["solved"] == "no" and self._has_time(way) and "spot" not in way.demand.marks:
            self._again(way)

    def _has_time(self, way: Way) -> bool:
        """Half of the unhappy ones have it done again, if the year is long enough for that."""
        left = hours.midnight(self.span.last) - way.now
        return left > timedelta(days=30) and way.chance.random() < 0.5

    def _again(self, way: Way) -> None:
        """Worked on again, once; the first closing stays in the story."""
        way.office_time(5, 60)
        way.move(CLERK, "reopen", reason=way.voice.one_of(self.shape.words.send_backs))
        way.dispatch()
        way.accept()
        way.in_the_street(2, 20)
        way.handle()
        way.check()
        way.close()
        way.now += timedelta(days=1)
        way.office_time(2, 60)
        way.do(CLERK, "call", contacted=True, solved="yes", rating=way.chance.choice([3, 4, 4, 5]))

    def opinion(self, way: Way) -> dict[str, JsonValue]:
        """Stars, and often words."""
        weights = [10, 20, 34, 24, 12] if "late" in way.demand.marks else [1, 3, 10, 32, 54]
        stars = way.chance.choices([1, 2, 3, 4, 5], weights)[0]
        solved = "yes" if stars > 3 else "partly" if stars == 3 else "no"
        data: dict[str, JsonValue] = {
            "contacted": way.chance.random() < 0.97,
            "solved": solved,
            "rating": stars,
        }
        if way.chance.random() < self.shape.shares.opinion:
            data["opinion"] = way.voice.one_of(self.shape.words.opinions[stars])
        return data

    def _leave_open(self, way: Way) -> None:
        """As far as it came, and the note why it goes no further now."""
        stage = way.demand.rests_in
        reach(way, stage)
        way.office_time(20, 300)
        cutoff = hours.midnight(self.span.last) + timedelta(hours=self.shape.rhythm.cutoff)
        way.do(CLERK, "wait")
        way.fit(cutoff - timedelta(minutes=way.chance.uniform(0, 90)))
        way.steps.pop()
        self._explain(way, self._who_waits(way, stage))

    def _who_waits(self, way: Way, stage: str) -> Who:
        if stage in {"handling", "sent_back"}:
            return way.handler
        return DISPATCHER if stage in {"filed", "returned", "dispatched"} else CLERK

    def _explain(self, way: Way, who: Who) -> None:
        """The open note: once, until a day that has not come yet."""
        note = way.chance.choice(way.demand.kind.waits)
        reason, reply = way.voice.one_of([note.reason]), way.voice.one_of([note.reply])
        today = self.span.until.astimezone(hours.zone()).date()
        review = way.now.astimezone(hours.zone()).date() + timedelta(
            days=way.chance.randint(SOONEST_REVIEW, LATEST_REVIEW)
        )
        if "review_soon" in way.demand.marks:
            review = today + timedelta(days=way.chance.randint(1, 4))
        elif review < today + timedelta(days=2):
            review = today + timedelta(days=way.chance.randint(2, 30))
        way.wait(who, reason=reason, reply=reply, review_on=review)


def reach(way: Way, stage: str) -> None:
    """Bring a demand to the stage by the shortest usual way."""
    if stage == "verifying":
        way.send_to_verify()
    elif stage == "refused":
        way.refuse()
    elif stage != "reported":
        way.file()
        _reach_further(way, stage)


def _reach_further(way: Way, stage: str) -> None:
    if stage == "returned":
        way.misdispatch()
    elif stage == "coordinating":
        way.misdispatch()
        way.misdispatch()
    elif stage != "filed":
        if "returned" in way.demand.marks:
            way.misdispatch()
        way.dispatch()
        if stage != "dispatched":
            _work_on(way, stage)


def _work_on(way: Way, stage: str) -> None:
    way.accept()
    if stage == "handling":
        return
    way.work(0.3)
    way.handle()
    if stage == "sent_back":
        way.send_back()
    elif stage != "handled":
        way.check()
        if stage != "checked":
            way.close()
