"""Supervisions from their opening to their end, and oddities from being found to being judged."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from gewu.cases.tests.builders import Cast, a_case, move_on
from gewu.kernel import clock, journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.places.testing import TOWNSHIP
from gewu.supervision import commands, jobs, queries
from gewu.supervision.commands import Opening
from gewu.supervision.models import Anomaly, Supervision
from gewu.supervision.rules import Judgement, State, Step

pytestmark = pytest.mark.django_db
WHY = "居民来电三次了，今天必须有个说法"


def opened(cast: Cast, case: UUID, by: Actor | None = None, kind: Any = "important") -> UUID:
    opening = Opening(case, kind, WHY)
    return commands.open_supervision(opening=opening, actor=by or cast.supervisor)


def step(cast: Cast, one: UUID, what: Step, actor: Actor, words: str = "明天换新的") -> None:
    seen = Supervision.objects.one(one).state
    commands.take_step(supervision=one, step=what, words=words, seen_state=seen, actor=actor)


def test_the_office_that_has_the_case_answers_and_whoever_asked_accepts(cast: Cast) -> None:
    one = opened(cast, a_case(cast, "handling").id)
    row = Supervision.objects.one(one)
    assert (row.organisation, row.state) == (cast.office, State.OPEN)
    assert row.due_at == clock.now() + timedelta(hours=4) or row.due_at is not None
    assert queries.lists_of(cast.handler) == {"to_answer": 1}
    step(cast, one, Step.ANSWER, cast.handler)
    assert queries.lists_of(cast.supervisor)["to_review"] == 1
    step(cast, one, Step.ACCEPT, cast.supervisor, "")
    assert Supervision.objects.one(one).state == State.ENDED
    kinds = [entry.kind for entry in journal.entries_of(one)]
    assert kinds == ["supervision.opened", "supervision.answered", "supervision.ended"]
    assert not list(journal.verify(townships=[TOWNSHIP]))


def test_an_answer_that_does_not_do_is_sent_back_with_new_time(cast: Cast) -> None:
    one = opened(cast, a_case(cast, "handling").id)
    first = Supervision.objects.one(one).due_at
    with clock.hold(clock.now() + timedelta(days=2)):
        step(cast, one, Step.ANSWER, cast.handler)
        step(cast, one, Step.SEND_BACK, cast.supervisor, "没说哪天修好")
    row = Supervision.objects.one(one)
    assert (row.state, row.rounds) == (State.OPEN, 1)
    assert first is not None
    assert row.due_at is not None
    assert row.due_at > first


def test_a_place_answers_where_no_office_has_the_case(cast: Cast) -> None:
    one = opened(cast, a_case(cast).id)
    assert Supervision.objects.one(one).place == cast.town.grid_a
    step(cast, one, Step.ANSWER, cast.gridlead)
    assert Supervision.objects.one(one).answered_by == cast.gridlead.user


def test_what_is_very_late_is_proposed_once_and_a_person_confirms(cast: Cast) -> None:
    case = a_case(cast, "handling")
    with clock.hold(clock.now() + timedelta(days=30)):
        assert commands.propose(TOWNSHIP) == 1
        assert commands.propose(TOWNSHIP) == 0
        row = Supervision.objects.get(township=TOWNSHIP, case_id=case.id)
        assert (row.state, row.kind, row.due_at) == (State.PROPOSED, "late", None)
        assert queries.lists_of(cast.handler) == {"to_answer": 0}
        step(cast, row.id, Step.CONFIRM, cast.dispatcher, "")
        assert queries.lists_of(cast.handler) == {"to_answer": 1}


def test_a_proposal_lapses_when_the_case_is_done(cast: Cast) -> None:
    case = a_case(cast, "handling")
    with clock.hold(clock.now() + timedelta(days=30)):
        commands.propose(TOWNSHIP)
        move_on(case, "handle", cast.handler, report="换了新桶盖")
        commands.propose(TOWNSHIP)
    row = Supervision.objects.get(township=TOWNSHIP, case_id=case.id)
    assert (row.state, row.opened_by) == (State.DISMISSED, None)


def test_a_chief_supervises_as_a_leader_within_the_community_only(cast: Cast) -> None:
    case = a_case(cast, "handling")
    opened(cast, case.id, cast.chief, "leader")
    with pytest.raises(NotFound):
        opened(cast, case.id, cast.other_chief, "leader")


@pytest.mark.parametrize(
    ("who", "kind", "refusal"),
    [
        ("clerk", "late", NotAllowed),
        ("dispatcher", "leader", NotAllowed),
        ("chief", "important", NotAllowed),
        ("supervisor", "because", Invalid),
    ],
)
def test_opening_is_refused(cast: Cast, who: str, kind: str, refusal: Any) -> None:
    with pytest.raises(refusal):
        opened(cast, a_case(cast, "handling").id, cast.of_role(who), kind)


def test_one_at_a_time_and_not_over_what_is_closed(cast: Cast) -> None:
    case = a_case(cast, "handling")
    opened(cast, case.id)
    with pytest.raises(RuleBroken):
        opened(cast, case.id)
    with pytest.raises(RuleBroken):
        opened(cast, a_case(cast, "closed").id)


@pytest.mark.parametrize(
    ("who", "what", "words", "refusal"),
    [
        ("supervisor", Step.ANSWER, "好", NotAllowed),
        ("handler", Step.END, "好", NotAllowed),
        ("handler", Step.ANSWER, " ", Invalid),
        ("supervisor", Step.ACCEPT, "", RuleBroken),
        ("other_handler", Step.ANSWER, "好", NotFound),
    ],
)
def test_a_step_is_refused(cast: Cast, who: str, what: Step, words: str, refusal: Any) -> None:
    one = opened(cast, a_case(cast, "handling").id)
    with pytest.raises(refusal):
        step(cast, one, what, getattr(cast, who), words)


def test_whoever_was_slower_is_told(cast: Cast) -> None:
    one = opened(cast, a_case(cast, "handling").id)
    step(cast, one, Step.ANSWER, cast.handler)
    with pytest.raises(Conflict):
        commands.take_step(
            supervision=one, step=Step.ANSWER, words="再答", seen_state="open", actor=cast.handler
        )


def test_a_case_of_the_sandbox_is_neither_proposed_nor_looked_at(cast: Cast) -> None:
    with clock.hold(clock.now() + timedelta(days=60)):
        jobs.watch_all()
    assert Supervision.objects.filter(township=TOWNSHIP + 529_597_001).count() == 0


def test_oddities_are_found_once_and_judged_by_a_person(cast: Cast) -> None:
    case = a_case(cast, "checked")
    later = clock.now() + timedelta(minutes=5)
    with clock.hold(later):
        jobs.watch_all()
        jobs.watch_all()
    rows = Anomaly.objects.filter(township=TOWNSHIP, rule="checked_at_once")
    found = rows.get()
    assert (found.kind, found.case_id, found.state) == ("flow", case.id, Judgement.OPEN)
    chosen = queries.anomalies_chosen({"kind": "flow"})
    assert [row.id for row in queries.anomalies(cast.auditor, chosen=chosen).items] == [found.id]
    assert queries.anomalies(cast.clerk, chosen=chosen).items == ()
    commands.judge(
        finding=found.id, judgement=Judgement.JUSTIFIED, word="派错了，退得对", actor=cast.supervisor
    )
    assert Anomaly.objects.one(found.id).state == Judgement.JUSTIFIED
    with pytest.raises(NotFound):
        commands.judge(finding=found.id, judgement=Judgement.JUSTIFIED, word="x", actor=cast.clerk)
    with pytest.raises(Invalid):
        commands.judge(finding=found.id, judgement=Judgement.JUSTIFIED, word=" ", actor=cast.supervisor)


def test_a_finding_names_a_case_and_no_person() -> None:
    columns = {field.name for field in Anomaly._meta.concrete_fields}
    assert not columns & {"user", "person", "actor", "worker", "score"}
