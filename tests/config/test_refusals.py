"""One refusal, three faces: a problem document, a partial, a page."""

import json

import pytest
from django.test import Client, override_settings

pytestmark = [
    pytest.mark.urls("tests.config.refusing"),
    pytest.mark.filterwarnings("ignore:No directory at"),
]

WITHOUT_PEOPLE = [
    "gewu.config.middleware.RequestLog",
    "gewu.config.middleware.SafeHeaders",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "gewu.config.middleware.SignInForSwaps",
    "gewu.config.refusals.RefusalPages",
]
STATUSES = {
    "not-found": 404,
    "not-allowed": 403,
    "conflict": 409,
    "rule-broken": 422,
    "invalid": 422,
    "too-many": 429,
    "busy": 503,
    "too-large": 413,
}


@pytest.fixture(autouse=True)
def _only_our_middleware():
    with override_settings(MIDDLEWARE=WITHOUT_PEOPLE):
        yield


@pytest.fixture
def client():
    return Client(raise_request_exception=False, headers={"accept-language": "en"})


@pytest.mark.parametrize(("kind", "status"), STATUSES.items())
def test_a_program_gets_a_problem_document(client, kind, status):
    response = client.get(f"/api/v1/refuse/{kind}")
    problem = response.json()
    assert response.status_code == problem["status"] == status
    assert response["Content-Type"] == "application/problem+json"
    assert problem["type"] == f"/problems/{kind}"
    assert problem["title"]
    assert problem["detail"]
    assert client.get(problem["type"]).status_code == 200


@pytest.mark.parametrize(("kind", "status"), STATUSES.items())
def test_a_person_gets_a_page(client, kind, status):
    response = client.get(f"/refuse/{kind}")
    assert response.status_code == status
    assert b"<html" in response.content
    assert f'data-code="{kind}"' in response.content.decode()


@pytest.mark.parametrize(("kind", "status"), STATUSES.items())
def test_a_swap_gets_an_alert_and_no_page(client, kind, status):
    response = client.get(f"/refuse/{kind}", headers={"HX-Request": "true"})
    assert response.status_code == status
    assert response["Gewu-Refusal"] == kind
    assert 'role="alert"' in response.content.decode()
    assert b"<html" not in response.content


def test_a_program_that_asks_a_page_for_json_gets_a_problem(client):
    response = client.get("/refuse/conflict", headers={"accept": "application/json"})
    assert response.json()["changed"] == ["stage"]


def test_facts_cannot_pretend_to_be_the_status(client):
    assert client.get("/api/v1/refuse/rule-broken").json() == {
        "move": "file",
        "type": "/problems/rule-broken",
        "title": "A rule forbids this now",
        "status": 422,
        "detail": "It waits.",
        "instance": "/api/v1/refuse/rule-broken",
    }


def test_named_fields_reach_the_program_and_the_swap(client):
    assert client.get("/api/v1/refuse/invalid").json()["fields"] == {"phone": "Too short."}
    swap = client.get("/refuse/invalid", headers={"HX-Request": "true"}).content.decode()
    assert 'data-field="phone"' in swap
    assert "Too short." in swap


@pytest.mark.parametrize(("kind", "seconds"), [("too-many", "30"), ("busy", "2")])
def test_who_must_wait_is_told_how_long(client, kind, seconds):
    assert client.get(f"/api/v1/refuse/{kind}")["Retry-After"] == seconds
    assert client.get(f"/refuse/{kind}")["Retry-After"] == seconds


def test_a_wrong_shape_names_the_path_to_the_field(client):
    body = json.dumps({"count": "many", "place": {"lon": "east"}})
    response = client.post("/api/v1/shape", body, content_type="application/json")
    assert response.status_code == 422
    assert set(response.json()["fields"]) == {"count", "place.lon"}


def test_broken_json_is_unreadable_and_not_a_crash(client):
    response = client.post("/api/v1/shape", "{", content_type="application/json")
    assert (response.status_code, response.json()["type"]) == (400, "/problems/unreadable")


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [("/api/v1/shape", 405, "method-not-allowed"), ("/api/v1/nowhere", 404, "not-found")],
)
def test_what_the_library_answers_in_its_own_words_becomes_a_problem(client, path, status, kind):
    response = client.get(path)
    assert response.status_code == status
    assert response.json()["type"] == f"/problems/{kind}"


def test_a_page_that_only_takes_posts_says_so_and_keeps_the_allow_header(client):
    response = client.get("/only-post")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert b'data-code="method-not-allowed"' in response.content


@pytest.mark.parametrize("path", ["/api/v1/refuse/unexpected", "/refuse/unexpected"])
def test_the_unexpected_is_a_500_that_tells_nothing(client, path):
    response = client.get(path)
    assert response.status_code == 500
    assert b"13800000000" not in response.content
    assert b"Traceback" not in response.content


def test_a_refused_form_is_drawn_again_with_what_was_typed(client):
    response = client.post("/form/invalid", {"text": "a long story"})
    assert response.status_code == 422
    assert response.content.decode() == "Look again.|{'phone': 'Too short.'}|a long story"


def test_a_form_for_something_that_is_not_there_is_not_drawn_again(client):
    response = client.post("/form/not-found", {"text": "a long story"})
    assert response.status_code == 404
    assert b"a long story" not in response.content


def test_an_old_form_is_refused_in_words():
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    response = strict.post("/only-post")
    assert response.status_code == 403
    assert "The page was open too long" in response.content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("zh-CN", "这里什么也没有"), ("en", "There is nothing here")]
)
def test_an_address_that_leads_nowhere_says_so_in_both_languages(client, language, words):
    response = client.get("/nowhere", headers={"accept-language": language})
    assert response.status_code == 404
    assert words in response.content.decode()
