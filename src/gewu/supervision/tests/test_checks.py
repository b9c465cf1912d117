"""Each rule of e-supervision finds what it names, and leaves what is as usual."""

from datetime import timedelta

import pytest

from gewu.cases.tests.builders import Cast, a_case, move_on
from gewu.kernel import clock
from gewu.places.testing import TOWNSHIP
from gewu.supervision.checks import CHECKS, Window, look
from gewu.supervision.definition import anomalies
from gewu.supervision.queries import RULES, SORTS

pytestmark = pytest.mark.django_db
NOON = clock.now().replace(hour=4, minute=0)


def found(*changes: tuple[str, object]) -> dict[str, int]:
    now = clock.now()
    window = Window(TOWNSHIP, now - timedelta(days=2), now + timedelta(minutes=1))
    rules = [rule.model_copy(update=dict(changes)) for rule in anomalies()]
    return {rule.key: len(list(look(window, rule))) for rule in rules}


def test_every_rule_has_its_check_and_its_words() -> None:
    assert {rule.check for rule in anomalies()} == set(CHECKS)
    assert {rule.key for rule in anomalies()} == set(RULES)
    assert {rule.kind for rule in anomalies()} == set(SORTS)


def test_a_day_as_usual_shows_nothing(cast: Cast) -> None:
    with clock.hold(NOON):
        a_case(cast, "dispatched")
        assert not any(found().values())


def test_handled_and_checked_in_one_breath(cast: Cast) -> None:
    with clock.hold(NOON):
        a_case(cast, "checked")
        assert found()["checked_at_once"] == 1


def test_office_work_at_three_in_the_morning(cast: Cast) -> None:
    with clock.hold(NOON.replace(hour=19)):
        a_case(cast, "filed")
        assert found()["at_night"] == 1


def test_written_down_two_days_later(cast: Cast) -> None:
    with clock.hold(NOON):
        a_case(cast, happened_at=NOON - timedelta(days=2), by=cast.gridworker)
        assert found()["told_late"] == 1


def test_the_same_words_in_many_cases_are_one_finding(cast: Cast) -> None:
    with clock.hold(NOON):
        for _ in range(3):
            a_case(cast, "closed")
        assert found(("least", 3), ("longer_than", 3))["same_reply"] == 1
        assert found()["same_reply"] == 0


def test_a_report_of_three_letters(cast: Cast) -> None:
    with clock.hold(NOON):
        a_case(cast, "handled")
        assert found(("shorter_than", 30))["hardly_a_word"] == 1


def test_a_standard_that_hardly_anybody_chooses(cast: Cast) -> None:
    with clock.hold(NOON):
        a_case(cast, "filed")
        assert found()["unusual_standard"] == 0
        assert found(("least", 1))["unusual_standard"] == 1
        a_case(cast, "filed")
        assert found(("least", 1))["unusual_standard"] == 0
        assert found(("least", 1), ("share", 1.1))["unusual_standard"] == 2


def test_what_comes_again_over_weeks_is_found_by_the_night_that_sees_the_last_of_it(cast: Cast) -> None:
    with clock.hold(NOON):
        case = a_case(cast, "sent_back")
    for weeks in (1, 2):
        with clock.hold(NOON + timedelta(weeks=weeks)):
            case = move_on(case, "handle", cast.handler, report="重新修好了", no_photo="dark")
            case = move_on(case, "send_back", cast.checker, reason="还是松的")
            assert found()["back_and_forth"] == int(weeks == 2)
    with clock.hold(NOON + timedelta(weeks=3)):
        assert found()["back_and_forth"] == 0


def test_the_same_words_are_counted_over_a_month_and_not_over_a_night(cast: Cast) -> None:
    for days in (0, 9, 18):
        with clock.hold(NOON + timedelta(days=days)):
            a_case(cast, "closed")
            seen = found(("least", 3), ("longer_than", 3))["same_reply"]
    assert seen == 1


def test_back_again_and_again(cast: Cast) -> None:
    with clock.hold(NOON):
        a_case(cast, "sent_back")
        assert found(("least", 1))["back_and_forth"] == 1
