"""Cases over the API: shapes and status codes; what is decided is tested with the commands."""

import json
from typing import Any

import pytest
from django.test import Client

from gewu.cases.models import Case
from gewu.cases.tests.builders import BROKEN_BIN, CATEGORY, Cast, a_case, a_photo
from gewu.kernel.access import Actor
from gewu.people.commands import issue_token
from gewu.places.testing import TinyTown

pytestmark = pytest.mark.django_db
CASES = "/api/v1/cases"


class Program:
    """A client that acts as one of the cast, with a token."""

    def __init__(self, actor: Actor) -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {a_token(actor)}"}

    def get(self, path: str, **params: Any) -> Any:
        return self.client.get(f"{CASES}{path}", params, headers=self.headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.client.post(
            f"{CASES}{path}", json.dumps(body), "application/json", headers=self.headers | headers
        )


def a_token(actor: Actor) -> str:
    assert actor.user is not None
    return issue_token(user_id=actor.user, label="test", actor=actor)


def a_body(**changes: Any) -> dict[str, Any]:
    place = {"lon": TinyTown.in_a1.lon, "lat": TinyTown.in_a1.lat, "crs": "WGS84"}
    return {"category": CATEGORY, "text": BROKEN_BIN, "location": place, **changes}


def test_a_report_is_answered_with_its_number_and_read_back_whole(cast: Cast) -> None:
    clerk = Program(cast.clerk)
    created = clerk.post("", a_body(reporter={"name": "王小样", "phone": "13912345678"}))
    assert created.status_code == 201, created.content
    file = clerk.get(f"/{created.json()['id']}").json()
    assert (file["number"], file["text"], file["version"]) == (created.json()["number"], BROKEN_BIN, 1)
    assert [step["code"] for step in file["path"]][-1] == "370402999001011"
    assert [move["name"] for move in file["moves"]][:1] == ["send_to_verify"]
    assert file["moves"][2]["answers"]["required"] == ["standard"]


@pytest.mark.parametrize(
    ("given", "kept"), [("EPSG:4490", "CGCS2000"), ("GCJ02", "GCJ02"), ("wgs84", "WGS84")]
)
def test_a_point_knows_in_which_system_it_was_given(cast: Cast, given: str, kept: str) -> None:
    clerk, spot = Program(cast.clerk), TinyTown.in_a1
    created = clerk.post("", a_body(location={"lon": spot.lon, "lat": spot.lat, "crs": given}))
    assert clerk.get(f"/{created.json()['id']}").json()["crs"] == kept
    nowhere = clerk.post("", a_body(location=None, address="文化路 1 号"))
    assert clerk.get(f"/{nowhere.json()['id']}").json()["crs"] == ""


def test_the_same_key_gives_the_same_case(cast: Cast) -> None:
    clerk = Program(cast.clerk)
    answers = [clerk.post("", a_body(), **{"Idempotency-Key": "k1"}).json() for _ in range(2)]
    assert answers[0] == answers[1]
    other = clerk.post("", a_body(text="另一件"), **{"Idempotency-Key": "k1"})
    assert (other.status_code, Case.objects.filter(township=cast.town.township).count()) == (409, 1)


def test_a_move_is_answered_with_the_new_version(cast: Cast) -> None:
    case = a_case(cast)
    done = Program(cast.clerk).post(
        f"/{case.id}/moves", {"move": "file", "data": {"standard": "broken"}, "seen_version": 1}
    )
    assert done.json() == {"id": str(case.id), "number": case.number, "stage": "filed", "version": 2}


def test_a_stale_move_is_told_what_changed(cast: Cast) -> None:
    case = a_case(cast, "filed")
    late = Program(cast.clerk).post(
        f"/{case.id}/moves", {"move": "file", "data": {"standard": "broken"}, "seen_version": 1}
    )
    assert late.status_code == 409
    assert late["Content-Type"] == "application/problem+json"
    assert [change["move"] for change in late.json()["changes"]] == ["file"]
    assert (late.json()["version"], late.json()["stage"]) == (2, "filed")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"category": "999999"}, "category"),
        ({"text": ""}, "text"),
        ({"text": "长" * 2001}, "text"),
        ({"text": "a\u0000b"}, "text"),
        ({"location": {"lon": 117.7, "lat": 34.8, "crs": "MARS"}}, "crs"),
        ({"location": {"lon": 999, "lat": 34.8, "crs": "WGS84"}}, "lon"),
        ({"location": None}, "location"),
        ({"id": "00000000-0000-8000-8000-000000000000"}, "id"),
        ({"happened_at": "2999-01-01T00:00:00+08:00"}, "happened_at"),
        ({"answers": {"danger": "perhaps"}}, "danger"),
        ({"answers": {"colour": "red"}}, "colour"),
        ({"reporter": {"phone": "12"}}, "phone"),
        ({"source": "rumour"}, "source"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_bad_report_names_its_field_and_stores_nothing(cast: Cast, changes: Any, field: str) -> None:
    answer = Program(cast.clerk).post("", a_body(**changes))
    assert answer.status_code == 422
    assert any(name.endswith(field) for name in answer.json()["fields"]), answer.json()
    assert not Case.objects.filter(township=cast.town.township).exists()


def test_a_list_is_narrowed_and_paged(cast: Cast) -> None:
    for _ in range(3):
        a_case(cast)
    clerk = Program(cast.clerk)
    first = clerk.get("", worklist="to_file", size=2).json()
    rest = clerk.get("", worklist="to_file", size=2, after=first["next"]).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    assert clerk.get("", stage="filed").json()["items"] == []
    assert clerk.get("", stage="nowhere").status_code == 422
    assert clerk.get("", worklist="to_dispatch").status_code == 404


def test_nobody_reports_over_the_api_without_saying_who(cast: Cast, client: Client) -> None:
    assert client.post(CASES, json.dumps(a_body()), "application/json").status_code == 401


def test_another_organisations_case_is_not_found(cast: Cast) -> None:
    case = a_case(cast, "handling")
    stranger = Program(cast.other_handler)
    for path in ("", "/journal"):
        assert stranger.get(f"/{case.id}{path}").status_code == 404
    assert stranger.post(f"/{case.id}/comments", {"text": "你好"}).status_code == 404


def test_the_journal_shows_digests_and_no_words(cast: Cast) -> None:
    case = a_case(cast, "closed", name="王小样", phone="13912345678")
    answer = Program(cast.auditor).get(f"/{case.id}/journal")
    assert len(answer.json()["entries"]) == 7
    for canary in (BROKEN_BIN, "王小样", "13912345678", "换了新桶盖"):
        assert canary not in answer.content.decode()


def test_a_photo_is_added_and_fetched_by_those_who_see_the_case(
    cast: Cast, settings: Any, tmp_path: Any
) -> None:
    settings.DATA = tmp_path
    case = a_case(cast, "handling")
    handler, stranger = Program(cast.handler), Program(cast.other_handler)
    upload = {"file": a_photo(), "kind": "before"}
    added = handler.client.post(f"{CASES}/{case.id}/files", upload, headers=handler.headers)
    assert added.status_code == 201, added.content
    path = f"/{case.id}/files/{added.json()['id']}"
    thumbnail = handler.get(path, width=320)
    assert thumbnail["Content-Type"] == "image/jpeg"
    assert b"".join(thumbnail.streaming_content).startswith(b"\xff\xd8")
    assert stranger.get(path).status_code == 404
    assert handler.get(path, width=7).status_code == 404


def test_the_document_and_the_page_of_the_api_name_every_operation(cast: Cast, client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    page = client.get("/api/v1/docs").content.decode()
    for path, methods in document["paths"].items():
        assert path in page
        assert all(one["operationId"] in page for one in methods.values())


@pytest.mark.parametrize(("text", "numbers"), [("垃圾桶着火了，烟很大", ["119", "120"]), (BROKEN_BIN, [])])
def test_a_program_is_told_whom_to_call_when_a_report_speaks_of_danger(
    cast: Cast, text: str, numbers: list[str]
) -> None:
    created = Program(cast.clerk).post("", a_body(text=text))
    assert created.status_code == 201
    assert [line["number"] for line in created.json()["call_first"]] == numbers
