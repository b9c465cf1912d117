"""Writing a story: the way of one demand through its stages, step by step, each in its own time."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from gewu.kernel.canonical import JsonValue
from gewu.simulator import hours
from gewu.simulator.demands import Demand
from gewu.simulator.shape import Shape
from gewu.simulator.story import Photo, Step, Who
from gewu.simulator.town import Office, Town
from gewu.simulator.voices import Voice

CLERK, DISPATCHER, CHECKER, SUPERVISOR = Who("clerk"), Who("dispatcher"), Who("checker"), Who("supervisor")
LOOKS = 4


class Way:
    """A cursor in time and the steps behind it."""

    def __init__(self, shape: Shape, town: Town, demand: Demand) -> None:
        self.shape, self.town, self.demand = shape, town, demand
        self.chance: Random = demand.chance
        self.voice = Voice(shape.words, demand.cell, demand.chance)
        self.office: Office = town.office_for(demand.kind.category, demand.cell.community)
        self.handler = self._hand_of(self.office)
        self.now: datetime = demand.at
        self.steps: list[Step] = []
        # Offices that gave it back, which are not asked again.
        self.wrong: set[str] = set()
        # When its clock stopped and went on, in turn.
        self.stops: list[datetime] = []

    def office_time(self, least: float, most: float) -> None:
        self.now = hours.office(self.shape.rhythm, self.now, self.chance.uniform(least, most))

    def in_the_street(self, least: float, most: float) -> None:
        """So many hours later, when people are out."""
        later = self.now + timedelta(hours=self.chance.uniform(least, most))
        self.now = hours.by_daylight(later, self.chance)

    def move(self, who: Who, name: str, **data: JsonValue) -> None:
        self.steps.append(Step(hours.whole(self.now), who, "move", name, data))

    def do(self, who: Who, verb: str, name: str = "", **data: JsonValue) -> None:
        self.steps.append(Step(hours.whole(self.now), who, verb, name, data))

    def send_to_verify(self) -> None:
        self.office_time(6, 45)
        self.move(CLERK, "send_to_verify", question=self.voice.one_of(self.shape.words.questions))

    def verify(self) -> None:
        self.in_the_street(0.5, 5)
        note = self.voice.one_of(self.shape.words.findings)
        self.move(self.gridworker(), "verify", finding="present", note=note)

    def recategorise(self) -> None:
        self.office_time(4, 25)
        self.move(CLERK, "recategorise", category=self.demand.kind.category)

    def file(self) -> None:
        self.office_time(4, 50)
        self.move(CLERK, "file", standard=self.demand.variant.standard)

    def refuse(self) -> None:
        self.office_time(10, 60)
        self.move(CLERK, "refuse", refusal="not_ours", reply=self.voice.one_of(self.shape.words.refusals))

    def dispatch(self, office: Office | None = None) -> None:
        self.office_time(4, 40)
        data: dict[str, JsonValue] = {"organisation": str((office or self.office).id)}
        if self.chance.random() < 0.35:
            data["instruction"] = self.voice.one_of(self.shape.words.instructions)
        self.move(DISPATCHER, "dispatch", **data)

    def misdispatch(self) -> None:
        """Given to an office whose business it is not, which gives it back."""
        wrong = self.other_office(but=self.wrong)
        self.wrong.add(wrong.key)
        self.dispatch(wrong)
        # Within the shortest time there is to accept, whatever the hour.
        self.now += timedelta(minutes=self.chance.uniform(12, 50))
        reason = self.voice.one_of(self.shape.words.returns, office=self.office.name)
        cause = self.chance.choice(("not_ours", "not_ours", "not_ours", "wrong_place", "other_first"))
        suggests: dict[str, JsonValue] = (
            {"suggested": str(self.office.id)} if self.chance.random() < 0.7 else {}
        )
        self.move(self._hand_of(wrong), "return", return_cause=cause, reason=reason, **suggests)

    def reassign(self) -> None:
        """Given to one office, then to another before anybody accepted."""
        self.dispatch(self.other_office())
        self.office_time(30, 200)
        reason = self.voice.one_of(self.shape.words.reassigns)
        self.move(DISPATCHER, "reassign", organisation=str(self.office.id), reason=reason)

    def accept(self) -> None:
        self.office_time(8, 260)
        self.move(self.handler, "accept")

    def handle(self) -> None:
        report = self._report_of_work()
        if "photos" in self.demand.marks and self.chance.random() < 0.6:
            self.do(self.handler, "attach", "after", scene=self.demand.kind.scene, look=self._look())
            self.move(self.handler, "handle", report=report)
        else:
            instead = self.instead_of_photos(self.demand.kind.category, self.demand.variant.standard)
            data: dict[str, JsonValue] = {"no_photo": instead} if instead else {}
            self.move(self.handler, "handle", report=report, **data)

    def instead_of_photos(self, category: str, standard: str = "") -> str:
        """Where a photo is asked for and none was taken, the report says why."""
        if not self.town.definition.photos_due(category, standard):
            return ""
        return self.chance.choice(["dark", "private", "nothing_to_see"])

    def work(self, share: float) -> None:
        """As long as the work takes: a share of what the standard allows."""
        kind, standard = self.demand.kind.category, self.demand.variant.standard
        hours_left = (self.town.stage_due("handling", kind, standard, self.now) - self.now) / timedelta(
            hours=1
        )
        self.in_the_street(min(0.6, hours_left * 0.3), max(hours_left * share, 0.7))

    def _report_of_work(self) -> str:
        if "wordless" in self.demand.marks:
            return self.chance.choice(self.shape.odd.words)
        return self.voice.one_of(self.demand.variant.d)

    def check(self) -> None:
        if "hasty" in self.demand.marks:
            self.now += timedelta(seconds=self.chance.uniform(15, 70))
        else:
            self.office_time(15, 260)
        data: dict[str, JsonValue] = {}
        if self.chance.random() < 0.4:
            data["note"] = self.voice.one_of(self.shape.words.notes)
        self.move(CHECKER, "check", **data)

    def send_back(self) -> None:
        self.office_time(15, 200)
        self.move(CHECKER, "send_back", reason=self.voice.one_of(self.shape.words.send_backs))

    def not_solved(self) -> None:
        self.office_time(30, 200)
        self.move(CHECKER, "not_solved", reason=self.voice.one_of(self.shape.words.unsolveds))

    def close(self) -> None:
        self.office_time(8, 150)
        data: dict[str, JsonValue] = {"standard": self.demand.variant.closing}
        if "spot" not in self.demand.marks or self.chance.random() < 0.3:
            data["reply"] = self.voice.one_of(self.shape.words.thanks)
        self.move(CLERK, "close", **data)

    def comment(self, who: Who) -> None:
        self.now += timedelta(minutes=self.chance.uniform(2, 25))
        self.do(who, "comment", text=self.voice.one_of(self.shape.words.comments))

    def wait(self, who: Who, *, reason: str, reply: str, review_on: date) -> None:
        """Put off until a day, on which it goes on by itself."""
        self.move(who, "wait", reason=reason, reply=reply, review_on=review_on.isoformat())
        self.stops += [self.steps[-1].at, hours.midnight(review_on)]

    def pause(self, who: Who, *, pause_reason: str, basis: str, resume_on: date) -> None:
        self.move(who, "pause", pause_reason=pause_reason, basis=basis, resume_on=resume_on.isoformat())
        self.stops += [self.steps[-1].at, hours.midnight(resume_on)]

    def gridworker(self) -> Who:
        return Who("gridworker", self.demand.cell.code)

    def chief(self) -> Who:
        return Who("chief", self.demand.cell.community)

    def open_part(self, category: str, key: str) -> None:
        """A part for another office; or a community is asked for what is not on its list."""
        self.office_time(10, 60)
        text = self.voice.one_of(self.shape.words.help_wanted)
        self.do(DISPATCHER, "part", category, text=text, organisation=str(self.town.offices[key].id))

    def ask_help(self, key: str) -> None:
        """Whoever has the lead asks another office to do its part."""
        self.office_time(10, 60)
        instruction = self.voice.one_of(self.shape.words.help_wanted)
        helper = str(self.town.offices[key].id)
        self.move(self.handler, "ask_help", helper=helper, instruction=instruction)

    def sign_off(self, key: str) -> None:
        self.office_time(20, 200)
        report = self.voice.one_of(self.shape.words.help_done)
        self.move(self._hand_of(self.town.offices[key]), "sign_off", help_report=report)

    def ask_return(self) -> None:
        """Accepted, and found to be another's: the dispatcher decides."""
        self.office_time(10, 90)
        other = self.other_office()
        reason = self.voice.one_of(self.shape.words.returns, office=other.name)
        self.move(self.handler, "ask_return", return_cause="not_ours", reason=reason, suggested=str(other.id))

    def other_office(self, but: Collection[str] = ()) -> Office:
        near = [office for key, office in self.town.offices.items() if not key.startswith("station-")]
        others = [office for office in near if office.key != self.office.key]
        return self.chance.choice([office for office in others if office.key not in but])

    def photos(self, *, after: bool = False) -> tuple[Photo, ...]:
        if "photos" not in self.demand.marks or not self.demand.kind.scene:
            return ()
        return (Photo(self.demand.kind.scene, self._look(), after),)

    def _look(self) -> int:
        return self.demand.number % LOOKS

    def _hand_of(self, office: Office) -> Who:
        """Who works from an inbox: a community's chief, or one of an office's handlers."""
        if office.key.startswith("station-"):
            return Who("chief", office.key.removeprefix("station-"))
        return Who("handler", office.key, self.chance.randrange(8))

    def fit(self, limit: datetime) -> None:
        """Let everything so far be over by the limit; what a stop decided about stays where it is."""
        start = self.stops[-1] if self.stops else self.demand.at
        early = [step.at for step in self.steps if step.at < start]
        later = [step.at for step in self.steps[len(early) :]]
        moments = [*early, *(hours.squeezed(later, start=start, limit=limit) if limit > start else later)]
        self.steps = [replace(step, at=at) for at, step in zip(moments, self.steps, strict=True)]
        self.now = self.steps[-1].at if self.steps else start
