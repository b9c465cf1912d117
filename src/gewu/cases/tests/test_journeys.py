"""Every story beside a case type walks as it is told. No database."""

from datetime import UTC, datetime, time

import pytest

from gewu.cases import rules
from gewu.cases.guards import Facts
from gewu.cases.standing import Deed, after, opened
from gewu.catalogue import reading
from gewu.catalogue.definition import CaseType
from gewu.catalogue.journeys import Journey, Outcome, Step, journeys, walk
from gewu.catalogue.rules import resolve

STORIES = {
    f"{place.name}/{name}": (place.name, story)
    for place in (reading.folder() / "case_types").iterdir()
    for name, story in journeys(place).items()
}


class OneCase:
    """A case that has nothing but its standing."""

    def __init__(self, journey: Journey, definition: CaseType) -> None:
        self.definition, self.journey = definition, journey
        self.standing = opened(definition, category=journey.category, moment=_at(journey))

    def play(self, step: Step) -> Outcome:
        facts = Facts(
            standing=self.standing,
            roles=frozenset({step.role}),
            today=step.day or self.journey.day,
            user=step.person,
            offices=step.offices,
            is_reporter=(step.who or step.role) == self.journey.reporter,
        )
        data = step.answers(self.definition)
        move = rules.next_move(self.definition, name=step.move, facts=facts, data=data)
        deed = Deed(move, step.person, step.offices, _at(self.journey), data)
        self.standing = after(self.definition, standing=self.standing, deed=deed)
        return Outcome(stage=self.standing.stage, waits=self.standing.waits)


def _at(journey: Journey) -> datetime:
    return datetime.combine(journey.day, time(9), UTC)


@pytest.mark.parametrize("story", STORIES)
def test_the_story_walks(story: str) -> None:
    key, journey = STORIES[story]
    newest = reading.shipped().newest(key)
    assert newest is not None
    definition = resolve(newest, reading.shipped().categories)
    assert walk(journey, OneCase(journey, definition)) == ()
