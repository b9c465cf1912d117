"""Drafts over HTTP, as a program writes them: started, written, checked, handed in, published by another."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gewu.cases.tests.builders import Cast, a_cast
from gewu.catalogue import queries as catalogue
from gewu.people.testing import signed_in
from gewu.studio.models import Draft
from gewu.studio.tests.builders import a_draft, changed, with_limit

pytestmark = pytest.mark.django_db
AT = "/api/v1/drafts"


@pytest.fixture
def cast() -> Cast:
    return a_cast()


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.admin)


def sent(client: Client, path: str, body: dict[str, Any], *, status: int = 200, **headers: str) -> Any:
    answer = client.post(AT + path, body, "application/json", headers=headers)
    assert answer.status_code == status, answer.content
    return answer.json()


def read(client: Client, path: str) -> Any:
    answer = client.get(AT + path)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_draft_is_started_once_under_a_key(cast: Cast, admin: Client) -> None:
    body = {"key": "event", "place": str(cast.town.street)}
    first = sent(admin, "", body, status=201, **{"Idempotency-Key": "k"})
    again = sent(admin, "", body, status=201, **{"Idempotency-Key": "k"})
    assert first["id"] == again["id"]
    assert [one["id"] for one in read(admin, "")] == [first["id"]]
    assert first["acts"] == ["offer", "withdraw"]
    sent(admin, "", body, status=409)


def test_a_section_is_read_written_checked_and_published_by_another(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    stages = read(admin, f"/{row.id}/sections/stages")
    stages["value"]["filed"]["due"] = {"amount": 2, "unit": "work_hour"}
    body = {"value": stages["value"], "seen_version": stages["version"]}
    seen = sent(admin, f"/{row.id}/sections/stages", body)["version"]
    assert read(admin, f"/{row.id}/check") == {"version": 2, "sound": True, "findings": []}
    assert [(one["path"], one["after"]["amount"]) for one in read(admin, f"/{row.id}/changes")] == [
        (["filed", "due"], 2)
    ]
    handed = sent(admin, f"/{row.id}/acts", {"act": "offer", "words": "要快", "seen_version": seen})
    assert handed["acts"] == ["return", "withdraw"]
    sent(admin, f"/{row.id}/acts", {"act": "publish", "seen_version": seen}, status=403)
    second = signed_in(cast.supervisor)
    done = sent(second, f"/{row.id}/acts", {"act": "publish", "seen_version": seen})
    held = catalogue.case_type("event", cast.town.a1)
    assert (done["state"], done["published_as"]) == ("published", str(held.id))
    due = held.definition.stages["filed"].due
    assert due is not None
    assert due.amount == 2


def test_what_has_no_shape_is_refused_and_nothing_is_written(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    for section, value in (
        ("stages", {"filed": {"due": "soon"}}),
        ("frame", []),
        ("frame", {"stages": {}}),
        ("words.zh", {"title": 3}),
        ("moves", {}),
        ("category.010305", {"code": "010306"}),
    ):
        sent(admin, f"/{row.id}/sections/{section}", {"value": value, "seen_version": 1}, status=422)
    sent(admin, f"/{row.id}/sections/nothing", {"value": {}, "seen_version": 1}, status=404)
    assert Draft.objects.one(row.id).version == 1


def test_what_another_changed_in_the_section_is_a_conflict(cast: Cast, admin: Client) -> None:
    row = changed(a_draft(cast), with_limit("filed", 3), by=cast.supervisor)
    stages = read(admin, f"/{row.id}/sections/stages")["value"]
    stages["filed"]["due"]["amount"] = 2
    sent(admin, f"/{row.id}/sections/stages", {"value": stages, "seen_version": 1}, status=409)
    sent(admin, f"/{row.id}/sections/stages", {"value": stages, "seen_version": row.version})


def test_a_category_as_shipped_is_no_section_of_the_draft(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    shipped = read(admin, f"/{row.id}/sections/category.010305")["value"]
    own = {**shipped, "duty": next(key for key in catalogue.duties() if key != shipped["duty"])}
    sent(admin, f"/{row.id}/sections/category.010305", {"value": own, "seen_version": 1})
    assert "category.010305" in read(admin, f"/{row.id}")["own"]
    sent(admin, f"/{row.id}/sections/category.010305", {"value": shipped, "seen_version": 2})
    assert "category.010305" not in read(admin, f"/{row.id}")["own"]


def test_everything_wrong_is_said_at_once(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    stages = read(admin, f"/{row.id}/sections/stages")["value"]
    for key in ("filed", "handled"):
        stages[key].pop("due", None)
    sent(admin, f"/{row.id}/sections/stages", {"value": stages, "seen_version": 1})
    check = read(admin, f"/{row.id}/check")
    assert not check["sound"]
    assert {(one["part"], one["what"]) for one in check["findings"]} >= {
        ("stage:filed", "no_limit"),
        ("stage:handled", "no_limit"),
    }
    sent(admin, f"/{row.id}/acts", {"act": "offer", "words": "要", "seen_version": 2}, status=422)


def test_files_leave_and_come_back(cast: Cast, admin: Client) -> None:
    row = a_draft(cast)
    answer = admin.get(f"{AT}/{row.id}/files")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "case_types/event/words/zh.toml" in archive.namelist()
        words = archive.read("case_types/event/words/zh.toml").decode()
    upload = SimpleUploadedFile("zh.toml", words.replace("待派遣", "等派遣").encode())
    brought = admin.post(f"{AT}/{row.id}/files", {"file": upload, "seen_version": "1"})
    assert brought.status_code == 200, brought.content
    assert read(admin, f"/{row.id}/sections/words.zh")["value"]["stages"]["filed"]["title"] == "等派遣"
    nonsense = SimpleUploadedFile("x.toml", b"\xff")
    assert admin.post(f"{AT}/{row.id}/files", {"file": nonsense, "seen_version": "2"}).status_code == 422


def test_steps_are_taken_back_and_drafts_sent_back(cast: Cast, admin: Client) -> None:
    row = changed(a_draft(cast), with_limit("filed", 3), by=cast.admin)
    assert sent(admin, f"/{row.id}/acts", {"act": "undo", "seen_version": row.version})["version"] == 3
    sent(admin, f"/{row.id}/acts", {"act": "offer", "words": "要", "seen_version": 3})
    second = signed_in(cast.supervisor)
    back = sent(second, f"/{row.id}/acts", {"act": "return", "words": "为什么", "seen_version": 3})
    assert (back["state"], back["remark"]) == ("open", "为什么")
    assert sent(admin, f"/{row.id}/acts", {"act": "withdraw", "seen_version": 3})["state"] == "withdrawn"


def test_a_draft_is_not_there_for_whoever_neither_drafts_nor_publishes(cast: Cast) -> None:
    row, clerk = a_draft(cast), signed_in(cast.clerk)
    assert read(clerk, "") == []
    for path in ("", "/check", "/changes", "/files", "/sections/stages"):
        assert clerk.get(f"{AT}/{row.id}{path}").status_code == 404
