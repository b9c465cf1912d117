"""What every answer carries: the content policy, its companions, a request id; and what the log keeps."""

import json
import logging

import pytest
from django.db import IntegrityError
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from gewu.config import csp
from gewu.config.logs import frames_only
from gewu.config.middleware import RequestLog, SafeHeaders, SignInForSwaps


@pytest.fixture
def get():
    return RequestFactory().get


def test_no_page_may_run_inline_scripts_or_styles_or_eval(get):
    policy = SafeHeaders(lambda _: HttpResponse())(get("/"))["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "report-uri /csp-report" in policy


def test_only_our_own_pages_may_ask_where_one_is(get):
    assert "geolocation=(self)" in SafeHeaders(lambda _: HttpResponse())(get("/"))["Permissions-Policy"]


def test_pages_of_signed_in_people_are_not_kept(get):
    request = get("/")
    request.COOKIES["sessionid"] = "x"
    assert SafeHeaders(lambda _: HttpResponse())(request)["Cache-Control"] == "private, no-store"


def test_a_given_request_id_is_kept_and_a_strange_one_is_not(get):
    respond = RequestLog(lambda _: HttpResponse())
    given = "5f0c2b1e-8d3a-4c55-9f1b-2f6d8a9e7c10"
    for kept in (given, given.replace("-", "")):
        assert respond(get("/", headers={"X-Request-ID": kept}))["X-Request-ID"] == kept
    for strange in ("<b>", "13800000000", "370402195001011234", f"{given}\n"):
        assert respond(get("/", headers={"X-Request-ID": strange}))["X-Request-ID"] != strange


def test_the_log_names_the_route_and_no_query(get, caplog):
    with caplog.at_level(logging.INFO):
        RequestLog(lambda _: HttpResponse())(get("/desk/search?q=13800000000"))
    assert "request" in caplog.text
    assert "13800000000" not in caplog.text


def test_a_session_that_ended_sends_the_whole_page_to_the_sign_in(get, settings):
    settings.LOGIN_URL = "/accounts/login/"
    respond = SignInForSwaps(lambda _: HttpResponseRedirect("/accounts/login/?next=/desk/"))
    response = respond(get("/desk/", headers={"HX-Request": "true"}))
    assert (response.status_code, response["HX-Redirect"]) == (204, "/accounts/login/?next=/desk/")
    assert respond(get("/desk/")).status_code == 302


def test_a_violation_is_written_down_without_its_query():
    csp.recent.clear()
    sent = {
        "csp-report": {
            "effective-directive": "script-src-elem",
            "blocked-uri": "https://elsewhere.example/x.js?token=1",
            "document-uri": "http://testserver/desk/?q=13800000000",
        }
    }
    request = RequestFactory().post("/csp-report", json.dumps(sent), content_type="application/csp-report")
    assert csp.report(request).status_code == 204
    assert list(csp.recent) == [
        {"directive": "script-src-elem", "blocked": "elsewhere.example/x.js", "page": "testserver/desk/"}
    ]


@pytest.mark.parametrize("body", [b"", b"[1]", b'"x"', b'{"csp-report": 3}', b"\xff", b'[{"body": []}]'])
def test_a_strange_report_breaks_nothing(body):
    request = RequestFactory().post("/csp-report", body, content_type="application/csp-report")
    assert csp.report(request).status_code == 204


def test_a_database_error_does_not_quote_the_row_in_the_log():
    event = frames_only(None, "error", {"exc_info": IntegrityError("Key (phone)=(13800000000) exists")})
    assert event["error"] == "IntegrityError"
    assert "13800000000" not in str(event)
