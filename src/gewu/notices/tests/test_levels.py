"""Who hears of the ladder and of reminders."""

from datetime import timedelta

import pytest

from gewu.cases.commands import climb, remind
from gewu.cases.tests.builders import Cast, a_case, move_on
from gewu.kernel import clock
from gewu.kernel.jobs import run_due
from gewu.notices.tests.helping import templates

pytestmark = pytest.mark.django_db


def test_an_office_is_reminded_of_what_it_holds(cast: Cast) -> None:
    a_case(cast, "handling")
    with clock.hold(clock.now() + timedelta(days=40)):
        while remind(cast.town.township):
            pass
        run_due()
        assert templates(cast.handler)[0] == "case_late"
        assert "case_late" not in templates(cast.other_handler)


def test_the_level_above_hears_what_has_climbed_to_it(cast: Cast) -> None:
    a_case(cast, "reported")
    with clock.hold(clock.now() + timedelta(days=40)):
        while climb(cast.town.township):
            pass
        run_due()
        heard = {who: templates(getattr(cast, who)) for who in ("chief", "dispatcher", "other_chief")}
    assert "case_escalated" in heard["chief"] + heard["dispatcher"]
    assert heard["other_chief"] == []


def test_an_office_that_is_asked_to_help_hears_of_it_and_its_answer_comes_back(cast: Cast) -> None:
    case = a_case(cast, "handling")
    case = move_on(case, "ask_help", cast.handler, helper=str(cast.other_office), instruction="请一起去看看")
    assert templates(cast.other_handler) == ["case_asks_help"]
    move_on(case, "sign_off", cast.other_handler, help_report="已经去看过了，配合好了")
    assert templates(cast.handler)[0] == "case_helped"
