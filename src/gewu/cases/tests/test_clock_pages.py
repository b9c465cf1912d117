"""What pages say of clocks: how they were counted, what stopped them, what is asked for and who decides."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from gewu.cases import queries
from gewu.cases.tests.builders import Cast, a_case, move_on, tomorrow
from gewu.deadlines import almanac
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed
from gewu.people.testing import signed_in

pytestmark = pytest.mark.django_db


def shown(actor: Actor, path: str) -> str:
    client: Client = signed_in(actor)
    return client.get(path, headers={"accept-language": "en"}).content.decode()


def test_the_working_names_every_limit_stop_and_extension(cast: Cast) -> None:
    case = a_case(cast, "handling")
    move_on(case, "ask_extension", cast.handler, reason="要定做")
    move_on(case, "review_extension", cast.supervisor, decision="agree")
    move_on(case, "decide_extension", cast.dispatcher, decision="agree")
    ground = {"pause_reason": "weather", "basis": "重污染天气应急预案", "resume_on": tomorrow()}
    move_on(case, "pause", cast.dispatcher, **ground)
    page = shown(cast.clerk, f"/desk/cases/{case.id}/clock/")
    for said in (
        "The stage it is in",
        "The whole way",
        "stands still since",
        "extended by one limit",
        "unit=",
    ):
        assert said in page
    assert page.count("<table") == 3


def test_machines_read_the_working_that_the_page_shows(cast: Cast) -> None:
    case = a_case(cast, "handling")
    ground = {"pause_reason": "weather", "basis": "重污染天气应急预案", "resume_on": tomorrow()}
    move_on(case, "pause", cast.dispatcher, **ground)
    told = signed_in(cast.clerk).get(f"/api/v1/cases/{case.id}/clock").json()
    assert told["state"] == "standing_still"
    assert [leg["of"] for leg in told["legs"]] == ["stage", "work", "rest"]
    assert [leg["counted"][-1]["ends"] for leg in told["legs"]] == [leg["due"] for leg in told["legs"]]
    [stop] = told["stops"]
    assert (stop["move"], stop["until"], stop["went_on"]) == ("pause", tomorrow(), None)
    assert stop["by"] == queries.case_file(cast.clerk, case.id).story[-1].who
    assert "重污染天气应急预案" in [one["value"] for one in stop["grounds"]]
    move_on(case, "resume", cast.dispatcher)
    told = signed_in(cast.clerk).get(f"/api/v1/cases/{case.id}/clock").json()
    assert (told["state"], told["resumes_at"]) == ("running", None)
    assert told["stops"][0]["went_on"]


def test_a_clock_put_off_once_more_says_the_last_word(cast: Cast) -> None:
    case = a_case(cast, "filed")
    answers = {"reason": "等备件", "reply": "备件到了就修"}
    move_on(case, "wait", cast.dispatcher, review_on=tomorrow(), **answers)
    [stop] = queries.clock_of(cast.clerk, case.id).stops
    assert (stop.move, str(stop.until)) == ("wait", tomorrow())
    assert [one.value for one in stop.grounds] == ["等备件"]
    assert "等备件" in shown(cast.clerk, f"/desk/cases/{case.id}/clock/")


def test_a_long_stop_is_one_line_of_the_working(cast: Cast) -> None:
    monday = datetime(2026, 3, 2, 1, tzinfo=UTC)
    with clock.hold(monday):
        case = a_case(cast, "handling")
    with clock.hold(monday + timedelta(days=1)):
        words = {"reason": "等开春", "reply": "开春就修", "review_on": "2026-09-01"}
        move_on(case, "wait", cast.handler, **words)
        page = shown(cast.clerk, f"/desk/cases/{case.id}/clock/")
    assert "the clock stood still until 2026-09-01" in page
    # A few days off before the stop or after it, and not every weekend of half a year.
    assert page.count("weekend") < 12


def test_a_reporter_is_told_no_deadlines(cast: Cast) -> None:
    case = a_case(cast, "handling", by=cast.resident)
    with pytest.raises(NotAllowed):
        queries.clock_of(cast.resident, case.id)


@pytest.mark.parametrize(
    ("asked", "said"),
    [(False, "A colleague in it, or the supervisor"), (True, "The dispatcher decides")],
)
def test_a_case_says_what_is_asked_for_and_who_decides(cast: Cast, asked: bool, said: str) -> None:
    case = a_case(cast, "handling")
    move_on(case, "ask_extension", cast.handler, reason="要定做")
    if asked:
        move_on(case, "review_extension", cast.supervisor, decision="agree")
    assert said in shown(cast.clerk, f"/desk/cases/{case.id}/")
    dispatcher = [row.id for row in queries.worklist(cast.dispatcher, "to_decide").items]
    supervisor = [row.id for row in queries.worklist(cast.supervisor, "to_decide").items]
    assert (dispatcher, supervisor) == (([case.id], []) if asked else ([], [case.id]))
    # Whoever asked has nothing to decide.
    assert queries.worklist(cast.handler, "to_decide").items == ()


def test_a_pause_says_why_and_until_when(cast: Cast) -> None:
    ground = {"pause_reason": "weather", "basis": "重污染天气应急预案", "resume_on": tomorrow()}
    case = move_on(a_case(cast, "filed"), "pause", cast.dispatcher, **ground)
    page = shown(cast.clerk, f"/desk/cases/{case.id}/")
    assert "The clock stands still until" in page
    assert "重污染天气应急预案" in page
    assert [row.id for row in queries.worklist(cast.dispatcher, "waiting").items] == [case.id]


def test_a_provisional_deadline_says_so_wherever_it_is_shown(cast: Cast) -> None:
    almanac.rest(3600)
    with clock.hold(clock.now() + timedelta(days=3660)):
        case = a_case(cast, "handling")
        assert case.provisional
        for path in (f"/desk/cases/{case.id}/", "/desk/lists/open/", f"/desk/cases/{case.id}/clock/"):
            assert "provisional" in shown(cast.supervisor, path), path
    almanac.rest(almanac.FRESH_SECONDS)


def test_what_was_late_stays_late_after_a_granted_appeal(cast: Cast) -> None:
    with clock.hold(clock.now() - timedelta(days=30)):
        case = a_case(cast, "handling")
    answers = {"report": "换了新桶盖", "no_photo": "dark"}
    case = move_on(case, "handle", cast.handler, **answers)
    case = move_on(case, "check", cast.checker)
    case = move_on(case, "close", cast.clerk, standard="mended", reply="换好了，谢谢您")
    move_on(case, "appeal", cast.handler, reason="厂家停产")
    move_on(case, "review_appeal", cast.dispatcher, decision="agree")
    assert [row.id for row in queries.worklist(cast.clerk, "to_decide").items] == [case.id]
    move_on(case, "decide_appeal", cast.clerk, decision="agree")
    file = queries.case_file(cast.clerk, case.id)
    assert (file.was_late, file.appeal) == (True, "granted")
    assert "statistics leave it out" in shown(cast.clerk, f"/desk/cases/{case.id}/clock/")
