"""What each of the cast reads of cases."""

import pytest
from django.utils import translation

from gewu.cases import queries
from gewu.cases.commands import open_contact
from gewu.cases.tests.builders import BROKEN_BIN, NAME, PHONE, WAYS, Cast, a_case, move_on
from gewu.kernel.errors import DomainError, Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


def test_a_case_file_says_everything_in_the_language_of_the_reader(cast: Cast) -> None:
    case = a_case(cast, "archived")
    with translation.override("zh-hans"):
        file = queries.case_file(cast.clerk, case.id)
    assert (file.text, file.stage_title, file.category_name) == (BROKEN_BIN, "已归档", "垃圾箱破损或满溢")
    assert [line.move for line in file.story] == ["", *(move for move, _role, _answers in WAYS["archived"])]
    assert file.story[2].answers[0].value == "小样sanitation"
    with translation.override("en"):
        assert queries.case_file(cast.clerk, case.id).stage_title == "Archived"


@pytest.mark.parametrize(
    ("stage", "role", "moves"),
    [
        ("reported", "clerk", ["send_to_verify", "recategorise", "file", "refuse", "wait"]),
        ("reported", "gridworker", ["self_handle"]),
        ("reported", "dispatcher", ["wait", "pause"]),
        ("filed", "dispatcher", ["dispatch", "give_back", "wait", "pause"]),
        ("dispatched", "handler", ["accept", "return", "ask_help", "wait"]),
        ("handling", "handler", ["ask_return", "put_back", "ask_help", "handle", "ask_extension", "wait"]),
        ("handled", "checker", ["check", "send_back"]),
        ("closed", "clerk", ["rate", "archive"]),
        ("archived", "clerk", []),
        ("handling", "overseer", []),
    ],
)
def test_a_case_file_offers_the_moves_of_this_actor(
    cast: Cast, stage: str, role: str, moves: list[str]
) -> None:
    file = queries.case_file(cast.of_role(role), a_case(cast, stage).id)
    assert [move.name for move in file.moves] == moves


def test_the_schema_of_a_move_carries_the_offices_and_standards_to_choose_from(cast: Cast) -> None:
    filed = queries.case_file(cast.clerk, a_case(cast).id)
    file_move = next(move for move in filed.moves if move.name == "file")
    assert "broken" in str(file_move.schema["properties"])
    dispatch = queries.case_file(cast.dispatcher, a_case(cast, "filed").id).moves[0]
    assert str(cast.office) in str(dispatch.schema["properties"])


def test_contact_is_masked_until_it_is_opened_for_a_purpose(cast: Cast) -> None:
    case = a_case(cast, name=NAME, phone=PHONE)
    for actor, may_open in ((cast.clerk, True), (cast.gridworker, False)):
        shown = queries.case_file(actor, case.id).reporter
        assert shown is not None
        assert (shown.masked, shown.may_open) == (True, may_open)
        assert PHONE not in shown.phone
        assert NAME not in shown.name
    opened = open_contact(case_id=case.id, purpose="call_back", actor=cast.clerk)
    assert (opened.name, opened.phone) == (NAME, PHONE)
    entry = queries.journal_of(cast.clerk, case.id)[-1]
    assert (entry.kind, entry.purpose, entry.user) == ("case.contact_opened", "call_back", cast.clerk.user)


@pytest.mark.parametrize(
    ("who", "purpose", "refusal"),
    [
        pytest.param("gridworker", "call_back", NotAllowed, id="a post that reads no contacts"),
        pytest.param("other_handler", "call_back", NotFound, id="not theirs to see"),
        pytest.param("clerk", "curiosity", Invalid, id="no purpose"),
    ],
)
def test_contact_stays_closed(cast: Cast, who: str, purpose: str, refusal: type[DomainError]) -> None:
    case = a_case(cast, name=NAME, phone=PHONE)
    with pytest.raises(refusal):
        open_contact(case_id=case.id, purpose=purpose, actor=cast.of_role(who))


def test_a_reporter_sees_public_states_and_no_colleague(cast: Cast) -> None:
    case = a_case(cast, "closed", by=cast.resident)
    file = queries.case_file(cast.resident, case.id)
    assert file.for_resident
    assert file.stage == "done"
    assert file.held_by is None
    assert all(line.who == "" for line in file.story)
    assert [move.name for move in file.moves] == ["rate"]


@pytest.mark.parametrize("role", ["neighbour", "other_gridworker", "other_chief", "other_handler", "admin"])
def test_who_has_nothing_to_do_with_a_case_does_not_find_it(cast: Cast, role: str) -> None:
    case = a_case(cast, "handling")
    actor = cast.of_role(role)
    with pytest.raises(NotFound):
        queries.case_file(actor, case.id)
    assert queries.visible(actor).items == ()
    assert queries.search(actor, case.number).items == ()
    assert queries.map_points(actor) == ()


def test_every_worklist_counts_and_shows_what_waits(cast: Cast) -> None:
    for stage in WAYS:
        a_case(cast, stage)
    shown = {}
    for role in ("gridworker", "clerk", "dispatcher", "handler", "checker"):
        actor = cast.of_role(role)
        for worklist in queries.worklists(actor):
            page = queries.worklist(actor, worklist.key)
            assert len(page.items) == worklist.count, (role, worklist.key)
            shown[role, worklist.key] = [row.stage for row in page.items]
    assert shown["clerk", "to_file"] == ["reported"]
    assert shown["dispatcher", "to_dispatch"] == ["filed", "returned"]
    assert shown["handler", "to_accept"] == ["dispatched"]
    assert sorted(shown["handler", "mine"]) == ["handling", "sent_back"]
    assert shown["checker", "to_check"] == ["handled"]
    assert shown["gridworker", "to_verify"] == ["verifying"]
    assert len(shown["clerk", "all"]) == len(WAYS)


def test_a_station_finds_what_it_is_offered_and_then_has_in_hand(cast: Cast) -> None:
    case = move_on(
        a_case(cast, "filed"), "dispatch", cast.dispatcher, organisation=str(cast.chief.posts[0].organisation)
    )

    def waiting() -> dict[str, int]:
        return {worklist.key: worklist.count for worklist in queries.worklists(cast.chief)}

    assert (waiting()["to_accept"], waiting()["mine"]) == (1, 0)
    move_on(case, "accept", cast.chief)
    assert (waiting()["to_accept"], waiting()["mine"]) == (0, 1)


def test_a_list_of_another_role_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        queries.worklist(cast.gridworker, "to_dispatch")


def test_a_case_is_found_by_number_text_address_and_place(cast: Cast) -> None:
    case = a_case(cast, address="文化路二村 3 号楼")
    for text in (case.number, "垃圾桶", "二村", "小龙"):
        assert [row.id for row in queries.search(cast.clerk, text).items] == [case.id], text


def test_the_public_page_shows_released_words_only(cast: Cast) -> None:
    case = a_case(cast, "closed")
    page = queries.public_case(case.number)
    assert page is not None
    assert [words.text for words in page.words] == ["桶盖换好了，谢谢您"]
    assert [step.state for step in page.steps] == ["received", "working", "done"]
    assert page.may_rate
