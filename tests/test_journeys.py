"""Every example story beside a case type must still walk under the rules of the engine. No database."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

import pytest

from gewu.cases import guards, rules, standing
from gewu.cases.guards import Facts
from gewu.catalogue import reading
from gewu.catalogue.definition import CaseType
from gewu.catalogue.journeys import Journey, Outcome, Step, id_of, journeys, walk
from gewu.catalogue.rules import resolve
from gewu.catalogue.sense import Known, problems_of
from gewu.deadlines.testing import PLAIN_WEEKS
from gewu.people.roles import roles

SHIPPED = reading.shipped()
PLACES = sorted((reading.folder() / "case_types").iterdir(), key=lambda place: place.name)
STORIES = [
    pytest.param(place.name, journey, id=f"{place.name}/{name}")
    for place in PLACES
    for name, journey in journeys(place).items()
]


@dataclass
class RulesOfTheEngine:
    """One case, moved by the pure rules of the engine."""

    journey: Journey
    definition: CaseType

    def __post_init__(self) -> None:
        self.standing = standing.opened(
            self.definition,
            category=self.journey.category,
            moment=self._moment(self.journey.steps[0]),
            calendar=PLAIN_WEEKS,
        )
        self.standing = replace(self.standing, helpers=tuple(map(id_of, self.journey.sent_to)))

    def play(self, step: Step) -> Outcome:
        moment = self._moment(step)
        if self.standing.resumes_at is not None and self.standing.resumes_at <= moment:
            self.standing = standing.gone_on(
                self.definition, standing=self.standing, seen=moment, calendar=PLAIN_WEEKS
            )
        facts = Facts(
            standing=self.standing,
            roles=frozenset({step.role}),
            helper_roles=frozenset({step.role}),
            now=moment,
            today=moment.date(),
            user=step.person,
            offices=step.offices,
            is_reporter=step.person == id_of(self.journey.reporter),
        )
        data = step.answers(self.definition)
        move = rules.next_move(self.definition, name=step.move, facts=facts, data=data)
        deed = standing.Deed(move=move, user=step.person, offices=step.offices, moment=moment, data=data)
        self.standing = standing.after(
            self.definition, standing=self.standing, deed=deed, calendar=PLAIN_WEEKS
        )
        return Outcome(stage=self.standing.stage, waits=self.standing.stands_still)

    def _moment(self, step: Step) -> datetime:
        return datetime.combine(step.day or self.journey.day, time(9), UTC)


@pytest.mark.parametrize(("key", "journey"), STORIES)
def test_the_journey_walks(key: str, journey: Journey) -> None:
    found = next(one for one in SHIPPED.case_types if (one.key, one.version) == (key, journey.version))
    definition = resolve(found, SHIPPED.categories)
    assert walk(journey, RulesOfTheEngine(journey, definition)) == ()


@pytest.mark.parametrize("case_type", SHIPPED.case_types, ids=lambda one: f"{one.key} v{one.version}")
def test_every_guard_and_role_of_a_case_type_is_known(case_type: CaseType) -> None:
    assert problems_of(case_type, Known(roles=roles().keys(), guards=guards.NAMES)) == ()
