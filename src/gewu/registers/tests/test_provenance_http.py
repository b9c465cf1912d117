"""Claims and rates over HTTP, for programs that decide or draw them elsewhere."""

import json
from typing import Any

import pytest

from gewu.kernel.access import Actor
from gewu.people.testing import signed_in
from gewu.registers.commands import record
from gewu.registers.commands.rating import rate
from gewu.registers.models import Person
from gewu.registers.tests.builders import SENT, TYPED, Town, a_person, a_town

pytestmark = pytest.mark.django_db
API = "/api/v1/provenance/"


@pytest.fixture
def town(db: None) -> Town:
    return a_town()


@pytest.fixture
def person(town: Town) -> Person:
    """An office sent one occupation and one phone; the door says others."""
    found = a_person(town)
    for origin, values in (
        (SENT, {"occupation": "教师", "phone": "13912345678"}),
        (TYPED, {"occupation": "木工", "phone": "13912345679"}),
    ):
        record(
            "person", township=town.township, subject=found.id, values=values, origin=origin, actor=town.clerk
        )
    return found


def asked(actor: Actor, path: str, status: int = 200) -> Any:
    answer = signed_in(actor).get(API + path)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.json()


def sent(actor: Actor, path: str, status: int = 200, **body: object) -> Any:
    answer = signed_in(actor).post(API + path, json.dumps(body), content_type="application/json")
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.json()


def test_what_differs_is_listed_with_both_values_and_where_they_came_from(town: Town, person: Person) -> None:
    found = {one["field"]: one for one in asked(town.clerk, "claims")["items"]}
    occupation = found["occupation"]
    assert (occupation["subject"], occupation["held"]) == (str(person.id), "教师")
    assert occupation["mark"]["source"] == "exchanged"
    assert [(one["value"], one["mark"]["source"]) for one in occupation["offers"]] == [("木工", "door")]
    assert occupation["may_decide"] is True
    assert found["phone"]["held"] == "139****5678", "secrets go over the API in part"
    assert asked(town.other_worker, "claims")["items"] == []
    assert {one["field"] for one in asked(town.clerk, "claims?kind=person&field=phone")["items"]} == {"phone"}


def test_a_field_is_decided_once_and_again_by_nobody(town: Town, person: Person) -> None:
    found = {one["field"]: one for one in asked(town.clerk, "claims")["items"]}
    claim = found["occupation"]["offers"][0]["claim"]
    assert sent(town.clerk, "decisions", claims=[claim], verdict="take") == {"decided": 1}
    assert Person.objects.one(person.id).values["occupation"] == "木工"
    refused = sent(town.clerk, "decisions", 409, claims=[claim], verdict="take")
    assert refused["status"] == 409
    assert sent(town.supervisor, "decisions", 403, claims=[claim], verdict="take")["status"] == 403
    other = found["phone"]["offers"][0]["claim"]
    assert sent(town.other_worker, "decisions", 404, claims=[other], verdict="keep")["status"] == 404
    assert sent(town.clerk, "decisions", 422, claims=[], verdict="keep")["status"] == 422


def test_rates_are_sums_by_grid_with_the_rows_behind_them(town: Town, person: Person) -> None:
    assert asked(town.clerk, "rates") == {"day": None, "places": []}
    rate(town.township)
    found = asked(town.clerk, "rates?kind=person")
    (place,) = found["places"]
    assert place["sums"]["rows"] == 1
    assert place["sums"]["consistency"] == 0.0
    behind = asked(town.clerk, f"rates/person/disputed?grid={place['grid']}")
    assert [one["id"] for one in behind["items"]] == [str(person.id)]
    assert asked(town.other_worker, "rates/person/disputed")["items"] == []
    assert asked(town.admin, "rates", 403)["status"] == 403
