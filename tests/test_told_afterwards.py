"""Who hears of what comes after closing."""

from datetime import timedelta

import pytest

from gewu.aftercare import commands as aftercare
from gewu.aftercare.commands import Try
from gewu.cases.tests.builders import Cast, a_case, a_cast
from gewu.kernel import clock
from gewu.notices.tests.helping import templates

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return a_cast()


def test_whoever_planned_a_call_hears_when_it_is_due_and_once(cast: Cast) -> None:
    case, later = a_case(cast, "closed"), clock.now() + timedelta(hours=3)
    planned = Try(reason="busy", next_at=later)
    aftercare.call_back(case_id=case.id, said=planned, seen_version=case.version, actor=cast.clerk)
    assert aftercare.remind_of_calls(case.township) == 0
    with clock.hold(later + timedelta(minutes=1)):
        assert aftercare.remind_of_calls(case.township) == 1
        assert aftercare.remind_of_calls(case.township) == 0
        assert templates(cast.clerk)[0] == "call_due"
        assert "call_due" not in templates(cast.supervisor)


def test_a_call_that_was_made_since_is_not_due_any_more(cast: Cast) -> None:
    case, later = a_case(cast, "closed"), clock.now() + timedelta(hours=3)
    planned = Try(reason="busy", next_at=later)
    aftercare.call_back(case_id=case.id, said=planned, seen_version=case.version, actor=cast.clerk)
    with clock.hold(later - timedelta(hours=1)):
        again = Try(reason="no_answer")
        aftercare.call_back(case_id=case.id, said=again, seen_version=case.version, actor=cast.clerk)
    with clock.hold(later + timedelta(minutes=1)):
        aftercare.remind_of_calls(case.township)
        assert "call_due" not in templates(cast.clerk)


def test_whoever_decides_over_the_archive_hears_once_of_a_night(cast: Cast) -> None:
    for _ in range(3):
        a_case(cast, "refused")
    with clock.hold(clock.now() + timedelta(days=366 * 11)):
        assert aftercare.list_past_keeping(cast.town.township) == 3
        assert templates(cast.supervisor).count("archive_due") == 1
