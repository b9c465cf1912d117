"""Cases through the commands, from report to archive."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from gewu.cases import queries
from gewu.cases.commands import (
    act,
    attach,
    comment,
    place_case,
    rate_by_link,
    reassign,
    release,
    report_case,
    withhold,
)
from gewu.cases.models import Case, CaseParticipant, CaseReporter, CaseText
from gewu.cases.tests.builders import (
    BROKEN_BIN,
    NAME,
    PHONE,
    WAYS,
    Answers,
    Cast,
    a_case,
    a_photo,
    a_report,
    move_on,
    tomorrow,
)
from gewu.deadlines import queries as deadlines
from gewu.deadlines.rules import Limit, Unit
from gewu.kernel import clock
from gewu.kernel.access import ANYONE
from gewu.kernel.errors import Conflict, NotAllowed, NotFound
from gewu.kernel.ids import new_id, township_of
from gewu.kernel.journal import digest, entries_of, verify
from gewu.places.testing import TOWNSHIP

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path, settings):  # type: ignore[no-untyped-def]
    settings.DATA = tmp_path


@pytest.mark.parametrize("stage", WAYS)
def test_a_case_comes_to_every_stage(cast: Cast, stage: str) -> None:
    case = Case.objects.one(a_case(cast, stage).id)
    assert case.stage == stage
    assert len(entries_of(case.id)) == case.version == len(WAYS[stage]) + 1


# Reporting


def test_a_report_knows_its_place_number_and_deadline(cast: Cast) -> None:
    case = a_case(cast)
    assert (case.township, township_of(case.id)) == (TOWNSHIP, TOWNSHIP)
    assert (case.in_community, case.in_grid, case.in_cell) == (
        cast.town.north,
        cast.town.grid_a,
        cast.town.a1,
    )
    assert case.happened_in == case.at_place == cast.town.a1
    assert case.number.startswith("XY")
    assert (case.stage, case.turn, case.awaits, case.source) == ("reported", "clerk", "file", "resident")
    assert case.due_at == due_after(case.recorded_at, 4)


def test_what_lies_in_no_grid_is_not_lost(cast: Cast) -> None:
    case = a_case(cast, where=cast.town.outside)
    assert (case.at_place, case.township) == (None, TOWNSHIP)
    assert [row.id for row in queries.worklist(cast.clerk, "no_grid").items] == [case.id]
    placed = place_case(case_id=case.id, area=cast.town.b2, seen_version=1, actor=cast.clerk)
    assert (placed.in_cell, placed.happened_in, placed.version) == (cast.town.b2, None, 2)
    assert queries.worklist(cast.clerk, "no_grid").items == ()
    assert queries.case_file(cast.other_chief, case.id).id == case.id


def test_a_place_or_an_address_does_instead_of_a_point(cast: Cast) -> None:
    by_area = a_case(cast, where=None, area=cast.town.grid_a)
    assert (by_area.in_grid, by_area.in_cell) == (cast.town.grid_a, None)
    assert a_case(cast, where=None).at_place is None
    assert a_case(cast, where=None, address="幸福小区三栋2单元门口").in_cell == cast.town.a2
    assert a_case(cast, where=None, address="幸福小区门口").at_place is None


def test_a_reporters_contact_is_sealed_and_found_by_its_index(cast: Cast) -> None:
    case = a_case(cast, name=NAME, phone=PHONE)
    row = CaseReporter.objects.get(township=TOWNSHIP, case_id=case.id)
    assert row.name is not None
    assert row.phone is not None
    assert (row.name.open(), row.phone.open()) == (NAME, PHONE)
    assert row.phone_index


def test_a_phone_sends_the_same_report_twice_under_the_id_it_made(cast: Cast) -> None:
    made = new_id(TOWNSHIP)
    first, again = (report_case(report=a_report(id=made), actor=cast.gridworker) for _ in range(2))
    assert first == again == made
    with pytest.raises(Conflict):
        report_case(report=a_report(id=made, text="别的事情"), actor=cast.gridworker)


def test_what_was_seen_offline_keeps_its_moment_and_gets_its_deadline_from_now(cast: Cast) -> None:
    seen = clock.now() - timedelta(hours=6)
    case = a_case(cast, by=cast.gridworker, happened_at=seen)
    assert case.reported_at == seen
    assert case.due_at is not None
    assert case.due_at > clock.now()
    assert entries_of(case.id)[0].happened_at == seen


def test_solved_on_the_spot_is_one_entry_and_waits_for_somebody_else_to_check(cast: Cast) -> None:
    case = a_case(cast, by=cast.gridworker, solved={"report": "用小铁铲清掉了"}, after=(a_photo(),))
    assert (case.stage, case.solved_on_spot, case.version) == ("handled", True, 1)
    assert case.handlers == [cast.gridworker.user]
    assert len(entries_of(case.id)) == 1
    file = queries.case_file(cast.checker, case.id)
    assert [photo.kind for photo in file.photos] == ["after"]
    assert [move.name for move in file.moves] == ["check", "not_solved"]


def test_what_a_neighbour_cleans_up_belongs_to_the_grid_it_lay_in(cast: Cast) -> None:
    case = a_case(cast, by=cast.other_gridworker, solved={"report": "顺手清了"})
    assert case.in_cell == cast.town.a1
    assert queries.case_file(cast.other_gridworker, case.id).id == case.id


# Moving


def test_the_checker_is_never_the_handler(cast: Cast) -> None:
    case = a_case(cast, by=cast.gridworker, solved={"report": "扫干净了"})
    both = cast.gridworker
    doubled = type(both)(both.user, both.name, "desk", (*both.posts, *cast.checker.posts))
    with pytest.raises(NotAllowed):
        move_on(case, "check", doubled)
    assert [row.id for row in queries.worklist(cast.checker, "to_check").items] == [case.id]
    assert queries.worklist(doubled, "to_check").items == ()


def test_a_returned_case_goes_to_another_office_and_both_stay_in_the_file(cast: Cast) -> None:
    case = a_case(cast, "returned")
    assert (case.holder_org, case.offered_org, case.returns) == (None, None, 1)
    case = move_on(case, "dispatch", cast.dispatcher, organisation=str(cast.other_office))
    case = move_on(case, "accept", cast.other_handler)
    assert (case.holder_org, case.holder_user) == (cast.other_office, cast.other_handler.user)
    assert _parts(case) == {cast.office: "former", cast.other_office: "handler"}
    assert queries.case_file(cast.handler, case.id).moves == ()


def test_the_first_office_stays_responsible_until_the_next_has_accepted(cast: Cast) -> None:
    case = a_case(cast, "handling")
    case = reassign(
        case_id=case.id,
        organisation=cast.other_office,
        reason="归你们管",
        seen_version=case.version,
        actor=cast.dispatcher,
    )
    assert (case.stage, case.holder_org, case.offered_org) == ("dispatched", cast.office, cast.other_office)
    with pytest.raises(NotAllowed):
        move_on(case, "accept", cast.handler)
    returned = move_on(case, "return", cast.other_handler, return_cause="not_ours", reason="也不归我们")
    assert (returned.stage, returned.holder_org) == ("returned", cast.office)
    again = move_on(returned, "dispatch", cast.dispatcher, organisation=str(cast.other_office))
    assert _parts(move_on(again, "accept", cast.other_handler)) == {
        cast.office: "former",
        cast.other_office: "handler",
    }


def test_a_case_waits_with_a_reply_and_goes_on(cast: Cast) -> None:
    case = a_case(cast, "filed")
    waiting = move_on(case, "wait", cast.dispatcher, reason="等开春", reply="开春就修", review_on=tomorrow())
    assert (waiting.stage, waiting.awaits) == ("filed", "review")
    page = queries.public_case(case.number)
    assert page is not None
    assert (page.state, [words.text for words in page.words]) == ("not_now", ["开春就修"])
    assert queries.worklist(cast.dispatcher, "to_dispatch").items == ()
    assert [row.id for row in queries.worklist(cast.dispatcher, "review_due").items] == [case.id]
    resumed = move_on(case, "resume", cast.dispatcher)
    assert (resumed.awaits, resumed.review_on, resumed.resumes_at) == ("dispatch", None, None)


def test_the_filing_standard_sets_the_time_for_handling(cast: Cast) -> None:
    urgent = move_on(a_case(cast), "file", cast.clerk, standard="full")
    case = move_on(urgent, "dispatch", cast.dispatcher, organisation=str(cast.office))
    case = move_on(case, "accept", cast.handler)
    assert case.due_at == due_after(case.stage_since, 4)


def test_late_is_found_by_everybody_who_watches(cast: Cast) -> None:
    case = a_case(cast, "handling")
    with clock.hold(clock.now() + timedelta(days=4)):
        for role in ("handler", "gridlead", "chief", "supervisor", "overseer"):
            assert [row.id for row in queries.worklist(cast.of_role(role), "late").items] == [case.id], role
        assert queries.worklist(cast.other_handler, "late").items == ()


SAID: Answers = {"contacted": True, "solved": "yes", "rating": 4, "opinion": "挺快"}


def test_the_reporter_rates_by_the_link_on_the_slip(cast: Cast) -> None:
    case = a_case(cast, "closed")
    slip = queries.slip_of(case.id)
    rated = rate_by_link(number=slip.number.lower(), key=slip.key, data=SAID)
    assert (rated.stage, rated.rating) == ("rated", 4)
    assert entries_of(case.id)[-1].user is None


def test_a_move_sent_twice_under_one_receipt_is_made_once(cast: Cast) -> None:
    case = a_case(cast)
    for _ in range(2):
        moved = act(
            case_id=case.id,
            move="file",
            data={"standard": "broken"},
            seen_version=1,
            actor=cast.clerk,
            receipt="phone-1",
        )
    assert (moved.stage, moved.version) == ("filed", 2)


# Beside the way


def test_notes_and_files_do_not_raise_the_version(cast: Cast) -> None:
    case = a_case(cast, "handling")
    comment(case_id=case.id, text="明天上午到", actor=cast.handler)
    photo = attach(case_id=case.id, upload=a_photo(), kind="before", actor=cast.gridworker)
    assert Case.objects.one(case.id).version == case.version
    assert move_on(case, "handle", cast.handler, report="修好了").stage == "handled"
    assert queries.file_of(cast.checker, case.id, photo).media_type == "image/jpeg"
    with pytest.raises(NotFound):
        queries.file_of(cast.other_handler, case.id, photo)


def test_words_and_photos_are_public_only_after_a_person_released_them(cast: Cast) -> None:
    case = a_case(cast, photos=(a_photo(),))
    text = CaseText.objects.get(township=TOWNSHIP, case_id=case.id)
    photo = queries.case_file(cast.clerk, case.id).photos[0].id
    assert _public(case) == ((), ())
    with pytest.raises(NotFound):
        queries.public_photo(case.number, photo)
    for what in (text.id, photo):
        release(case_id=case.id, what=what, actor=cast.clerk)
    assert _public(case) == ((BROKEN_BIN,), (photo,))
    assert queries.public_photo(case.number, photo).id == photo
    withhold(case_id=case.id, what=photo, actor=cast.clerk)
    assert _public(case) == ((BROKEN_BIN,), ())


def test_the_journal_holds_digests_that_fit_the_words_and_a_whole_chain(cast: Cast) -> None:
    case = a_case(cast, "archived", name=NAME, phone=PHONE)
    first = entries_of(case.id)[0]
    text = CaseText.objects.get(township=TOWNSHIP, case_id=case.id, kind="description")
    assert queries.facts_of(first)["words"] == {"description": digest(text.text, text.salt)}
    written = " ".join(str(entry.facts) for entry in entries_of(case.id))
    assert not [canary for canary in (NAME, PHONE, BROKEN_BIN, "换了新桶盖", "谢谢您") if canary in written]
    assert verify(townships=[TOWNSHIP]) == []


def test_a_closely_held_case_and_an_old_one_have_no_public_page(cast: Cast) -> None:
    case = a_case(cast, "closed")
    assert queries.public_case(case.number) is not None
    with clock.hold(clock.now() + timedelta(days=200)):
        assert queries.public_case(case.number) is None
    case.access_class = 2
    case.write("access_class")
    assert queries.public_case(case.number) is None


def test_nobody_without_a_name_moves_or_reads_a_case(cast: Cast) -> None:
    case = a_case(cast)
    with pytest.raises(NotFound):
        queries.case_file(ANYONE, case.id)
    with pytest.raises(NotFound):
        comment(case_id=case.id, text="你好啊", actor=ANYONE)


def _parts(case: Case) -> dict[UUID, str]:
    rows = CaseParticipant.objects.filter(township=case.township, case_id=case.id)
    return dict(rows.values_list("organisation", "part"))


def _public(case: Case) -> tuple[tuple[str, ...], tuple[UUID, ...]]:
    page = queries.public_case(case.number)
    assert page is not None
    return tuple(words.text for words in page.words), page.photos


def due_after(start: datetime, working_hours: int) -> datetime:
    """So many working hours later, where these cases are at home."""
    return deadlines.due(TOWNSHIP, start, Limit(working_hours, Unit.WORK_HOUR)).moment
