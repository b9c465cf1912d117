"""How people sign in: what allauth asks of us, and who is turned away."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from gewu.people.models import User


class Backend(AuthenticationBackend):
    """Passwords, for active people; demo people only where the installation shows a demo."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        return isinstance(user, User) and user.may_sign_in


class Adapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: people are given an account with their post."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
