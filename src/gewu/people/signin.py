"""How people sign in: what allauth asks of us, and who is turned away."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from gewu.kernel.errors import TooMany
from gewu.people.commands import sessions
from gewu.people.commands.attempts import count_attempt, forgive_attempt, note_failure
from gewu.people.models import User
from gewu.people.queries import actor_of, home_of
from gewu.people.security import keeping

YEAR = 365 * 24 * 3600
HOMES = {"desk": "/desk/", "field": "/field/", "portal": "/me/"}


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Passwords, for active people; demo people only where the installation shows a demo."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        if user is None:
            # allauth would say "this account is closed" to whoever knows its password.
            self.unstash_authenticated_user()
        return user

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        return isinstance(user, User) and user.may_sign_in


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: people are given an account with their post."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy("The username or the password is not right.")
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """No "you have signed in" over every first page: people see that they have."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            count_attempt(username=credentials["username"], address=self.get_client_ip(request))
        except TooMany as refusal:
            raise ValidationError(str(refusal)) from None

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            forgive_attempt(username=credentials["username"], address=self.get_client_ip(request))
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_failure(username=credentials["username"], address=self.get_client_ip(request))

    def pre_login(self, request: HttpRequest, user: User, **said: Any) -> HttpResponse | None:
        """Whoever may not sign in with a password may not with a passkey either."""
        if not user.may_sign_in:
            return redirect(settings.LOGIN_URL)
        answer: HttpResponse | None = super().pre_login(request, user, **said)
        return answer

    def post_login(self, request: HttpRequest, user: User, **said: Any) -> HttpResponse:
        """The session is listed. The language a person chose on another device is theirs here too."""
        response: HttpResponse = super().post_login(request, user, **said)
        keeping.begin(request, response, user)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, max_age=YEAR, samesite="Lax")
        return response

    def logout(self, request: HttpRequest) -> None:
        sessions.leave_session(key=str(request.session.session_key))
        super().logout(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return HOMES[home_of(actor_of(request.user, door="portal"))]
