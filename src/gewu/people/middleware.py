"""Gives every request its actor, and leads people to what they must do first.

The door is where the visitor came in: it is read from the path. Rooms that desk and phone share have no door
of their own: whoever enters them comes from where their work is.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gewu.kernel.access import ANYONE, Actor, ActorRequest
from gewu.people.models import User
from gewu.people.queries import actor_of, home_of
from gewu.people.security import keeping
from gewu.people.security.ways import Step, step_owed

_DOORS = ("desk", "field", "api")
# Where the staff work from the desk and from the phone alike.
SHARED = ("registers/", "clearance/", "map/points/", "me/card/")
# Where somebody who has something to do first may go meanwhile.
_STEPS: dict[Step, str] = {"password": "me_password", "factor": "me_totp"}
_OPEN = {
    "password": frozenset({"me_password"}),
    "factor": frozenset({"me_totp", "me_passkey_new", "me_recovery"}),
}
_ALWAYS = frozenset(
    {"account_logout", "me_language", "set_language", "ui:look", "healthz", "csp-report", "join"}
)

Respond = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast("ActorRequest", request).actor = _actor(request)
        return self.get_response(request)


class FirstThingsFirst:
    """Who has a password somebody else knows, or lacks a factor their post requires, sees to that first.

    Programs are not led anywhere: `people.api` refuses them.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if cast("ActorRequest", request).actor.door != "api":
            keeping.note_presence(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        actor = cast("ActorRequest", request).actor
        if not isinstance(request.user, User) or actor.door == "api":
            return None
        step = step_owed(request.user, actor)
        if not step or _may_go(request, step):
            return None
        return _led(request, _STEPS[step])


def door_of(path: str, actor: Actor) -> str:
    """The door by which an actor came to a path: desk, field, api or portal."""
    room = path.lstrip("/")
    if room.startswith(SHARED):
        return home_of(actor)
    first = room.partition("/")[0]
    return first if first in _DOORS else "portal"


def _actor(request: HttpRequest) -> Actor:
    if door_of(request.path, ANYONE) == "api":
        # The API decides itself who asks (people.api): a cookie without its CSRF token is nobody.
        return Actor(user=None, name=ANYONE.name, door="api")
    actor = actor_of(request.user, door=ANYONE.door)
    return replace(actor, door=door_of(request.path, actor))


def _may_go(request: HttpRequest, step: Step) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name in _OPEN[step] | _ALWAYS


def _led(request: HttpRequest, where: str) -> HttpResponse:
    """The whole page goes there, also when only a part of it was asked for."""
    led = redirect(where)
    if "HX-Request" not in request.headers:
        return led
    onward = HttpResponse(status=204)
    onward["HX-Redirect"] = led["Location"]
    return onward
