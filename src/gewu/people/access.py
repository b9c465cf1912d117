"""Who may enter a page of the staff. What they see there is decided by `visible_to`, not here."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotAllowed
from gewu.people.models import User

P = ParamSpec("P")
View = Callable[Concatenate[ActorRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> View[P]:
    """Only for people who have signed in; others are sent to do so and come back."""

    @wraps(view)
    def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.actor.user is None:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def user_of(request: ActorRequest) -> User:
    """The account of whoever asks, behind `signed_in`; anybody else there is a mistake of ours."""
    if not isinstance(request.user, User):
        raise TypeError("nobody has signed in: guard this page with signed_in")
    return request.user


def staff_only(view: View[P]) -> View[P]:
    """Only for people who hold a post today."""

    @signed_in
    @wraps(view)
    def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.actor.posts:
            raise NotAllowed(_("You hold no post today. Your administrator can give you one."))
        return view(request, *args, **kwargs)

    return guarded


def for_roles(*roles: str) -> Callable[[View[P]], View[P]]:
    """Only for people who hold one of these roles today."""

    def decorate(view: View[P]) -> View[P]:
        @staff_only
        @wraps(view)
        def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.actor.roles.isdisjoint(roles):
                raise NotAllowed(_("This page is not part of your post."))
            return view(request, *args, **kwargs)

        return guarded

    return decorate
