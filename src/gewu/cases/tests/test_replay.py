"""What the journal of a case tells is enough to say how it stands."""

from datetime import timedelta
from uuid import UUID

import pytest

from gewu.cases import commands
from gewu.cases.commands import Merging
from gewu.cases.models import Case
from gewu.cases.queries.replaying import differences
from gewu.cases.replay import replayed
from gewu.cases.tests.builders import WAYS, Cast, a_case, bend, move_on, tomorrow
from gewu.kernel import clock

pytestmark = pytest.mark.django_db


def wrong(*cases: Case) -> dict[UUID, tuple[str, ...]]:
    return differences(cases[0].township, [case.id for case in cases])


@pytest.mark.parametrize("stage", WAYS)
def test_a_case_stands_as_its_journal_says(cast: Cast, stage: str) -> None:
    assert wrong(a_case(cast, stage, by=cast.clerk)) == {}


def test_so_it_does_when_time_passed_over_it(cast: Cast) -> None:
    cases = [a_case(cast, stage) for stage in ("reported", "filed", "handling")]
    for _week in range(3):
        with clock.hold(clock.now() + timedelta(weeks=1)):
            while commands.climb(cases[0].township):
                pass
            while commands.remind(cases[0].township):
                pass
            assert wrong(*cases) == {}


def test_so_it_does_while_it_waits_and_after(cast: Cast) -> None:
    case = move_on(
        a_case(cast, "filed"),
        "wait",
        cast.dispatcher,
        review_on=tomorrow(),
        reason="等雨停了再去看看",
        reply="等雨停了再去看看",
    )
    assert wrong(case) == {}
    with clock.hold(clock.now() + timedelta(days=2)):
        move_on(case, "dispatch", cast.dispatcher, organisation=str(cast.office), instruction="去看")
        assert wrong(case) == {}


def test_so_it_does_when_it_was_merged_and_taken_out_again(cast: Cast) -> None:
    lead, case = a_case(cast, "filed"), a_case(cast, "filed")
    merging = Merging(into=lead.id, reason="duplicate")
    commands.merge(case_id=case.id, merging=merging, seen_version=case.version, actor=cast.clerk)
    assert wrong(lead, case) == {}
    commands.unmerge(case_id=case.id, seen_version=case.version + 1, actor=cast.clerk)
    assert wrong(lead, case) == {}


def test_a_row_that_was_changed_behind_the_journal_is_named(cast: Cast) -> None:
    case = a_case(cast, "handling")
    bend(case, stage="closed", returns=3)
    assert wrong(case) == {case.id: ("stage", "returns")}


def test_a_journal_begins_with_a_report() -> None:
    with pytest.raises(ValueError, match="journal"):
        replayed([], None)  # type: ignore[arg-type]  # it does not come so far as to look
