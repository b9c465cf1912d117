"""The pages and operations of finding: every refusal is drawn, every form keeps what was typed."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from gewu.cases.queries import brief
from gewu.cases.tests.builders import NAME, PHONE, Cast, a_case, tomorrow
from gewu.finding import queries
from gewu.finding.pages import exports
from gewu.finding.queries.aside import BatchSheet
from gewu.kernel import clock, jobs
from gewu.kernel.access import Actor
from gewu.people.commands import issue_token
from gewu.people.testing import signed_in

pytestmark = pytest.mark.django_db


def page(answer: Any) -> str:
    return str(answer.content.decode())


def batch_of(actor: Actor, answer: Any) -> BatchSheet:
    return queries.batch(actor, UUID(answer["Location"].rstrip("/").rpartition("/")[2]))


def program(actor: Actor) -> Client:
    assert actor.user is not None
    secret = issue_token(user_id=actor.user, label="test", actor=actor)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_a_search_shows_the_words_where_they_stand(cast: Cast) -> None:
    case = a_case(cast, text="三号楼的路灯坏了")
    said = page(signed_in(cast.clerk).get("/desk/search/", {"q": "路灯"}))
    assert case.number in said
    assert "<mark>路灯</mark>" in said


def test_what_people_typed_is_never_markup(cast: Cast) -> None:
    a_case(cast, text="路灯<script>alert(1)</script>坏了")
    said = page(signed_in(cast.clerk).get("/desk/search/", {"q": "路灯"}))
    assert "<script>alert" not in said


def test_a_search_can_be_narrowed_and_says_so(cast: Cast) -> None:
    a_case(cast, text="路灯坏了")
    desk = signed_in(cast.clerk)
    assert "count" in page(desk.get("/desk/search/", {"q": "路灯", "stage": "reported"}))
    assert (
        "cases/" not in page(desk.get("/desk/search/", {"q": "路灯", "stage": "closed"})).split("<main", 1)[1]
    )


@pytest.mark.parametrize(
    "bad", [{"page": "x"}, {"page": "99"}, {"older": "x"}, {"stage": "x"}, {"q": "a" * 61}]
)
def test_a_strange_address_is_answered_in_peace(cast: Cast, bad: dict[str, str]) -> None:
    assert signed_in(cast.clerk).get("/desk/search/", {"q": "路灯", **bad}).status_code in {200, 422}


def test_a_person_is_looked_for_by_post_alone(cast: Cast) -> None:
    case = a_case(cast, name=NAME, phone=PHONE)
    desk = signed_in(cast.clerk)
    asked = {"by": "phone", "value": PHONE, "purpose": "asks"}
    assert case.number in page(desk.post("/desk/search/person/", asked))
    assert case.number not in page(desk.get("/desk/search/person/", asked))
    refused = desk.post("/desk/search/person/", asked | {"purpose": ""})
    assert refused.status_code == 422
    assert PHONE in page(refused)
    assert PHONE not in page(signed_in(cast.auditor).get("/desk/search/looked/"))
    assert cast.clerk.name in page(signed_in(cast.auditor).get("/desk/search/looked/"))


def test_a_filter_is_saved_from_a_list_and_stands_in_the_menu(cast: Cast) -> None:
    desk = signed_in(cast.clerk)
    kept = desk.post("/desk/filters/new/", {"name": "超时的", "list": "open", "query": "late=1"})
    assert kept["Location"].startswith("/desk/lists/open/?late=1&saved=")
    assert "超时的" in page(desk.get("/desk/"))
    again = desk.post("/desk/filters/new/", {"name": "超时的", "list": "open", "query": "late=1"})
    assert again.status_code == 422


def test_a_deleted_filter_offers_a_way_back(cast: Cast) -> None:
    desk = signed_in(cast.clerk)
    desk.post("/desk/filters/new/", {"name": "超时的", "list": "open", "query": "late=1"})
    (saved,) = queries.saved_filters(cast.clerk)
    gone = desk.post(f"/desk/filters/{saved.id}/remove/")
    assert f"/desk/filters/{saved.id}/restore/" in page(desk.get(gone["Location"]))
    desk.post(f"/desk/filters/{saved.id}/restore/")
    assert [one.id for one in queries.saved_filters(cast.clerk)] == [saved.id]


def test_many_rows_ask_for_the_password_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    a_case(cast)
    monkeypatch.setattr(exports, "CONFIRM_ABOVE", 0)
    desk = signed_in(cast.clerk)
    wanted = {"list": "all", "query": "", "form": "csv", "purpose": "meeting"}
    with clock.hold(clock.now() + timedelta(hours=1)):
        refused = desk.post("/desk/exports/new/", wanted)
    assert refused.status_code == 422
    assert 'type="password"' in page(refused)
    assert queries.exports(cast.clerk) == ()


def test_an_export_is_asked_for_written_and_fetched(cast: Cast) -> None:
    case = a_case(cast)
    desk = signed_in(cast.clerk)
    assert desk.post("/desk/exports/new/", {"list": "all", "form": "csv"}).status_code == 422
    desk.post("/desk/exports/new/", {"list": "all", "query": "", "form": "csv", "purpose": "meeting"})
    assert "every 2s" in page(desk.get("/desk/exports/"))
    jobs.run_due()
    (row,) = queries.exports(cast.clerk)
    file = desk.get(f"/desk/exports/{row.id}/file/")
    content = b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined] # a file streams
    assert case.number in content.replace("-", "")
    assert "attachment" in file["Content-Disposition"]
    assert "every 2s" not in page(desk.get("/desk/exports/", headers={"HX-Request": "true"}))


def test_chosen_rows_become_a_move_a_form_and_a_result(cast: Cast) -> None:
    cases = [a_case(cast), a_case(cast)]
    chosen = [f"{case.id}.{case.version}" for case in cases]
    desk = signed_in(cast.clerk)
    offered = page(desk.post("/desk/batches/new/", {"case": chosen, "list": "to_file"}))
    assert 'value="file"' in offered
    form = page(desk.post("/desk/batches/new/", {"case": chosen, "move": "file"}))
    assert 'name="standard"' in form
    answers = {"case": chosen, "move": "file", "step": "do", "receipt": "one"}
    assert desk.post("/desk/batches/new/", answers).status_code == 422
    done = desk.post("/desk/batches/new/", answers | {"standard": "broken", "list": "to_file"})
    assert batch_of(cast.clerk, done).done == 2
    assert {brief(cast.clerk, case.id).stage for case in cases} == {"filed"}
    result = page(desk.get(done["Location"]))
    assert all(case.number in result for case in cases)
    assert "every 2s" not in result
    assert "/desk/lists/to_file/" in result
    assert done["Location"] in page(desk.get("/desk/batches/"))


@pytest.mark.parametrize("chosen", [[], ["nonsense"], ["01a202b3-4136-82e1-9613-e6b76065bbbd.1"]])
def test_nothing_that_is_ours_chosen_is_said_calmly(cast: Cast, chosen: list[str]) -> None:
    answer = signed_in(cast.clerk).post("/desk/batches/new/", {"case": chosen})
    assert answer.status_code in {200, 422}


def test_a_program_searches_saves_exports_and_moves(cast: Cast) -> None:
    case = a_case(cast, "filed", text="路灯坏了")
    api = program(cast.dispatcher)
    (item,) = api.get("/api/v1/search", {"q": "路灯"}).json()["items"]
    assert item["case"]["number"] == case.number
    assert [item["text"][start:end] for start, end in item["marks"]] == ["路灯"]

    def send(path: str, body: dict[str, Any]) -> Any:
        return api.post(f"/api/v1/{path}", json.dumps(body), "application/json")

    kept = send("filters", {"name": "路灯", "list": "open", "query": "late=1"}).json()["id"]
    assert [one["id"] for one in api.get("/api/v1/filters").json()] == [kept]
    assert api.delete(f"/api/v1/filters/{kept}").status_code == 204
    asked = send("exports", {"list": "open", "form": "csv", "used_for": "work"}).json()["id"]
    jobs.run_due()
    assert api.get(f"/api/v1/exports/{asked}").json()["state"] == "done"
    put_off = {"reason": "等材料", "reply": "请稍等几天", "review_on": tomorrow()}
    cases = [{"id": str(case.id), "seen_version": case.version}]
    batch = send("batches", {"move": "wait", "data": put_off, "cases": cases}).json()["id"]
    assert [row["outcome"] for row in api.get(f"/api/v1/batches/{batch}").json()["rows"]] == ["done"]


def test_residents_and_strangers_search_nothing(cast: Cast) -> None:
    a_case(cast, by=cast.resident)
    assert program(cast.resident).get("/api/v1/search", {"q": "垃圾桶"}).status_code == 403
    assert Client().get("/api/v1/search", {"q": "垃圾桶"}).status_code == 401
    assert signed_in(cast.resident).get("/desk/search/", {"q": "垃圾桶"}).status_code == 403
