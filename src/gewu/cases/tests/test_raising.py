"""Responsibility climbing in the database: by the clock, by hand, while workers die and users work."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from gewu.cases import commands, queries
from gewu.cases.commands import Raising
from gewu.cases.models import Case
from gewu.cases.queries.facts import entries_of, facts_of
from gewu.cases.tests.builders import Cast, a_case, a_cast, move_on
from gewu.kernel import clock, jobs, journal
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, RuleBroken
from gewu.places.testing import TOWNSHIP

pytestmark = pytest.mark.django_db
TRIED = Raising("tried", "上门两次，商户不肯挪")


def steps(case: Case, kind: str = "case.escalated") -> list[tuple[str, str]]:
    facts = [facts_of(entry) for entry in entries_of(case.id) if entry.kind == kind]
    return [(str(one.get("from", one.get("when"))), str(one.get("to", one.get("stage")))) for one in facts]


def later(days: float) -> Any:
    return clock.hold(clock.now() + timedelta(days=days))


def climb_all() -> int:
    done = 0
    while raised := commands.climb(TOWNSHIP, size=3):
        done += raised
    return done


def test_when_the_time_of_a_level_is_over_the_next_is_responsible_and_sees_it(cast: Cast) -> None:
    case, version = a_case(cast), 1
    assert commands.climb(TOWNSHIP) == 0
    with later(4):
        assert climb_all() == 1
        row = Case.objects.one(case.id)
        assert (row.level, row.raised, row.version) == ("community", 1, version)
        assert [one.id for one in queries.worklist(cast.chief, "raised").items] == [case.id]
        assert queries.worklist(cast.other_chief, "raised").items == ()
        assert queries.worklist(cast.dispatcher, "raised").items == ()
        with later(5):
            assert climb_all() == 1
            assert [one.id for one in queries.worklist(cast.supervisor, "raised").items] == [case.id]
            assert queries.worklist(cast.chief, "raised").items == ()
    assert steps(case) == [("grid", "community"), ("community", "township")]
    assert list(journal.verify(townships=[TOWNSHIP])) == []


def test_nothing_climbs_twice_and_the_highest_level_stays(cast: Cast) -> None:
    case = a_case(cast)
    with later(30):
        assert climb_all() == 1
    with later(60):
        assert climb_all() == 1
    with later(90):
        assert climb_all() == 0
    assert len(steps(case)) == 2


def test_a_form_that_was_open_when_the_case_climbed_is_still_good(cast: Cast) -> None:
    case = a_case(cast)
    with later(4):
        climb_all()
        commands.act(
            case_id=case.id, move="file", data={"standard": "broken"}, seen_version=1, actor=cast.clerk
        )


def test_a_worker_that_dies_in_the_middle_loses_nothing_and_repeats_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [a_case(cast) for _ in range(7)]
    put = jobs.defer_reactions
    batches = iter([None, RuntimeError("killed")])

    def die(*entries: Any) -> None:
        put(*entries)
        if wrong := next(batches, None):
            raise wrong

    with later(4):
        with monkeypatch.context() as dying:
            dying.setattr("gewu.kernel.jobs.defer_reactions", die)
            with pytest.raises(RuntimeError):
                climb_all()
        assert sum(len(steps(case)) for case in cases) == 3
        assert climb_all() == 4
    assert [steps(case) for case in cases] == [[("grid", "community")]] * 7
    assert list(journal.verify(townships=[TOWNSHIP])) == []


def test_a_case_is_raised_by_hand_with_what_was_tried(cast: Cast) -> None:
    case = a_case(cast)
    commands.raise_case(case_id=case.id, seen_level="grid", raising=TRIED, actor=cast.gridworker)
    assert Case.objects.one(case.id).level == "community"
    line = queries.case_file(cast.chief, case.id).story[-1]
    assert [words.text for words in line.words] == [TRIED.tried]
    assert TRIED.tried not in str(facts_of(entries_of(case.id)[-1]))


@pytest.mark.parametrize(
    ("who", "level", "raising", "refusal"),
    [
        ("clerk", "grid", TRIED, NotAllowed),
        ("gridlead", "community", TRIED, Conflict),
        ("gridlead", "grid", Raising("tried", " "), Invalid),
        ("gridlead", "grid", Raising("because", "说不清"), Invalid),
    ],
)
def test_raising_is_refused(cast: Cast, who: str, level: str, raising: Raising, refusal: Any) -> None:
    case = a_case(cast)
    with pytest.raises(refusal):
        commands.raise_case(case_id=case.id, seen_level=level, raising=raising, actor=cast.of_role(who))
    assert steps(case) == []


def test_nothing_is_above_the_town_and_what_is_done_is_not_raised(cast: Cast) -> None:
    done, top = a_case(cast, "handled"), a_case(cast, category="010137")
    for case in (done, top):
        with pytest.raises(RuleBroken):
            commands.raise_case(case_id=case.id, seen_level="township", raising=TRIED, actor=cast.supervisor)


def test_reminders_name_whose_turn_it_is(cast: Cast) -> None:
    offered, fresh = a_case(cast, "dispatched"), a_case(cast)
    with later(0.99):
        while commands.remind(TOWNSHIP, size=1):
            pass
    with later(10):
        while commands.remind(TOWNSHIP, size=1):
            pass
        assert commands.remind(TOWNSHIP) == 0
    reminded = facts_of(entries_of(offered.id)[-1])
    assert (reminded["when"], reminded["organisation"]) == ("after", str(cast.office))
    assert facts_of(entries_of(fresh.id)[-1])["place"] == str(cast.town.street)
    assert 1 <= len(steps(offered, "case.reminded")) <= 3


def test_a_stage_that_was_left_is_not_reminded_of(cast: Cast) -> None:
    case = a_case(cast)
    first = Case.objects.one(case.id).remind_at
    move_on(case, "file", cast.clerk, standard="broken")
    assert first is not None
    assert Case.objects.one(case.id).remind_at != first


@pytest.mark.django_db(transaction=True)
def test_what_somebody_is_working_on_is_left_and_two_workers_share_the_rest() -> None:
    cast = a_cast()
    cases = [a_case(cast) for _ in range(5)]
    held, done = Event(), Event()
    moment = clock.now() + timedelta(days=4)

    def work_on_it() -> None:
        with transaction.atomic():
            Case.objects.select_for_update().one(cases[0].id)
            held.set()
            done.wait(20)
        connection.close()

    def worker() -> int:
        with clock.hold(moment):
            raised = sum(iter(lambda: commands.climb(TOWNSHIP, size=1), 0))
        connection.close()
        return raised

    with ThreadPoolExecutor(3) as pool:
        user = pool.submit(work_on_it)
        held.wait(20)
        shares: list[Callable[[], int]] = [pool.submit(worker).result for _ in range(2)]
        assert sum(share() for share in shares) == 4
        done.set()
        user.result()
    with clock.hold(moment):
        assert commands.climb(TOWNSHIP) == 1
    assert [len(steps(case)) for case in cases] == [1] * 5


def test_finding_what_is_late_is_one_range_of_an_index(cast: Cast) -> None:
    with connection.cursor() as cursor:
        # An empty table is as cheap to sort: what is asked here is whether an index has the order.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM cases_case WHERE township = %s AND level_due_at <= now()"
            " ORDER BY level_due_at, id LIMIT 200",
            [TOWNSHIP],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "case_level_due" in plan, plan
    assert "Sort" not in plan, plan
