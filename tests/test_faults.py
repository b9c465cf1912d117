"""Faults that a town lives through: a clock that jumps, and a definition that loses a stage."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.apps import apps
from pytest_django import Settings

from gewu.cases import commands
from gewu.cases.commands.clocks import go_on_all
from gewu.cases.models import Case
from gewu.cases.tests.builders import Cast, a_case, a_cast, move_on
from gewu.catalogue import queries as catalogue
from gewu.kernel import clock, journal
from gewu.kernel.errors import RuleBroken
from gewu.kernel.jobs import run_due
from gewu.places.testing import TOWNSHIP
from gewu.studio import queries
from gewu.studio.document import ANSWERS, MOVES, STAGES, WORDS, Sections
from gewu.studio.tests.builders import a_draft, changed, offered, published

pytestmark = pytest.mark.django_db
LOST = "verifying"
ZONE_HOURS = timedelta(hours=8)
NOON = clock.now().replace(hour=4, minute=0, second=0, microsecond=0)


@pytest.fixture
def cast(settings: Settings, tmp_path: Path) -> Cast:
    """A town with a folder of its own, so that the seals found in it are its own."""
    settings.DATA = tmp_path
    return a_cast()


def steps(case: Case, kind: str) -> int:
    return sum(entry.kind == kind for entry in journal.entries_of(case.id))


def told_twice() -> list[object]:
    message = apps.get_model("notices", "Message")
    told = message.objects.filter(township=TOWNSHIP).values_list("cause", "to")
    return sorted({one for one in told if list(told).count(one) > 1})


def beat() -> None:
    """What the clock brings every few minutes, and what follows from it."""
    while commands.climb(TOWNSHIP):
        pass
    while commands.remind(TOWNSHIP):
        pass
    go_on_all()
    run_due()


def test_a_clock_that_jumps_a_day_ahead_and_an_hour_back_raises_and_tells_once(cast: Cast) -> None:
    with clock.hold(NOON):
        cases = [a_case(cast) for _ in range(3)]
        beat()
    ahead = NOON + timedelta(days=3)
    for moment in (ahead, ahead - timedelta(hours=1), ahead, ahead + timedelta(minutes=5)):
        with clock.hold(moment):
            beat()
    assert [steps(case, "case.escalated") for case in cases] == [1, 1, 1]
    assert [Case.objects.one(case.id).raised for case in cases] == [1, 1, 1]
    # It slept through every reminder of its stage: one is enough.
    assert [steps(case, "case.reminded") for case in cases] == [1, 1, 1]
    assert told_twice() == []
    assert list(journal.verify(townships=[TOWNSHIP])) == []


def test_people_go_on_working_when_the_clock_was_set_back(cast: Cast) -> None:
    with clock.hold(NOON + timedelta(hours=1)):
        case = a_case(cast)
    with clock.hold(NOON):
        case = move_on(case, "file", cast.clerk, standard="broken")
        case = move_on(case, "dispatch", cast.dispatcher, organisation=str(cast.office))
        beat()
        assert case.due_at is not None
        assert case.due_at > NOON
    numbers = [entry.number for entry in journal.entries_of(case.id)]
    assert all(then == first + 1 for first, then in pairwise(numbers))
    assert list(journal.verify(townships=[TOWNSHIP])) == []


def test_a_day_too_early_nothing_that_waits_goes_on_and_a_day_later_it_does_once(cast: Cast) -> None:
    until = (NOON + ZONE_HOURS + timedelta(days=2)).date().isoformat()
    with clock.hold(NOON):
        words = {"reason": "等备件", "reply": "备件到了就修"}
        case = move_on(a_case(cast, "filed"), "wait", cast.dispatcher, review_on=until, **words)
    for days in (1, 2, 1, 3):
        with clock.hold(NOON + timedelta(days=days)):
            beat()
    again = Case.objects.one(case.id)
    assert (steps(case, "case.resumed"), again.resumes_at, len(again.stops)) == (1, None, 2)
    assert told_twice() == []


def _without_stage(sections: Sections) -> Sections:
    stages = {key: stage for key, stage in sections[STAGES].items() if key != LOST}
    return sections | {STAGES: stages}


def _cleanly_without(sections: Sections) -> Sections:
    """The stage with every move into it, out of it, and what only those asked for."""
    moves = [
        move | {"from": [stage for stage in move["from"] if stage != LOST]}
        for move in sections[MOVES]
        if move.get("to") != LOST and move["from"] != [LOST]
    ]
    asked = {name for move in moves for name in (*move.get("needs", ()), *move.get("may", ()))}
    report = sections["frame"].get("report", {})
    kept = {name for name in sections[ANSWERS] if name in asked or name in report.get("may", ())}
    return (
        _without_stage(sections)
        | {MOVES: moves, ANSWERS: {name: sections[ANSWERS][name] for name in kept}}
        | {WORDS + language: _words(sections[WORDS + language], moves, kept) for language in ("zh", "en")}
    )


def _words(said: Sections, moves: list[Sections], kept: set[str]) -> Sections:
    names = {move["name"] for move in moves}
    return said | {
        "stages": {key: words for key, words in said["stages"].items() if key != LOST},
        "moves": {key: words for key, words in said["moves"].items() if key in names},
        "fields": {key: words for key, words in said["fields"].items() if key in kept},
    }


def test_a_definition_that_lost_a_stage_its_moves_name_is_not_handed_in_and_says_all_of_it(
    cast: Cast,
) -> None:
    row = changed(a_draft(cast), _without_stage, by=cast.admin)
    with pytest.raises(RuleBroken):
        offered(cast, row)
    said = [one for one in queries.findings(row, queries.sections_of(row)) if one.weight == "error"]
    assert all(LOST in str(one) for one in said)
    assert {"move:send_to_verify", "move:verify", "move:wait"} <= {one.part for one in said}


def test_a_stage_in_which_a_case_stands_is_not_lost_and_the_draft_says_how_many(cast: Cast) -> None:
    case = move_on(a_case(cast), "send_to_verify", cast.clerk, question="在几号楼？")
    row = changed(a_draft(cast), _cleanly_without, by=cast.admin)
    with pytest.raises(RuleBroken):
        offered(cast, row)
    [said] = queries.findings(row, queries.sections_of(row))
    assert (said.what, said.facts) == ("lost_stage", {"stage": LOST, "count": 1})
    # Nobody waits there any more: now it may go, and the case ends its way under its own definition.
    case = move_on(case, "verify", cast.gridworker, finding="present", note="桶盖裂了")
    published(cast, row)
    assert LOST not in catalogue.case_type("event", cast.town.a1).definition.stages
    back = move_on(case, "send_to_verify", cast.clerk, question="桶在哪个门口？")
    assert (back.stage, back.definition_id) == (LOST, case.definition_id)
    assert a_case(cast).definition_id != case.definition_id
