"""Parts of a case, what a community may be given, and reports that go out past every queue."""

from uuid import UUID

import pytest

from gewu.cases import commands, queries
from gewu.cases.commands import report_case
from gewu.cases.models import Case, CaseText
from gewu.cases.powers import NEGOTIATION
from gewu.cases.tests.builders import Cast, a_case, a_report, move_on
from gewu.catalogue import queries as catalogue
from gewu.kernel import journal
from gewu.kernel.access import ANYONE, AccessClass, Actor
from gewu.kernel.errors import Invalid, NotAllowed, NotFound, RuleBroken
from gewu.people.testing import an_actor, an_organisation

LAMP, CHILD = "010137", "030402"


def opened(cast: Cast, whole: Case, **changes: object) -> Case:
    wanted = {"category": LAMP, "text": "旁边的灯也坏了", "organisation": cast.other_office, **changes}
    part = commands.open_part(case_id=whole.id, actor=cast.dispatcher, **wanted)  # type: ignore[arg-type] # a test names them
    return Case.objects.one(part)


def kinds_of(case: Case) -> list[str]:
    return [entry.kind for entry in journal.entries_of(case.id)]


def test_a_part_has_its_own_category_and_office_and_is_where_the_whole_is(cast: Cast) -> None:
    whole = a_case(cast, "handling")
    part = opened(cast, whole)
    assert (part.stage, part.category, part.offered_org) == ("dispatched", LAMP, cast.other_office)
    assert (part.parent, part.in_cell, part.township) == (whole.id, whole.in_cell, whole.township)
    assert Case.objects.one(whole.id).open_parts == 1
    assert kinds_of(whole)[-1] == "case.part_opened"


def test_without_an_office_a_part_is_filed_like_any_other(cast: Cast) -> None:
    assert opened(cast, a_case(cast, "filed"), organisation=None).stage == "reported"


def test_both_pages_show_the_other(cast: Cast) -> None:
    whole = a_case(cast, "handling")
    part = opened(cast, whole)
    assert [one.number for one in queries.case_file(cast.dispatcher, whole.id).parts] == [part.number]
    above = queries.case_file(cast.dispatcher, part.id).whole
    assert above is not None
    assert (above.number, above.may_open) == (whole.number, True)
    hidden = queries.case_file(cast.other_handler, part.id).whole
    assert hidden is not None
    assert (hidden.number, hidden.may_open, hidden.category_name) == (whole.number, False, "")


def test_the_whole_is_not_closed_before_its_parts(cast: Cast) -> None:
    whole = a_case(cast, "checked")
    part = opened(cast, whole)
    with pytest.raises(RuleBroken):
        move_on(whole, "close", cast.clerk, standard="mended")
    with pytest.raises(Invalid):
        move_on(part, "call_off", cast.dispatcher)
    ended = move_on(part, "call_off", cast.dispatcher, reason="一起修了")
    assert (ended.stage, ended.awaits) == ("called_off", "")
    assert kinds_of(whole)[-1] == "case.part_ended"
    assert move_on(whole, "close", cast.clerk, standard="mended").stage == "closed"


def test_a_whole_is_not_called_off(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        move_on(a_case(cast, "filed"), "call_off", cast.dispatcher, reason="不要了")


def test_there_is_one_level_of_parts_and_none_of_what_is_closed(cast: Cast) -> None:
    part = opened(cast, a_case(cast, "handling"))
    with pytest.raises(RuleBroken):
        opened(cast, part)
    with pytest.raises(RuleBroken):
        opened(cast, a_case(cast, "closed"))


def test_a_part_is_opened_by_those_who_split_cases_and_only_where_they_see_it(cast: Cast) -> None:
    whole = a_case(cast, "handling")
    with pytest.raises(NotAllowed):
        commands.open_part(case_id=whole.id, category=LAMP, text="灯坏了", actor=cast.gridworker)
    with pytest.raises(NotFound):
        commands.open_part(case_id=whole.id, category=LAMP, text="灯坏了", actor=cast.other_handler)


def test_the_same_receipt_opens_one_part(cast: Cast) -> None:
    whole = a_case(cast, "handling")
    twice = [opened(cast, whole, receipt="r1").id for _ in range(2)]
    assert twice[0] == twice[1]
    assert Case.objects.one(whole.id).open_parts == 1


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A place whose communities may be given nothing but quarrels."""
    monkeypatch.setattr(catalogue, "is_admitted", lambda _township, code: code == "030101")


def station_of(actor: Actor) -> str:
    return str(next(iter(actor.organisations)))


def test_a_community_is_not_given_what_is_not_on_its_list(cast: Cast, listed: None) -> None:
    case, station = a_case(cast, "filed"), station_of(cast.chief)
    with pytest.raises(RuleBroken) as refusal:
        move_on(case, "dispatch", cast.dispatcher, organisation=station)
    assert refusal.value.facts["negotiation"] == NEGOTIATION
    with pytest.raises(RuleBroken):
        move_on(
            a_case(cast, "dispatched"), "reassign", cast.dispatcher, organisation=station, reason="离得近"
        )
    assert move_on(case, "dispatch", cast.dispatcher, organisation=str(cast.office)).stage == "dispatched"


def negotiated(cast: Cast, case: Case) -> Case:
    return opened(
        cast, case, category=NEGOTIATION, text="请社区每周擦一次", organisation=UUID(station_of(cast.chief))
    )


def test_a_community_that_agreed_may_be_given_it_and_another_may_not(cast: Cast, listed: None) -> None:
    case = a_case(cast, "filed")
    talk = negotiated(cast, case)
    assert (talk.type_key, talk.stage) == ("negotiation", "considering")
    with pytest.raises(RuleBroken):
        move_on(case, "dispatch", cast.dispatcher, organisation=station_of(cast.chief))
    move_on(talk, "agree", cast.chief, terms="每周一次，办三个月")
    with pytest.raises(RuleBroken):
        move_on(case, "dispatch", cast.dispatcher, organisation=station_of(cast.other_chief))
    assert (
        move_on(case, "dispatch", cast.dispatcher, organisation=station_of(cast.chief)).stage == "dispatched"
    )


def test_a_community_that_declined_is_not_given_it(cast: Cast, listed: None) -> None:
    case = a_case(cast, "filed")
    move_on(negotiated(cast, case), "decline", cast.chief, reason="没有人手")
    with pytest.raises(RuleBroken):
        move_on(case, "dispatch", cast.dispatcher, organisation=station_of(cast.chief))


@pytest.fixture
def named(cast: Cast) -> dict[str, Actor]:
    """The three offices of the law, each with somebody at work."""
    return {
        key: an_actor("handler", cast.town.street, organisation=an_organisation(cast.town.street, key).id)
        for key in ("police", "civil", "education")
    }


def reported(by: Actor) -> UUID:
    return report_case(report=a_report(category=CHILD, text="三楼的孩子总被打", photos=()), actor=by)


def test_a_child_at_risk_is_reported_to_three_offices_at_once(cast: Cast, named: dict[str, Actor]) -> None:
    case = Case.objects.one(reported(cast.gridworker))
    assert set(case.helpers) == {next(iter(actor.organisations)) for actor in named.values()}
    assert (case.stage, case.awaits, case.access_class) == ("sent", "answer", AccessClass.NAMED)
    for actor in named.values():
        assert [row.number for row in queries.worklist(actor, "to_help").items] == [case.number]
        assert {move.name for move in queries.case_file(actor, case.id).moves} == {"acknowledge", "sign_off"}


def test_nobody_else_sees_it_neither_whoever_reported_it(cast: Cast, named: dict[str, Actor]) -> None:
    case = Case.objects.one(reported(cast.gridworker))
    everybody = [cast.of_role(role) for role in ROLES]
    assert not [actor.name for actor in everybody if Case.objects.visible_to(actor).by_id(case.id).exists()]
    for actor in everybody:
        assert case.number not in [row.number for row in queries.visible(actor).items]
        assert case.id not in [point.id for point in queries.map_points(actor)]
    assert queries.public_case(case.number) is None
    assert queries.slip_of(case.id).number == case.number


ROLES = (
    *("gridworker", "assistant", "gridlead", "chief", "clerk", "dispatcher", "handler", "checker"),
    *("supervisor", "overseer", "auditor", "admin", "resident", "neighbour"),
)


def test_its_journal_says_no_place_and_no_reporter_row_keeps_the_number(
    cast: Cast, named: dict[str, Actor]
) -> None:
    case = Case.objects.one(reported(cast.resident))
    assert case.reporter_user is None
    facts = queries.facts_of(journal.entries_of(case.id)[0])
    assert "at" not in facts
    assert "三楼" not in str(facts)


def test_each_office_answers_for_itself_and_the_last_ends_it(cast: Cast, named: dict[str, Actor]) -> None:
    case = Case.objects.one(reported(cast.chief))
    case = move_on(case, "acknowledge", named["police"])
    for key in ("police", "civil", "education"):
        assert case.closed_at is None
        case = move_on(case, "sign_off", named[key], help_report=f"{key} 已处置")
    assert (case.stage, case.awaits) == ("closed", "")
    assert CaseText.objects.filter(township=case.township, case_id=case.id, released=True).count() == 0
    with pytest.raises(NotFound):
        queries.case_file(cast.handler, case.id)


def test_a_place_without_such_offices_says_so_and_names_the_line(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refusal:
        reported(ANYONE)
    assert "110" in str(refusal.value)
