"""One move for many cases: each for itself, each with its own answer, nothing half."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from gewu.cases.queries import brief
from gewu.cases.tests.builders import Cast, a_case, move_on, tomorrow
from gewu.finding import commands, queries
from gewu.finding.models import Batch, BatchRow
from gewu.kernel import jobs
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, Invalid, NotFound
from gewu.kernel.journal import entries_of

pytestmark = pytest.mark.django_db


Seen = tuple[UUID, str, int]


def seen(case: Any) -> Seen:
    return (case.id, case.number, case.version)


def begin(actor: Actor, cases: list[Seen], move: str = "file", **data: str) -> UUID:
    return commands.begin_batch(
        move=move,
        type_key="event",
        data=data or {"standard": "broken"},
        chosen=cases,
        list_key="to_file",
        actor=actor,
    )


def outcomes(actor: Actor, batch: UUID) -> dict[UUID, str]:
    return {row.case_id: row.outcome for row in queries.batch(actor, batch).rows}


def test_every_case_says_what_became_of_it(cast: Cast) -> None:
    good, filed, moved = a_case(cast), a_case(cast, "filed"), a_case(cast)
    stale = seen(moved)
    move_on(moved, "send_to_verify", cast.clerk)
    batch = begin(cast.clerk, [seen(good), seen(filed), stale])
    assert commands.work_batch(batch)
    assert outcomes(cast.clerk, batch) == {good.id: "done", filed.id: "refused", moved.id: "changed"}
    assert brief(cast.clerk, good.id).stage == "filed"
    said = {row.case_id: row.said for row in queries.batch(cast.clerk, batch).rows}
    assert said[good.id] == ""
    assert said[filed.id]
    assert said[moved.id]


def test_what_was_typed_is_forgotten_when_all_are_done(cast: Cast) -> None:
    case = a_case(cast, "filed")
    data = {"reason": "等材料", "reply": "请稍等几天", "review_on": tomorrow()}
    batch = begin(cast.dispatcher, [seen(case)], "wait", **data)
    assert Batch.objects.one(batch).data["reason"] == "等材料"
    commands.work_batch(batch)
    assert Batch.objects.one(batch).data == {}


def test_a_batch_begun_by_a_page_is_finished_by_a_worker(cast: Cast) -> None:
    cases = [seen(a_case(cast)) for _ in range(3)]
    batch = begin(cast.clerk, cases)
    assert not commands.work_batch(batch, most=1)
    assert sorted(outcomes(cast.clerk, batch).values()) == ["done", "waiting", "waiting"]
    commands.leave_to_workers(batch)
    jobs.run_due()
    sheet = queries.batch(cast.clerk, batch)
    assert sheet.finished
    assert (sheet.done, sheet.refused, sheet.moved) == (3, 0, 3)


def test_worked_on_twice_no_case_is_moved_twice(cast: Cast) -> None:
    case = a_case(cast)
    batch = begin(cast.clerk, [seen(case), seen(a_case(cast))])
    commands.work_batch(batch, most=1)
    BatchRow.objects.filter(township=case.township, batch_id=batch).update(outcome="waiting")
    commands.work_batch(batch)
    assert [entry.kind for entry in entries_of(case.id)] == ["case.reported", "case.moved"]
    assert set(outcomes(cast.clerk, batch).values()) == {"done"}


def test_a_case_that_is_not_ones_own_to_see_is_not_found_in_a_batch_either(cast: Cast) -> None:
    case = a_case(cast)
    batch = begin(cast.other_chief, [seen(case)])
    commands.work_batch(batch)
    assert outcomes(cast.other_chief, batch) == {case.id: "refused"}
    assert brief(cast.clerk, case.id).stage == "reported"
    with pytest.raises(NotFound):
        queries.batch(cast.clerk, batch)


def test_a_sent_twice_batch_is_one_batch(cast: Cast) -> None:
    case, key = a_case(cast), uuid4().hex

    def send(standard: str) -> UUID:
        return commands.begin_batch(
            move="file",
            type_key="event",
            data={"standard": standard},
            chosen=[(case.id, case.number, 1)],
            list_key="",
            actor=cast.clerk,
            receipt=key,
        )

    assert send("broken") == send("broken")
    with pytest.raises(Conflict):
        send("other")


def test_a_batch_has_a_size(cast: Cast) -> None:
    with pytest.raises(Invalid):
        begin(cast.clerk, [])


def test_the_moves_on_offer_are_counted_and_one_form_asks_for_all(cast: Cast) -> None:
    cases = [a_case(cast, "filed"), a_case(cast, "filed"), a_case(cast)]
    offers = queries.chosen_cases(cast.dispatcher, [case.id for case in cases])
    counts = {one.move.name: one.count for one in queries.common_moves(offers)}
    assert counts["dispatch"] == 2
    whole = queries.together(offers, "dispatch")
    assert whole is not None
    assert {row.id for row in whole.rows} == {cases[0].id, cases[1].id}
    assert [row.id for row in whole.others] == [cases[2].id]
    assert queries.together(offers, "archive") is None


def test_only_offices_that_every_case_can_go_to_are_on_offer(cast: Cast) -> None:
    here, there = a_case(cast, "dispatched"), a_case(cast, "filed")
    move_on(there, "dispatch", cast.dispatcher, organisation=str(cast.other_office))
    whole = queries.together(queries.chosen_cases(cast.dispatcher, [here.id, there.id]), "reassign")
    assert whole is not None
    properties: Any = whole.move.schema["properties"]
    offered = {one["const"] for one in properties["organisation"]["oneOf"]}
    assert not offered & {str(cast.office), str(cast.other_office)}
