"""The staff's pages of cases over HTTP: who sees which, what a move does, and what a refusal keeps."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from gewu.cases.models import Case, CaseText
from gewu.cases.tests.builders import BROKEN_BIN, NAME, PHONE, Cast, a_case, a_photo, move_on
from gewu.kernel.access import Actor
from gewu.kernel.models import Entry
from gewu.people.testing import signed_in

NO_PICTURE = SimpleUploadedFile("a.jpg", b"MZ\x90\x00", "image/jpeg")

pytestmark = pytest.mark.django_db


class Colleague:
    """Somebody of the cast at a browser."""

    def __init__(self, actor: Actor) -> None:
        self.client = signed_in(actor)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/desk/{path}", headers=headers)

    def text(self, path: str, **headers: str) -> str:
        answer = self.get(path, **headers)
        assert answer.status_code == 200, answer.content
        return str(answer.content.decode())

    def post(self, path: str, **data: Any) -> Any:
        return self.client.post(f"/desk/{path}", data)


def a_move(case: Case, name: str) -> str:
    return f"cases/{case.id}/moves/{name}/"


def test_a_worklist_shows_what_waits_and_nothing_else(cast: Cast) -> None:
    waiting, filed = a_case(cast), a_case(cast, "filed")
    page = Colleague(cast.clerk).text("lists/to_file/")
    assert waiting.number in page
    assert filed.number not in page


def test_a_list_of_another_post_is_not_found(cast: Cast) -> None:
    assert Colleague(cast.clerk).get("lists/to_dispatch/").status_code == 404


def test_an_empty_list_teaches_what_it_is_for(cast: Cast) -> None:
    page = Colleague(cast.clerk).text("lists/to_file/")
    assert "这里没有要办的" in page


def test_filters_are_remembered_until_they_are_taken_off(cast: Cast) -> None:
    case, clerk = a_case(cast), Colleague(cast.clerk)
    assert case.number not in clerk.text("lists/to_file/?category=010137")
    assert case.number not in clerk.text("lists/to_file/")
    assert case.number in clerk.text("lists/open/")
    assert case.number in clerk.text("lists/to_file/?all=1")
    assert case.number in clerk.text("lists/to_file/")


def test_a_filter_that_cannot_be_is_refused_and_not_remembered(cast: Cast) -> None:
    clerk = Colleague(cast.clerk)
    assert clerk.get("lists/to_file/?stage=nowhere").status_code == 422
    assert clerk.get("lists/to_file/").status_code == 200


def test_the_next_rows_come_alone_to_a_swap(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gewu.cases.pages.lists.SIZE", 1)
    first, second, clerk = a_case(cast), a_case(cast), Colleague(cast.clerk)
    page = clerk.client.get("/desk/lists/to_file/").context["rows"]
    rows = clerk.text(f"lists/to_file/?after={page.next}", **{"HX-Request": "true"})
    assert "<html" not in rows
    assert second.number in rows
    assert first.number not in rows


def test_the_page_of_a_case_tells_everything_in_one(cast: Cast) -> None:
    case = a_case(cast, "closed")
    page = Colleague(cast.clerk).text(f"cases/{case.id}/")
    for piece in (case.number, BROKEN_BIN, "换了新桶盖", "桶盖换好了", "已结案"):
        assert piece in page


def test_a_case_beyond_the_post_is_not_found(cast: Cast) -> None:
    case = a_case(cast, "handling")
    stranger = Colleague(cast.other_handler)
    for path in ("", "print/", "moves/handle/"):
        assert stranger.get(f"cases/{case.id}/{path}").status_code == 404


def test_somebody_without_a_session_is_sent_to_sign_in(cast: Cast, client: Client) -> None:
    case = a_case(cast)
    assert client.get(f"/desk/cases/{case.id}/").status_code == 302


def test_a_swap_gets_just_the_case_or_just_the_bar(cast: Cast) -> None:
    case, clerk = a_case(cast), Colleague(cast.clerk)
    part = clerk.text(f"cases/{case.id}/?list=to_file", **{"HX-Request": "true", "HX-Target": "#case"})
    bar = clerk.text(a_move(case, "file"), **{"HX-Request": "true", "HX-Target": "section#moves"})
    assert part.lstrip().startswith("<section")
    assert "rail" not in part
    assert 'id="moves"' in bar
    assert BROKEN_BIN not in bar


def test_a_move_asks_its_questions_in_words_and_is_made(cast: Cast) -> None:
    case, clerk = a_case(cast), Colleague(cast.clerk)
    assert "箱体破损" in clerk.text(a_move(case, "file"))
    answers = {"standard": "broken", "seen_version": "1", "list": "to_file", "receipt": "r1"}
    sent = clerk.post(a_move(case, "file"), **answers)
    assert sent["Location"] == f"/desk/cases/{case.id}/?list=to_file"
    again = clerk.post(
        a_move(case, "file"), standard="broken", seen_version="1", list="to_file", receipt="r1"
    )
    assert again.status_code == 302
    assert (Case.objects.one(case.id).stage, Case.objects.one(case.id).version) == ("filed", 2)


def test_a_dispatcher_finds_the_usual_office_first(cast: Cast) -> None:
    case = a_case(cast, "filed")
    page = Colleague(cast.dispatcher).text(a_move(case, "dispatch"))
    first = page.partition('name="organisation"')[2].partition("<optgroup")[2].partition("</optgroup>")[0]
    assert "通常由它办" in first
    assert str(cast.office) in first
    assert str(cast.other_office) not in first


def test_a_refused_move_keeps_what_was_typed_and_names_the_field(cast: Cast) -> None:
    case, clerk = a_case(cast), Colleague(cast.clerk)
    answer = clerk.post(a_move(case, "refuse"), reply="请找物业，他们管", seen_version="1")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请找物业，他们管" in page
    assert "这一项必填" in page
    assert Case.objects.one(case.id).stage == "reported"


def test_who_comes_second_sees_what_changed_and_keeps_the_words(cast: Cast) -> None:
    case, dispatcher = a_case(cast, "filed"), Colleague(cast.dispatcher)
    stale = {"organisation": str(cast.office), "instruction": "请今天看一下", "seen_version": "1"}
    answer = dispatcher.post(a_move(case, "dispatch"), **stale)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "受理员立案" in page
    assert "请今天看一下" in page
    assert 'name="seen_version" value="2"' in page


def test_words_for_a_move_that_is_gone_are_given_back(cast: Cast) -> None:
    case = a_case(cast, "filed")
    move_on(case, "dispatch", cast.dispatcher, organisation=str(cast.office))
    late = {"organisation": str(cast.other_office), "instruction": "请今天看一下", "seen_version": "2"}
    answer = Colleague(cast.dispatcher).post(a_move(case, "dispatch"), **late)
    assert answer.status_code == 409
    assert "请今天看一下" in answer.content.decode()
    assert str(cast.other_office) not in answer.content.decode().partition("<dl")[2].partition("</dl>")[0]


def test_who_gave_a_case_back_stays_with_it_and_finds_the_list_shorter(cast: Cast) -> None:
    case, handler = a_case(cast, "dispatched"), Colleague(cast.handler)
    answers = {
        "return_cause": "not_ours",
        "reason": "不归我们管",
        "seen_version": str(case.version),
        "list": "to_accept",
    }
    sent = handler.post(a_move(case, "return"), **answers)
    assert sent["Location"] == f"/desk/cases/{case.id}/?list=to_accept"
    page = handler.client.get(sent["Location"])
    assert page.context["rows"].items == ()
    assert "退回派遣员" in page.content.decode()


def test_a_note_and_a_photo_are_added_once(cast: Cast) -> None:
    case, clerk = a_case(cast), Colleague(cast.clerk)
    for _ in range(2):
        assert clerk.post(f"cases/{case.id}/notes/", text="打过电话", receipt="n1").status_code == 302
        sent = {"file": a_photo(), "kind": "after", "receipt": "f1"}
        assert clerk.post(f"cases/{case.id}/files/", **sent).status_code == 302
    assert CaseText.objects.filter(township=case.township, case_id=case.id, kind="comment").count() == 1
    photos = clerk.client.get(f"/desk/cases/{case.id}/").context["sheet"].after
    assert len(photos) == 1
    picture = clerk.get(f"cases/{case.id}/files/{photos[0].id}/?width=320")
    assert picture["Content-Type"] == "image/jpeg"
    assert b"".join(picture.streaming_content).startswith(b"\xff\xd8")
    stranger = Colleague(cast.other_handler)
    assert stranger.get(f"cases/{case.id}/files/{photos[0].id}/").status_code == 404


@pytest.mark.parametrize(
    ("path", "data", "said"),
    [
        ("notes/", {"text": ""}, "text"),
        ("notes/", {"text": "长" * 2001}, "text"),
        ("files/", {"kind": "after"}, "file"),
        (
            "files/",
            {"kind": "after", "file": NO_PICTURE},
            "file",
        ),
        ("place/", {"area": "nowhere", "seen_version": "1"}, "area"),
        ("contact/", {"purpose": "curiosity"}, "purpose"),
    ],
    ids=["empty", "long", "no file", "no picture", "no place", "no purpose"],
)
def test_what_cannot_be_added_is_said_beside_its_field(
    cast: Cast, path: str, data: dict[str, Any], said: str
) -> None:
    case, clerk = a_case(cast, phone=PHONE), Colleague(cast.clerk)
    before = Entry.objects.filter(subject_id=case.id).count()
    answer = clerk.post(f"cases/{case.id}/{path}", **data)
    assert answer.status_code == 422
    assert f'id="f-{said}-error"' in answer.content.decode()
    assert Entry.objects.filter(subject_id=case.id).count() == before


def test_words_are_opened_to_residents_and_closed_again(cast: Cast) -> None:
    case, clerk = a_case(cast), Colleague(cast.clerk)
    words = CaseText.objects.get(township=case.township, case_id=case.id)
    for path, released in (("release", True), ("withhold", False)):
        clerk.post(f"cases/{case.id}/{path}/{words.id}/")
        words.refresh_from_db()
        assert words.released is released
    assert Colleague(cast.checker).post(f"cases/{case.id}/release/{words.id}/").status_code == 403


def test_a_case_in_no_grid_is_given_a_place(cast: Cast) -> None:
    case, clerk = a_case(cast, where=None), Colleague(cast.clerk)
    assert case.number in clerk.text("lists/no_grid/")
    sent = clerk.post(f"cases/{case.id}/place/", area=str(cast.town.a1), seen_version=str(case.version))
    assert sent.status_code == 302
    assert Case.objects.one(case.id).in_cell == cast.town.a1


def test_a_contact_is_masked_until_it_is_opened_for_a_purpose(cast: Cast) -> None:
    case, clerk = a_case(cast, name=NAME, phone=PHONE), Colleague(cast.clerk)
    assert PHONE not in clerk.text(f"cases/{case.id}/")
    opened = clerk.post(f"cases/{case.id}/contact/", purpose="clarify")
    assert PHONE in opened.content.decode()
    assert "no-store" in opened["Cache-Control"]
    assert PHONE not in clerk.text(f"cases/{case.id}/")
    assert Entry.objects.filter(subject_id=case.id, kind="case.contact_opened").count() == 1


def test_paper_carries_the_number_and_no_contact(cast: Cast) -> None:
    case = a_case(cast, "archived", name=NAME, phone=PHONE)
    page = Colleague(cast.clerk).text(f"cases/{case.id}/print/")
    assert page.count(case.number) >= 3
    assert "data:image/svg+xml" in page
    for kept_away in (NAME, PHONE, "139****5678"):
        assert kept_away not in page


def test_the_journal_is_for_auditors(cast: Cast) -> None:
    case = a_case(cast, "closed")
    page = Colleague(cast.auditor).text(f"cases/{case.id}/journal/")
    assert page.count("case.moved") >= 6
    assert BROKEN_BIN not in page
    assert Colleague(cast.clerk).get(f"cases/{case.id}/journal/").status_code == 403


@pytest.mark.parametrize("stage", ["reported", "dispatched", "sent_back", "handled", "archived", "refused"])
def test_every_stage_has_its_page_in_both_languages(cast: Cast, stage: str) -> None:
    case, clerk = a_case(cast, stage), Colleague(cast.clerk)
    for language in ("zh-hans", "en"):
        clerk.client.cookies["django_language"] = language
        with override(language):
            assert case.number in clerk.text(f"cases/{case.id}/?list=all")


def test_an_unknown_case_and_a_strange_version_are_refused_calmly(cast: Cast) -> None:
    case, clerk = a_case(cast), Colleague(cast.clerk)
    assert clerk.get(f"cases/{uuid4()}/").status_code == 404
    assert clerk.post(a_move(case, "file"), standard="broken", seen_version="zwei").status_code == 409
    assert clerk.get(a_move(case, "fly")).status_code == 200
