"""Asking at every door: a method on an address (`patterns`, `fills`), with what it sends (`bodies`)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http.response import HttpResponseBase

from gewu.config.api import api
from tests.access.api_bodies import JSON_BODIES
from tests.access.bodies import FORMS
from tests.access.fills import address
from tests.access.patterns import API, patterns
from tests.access.town import Person, Subject, Town

__all__ = [
    "API", "FORMS", "JSON_BODIES", "METHODS", "Answer", "Route", "ask", "ask_at", "operations", "patterns",
    "standing",
]  # fmt: skip

METHODS = ("GET", "POST")
Answer = str | int


@dataclass(frozen=True, order=True)
class Route:
    """A method on a URL pattern, as the table writes it: `GET desk/people/`."""

    pattern: str
    method: str

    def __str__(self) -> str:
        return f"{self.method} {self.pattern}"

    @property
    def of_case(self) -> bool:
        return "case_id" in self.pattern or "number>" in self.pattern

    def url(self, town: Town, subject: Subject | None) -> str:
        """With something real in place of every parameter."""
        return address(town, subject, pattern=self.pattern, method=self.method)


def operations() -> list[Route]:
    """Every operation the API's own document names."""
    document = api.get_openapi_schema()
    return [
        Route(path.strip("/").replace("{", "<").replace("}", ">"), method.upper())
        for path, methods in document["paths"].items()
        for method in methods
    ]


@contextmanager
def standing(town: Town, route: Route, subject: Subject | None = None) -> Iterator[str]:
    """The address with something real in place of every parameter, made once for all who ask there."""
    with transaction.atomic():
        yield route.url(town, subject)
        transaction.set_rollback(True)


def ask(town: Town, route: Route, who: Person, subject: Subject | None = None) -> tuple[Answer, str]:
    """The answer of one person's request, and what it says; whatever it changed is taken back."""
    with standing(town, route, subject) as url:
        return ask_at(url, town, route, who, subject)


def ask_at(
    url: str, town: Town, route: Route, who: Person, subject: Subject | None = None
) -> tuple[Answer, str]:
    """Like `ask`, at an address where many ask one after the other."""
    who.come_back()
    with transaction.atomic():
        response = _send(url, town, route, who, subject)
        said = _content(response)
        transaction.set_rollback(True)
    return _answer(response), said


def _send(url: str, town: Town, route: Route, who: Person, subject: Subject | None) -> Any:
    pattern = route.pattern
    headers = who.headers if pattern.startswith(API) else {}
    if route.method not in {"POST", "PUT"}:
        return who.browser.generic(route.method, url, headers=headers)
    if body := JSON_BODIES.get(pattern):
        sent = json.dumps(body(town, subject, who))
        return who.browser.generic(route.method, url, sent, "application/json", headers=headers)
    if route.method == "PUT":
        return who.browser.put(url, headers=headers)
    form = FORMS.get(pattern, lambda town, subject, who: {})
    return who.browser.post(url, form(town, subject, who), headers=headers)


def _content(response: HttpResponseBase) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined] # either has one
    return body.decode(errors="replace")


def _answer(response: HttpResponseBase) -> Answer:
    status = response.status_code
    if status in {301, 302, 303} and response["Location"].startswith("/accounts/login/"):
        return "sign-in"
    return "ok" if status < 400 else status
