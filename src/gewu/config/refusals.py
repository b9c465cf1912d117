"""How a refusal looks: problem+json (RFC 9457) to programs, a partial to a swap, a page to everybody else.

The only place that catches: commands and views let a DomainError through.
"""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar

import structlog
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.serializers.json import DjangoJSONEncoder
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from psycopg_pool import PoolTimeout, TooManyRequests

from gewu.config.uploads import TooLarge
from gewu.kernel.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, RuleBroken, TooMany
from gewu.open311 import errors as open311
from gewu.ui.problems import problem_of
from gewu.ui.redraw import redraw_of

log = structlog.get_logger(__name__)

STATUS: dict[type[DomainError], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    NotAllowed: HTTPStatus.FORBIDDEN,
    Conflict: HTTPStatus.CONFLICT,
    RuleBroken: HTTPStatus.UNPROCESSABLE_ENTITY,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
}
# Answers that no command gives, but Django, ninja or the server does.
CODES: dict[int, str] = {
    400: "unreadable",
    401: "not-signed-in",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    413: "too-large",
    422: "invalid",
    429: "too-many",
    503: "busy",
}
# What a person can put right in the form they just sent.
REDRAWN = frozenset({403, 409, 422, 429})
SECONDS_WHEN_BUSY = 2
PROBLEM = "application/problem+json"
Raised = TypeVar("Raised", bound=Exception)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Everything there is to say about a refusal, however it is shown."""

    status: int
    code: str
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def fields(self) -> Mapping[str, str]:
        named = self.facts.get("fields")
        return named if isinstance(named, Mapping) else {}

    @property
    def headers(self) -> dict[str, str]:
        """Headers that belong to the refusal itself."""
        said = {"Gewu-Refusal": self.code}
        if wait := self.facts.get("retry_after"):
            said["Retry-After"] = str(wait)
        if self.status == HTTPStatus.UNAUTHORIZED:
            said["WWW-Authenticate"] = "Bearer"
        return said


def of_domain(error: DomainError) -> Refusal:
    """A refusal of the domain keeps its own sentence and facts."""
    status = STATUS.get(type(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    return Refusal(status, error.code, str(error), error.facts)


def of_status(status: int, message: str = "", **facts: object) -> Refusal:
    """A refusal that has only a status: its words come from the list of problems."""
    code = CODES.get(status, "refused" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "unexpected")
    return Refusal(status, code, message or str(problem_of(code).meaning), facts)


def of_any(error: BaseException | None) -> Refusal:
    """Whatever was raised, as a refusal. Only what nobody foresaw becomes a 500."""
    if isinstance(error, DomainError):
        return of_domain(error)
    if is_busy(error):
        return of_status(HTTPStatus.SERVICE_UNAVAILABLE, retry_after=SECONDS_WHEN_BUSY)
    if isinstance(error, TooLarge):
        return of_status(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(error))
    for kind, status in _FORESEEN:
        if isinstance(error, kind):
            return of_status(status)
    return of_status(HTTPStatus.INTERNAL_SERVER_ERROR)


_FORESEEN: tuple[tuple[type[BaseException], HTTPStatus], ...] = (
    (Http404, HTTPStatus.NOT_FOUND),
    (PermissionDenied, HTTPStatus.FORBIDDEN),
    (RequestDataTooBig, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (SuspiciousOperation, HTTPStatus.BAD_REQUEST),
    (BadRequest, HTTPStatus.BAD_REQUEST),
    (MultiPartParserError, HTTPStatus.BAD_REQUEST),
    (UnreadablePostError, HTTPStatus.BAD_REQUEST),
)


def is_busy(error: BaseException | None) -> bool:
    """True when no connection was free in time: the pool is as wide as the server has threads."""
    cause = error.__cause__ if isinstance(error, OperationalError) else error
    return isinstance(cause, PoolTimeout | TooManyRequests)


# How it is shown


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal in the form this request can use."""
    if open311.is_ours(request.path):
        response = open311.answer(request, refusal.status, refusal.message, refusal.fields)
    elif wants_problem(request):
        response = as_problem(request, refusal)
    elif refusal.status in REDRAWN and not is_swap(request) and (draw := redraw_of(request)):
        response = draw(refusal.message, refusal.fields)
        response.status_code = refusal.status
    else:
        template = "ui/_refusal.html" if is_swap(request) else "ui/refusal.html"
        said = {"refusal": refusal, "problem": problem_of(refusal.code)}
        response = render(request, template, said, status=refusal.status)
    for name, value in refusal.headers.items():
        response[name] = value
    patch_vary_headers(response, ("HX-Request", "Accept"))
    return response


def is_swap(request: HttpRequest) -> bool:
    """True for a request that htmx made to swap a part of the page."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def wants_problem(request: HttpRequest) -> bool:
    """True for programs: everything under /api/, and whoever prefers JSON."""
    if request.path.startswith("/api/"):
        return True
    return request.get_preferred_type(["text/html", "application/json", PROBLEM]) in {
        "application/json",
        PROBLEM,
    }


def as_problem(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """RFC 9457: facts first, so that none of them can pretend to be a standard member."""
    body = {
        **refusal.facts,
        "type": f"/problems/{refusal.code}",
        "title": str(problem_of(refusal.code).title),
        "status": int(refusal.status),
        "detail": refusal.message,
        "instance": request.path,
    }
    text = json.dumps(body, cls=_Encoder, ensure_ascii=False)
    return HttpResponse(text, status=refusal.status, content_type=PROBLEM)


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        if isinstance(o, Iterable):
            return list(o)
        try:
            return super().default(o)
        except TypeError:
            return str(o)


# Where it is caught


class RefusalPages:
    """Middleware: a view may let a DomainError through; it is shown, not a crash."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _unfinished(request, response):
            finished = answer(request, of_status(response.status_code))
            if "Allow" in response:
                finished["Allow"] = response["Allow"]
            return finished
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DomainError) or is_busy(error):
            return answer(request, of_any(error))
        return None


def _unfinished(request: HttpRequest, response: HttpResponse) -> bool:
    """An error that some library answered in its own words: a bare 405, a debug text."""
    if response.status_code < HTTPStatus.BAD_REQUEST or response.streaming or "Gewu-Refusal" in response:
        return False
    if open311.is_ours(request.path):
        return response["Content-Type"].partition(";")[0] not in open311.KINDS
    bare = not response.content or response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    return bare or (request.path.startswith("/api/") and response.get("Content-Type") != PROBLEM)


def teach(api: NinjaAPI) -> None:
    """Give the API the same mapping."""

    def refuse(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
        refusal = of_any(_raised(error))
        if refusal.status == HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("unexpected_error", exc_info=error)
        return answer(request, refusal)

    def shape(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
        return answer(request, of_domain(_invalid(_raised(error).errors)))

    def by_status(request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
        error = _raised(error)
        facts = {"retry_after": wait} if (wait := getattr(error, "wait", None)) else {}
        return answer(request, of_status(error.status_code, **facts))

    api.add_exception_handler(Exception, refuse)
    api.add_exception_handler(Http404, refuse)
    api.add_exception_handler(ValidationError, shape)
    api.add_exception_handler(HttpError, by_status)


def _raised(error: Raised | type[Raised]) -> Raised:
    """Ninja's types allow a bare class to be raised; Python then makes it an instance."""
    return error() if isinstance(error, type) else error


def _invalid(errors: Iterable[Mapping[str, Any]]) -> Invalid:
    """Pydantic's list of errors as ours: the path inside the body names the field."""
    fields = {}
    for error in errors:
        path = [str(part) for part in error.get("loc", ())]
        fields[".".join(path[2:] or path[1:] or path) or "body"] = str(error.get("msg", ""))
    return Invalid(str(problem_of("invalid").title), fields=fields)


# Django's own error handlers (named in config/urls.py)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, of_any(exception))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, of_any(exception))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, of_status(HTTPStatus.NOT_FOUND))


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while the exception is being handled; a middleware may have raised a refusal too."""
    return answer(request, of_any(sys.exc_info()[1]))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    log.warning("csrf_refused", reason=reason)
    said = problem_of("form-expired")
    return answer(request, Refusal(HTTPStatus.FORBIDDEN, "form-expired", str(said.meaning)))
