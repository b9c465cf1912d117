"""Gives every request its actor. The door is where the visitor came in: it is read from the path."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse

from gewu.kernel.access import ANYONE, Actor, ActorRequest
from gewu.people.queries import actor_of

_DOORS = ("desk", "field", "api")


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast("ActorRequest", request).actor = _actor(request)
        return self.get_response(request)


def door_of(path: str) -> str:
    first = path.lstrip("/").partition("/")[0]
    return first if first in _DOORS else "portal"


def _actor(request: HttpRequest) -> Actor:
    door = door_of(request.path)
    if door == "api":
        # The API decides itself who asks (people.api): a cookie without its CSRF token is nobody.
        return Actor(user=None, name=ANYONE.name, door=door)
    return actor_of(request.user, door=door)
