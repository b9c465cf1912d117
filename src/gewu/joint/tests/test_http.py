"""The pages of joint work, as browsers ask for them."""

from typing import Any

import pytest
from django.test import Client

from gewu.cases.tests.builders import Cast
from gewu.joint.models import Agreement, Batch, Problem, Stop
from gewu.joint.tests.test_commands import TINY, a_batch, an_agreement, stops
from gewu.kernel.access import Actor
from gewu.people.queries import today
from gewu.people.testing import signed_in

pytestmark = pytest.mark.django_db
HOME = "/desk/joint/"


def read(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.content
    return str(answer.content.decode())


def post(actor: Actor, url: str, **form: object) -> int:
    return signed_in(actor).post(url, form).status_code


def test_a_work_day_from_its_plan_to_its_paper(cast: Cast) -> None:
    day = today().isoformat()
    form = {
        "sort": "workday", "title": "十一月社区工作日", "first_day": day, "last_day": day,
        "places": [str(TINY.a1)], "offices": [str(cast.office)],
    }  # fmt: skip
    assert "社区工作日" in read(signed_in(cast.admin), f"{HOME}new/")
    assert post(cast.admin, f"{HOME}new/", **form) == 302
    batch = Batch.objects.get(township=TINY.township)
    stop = Stop.objects.get(township=TINY.township)
    assert f"{HOME}stops/{stop.id}/" in read(signed_in(cast.handler), "/desk/")
    assert post(cast.handler, f"{HOME}stops/{stop.id}/visit/", households="8", seen_version="1") == 302
    assert f"{HOME}stops/{stop.id}/" not in read(signed_in(cast.handler), "/desk/")
    assert post(cast.handler, f"{HOME}stops/{stop.id}/found/", text="灯坏了", settled="yes") == 302
    assert "灯坏了" in read(signed_in(cast.clerk), f"{HOME}{batch.id}/")
    assert "灯坏了" in read(signed_in(cast.clerk), f"{HOME}{batch.id}/print/")
    table = signed_in(cast.clerk).get(f"{HOME}{batch.id}/?format=csv").content.decode()
    assert "已解决" in table
    assert post(cast.admin, f"{HOME}{batch.id}/close/", seen_version="1") == 302
    assert "十一月社区工作日" in read(signed_in(cast.clerk), f"{HOME}?state=over")
    assert "十一月社区工作日" not in read(signed_in(cast.clerk), f"{HOME}?state=on")


def test_a_work_day_is_planned_from_an_agreement_and_stands_under_it(cast: Cast) -> None:
    agreement = an_agreement(cast)
    page = read(signed_in(cast.admin), f"{HOME}new/?agreement={agreement}")
    assert f'value="{agreement}"' in page
    assert "每月来一次" in page
    day = today().isoformat()
    form = {
        "sort": "workday", "title": "供电服务日", "first_day": day, "last_day": day,
        "places": [str(TINY.a1)], "offices": [str(cast.office)], "agreement": str(agreement),
    }  # fmt: skip
    assert post(cast.admin, f"{HOME}new/", **form | {"agreement": str(cast.office)}) == 422
    assert post(cast.admin, f"{HOME}new/", **form) == 302
    batch = Batch.objects.get(township=TINY.township)
    assert f"{HOME}{batch.id}/" in read(signed_in(cast.clerk), f"{HOME}agreements/{agreement}/")
    assert "便民服务进片区" in read(signed_in(cast.clerk), f"{HOME}{batch.id}/")


def test_a_program_plans_fills_in_and_closes(cast: Cast) -> None:
    day = today().isoformat()
    body = {
        "township": TINY.township, "sort": "workday", "title": "工作日", "first_day": day, "last_day": day,
        "places": [str(TINY.a1)], "offices": [str(cast.office)],
    }  # fmt: skip
    assert told(cast.handler, "batches", 403, **body)["type"] == "/problems/not-allowed"
    assert told(cast.admin, "batches", 422, **body | {"places": []})["fields"].keys() == {"places"}
    batch = told(cast.admin, "batches", 201, **body)["id"]
    stop = Stop.objects.get(township=TINY.township)
    found = told(cast.handler, f"stops/{stop.id}/found", 200, text="灯坏")["stops"][0]["problems"][0]
    assert found["outcome"] == "noted"
    settled = told(cast.handler, f"problems/{found['id']}/settle", 200)
    assert settled["stops"][0]["problems"][0]["outcome"] == "settled"
    closed = told(cast.admin, f"batches/{batch}/close", 200, seen_version=1, closing="下雨")
    assert closed["closed_at"]
    promise = {
        "township": TINY.township, "bond": "lines", "title": "条块", "partner": "城管局",
        "promise": "每周碰一次", "since": day,
    }  # fmt: skip
    assert told(cast.admin, "agreements", 201, **promise)["id"]


def told(actor: Actor, path: str, status: int, **body: object) -> Any:
    answer = signed_in(actor).post(f"/api/v1/joint/{path}", body, content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_what_was_typed_comes_back_with_what_is_wrong(cast: Cast) -> None:
    answer = signed_in(cast.admin).post(f"{HOME}new/", {"title": "走访", "sort": "visit"})
    assert answer.status_code == 422
    assert 'value="走访"' in answer.content.decode()
    stop = stops(cast, a_batch(cast))[TINY.a1].stop
    answer = signed_in(cast.handler).post(f"{HOME}stops/{stop.id}/found/", {"text": ""})
    assert answer.status_code == 422
    assert not Problem.objects.filter(township=TINY.township).exists()


def test_who_only_reads_is_offered_no_form(cast: Cast) -> None:
    stop = stops(cast, a_batch(cast))[TINY.a1].stop
    assert "found/" in read(signed_in(cast.handler), f"{HOME}stops/{stop.id}/")
    assert "found/" not in read(signed_in(cast.other_handler), f"{HOME}stops/{stop.id}/")
    assert post(cast.gridworker, f"{HOME}new/") == 403
    assert signed_in(cast.resident).get(HOME).status_code == 403


def test_an_agreement_from_its_first_word_to_its_end(cast: Cast) -> None:
    form = {
        "bond": "lines", "title": "条块一起上", "partner": "区城管局", "promise": "每周碰一次",
        "since": today().isoformat(), "office": str(cast.office),
    }  # fmt: skip
    assert post(cast.admin, f"{HOME}agreements/new/", **form) == 302
    row = Agreement.objects.get(township=TINY.township)
    url = f"{HOME}agreements/{row.id}/"
    deed = {"sort": "activity", "day": today().isoformat(), "text": "一起查了夜市"}
    assert post(cast.handler, f"{url}note/", **deed) == 302
    assert post(cast.handler, f"{url}note/", **deed | {"day": ""}) == 422
    assert "一起查了夜市" in read(signed_in(cast.clerk), url)
    assert post(cast.admin, f"{url}end/", seen_version="1") == 302
    assert "条块一起上" not in read(signed_in(cast.clerk), f"{HOME}agreements/?state=on")
    assert "条块一起上" in read(signed_in(cast.clerk), f"{HOME}agreements/?state=over&bond=lines")


def test_the_api_lists_and_tells(cast: Cast) -> None:
    batch, agreement = a_batch(cast), an_agreement(cast)
    client = signed_in(cast.handler)
    listed = client.get("/api/v1/joint/batches").json()["items"]
    assert [one["id"] for one in listed] == [str(batch)]
    one = client.get(f"/api/v1/joint/batches/{batch}").json()
    assert one["progress"]["stops"] == 3
    stop = one["stops"][0]
    body = {"households": 4, "said": "", "seen_version": 1}
    url = f"/api/v1/joint/stops/{stop['id']}"
    assert client.post(f"{url}/visit", body, content_type="application/json").status_code == 200
    found = client.post(f"{url}/found", {"text": "灯坏了", "settled": True}, content_type="application/json")
    assert found.json()["progress"]["settled"] == 1
    assert client.get("/api/v1/joint/agreements").json()["items"][0]["id"] == str(agreement)
