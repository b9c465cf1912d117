"""The catalogue over HTTP."""

import pytest
from django.test import Client

from gewu.catalogue.commands import publish_definitions

pytestmark = pytest.mark.django_db


def test_a_definition_comes_with_words_in_the_language_asked_for(client: Client) -> None:
    publish_definitions()
    chinese = client.get("/api/v1/definitions/event").json()
    english = client.get("/api/v1/definitions/event", headers={"Accept-Language": "en"}).json()
    assert chinese["words"]["moves"]["dispatch"]["button"] == "派给…"
    assert english["words"]["moves"]["dispatch"]["button"] == "Give to…"
    assert chinese["definition"]["moves"][0]["from"] == ["reported"]
    assert chinese["digest"] == english["digest"]


def test_an_unchanged_definition_is_not_sent_again(client: Client) -> None:
    publish_definitions()
    etag = client.get("/api/v1/definitions/event").headers["ETag"]
    again = client.get("/api/v1/definitions/event", headers={"If-None-Match": etag})
    other = client.get("/api/v1/definitions/event", headers={"If-None-Match": etag, "Accept-Language": "en"})
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


def test_an_unknown_definition_is_not_found(client: Client) -> None:
    answer = client.get("/api/v1/definitions/parade")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_categories_are_found_by_what_people_type(client: Client) -> None:
    found = client.get("/api/v1/categories", {"q": "路灯不亮"}).json()
    assert (found[0]["code"], found[0]["name"], found[0]["duty_name"]) == ("010137", "路灯不亮或损坏", "路灯")
    assert {
        "key": "dark",
        "title": "单盏灯不亮",
        "amount": 2,
        "unit": "work_day",
        "urgent": False,
    } in found[0]["filing"]


def test_a_resident_sees_only_categories_for_residents(client: Client) -> None:
    found = client.get("/api/v1/categories").json()
    assert len(found) > 30
    assert all(category["public"] for category in found)


def test_an_endless_search_is_refused(client: Client) -> None:
    assert client.get("/api/v1/categories", {"q": "灯" * 201}).status_code == 422
