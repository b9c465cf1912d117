"""What the places ask for, as whole stories: by the commands people use, with the clock held.

The stories that need no time to pass are told in browsers, too (tests/browser/test_acceptance.py).
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest

from gewu.cases import commands, queries
from gewu.cases.commands import Report
from gewu.cases.models import Case
from gewu.cases.tests.builders import Cast, a_case, a_cast, move_on
from gewu.catalogue import queries as catalogue
from gewu.deadlines import almanac
from gewu.deadlines.commands import publish_year
from gewu.kernel import clock, jobs, journal
from gewu.kernel.errors import NotFound, RuleBroken
from gewu.people.commands import give_stand_in
from gewu.people.queries import actor_of
from gewu.people.testing import a_user, an_actor, an_organisation, signed_in, user_of
from gewu.simulator.hours import zone

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=zone())
NEW_YEAR = datetime(2026, 12, 30, 16, tzinfo=zone())
CHILD, NEGOTIATION = "030402", "030401"


@pytest.fixture
def cast() -> Cast:
    return a_cast()


@pytest.fixture(autouse=True)
def _years_of_this_test_only() -> Iterator[None]:
    yield
    almanac.rest(almanac.FRESH_SECONDS)


def at(moment: datetime, **later: float) -> AbstractContextManager[None]:
    return clock.hold(moment + timedelta(**later))


def test_4_the_next_grid_acts_while_a_grid_is_on_leave_and_until_the_last_day(cast: Cast) -> None:
    """A 网格长请假 → 相邻 B 自动代行，非相邻拒绝；到期自动收回。"""
    with at(MONDAY):
        away = user_of(cast.gridworker).posts.get()
        near, far = a_user("gridworker", cast.town.a2), a_user("gridworker", cast.town.b2)
        case = move_on(a_case(cast), "send_to_verify", cast.clerk, question="还在吗？")
        days = {"first_day": MONDAY.date(), "last_day": (MONDAY + timedelta(days=2)).date()}
        with pytest.raises(RuleBroken):
            give_stand_in(post_id=away.id, user_id=far.id, actor=cast.admin, **days)
        with pytest.raises(NotFound):
            queries.case_file(actor_of(near, door="field"), case.id)
        give_stand_in(post_id=away.id, user_id=near.id, actor=cast.admin, **days)
        acting = actor_of(near, door="field")
        case = move_on(case, "verify", acting, finding="present", note="还在")
        assert journal.entries_of(case.id)[-1].on_behalf == away.user_id
        name = user_of(cast.gridworker).name
        assert queries.case_file(cast.clerk, case.id).story[-1].who.endswith(f"（代{name}）")
    with at(MONDAY, days=3), pytest.raises(NotFound):
        queries.case_file(actor_of(near, door="field"), case.id)


def test_5_what_is_not_on_a_communitys_list_is_negotiated_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """准入：清单外的派单被拦截并生成协商单。"""
    monkeypatch.setattr(catalogue, "is_admitted", lambda _township, code: code == "030101")
    case = a_case(cast, "filed")
    [station] = cast.chief.organisations
    with pytest.raises(RuleBroken) as refused:
        move_on(case, "dispatch", cast.dispatcher, organisation=str(station))
    assert refused.value.facts["negotiation"] == NEGOTIATION
    talk = Case.objects.one(
        commands.open_part(
            case_id=case.id,
            category=NEGOTIATION,
            text="请社区每周清一次桶",
            organisation=station,
            actor=cast.dispatcher,
        )
    )
    assert (talk.type_key, talk.parent) == ("negotiation", case.id)
    move_on(talk, "agree", cast.chief, terms="每周一次，办三个月")
    assert move_on(case, "dispatch", cast.dispatcher, organisation=str(station)).stage == "dispatched"


def test_8_a_deadline_moves_twice_at_most_and_stands_still_once(cast: Cast) -> None:
    """延期最多 2 次；挂账停表到期自动恢复。"""
    with at(MONDAY):
        case = a_case(cast, "handling")
        dues = [case.case_due_at]
        for _time in range(2):
            case = move_on(case, "ask_extension", cast.handler, reason="配件要定做")
            case = move_on(case, "review_extension", cast.supervisor, decision="agree")
            case = move_on(case, "decide_extension", cast.dispatcher, decision="agree")
            dues.append(case.case_due_at)
        assert dues[0] < dues[1] < dues[2]
        with pytest.raises(RuleBroken):
            move_on(case, "ask_extension", cast.handler, reason="还要")
        until = (MONDAY + timedelta(days=10)).date().isoformat()
        case = move_on(case, "wait", cast.handler, reason="等配件", reply="下周到货", review_on=until)
        assert case.resumes_at is not None
    with at(MONDAY, days=10):
        jobs.run_due()
        going = Case.objects.one(case.id)
        assert (going.resumes_at, journal.entries_of(case.id)[-1].kind) == (None, "case.resumed")
        assert going.case_due_at == case.case_due_at > dues[2]
        with pytest.raises(RuleBroken):
            move_on(going, "wait", cast.handler, reason="再等", reply="再等等", review_on="2026-05-01")


def test_8_too_late_to_ask_for_time_and_late_it_stays_after_a_granted_appeal(cast: Cast) -> None:
    """已超期不可申请；申诉后原始超时仍在。"""
    with at(MONDAY):
        case = a_case(cast, "handling")
    with at(MONDAY, days=60):
        with pytest.raises(RuleBroken):
            move_on(case, "ask_extension", cast.handler, reason="太晚了")
        case = move_on(case, "handle", cast.handler, report="换好了", no_photo="dark")
        case = move_on(case, "check", cast.checker)
        case = move_on(case, "close", cast.clerk, standard="mended", reply="换好了，谢谢您")
        case = move_on(case, "appeal", cast.handler, reason="厂家停产")
        case = move_on(case, "review_appeal", cast.dispatcher, decision="agree")
        case = move_on(case, "decide_appeal", cast.supervisor, decision="agree")
        file = queries.case_file(cast.clerk, case.id)
        assert (file.was_late, file.appeal) == (True, "granted")


def test_16_a_report_about_a_child_goes_to_three_offices_at_once_and_to_nobody_else(cast: Cast) -> None:
    """强制报告：立即外送三部门任务，不走普通审批。"""
    named = [
        an_actor("handler", cast.town.street, organisation=an_organisation(cast.town.street, key).id)
        for key in ("police", "civil", "education")
    ]
    report = Report(category=CHILD, text="孩子胳膊上有伤", area=cast.town.a1)
    case = commands.report_case(report=report, actor=cast.gridworker)
    for actor in named:
        assert [row.id for row in queries.worklist(actor, "to_help").items] == [case]
        assert {move.name for move in queries.case_file(actor, case).moves} >= {"acknowledge", "sign_off"}
    for role in ("gridworker", "chief", "clerk", "dispatcher", "handler", "supervisor", "auditor"):
        with pytest.raises(NotFound):
            queries.case_file(cast.of_role(role), case)
    for number, actor in enumerate(named):
        row = move_on(Case.objects.one(case), "sign_off", actor, help_report="已处置")
        assert (row.closed_at is not None) == (number == 2)


def test_18_a_deadline_beyond_the_known_calendar_is_provisional_until_the_calendar_comes(cast: Cast) -> None:
    """2027 年的期限在无日历时显示“暂定”，导入日历后重算且留痕。"""
    almanac.rest(3600)
    with at(NEW_YEAR):
        case = a_case(cast, "handling")
        page = signed_in(cast.clerk).get(f"/desk/cases/{case.id}/").content.decode()
        assert case.provisional
        assert "暂定" in page
    with at(NEW_YEAR, hours=1):
        publish_year(
            home=cast.town.township,
            year=2027,
            document="国办发明电〔2026〕9号",
            sheet="2027-01-01,holiday,元旦\n2027-01-04,holiday,调休\n",
            actor=cast.admin,
        )
        jobs.run_due()
    with at(NEW_YEAR, hours=1, minutes=1):
        while jobs.run_due():
            pass
        again = Case.objects.one(case.id)
        assert (again.provisional, again.version) == (False, case.version)
        assert again.case_due_at > case.case_due_at
        assert journal.entries_of(case.id)[-1].kind == "case.recounted"
        page = signed_in(cast.clerk).get(f"/desk/cases/{case.id}/").content.decode()
        assert "暂定" not in page
