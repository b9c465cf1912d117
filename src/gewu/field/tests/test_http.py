from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from gewu.cases import queries
from gewu.cases.queries import CaseFile, CaseRow
from gewu.cases.tests.builders import BROKEN_BIN, CATEGORY, Cast, a_case, a_cast, a_photo, move_on
from gewu.kernel import clock
from gewu.kernel.ids import new_id
from gewu.people.testing import signed_in

pytestmark = pytest.mark.django_db
FORM, DONE = f"/field/report/{CATEGORY}/", f"/field/report/{CATEGORY}/done/"


@pytest.fixture
def cast() -> Cast:
    return a_cast()


def a_form(cast: Cast, **changes: object) -> dict[str, object]:
    return {"receipt": uuid4().hex, "text": BROKEN_BIN, "home": str(cast.town.a1)} | changes


def cases_of(cast: Cast) -> list[CaseRow]:
    """All there are, as the clerk of the town sees them."""
    return list(queries.visible(cast.clerk).items)


def the_case(cast: Cast) -> CaseFile:
    """The only one there is."""
    [row] = cases_of(cast)
    return queries.case_file(cast.clerk, row.id)


def stage_of(cast: Cast, case_id: UUID) -> str:
    return queries.brief(cast.clerk, case_id).stage


@pytest.mark.parametrize(
    "path", ["/field/", "/field/report/", FORM, "/field/lists/reported/", "/field/mine/"]
)
def test_every_page_is_for_people_who_signed_in(cast: Cast, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
    assert signed_in(cast.gridworker).get(path).status_code == 200


def test_residents_have_no_field(cast: Cast) -> None:
    assert signed_in(cast.resident).get("/field/").status_code == 403


def test_today_shows_own_work_with_what_is_asked(cast: Cast) -> None:
    case = a_case(cast, "verifying")
    page = signed_in(cast.gridworker).get("/field/").content.decode()
    assert f"/field/cases/{case.id}/" in page
    assert BROKEN_BIN in page
    elsewhere = signed_in(cast.other_gridworker).get("/field/").content.decode()
    assert str(case.id) not in elsewhere


def test_today_shows_what_came_back(cast: Cast) -> None:
    case = a_case(cast, by=cast.gridworker)
    move_on(case, "refuse", cast.clerk, refusal="not_ours", reply="这是物业的事，请找物业")
    page = signed_in(cast.gridworker).get("/field/").content.decode()
    assert 'id="back"' in page


def test_an_unknown_list_or_one_of_another_post_is_not_there(cast: Cast) -> None:
    client = signed_in(cast.gridworker)
    assert client.get("/field/lists/to_file/").status_code == 404
    assert client.get("/field/lists/nothing/").status_code == 404


def test_a_report_needs_a_line_and_nothing_else(cast: Cast) -> None:
    answer = signed_in(cast.gridworker).post(FORM, a_form(cast))
    case = the_case(cast)
    assert answer["Location"] == f"/field/cases/{case.id}/"
    assert (case.stage, case.source, case.path[-1].id) == ("reported", "patrol", cast.town.a1)


def test_a_position_goes_before_the_own_grid(cast: Cast) -> None:
    spot = cast.town.in_b1
    form = a_form(cast, lon=str(spot.lon), lat=str(spot.lat), crs="WGS84")
    signed_in(cast.gridworker).post(FORM, form)
    case = the_case(cast)
    assert case.path[-1].id == cast.town.b1


def test_another_grid_goes_before_the_own_one(cast: Cast) -> None:
    signed_in(cast.gridworker).post(FORM, a_form(cast, area=str(cast.town.a2)))
    case = the_case(cast)
    assert case.path[-1].id == cast.town.a2


def test_outside_every_grid_nothing_is_lost(cast: Cast) -> None:
    spot = cast.town.outside
    signed_in(cast.gridworker).post(FORM, a_form(cast, lon=str(spot.lon), lat=str(spot.lat)))
    case = the_case(cast)
    assert case.no_grid


def test_done_on_the_spot_takes_one_line_and_waits_for_somebody_elses_look(cast: Cast) -> None:
    answer = signed_in(cast.gridworker).post(DONE, a_form(cast, text="用小铁铲清了5处"))
    assert answer.status_code == 302
    case = the_case(cast)
    assert (case.stage, case.solved_on_spot, case.turn) == ("handled", True, "checker")
    said = {(words.kind, words.text) for line in case.story for words in line.words}
    assert said == {("description", "用小铁铲清了5处"), ("report", "用小铁铲清了5处")}


@pytest.mark.parametrize(("path", "kind"), [(FORM, "scene"), (DONE, "after")])
def test_photos_show_the_scene_or_what_it_is_like_now(cast: Cast, path: str, kind: str) -> None:
    signed_in(cast.gridworker).post(path, a_form(cast, photos=[a_photo(), a_photo("two.jpg")]))
    case = the_case(cast)
    assert [photo.kind for photo in case.photos] == [kind, kind]


def test_only_those_who_may_solve_are_offered_to(cast: Cast) -> None:
    assert DONE in signed_in(cast.gridworker).get(FORM).content.decode()
    assert DONE not in signed_in(cast.checker).get(FORM).content.decode()
    refused = signed_in(cast.checker).post(DONE, a_form(cast))
    assert refused.status_code == 403
    assert BROKEN_BIN in refused.content.decode()
    assert cases_of(cast) == []


@pytest.mark.parametrize("actor", ["overseer", "auditor", "admin"])
def test_posts_that_do_not_report_are_told_so(cast: Cast, actor: str) -> None:
    client = signed_in(cast.of_role(actor))
    assert client.get("/field/report/").status_code == 403
    assert client.get(FORM).status_code == 403
    assert client.post(DONE, a_form(cast)).status_code == 403


def test_a_double_tap_makes_one_case(cast: Cast) -> None:
    client, form = signed_in(cast.gridworker), a_form(cast)
    first, second = client.post(FORM, form), client.post(FORM, form)
    assert first["Location"] == second["Location"]
    assert len(cases_of(cast)) == 1


def test_a_phones_own_identifier_and_moment_are_kept(cast: Cast) -> None:
    mine, seen = new_id(cast.town.township), clock.now() - timedelta(hours=3)
    signed_in(cast.gridworker).post(FORM, a_form(cast, id=str(mine), happened_at=seen.isoformat()))
    case = the_case(cast)
    assert (case.id, case.reported_at) == (mine, seen)


@pytest.mark.parametrize(
    ("changes", "marked"),
    [
        pytest.param({"text": " "}, 'id="f-text-error"', id="no words"),
        pytest.param({"text": "bell\x07"}, 'id="f-text-error"', id="control characters"),
        pytest.param({"text": "x" * 2001}, 'id="f-text-error"', id="too many words"),
        pytest.param({"lon": "east", "lat": "1"}, 'id="f-location"', id="a point that is none"),
        pytest.param({"lon": "200", "lat": "1"}, 'id="f-location"', id="a point beyond the earth"),
        pytest.param({"lon": "1", "lat": "1", "crs": "EPSG:3857"}, 'id="f-location"', id="an unknown system"),
        pytest.param({"area": "nowhere"}, 'id="f-location"', id="no place"),
        pytest.param({"home": "", "address": ""}, 'id="f-location"', id="no place at all"),
        pytest.param({"id": "42"}, 'role="alert"', id="no identifier"),
        pytest.param({"id": str(uuid4())}, 'role="alert"', id="an identifier without a home"),
        pytest.param({"happened_at": "yesterday"}, 'role="alert"', id="no moment"),
        pytest.param({"happened_at": "2026-02-31T10:00:00+08:00"}, 'role="alert"', id="an impossible day"),
        pytest.param({"happened_at": "2030-01-01T10:00:00"}, 'role="alert"', id="no offset"),
        pytest.param({"happened_at": "1999-01-01T10:00:00Z"}, "这个时间太早了。", id="too long ago"),
    ],
)
@pytest.mark.parametrize("path", [FORM, DONE])
def test_what_cannot_be_taken_is_named_and_what_was_typed_stays(
    cast: Cast, path: str, changes: dict[str, str], marked: str
) -> None:
    form = a_form(cast, address="3号楼东头") | changes
    answer = signed_in(cast.gridworker).post(path, form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert marked in page
    assert str(form["address"]) in page
    assert changes.get("text") or BROKEN_BIN in page
    assert cases_of(cast) == []


def test_a_file_that_is_no_photo_is_named(cast: Cast) -> None:
    fake = a_photo("bin.jpg")
    fake.file.write(b"MZ")  # type: ignore[union-attr]
    fake.seek(0)
    answer = signed_in(cast.gridworker).post(FORM, a_form(cast, photos=[fake]))
    assert answer.status_code == 422
    assert 'id="f-photos-error"' in answer.content.decode()
    assert cases_of(cast) == []


def test_an_unknown_category_is_refused(cast: Cast) -> None:
    client = signed_in(cast.gridworker)
    assert client.get("/field/report/999999/").status_code == 422
    assert client.post("/field/report/999999/done/", a_form(cast)).status_code == 422


def test_a_search_finds_a_category_in_everyday_words(cast: Cast) -> None:
    page = signed_in(cast.gridworker).get("/field/report/", {"q": "垃圾桶"}).content.decode()
    assert FORM in page


def test_what_is_mine_is_done_by_the_form_the_definition_draws(cast: Cast) -> None:
    case = a_case(cast, "verifying")
    client = signed_in(cast.gridworker)
    page = client.get(f"/field/cases/{case.id}/").content.decode()
    assert f'action="/field/cases/{case.id}/moves/verify/#moves"' in page
    assert 'name="finding"' in page
    seen = clock.now()
    sent = {"finding": "present", "seen_version": case.version, "receipt": uuid4().hex}
    answer = client.post(f"/field/cases/{case.id}/moves/verify/", sent | {"happened_at": seen.isoformat()})
    assert answer["Location"] == f"/field/cases/{case.id}/#top"
    assert stage_of(cast, case.id) == "reported"


def test_a_missing_answer_is_marked_beside_its_question(cast: Cast) -> None:
    case = a_case(cast, "verifying")
    sent = {"note": "看过两遍", "seen_version": case.version}
    answer = signed_in(cast.gridworker).post(f"/field/cases/{case.id}/moves/verify/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="f-finding-error"' in page
    assert "看过两遍" in page


def test_a_stale_form_says_what_changed_and_keeps_the_words(cast: Cast) -> None:
    case = a_case(cast, "handling")
    client = signed_in(cast.handler)
    move_on(case, "handle", cast.handler, report="换了新桶盖")
    move_on(case, "send_back", cast.checker, reason="盖子又掉了")
    sent = {"report": "重新钉牢了", "seen_version": case.version}
    answer = client.post(f"/field/cases/{case.id}/moves/handle/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "重新钉牢了" in page
    assert stage_of(cast, case.id) == "sent_back"


def test_words_for_a_move_that_is_gone_are_shown_once_more(cast: Cast) -> None:
    case = a_case(cast, "handling")
    move_on(case, "handle", cast.handler, report="换了新桶盖")
    sent = {"report": "我也换了", "seen_version": case.version}
    answer = signed_in(cast.handler).post(f"/field/cases/{case.id}/moves/handle/", sent)
    assert answer.status_code == 409
    assert "我也换了" in answer.content.decode()


def test_a_move_that_is_not_mine_is_refused(cast: Cast) -> None:
    case = a_case(cast, "handled")
    sent = {"seen_version": case.version}
    assert signed_in(cast.gridworker).post(f"/field/cases/{case.id}/moves/check/", sent).status_code == 403
    other = signed_in(cast.other_gridworker).post(f"/field/cases/{case.id}/moves/check/", sent)
    assert other.status_code == 404


def test_whoever_gave_a_case_back_still_sees_what_becomes_of_it(cast: Cast) -> None:
    case = a_case(cast, "dispatched")
    sent = {"return_cause": "not_ours", "reason": "不归我们管", "seen_version": case.version}
    answer = signed_in(cast.handler).post(f"/field/cases/{case.id}/moves/return/", sent)
    assert answer["Location"] == f"/field/cases/{case.id}/#top"
    assert signed_in(cast.handler).get(answer["Location"]).status_code == 200


def test_a_note_and_a_photo_are_added_once(cast: Cast) -> None:
    case = a_case(cast, "verifying")
    client, receipt = signed_in(cast.gridworker), uuid4().hex
    for _twice in range(2):
        client.post(f"/field/cases/{case.id}/notes/", {"text": "下午再去看", "receipt": receipt + "n"})
    client.post(f"/field/cases/{case.id}/files/", {"file": a_photo(), "kind": "before", "receipt": receipt})
    seen = the_case(cast)
    notes = [words.text for line in seen.story for words in line.words if words.kind == "comment"]
    assert notes == ["下午再去看"]
    assert [photo.kind for photo in seen.photos] == ["before"]


def test_a_note_without_words_and_a_photo_without_a_file_are_named(cast: Cast) -> None:
    case = a_case(cast, "verifying")
    client = signed_in(cast.gridworker)
    note = client.post(f"/field/cases/{case.id}/notes/", {"text": ""})
    photo = client.post(f"/field/cases/{case.id}/files/", {"kind": "before"})
    assert (note.status_code, photo.status_code) == (422, 422)
    assert 'id="f-text-error"' in note.content.decode()
    assert 'id="f-file-error"' in photo.content.decode()


def test_a_strangers_case_is_not_there(cast: Cast) -> None:
    case = a_case(cast, "verifying")
    client = signed_in(cast.other_gridworker)
    assert client.get(f"/field/cases/{case.id}/").status_code == 404
    assert client.post(f"/field/cases/{case.id}/notes/", {"text": "你好"}).status_code == 404


def test_my_page_names_my_post_and_my_lists(cast: Cast) -> None:
    page = signed_in(cast.gridworker).get("/field/mine/").content.decode()
    assert "/field/lists/to_verify/" in page
    assert "/accounts/logout/" in page


def test_a_language_is_chosen_without_leaving_the_field(cast: Cast) -> None:
    client = signed_in(cast.gridworker)
    answer = client.post("/me/language/", {"language": "en", "next": "/field/mine/"})
    assert answer["Location"] == "/field/mine/"
    elsewhere = client.post("/me/language/", {"language": "en", "next": "https://example.com/"})
    assert elsewhere["Location"] == "/me/"
    assert "Sign out" in client.get("/field/mine/").content.decode()


def test_a_day_costs_a_fixed_number_of_statements(cast: Cast, django_assert_max_num_queries: object) -> None:
    for _case in range(3):
        a_case(cast, "verifying")
    client = signed_in(cast.gridworker)
    client.get("/field/")
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        client.get("/field/")
