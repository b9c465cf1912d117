"""Returning, coordinating and helping: by the people of the tiny town, through the public commands."""

from datetime import timedelta

import pytest

from gewu.cases import queries
from gewu.cases.models import Case
from gewu.cases.tests.builders import Cast, a_case, move_on
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import DomainError, Invalid, NotAllowed, NotFound, RuleBroken

WHY = {"return_cause": "not_ours", "reason": "产权不在我们单位"}


def dispatched_again(cast: Cast, case: Case) -> Case:
    return move_on(case, "dispatch", cast.dispatcher, organisation=str(cast.other_office))


def coordinated(cast: Cast) -> Case:
    """Returned by two offices, one after the other."""
    case = dispatched_again(cast, a_case(cast, "returned"))
    return move_on(case, "return", cast.other_handler, **WHY)


def offered(actor: Actor, case: Case) -> set[str]:
    return {move.name for move in queries.case_file(actor, case.id).moves}


def listed(actor: Actor, key: str) -> list[str]:
    return [row.number for row in queries.worklist(actor, key).items]


def test_a_chief_whose_station_gave_it_back_does_not_say_whose_it_is(cast: Cast) -> None:
    [station] = cast.chief.organisations
    case = move_on(a_case(cast, "filed"), "dispatch", cast.dispatcher, organisation=str(station))
    case = move_on(case, "return", cast.chief, **WHY)
    case = move_on(dispatched_again(cast, case), "return", cast.other_handler, **WHY)
    assert set(case.returned_by) == {station, cast.other_office}
    assert "appoint" not in offered(cast.chief, case)
    whose = {"organisation": str(cast.office), "reason": "桶是环卫所的"}
    with pytest.raises(RuleBroken) as refusal:
        move_on(case, "appoint", cast.chief, **whose)
    assert refusal.value.facts["guard"] == "not_returner"
    case = move_on(case, "appoint", cast.supervisor, **whose)
    case = move_on(
        move_on(case, "accept", cast.handler), "handle", cast.handler, report="换好了", no_photo="dark"
    )
    assert case.returned_by == []


def test_a_return_says_why_in_one_of_the_given_reasons(cast: Cast) -> None:
    case = a_case(cast, "dispatched")
    with pytest.raises(Invalid) as refusal:
        move_on(case, "return", cast.handler, reason="不归我们管")
    assert refusal.value.fields.keys() == {"return_cause"}
    with pytest.raises(Invalid):
        move_on(case, "return", cast.handler, return_cause="lazy", reason="不归我们管")


def test_whom_those_that_returned_it_suggest_is_the_dispatchers_first_choice(cast: Cast) -> None:
    case = a_case(cast, "dispatched")
    case = move_on(case, "return", cast.handler, suggested=str(cast.other_office), **WHY)
    file = queries.case_file(cast.dispatcher, case.id)
    assert file.suggested is not None
    assert file.suggested.id == cast.other_office
    assert dispatched_again(cast, case).suggested_org is None


def test_nobody_suggests_an_office_that_does_not_exist(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        move_on(a_case(cast, "dispatched"), "return", cast.handler, suggested=str(cast.clerk.user), **WHY)
    assert refusal.value.fields.keys() == {"suggested"}


def test_after_the_time_to_accept_only_the_dispatcher_takes_it_back(cast: Cast) -> None:
    case = a_case(cast, "dispatched")
    assert case.due_at is not None
    with clock.hold(case.due_at + timedelta(minutes=1)):
        with pytest.raises(RuleBroken):
            move_on(case, "return", cast.handler, **WHY)
        asked = move_on(case, "ask_return", cast.handler, suggested=str(cast.other_office), **WHY)
        assert (asked.stage, asked.offered_org, asked.returns) == ("dispatched", cast.office, 0)
        assert listed(cast.dispatcher, "asked_back") == [case.number]
        back = move_on(case, "allow_return", cast.dispatcher)
    assert (back.stage, back.offered_org, back.returns, back.return_asked) == ("returned", None, 1, False)
    assert back.suggested_org == cast.other_office


def test_within_the_time_to_accept_nobody_has_to_ask(cast: Cast) -> None:
    case = a_case(cast, "dispatched")
    assert "ask_return" not in offered(cast.handler, case)
    with pytest.raises(RuleBroken):
        move_on(case, "ask_return", cast.handler, **WHY)


def test_what_was_accepted_goes_back_with_the_dispatchers_consent_alone(cast: Cast) -> None:
    case = a_case(cast, "handling")
    with pytest.raises(DomainError):
        move_on(case, "return", cast.handler, **WHY)
    case = move_on(case, "ask_return", cast.handler, **WHY)
    with pytest.raises(RuleBroken):
        move_on(case, "ask_return", cast.handler, **WHY)
    kept = move_on(case, "deny_return", cast.dispatcher, reason="台账上写着归你们")
    assert (kept.stage, kept.holder_org, kept.return_asked) == ("handling", cast.office, False)


def test_putting_back_into_the_inbox_opens_no_second_way_out(cast: Cast) -> None:
    case = move_on(a_case(cast, "handling"), "put_back", cast.handler, reason="我明天休假")
    assert (case.stage, case.offered_org, case.holder_user) == ("dispatched", cast.office, None)
    with pytest.raises(RuleBroken):
        move_on(case, "return", cast.handler, **WHY)
    assert "ask_return" in offered(cast.handler, case)
    assert move_on(case, "accept", cast.handler).holder_user == cast.handler.user


def test_two_returns_in_a_row_are_coordinated_and_the_appointed_office_keeps_it(cast: Cast) -> None:
    case = coordinated(cast)
    assert (case.stage, case.awaits, case.turn, case.returned_in_row) == (
        *("coordinating", "coordinate", "supervisor"),
        2,
    )
    assert listed(cast.supervisor, "to_coordinate") == [case.number]
    assert listed(cast.chief, "to_coordinate") == [case.number]
    with pytest.raises(RuleBroken):
        dispatched_again(cast, case)
    case = move_on(case, "appoint", cast.supervisor, organisation=str(cast.office), reason="按台账归环卫")
    assert (case.stage, case.bound) == ("dispatched", True)
    with pytest.raises(RuleBroken):
        move_on(case, "return", cast.handler, **WHY)
    case = move_on(case, "accept", cast.handler)
    with pytest.raises(RuleBroken):
        move_on(case, "ask_return", cast.handler, **WHY)


def test_work_done_between_two_returns_begins_the_count_anew(cast: Cast) -> None:
    case = dispatched_again(cast, a_case(cast, "returned"))
    case = move_on(case, "accept", cast.other_handler)
    case = move_on(case, "handle", cast.other_handler, report="先围起来了")
    assert (case.returns, case.returned_in_row) == (1, 0)


def test_the_dispatcher_gives_back_to_the_clerk_with_a_reason(cast: Cast) -> None:
    case = a_case(cast, "filed")
    with pytest.raises(Invalid):
        move_on(case, "give_back", cast.dispatcher)
    assert move_on(case, "give_back", cast.dispatcher, reason="这是两件事").stage == "reported"


def test_an_office_takes_its_own_report_back_before_it_is_checked(cast: Cast) -> None:
    case = move_on(a_case(cast, "handled"), "take_back_report", cast.handler, reason="边上还有一个")
    assert (case.stage, case.holder_org) == ("sent_back", cast.office)


def test_the_first_of_the_staff_answers_for_it_until_an_office_accepts(cast: Cast) -> None:
    case = a_case(cast, "filed")
    assert case.received_by == cast.clerk.user
    assert move_on(case, "dispatch", cast.dispatcher, organisation=str(cast.office)).received_by == (
        cast.clerk.user
    )


def helped(cast: Cast) -> Case:
    return move_on(
        a_case(cast, "handling"),
        "ask_help",
        cast.handler,
        helper=str(cast.other_office),
        instruction="请帮着吊一下",
    )


def test_a_helper_sees_the_case_signs_off_and_does_nothing_else(cast: Cast) -> None:
    with pytest.raises(NotFound):
        queries.case_file(cast.other_handler, a_case(cast, "handling").id)
    case = helped(cast)
    assert listed(cast.other_handler, "to_help") == [case.number]
    assert offered(cast.other_handler, case) == {"sign_off", "decline_help"}
    with pytest.raises(NotAllowed):
        move_on(case, "handle", cast.other_handler, report="我来报")
    case = move_on(case, "sign_off", cast.other_handler, help_report="吊车去过了")
    assert case.helpers == []
    assert listed(cast.other_handler, "to_help") == []
    assert offered(cast.other_handler, case) == set()
    file = queries.case_file(cast.handler, case.id)
    assert [(one.office.id, one.state) for one in file.helpers] == [(cast.other_office, "signed")]


def test_whoever_signed_off_does_not_check(cast: Cast) -> None:
    case = move_on(helped(cast), "sign_off", cast.other_handler, help_report="吊车去过了")
    assert cast.other_handler.user in case.handlers


def test_the_lead_reports_nothing_done_over_the_heads_of_helpers_unless_it_says_why(cast: Cast) -> None:
    case = helped(cast)
    with pytest.raises(Invalid) as refusal:
        move_on(case, "handle", cast.handler, report="换好了")
    assert refusal.value.fields.keys() == {"despite_helpers"}
    done = move_on(case, "handle", cast.handler, report="换好了", despite_helpers="吊车没用上")
    assert done.stage == "handled"
    assert "sign_off" in offered(cast.other_handler, done)


def test_a_helper_declines_with_a_reason_and_may_be_asked_again(cast: Cast) -> None:
    case = helped(cast)
    with pytest.raises(Invalid):
        move_on(case, "ask_help", cast.handler, helper=str(cast.other_office), instruction="再请一次")
    with pytest.raises(Invalid):
        move_on(case, "decline_help", cast.other_handler)
    case = move_on(case, "decline_help", cast.other_handler, reason="车坏了")
    assert [one.state for one in queries.case_file(cast.handler, case.id).helpers] == ["declined"]
    assert move_on(
        case, "ask_help", cast.dispatcher, helper=str(cast.other_office), instruction="车修好了再去"
    ).helpers == [cast.other_office]


def test_nobody_asks_for_help_with_what_another_office_has(cast: Cast) -> None:
    case = a_case(cast, "handling")
    with pytest.raises(Invalid):
        move_on(case, "ask_help", cast.handler, helper=str(cast.office), instruction="自己帮自己")
    with pytest.raises(NotAllowed):
        move_on(case, "ask_help", cast.chief, helper=str(cast.other_office), instruction="去看看")
