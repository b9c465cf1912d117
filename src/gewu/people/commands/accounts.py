"""Accounts: giving, closing, passwords, preferences."""

import re
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import clock, text
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed
from gewu.people.commands.authority import managed
from gewu.people.commands.staff_file import note, require_manager
from gewu.people.models import User
from gewu.people.spelling import search_text_of

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")


@transaction.atomic
def create_user(
    *, username: str, name: str, township: int, actor: Actor, password: str | None = None
) -> User:
    """Give a person an account in a township; without a password it waits for `set_password`."""
    require_manager(actor, township)
    user = User(
        username=_clean_username(username),
        name=text.clean_required(name, field="name", limit=60, lines=False),
        home=township,
        created_at=clock.now(),
    )
    user.search_text = search_text_of(user)
    put_password(user, password)
    user.password_given = password is not None
    User.objects.bulk_create([user], ignore_conflicts=True)
    if not User.objects.filter(id=user.id).exists():
        raise Conflict(_("This username is taken."), username=user.username)
    note("user.created", about=user.id, township=township, actor=actor, user=str(user.id))
    return user


@transaction.atomic
def set_password(*, user_id: UUID, password: str, actor: Actor) -> None:
    """Set another's password; every session of theirs ends, and they change it when they first use it."""
    user = managed(user_id, actor)
    put_password(user, password)
    user.password_given = user.id != actor.user
    user.save(update_fields=["password", "password_given"])
    note("user.password_set", about=user.id, township=user.home, actor=actor)


@transaction.atomic
def change_password(*, current: str, password: str, actor: Actor) -> User:
    """Change one's own password, knowing the present one."""
    user = _self(actor)
    if not user.check_password(current):
        raise _wrong("current", _("This is not your present password."))
    if password == current:
        raise _wrong("password", _("This is the password you have now: choose another one."))
    put_password(user, password)
    user.password_given = False
    user.save(update_fields=["password", "password_given"])
    note("user.password_changed", about=user.id, township=user.home, actor=actor)
    return user


@transaction.atomic
def set_language(*, language: str, actor: Actor) -> User:
    """Choose the language one reads in, on whatever device."""
    if language not in dict(settings.LANGUAGES):
        raise _wrong("language", _("Choose one of the languages offered."))
    user = _self(actor)
    user.language = language
    user.save(update_fields=["language"])
    note("user.language_set", about=user.id, township=user.home, actor=actor, language=language)
    return user


def _self(actor: Actor) -> User:
    own = User.objects.filter(is_active=True).select_for_update()
    user = own.filter(id=actor.user).first() if actor.user else None
    if user is None:
        raise NotAllowed(_("Sign in first."))
    return user


def _clean_username(typed: str) -> str:
    username = typed.strip().lower()
    if not _USERNAME.fullmatch(username):
        raise _wrong("username", _("2 to 40 small letters, digits, dots or dashes, beginning with a letter."))
    return username


def put_password(user: User, password: str | None) -> None:
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise _wrong("password", " ".join(error.messages)) from None
    user.set_password(password)


def _wrong(field: str, message: str) -> Invalid:
    return Invalid(message, fields={field: message})
