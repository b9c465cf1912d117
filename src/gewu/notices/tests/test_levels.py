"""Who hears of the ladder and of reminders."""

from datetime import timedelta

import pytest

from gewu.cases.commands import climb, remind
from gewu.cases.tests.builders import Cast, a_case
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
