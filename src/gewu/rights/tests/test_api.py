"""People's rights over HTTP: what is asked, answered, handed out and erased, and who looked."""

from typing import Any

import pytest

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.ids import new_id
from gewu.people.queries import actor_of
from gewu.people.testing import a_user, signed_in
from gewu.registers import commands as registers
from gewu.registers.queries.own import Person
from gewu.registers.tests.builders import Town, a_number, a_person
from gewu.rights.models import Erasure, Oddity

pytestmark = pytest.mark.django_db
API = "/api/v1/rights"
CARD = a_number("19620305", 7)


@pytest.fixture
def person(town: Town) -> Person:
    return a_person(town, "王小样", identity_number=CARD, phone="13912345678")


def read(actor: Actor, path: str, **query: str) -> Any:
    answer = signed_in(actor).get(f"{API}{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def post(actor: Actor, path: str, **body: object) -> tuple[int, Any]:
    answer = signed_in(actor).post(f"{API}{path}", body, content_type="application/json")
    told = answer.json() if "json" in answer["Content-Type"] else answer.content
    return answer.status_code, told


def test_a_correction_is_asked_for_and_answered_by_a_program(town: Town, person: Person) -> None:
    body = {"kind": "correction", "identity": CARD, "field": "phone", "value": "13800001111", "words": "换了"}
    status, made = post(town.clerk, "/asks", **body)
    assert status == 201
    path = f"/asks/{made['id']}"
    seen = read(town.clerk, path)
    assert (seen["person"], seen["offered"], seen["said"][0]["text"]) == ("王小样", "13800001111", "换了")
    assert CARD not in str(seen)
    assert [one["id"] for one in read(town.clerk, "/asks", state="open")["items"]] == [made["id"]]
    assert read(town.worker, "/asks")["items"] == []
    answer = {"deed": "grant", "words": "已改", "seen_state": "open"}
    status, done = post(town.clerk, f"{path}/answer", **answer)
    assert (status, done["state"], done["outcome"], done["offered"]) == (200, "granted", "taken", "")
    status, problem = post(town.clerk, f"{path}/answer", **answer)
    assert (status, problem["type"]) == (409, "/problems/conflict")


def test_a_refusal_without_a_ground_names_the_member(town: Town, person: Person) -> None:
    _status, made = post(town.clerk, "/asks", kind="file", identity=CARD)
    status, problem = post(
        town.clerk, f"/asks/{made['id']}/answer", deed="refuse", words="不行", seen_state="open"
    )
    assert (status, set(problem["fields"])) == (422, {"ground"})
    assert post(town.clerk, "/asks", kind="file", identity="1")[0] == 422
    assert post(town.worker, "/asks", kind="file", identity=CARD)[0] == 403
    assert post(town.clerk, f"/asks/{made['id']}/file")[0] == 422


def test_whoever_is_proved_asks_for_their_file_and_takes_it(town: Town, person: Person) -> None:
    user = a_user()
    mine = actor_of(user, door="portal")
    assert post(mine, "/mine", kind="file")[0] == 404
    Person.objects.filter(township=town.township, id=person.id).update(user=user.id)
    _status, made = post(mine, "/mine", kind="file")
    assert [one["id"] for one in read(mine, "/mine")] == [made["id"]]
    path = f"/mine/{made['id']}/file"
    assert post(mine, path)[0] == 422
    post(town.clerk, f"/asks/{made['id']}/answer", deed="grant", words="请收好", seen_state="open")
    assert post(mine, path)[1].startswith(b"%PDF-")
    assert post(town.clerk, path)[0] == 404
    assert post(town.clerk, f"/asks/{made['id']}/file")[1].startswith(b"%PDF-")


def test_an_erasure_says_what_goes_and_a_second_person_decides(town: Town, person: Person) -> None:
    _status, made = post(town.clerk, "/asks", kind="deletion", identity=CARD, words="搬走了")
    registers.moved_away(person.id, actor=town.clerk)
    post(town.clerk, f"/asks/{made['id']}/answer", deed="grant", words="好", seen_state="open")
    line = read(town.supervisor, "/erasures")["items"][0]
    assert {"name", "identity_number", "phone"} <= set(line["goes"])
    path = f"/erasures/{line['id']}"
    assert post(town.clerk, path, deed="agree")[0] == 403
    assert post(town.supervisor, path, deed="keep")[0] == 422
    status, done = post(town.supervisor, path, deed="agree")
    assert (status, done["state"], done["goes"]) == (200, "done", [])
    assert Erasure.objects.get(township=town.township).decided_by == town.supervisor.user


def test_looks_and_what_is_unusual_are_for_auditors(town: Town, person: Person) -> None:
    registers.open_values("person", person.id, purpose="service", actor=town.clerk)
    look = read(town.auditor, "/looks", purpose="service")["items"][0]
    assert (look["subject"], look["user"]) == (str(person.id), str(town.clerk.user))
    assert read(town.clerk, "/looks")["items"] == []
    assert town.clerk.user
    row = Oddity.objects.create(
        id=new_id(town.township),
        township=town.township,
        rule="at_night",
        user=town.clerk.user,
        day=clock.now().date(),
        first_at=clock.now(),
        last_at=clock.now(),
        count=1,
        subjects=[person.id],
    )
    assert read(town.supervisor, "/unusual")["items"] == []
    assert [one["id"] for one in read(town.auditor, "/unusual")["items"]] == [str(row.id)]
    judged = {"judgement": "justified", "word": "夜间走访"}
    assert post(town.clerk, f"/unusual/{row.id}", **judged)[0] == 404
    assert post(town.auditor, f"/unusual/{row.id}", **judged)[1]["state"] == "justified"
