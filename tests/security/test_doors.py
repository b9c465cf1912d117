"""What stands at every door: CSRF for cookies, tokens without, flags of cookies, headers on every answer."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from gewu.cases.tests.builders import BROKEN_BIN, CATEGORY
from gewu.kernel import clock
from gewu.people.models import Token, User
from tests.access import doors, table
from tests.access.doors import Route
from tests.access.town import Town, build
from tests.security.rows import rows

pytestmark = pytest.mark.django_db
# Writes that a browser may make without a token of its page, and why.
WITHOUT_CSRF = {"csp-report": "a browser sends it by itself, with no page around it"}
UNSAFE = [route for route in table.routes() if route.method == "POST" and route.pattern not in WITHOUT_CSRF]
SAFE = [route for route in table.routes() if route.method == "GET"]
PASSWORD = "nine cells, one lit"
REPORT = json.dumps({"category": CATEGORY, "text": BROKEN_BIN, "address": "文化路"})


@pytest.fixture
def town() -> Town:
    return build()


@pytest.fixture
def strict(town: Town) -> Client:
    """A clerk's browser as it is outside of tests: requests without the token of a page do not count."""
    return _strict(town)


def _strict(town: Town) -> Client:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    clerk = town.people["clerk"].user
    assert clerk is not None
    client.force_login(clerk, settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_no_write_of_a_signed_in_browser_counts_without_the_token_of_a_page(
    town: Town, strict: Client
) -> None:
    # What the addresses name is made first: from then on no row may appear.
    asked, before, wrong = [(route, *_filled(town, route)) for route in UNSAFE], rows(), []
    for route, url, body in asked:
        if route.pattern in doors.JSON_BODIES:
            answer = strict.post(url, json.dumps(body), "application/json")
        else:
            answer = strict.post(url, body)
        if answer.status_code != 403:
            wrong.append(f"{route}: {answer.status_code}")
    assert wrong == []
    assert rows() == before


def _filled(town: Town, route: doors.Route) -> tuple[str, dict[str, Any]]:
    """The address of a route, and what is sent there."""
    subject = town.cases["open"]
    given = doors.JSON_BODIES.get(route.pattern) or doors.FORMS.get(route.pattern, lambda *_: {})
    return route.url(town, subject), given(town, subject, town.people["clerk"])


def test_a_write_with_the_token_of_the_page_counts(town: Town, strict: Client) -> None:
    strict.get("/me/")
    token = strict.cookies[settings.CSRF_COOKIE_NAME].value
    answer = strict.post("/api/v1/cases", REPORT, "application/json", headers={"X-CSRFToken": token})
    assert answer.status_code == 201, answer.content


def test_a_token_of_a_program_needs_no_page_and_is_not_helped_by_a_cookie(town: Town, strict: Client) -> None:
    program = Client(enforce_csrf_checks=True)
    sent = program.post("/api/v1/cases", REPORT, "application/json", headers=town.people["clerk"].headers)
    assert sent.status_code == 201
    wrong = {"Authorization": "Bearer gewu_wrong"}
    assert strict.get("/api/v1/cases").status_code == 200
    assert strict.get("/api/v1/cases", headers=wrong).status_code == 401
    assert strict.post("/api/v1/cases", REPORT, "application/json", headers=wrong).status_code == 401


def test_a_token_opens_no_page(town: Town) -> None:
    clerk = town.people["clerk"]
    for path in ("/me/", "/desk/", "/field/"):
        assert Client().get(path, headers=clerk.headers).status_code == 302


@pytest.mark.parametrize("how", ["revoked", "expired", "left"])
def test_a_token_that_ended_opens_nothing(town: Town, how: str) -> None:
    clerk = town.people["clerk"]
    mine, now = Token.objects.filter(user=clerk.user), clock.now()
    if how == "left":
        User.objects.filter(id=clerk.actor.user).update(is_active=False)
    elif how == "revoked":
        mine.update(revoked_at=now)
    else:
        mine.update(created_at=now - timedelta(days=2), expires_at=now - timedelta(seconds=1))
    assert Client().get("/api/v1/cases", headers=clerk.headers).status_code == 401


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(town: Town, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    clerk, staff = town.people["clerk"].user, Client()
    assert clerk is not None
    clerk.set_password(PASSWORD)
    clerk.save(update_fields=["password"])
    assert (
        staff.post("/accounts/login/", {"login": clerk.username, "password": PASSWORD})["Location"]
        == "/desk/"
    )
    form = {"step": "send", "text": BROKEN_BIN, "address": "文化路"}
    visitor = Client()
    visitor.post(f"/report/{CATEGORY}/", form)
    visitor.post("/ui/look", {"type": "large"})
    visitor.get("/accounts/login/")
    kept = {**dict(staff.cookies.items()), **dict(visitor.cookies.items())}
    assert {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "gewu_type"} <= kept.keys()
    assert any(name.startswith("gewu_mine_") for name in kept)
    for name, cookie in kept.items():
        assert cookie["samesite"] == "Lax", name
        # Which language was chosen is no secret, and Django offers no flag for it at sign-in.
        assert cookie["httponly"] or name == settings.LANGUAGE_COOKIE_NAME, name


def test_behind_https_cookies_never_travel_in_clear() -> None:
    """Both flags follow one switch, which an installation sets where it is reached by https."""
    assert settings.SESSION_COOKIE_SECURE == settings.CSRF_COOKIE_SECURE == settings.HTTPS


@pytest.mark.parametrize("who", ["nobody", "clerk"])
def test_every_answer_carries_safe_headers(town: Town, who: str) -> None:
    person, subject, wrong = town.people[who], town.cases["open"], []
    for route in SAFE:
        person.come_back()
        headers = person.headers if route.pattern.startswith(doors.API) else {}
        answer = person.browser.get(route.url(town, subject), headers=headers)
        wrong += [f"{route}: {name}" for name, right in HEADERS.items() if right not in answer.get(name, "")]
        if person.session and not route.pattern.startswith(PUBLIC_FILES) and not _is_private(answer):
            wrong.append(f"{route}: {answer.get('Cache-Control')}")
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert wrong == []


HEADERS = {
    "Content-Security-Policy": "default-src",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Request-ID": "",
}
# What anybody may keep: the town as it is drawn, what may happen in it, the keys of its seals.
PUBLIC_FILES = (
    *("map/<int", "api/v1/places/boundaries", "api/v1/places/houses", "api/v1/definitions"),
    *(".well-known/gewu-seals.json", "evidence/check_proof.py"),
)


def _is_private(answer: object) -> bool:
    kept = str(answer.get("Cache-Control", ""))  # type: ignore[attr-defined] # a response
    return "private" in kept or "no-store" in kept


def test_a_photo_is_served_as_nothing_but_a_photo(town: Town) -> None:
    clerk, subject = town.people["clerk"], town.cases["open"]
    clerk.come_back()
    answer = clerk.browser.get(
        Route("desk/cases/<uuid:case_id>/files/<uuid:file_id>/", "GET").url(town, subject)
    )
    b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
@pytest.mark.parametrize("path", ["/language", "/ui/look"])
def test_nobody_is_led_to_a_foreign_page(path: str, onward: str) -> None:
    answer = Client().post(path, {"next": onward, "language": "en", "type": "large"})
    assert "evil" not in answer.get("Location", "")
    assert "javascript" not in answer.get("Location", "")


def test_a_session_ends_with_the_account(town: Town, strict: Client) -> None:
    assert strict.get("/me/").status_code == 200
    User.objects.filter(id=town.people["clerk"].actor.user).update(is_active=False)
    assert strict.get("/me/").status_code == 302
