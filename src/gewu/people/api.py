"""Who asks over the API: a program with a token, or a signed-in browser with its CSRF token.

`bearer_or_session` is for operations that need somebody; `bearer_session_or_anyone` also lets residents in.
Both leave the actor on `request.actor`. A wrong token is refused even where nobody needs one.
"""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from gewu.kernel.access import Actor, ActorRequest
from gewu.kernel.errors import NotAllowed
from gewu.people.commands.tokens import note_use
from gewu.people.models import User
from gewu.people.queries import actor_of, working_token
from gewu.people.security.ways import require_no_step

Check = Callable[[HttpRequest], Actor | None]


class BearerToken(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        found = working_token(token)
        if found is None:
            return None
        note_use(found)
        return _admit(request, found.user)


class SessionCookie(APIKeyCookie):
    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Actor | None:
        if "Authorization" in request.headers or self.param_name not in request.COOKIES:
            return None
        if not isinstance(request.user, User):
            return None
        if check_csrf(request):
            raise NotAllowed(
                _("This request did not come from our own pages. Reload the page and try again.")
            )
        return _admit(request, request.user)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        raise NotImplementedError("__call__ decides")


def anyone(request: HttpRequest) -> Actor | None:
    """A resident without an account. Whoever shows a token wants to be somebody: a wrong one is refused."""
    if "Authorization" in request.headers:
        return None
    return cast("ActorRequest", request).actor


bearer_or_session: list[Check] = [BearerToken(), SessionCookie()]
bearer_session_or_anyone: list[Check] = [*bearer_or_session, anyone]


def _admit(request: HttpRequest, user: User) -> Actor:
    actor = actor_of(user, door="api")
    require_no_step(user, actor)
    cast("ActorRequest", request).actor = actor
    return actor
