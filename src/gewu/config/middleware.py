"""What every answer carries and every request leaves behind: safe headers, a request id, a line of log."""

import re
import time
from collections.abc import Callable
from http import HTTPStatus
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from gewu.config.csp import policy

log = structlog.get_logger(__name__)
Respond = Callable[[HttpRequest], HttpResponse]

# A UUID as proxies make them, and nothing looser: eleven digits would be a phone, and this goes into the log.
GIVEN_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
PERMISSIONS = "geolocation=(self), camera=(self), microphone=(), payment=(), usb=(), interest-cohort=()"


class RequestLog:
    """Gives the request an id and logs its end: the route, never the address, which may hold a number."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if GIVEN_ID.fullmatch(given) else uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            started = time.perf_counter()
            response = self.get_response(request)
            self._log(request, response, milliseconds=round((time.perf_counter() - started) * 1000, 1))
        response["X-Request-ID"] = request_id
        return response

    def _log(self, request: HttpRequest, response: HttpResponse, *, milliseconds: float) -> None:
        match = request.resolver_match
        if request.path.startswith((str(settings.STATIC_URL), "/docs/")):
            return
        log.info(
            "request",
            method=request.method,
            route=match.route if match else "",
            status=response.status_code,
            ms=milliseconds,
        )


class SafeHeaders:
    """The content policy and its companions. Pages of signed-in people are not kept by shared computers."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response
        self.policy = policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", self.policy)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.setdefault("Cache-Control", "private, no-store")
        return response


class SignInForSwaps:
    """A session that ended while a page was open: the whole page goes to the sign-in, not a part of it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "HX-Request" not in request.headers or response.status_code != HTTPStatus.FOUND:
            return response
        if not response["Location"].startswith(resolve_url(settings.LOGIN_URL)):
            return response
        onward = HttpResponse(status=HTTPStatus.NO_CONTENT)
        onward["HX-Redirect"] = response["Location"]
        return onward
