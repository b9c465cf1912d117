"""What administrators do with an account: correct it, lock it, open it again."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import text
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, RuleBroken
from gewu.people.commands.authority import (
    managed,
    not_oneself,
    posts_not_over,
    require_administrators_left,
    require_seen,
)
from gewu.people.commands.staff_file import note
from gewu.people.models import User
from gewu.people.spelling import search_text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanges:
    """What an administrator may correct. The username stays: people sign in with it."""

    name: str
    language: str


@transaction.atomic
def edit_user(
    *, user_id: UUID, changes: PersonChanges, actor: Actor, seen_version: int | None = None
) -> User:
    """Correct a person's name or language."""
    user = managed(user_id, actor)
    require_seen(user, seen_version)
    if changes.language not in dict(settings.LANGUAGES):
        message = _("Choose one of the languages offered.")
        raise Invalid(message, fields={"language": message})
    name = text.clean_required(changes.name, field="name", limit=60, lines=False)
    before = {"name": user.name, "language": user.language}
    user.name, user.language, user.version = name, changes.language, user.version + 1
    user.search_text = search_text_of(user)
    user.save(update_fields=["name", "language", "search_text", "version"])
    changed = [field for field, value in before.items() if getattr(user, field) != value]
    note("user.edited", about=user.id, township=user.home, actor=actor, fields=list(changed))
    return user


@transaction.atomic
def deactivate_user(*, user_id: UUID, actor: Actor, seen_version: int | None = None) -> None:
    """Lock an account: nobody can sign in with it. Posts stay as they were held: end them with `end_post`."""
    user = managed(user_id, actor)
    require_seen(user, seen_version)
    not_oneself(user.id, actor)
    if not user.is_active:
        raise RuleBroken(_("This account is locked already."))
    require_administrators_left(posts_not_over(user))
    user.is_active, user.version = False, user.version + 1
    user.save(update_fields=["is_active", "version"])
    note("user.deactivated", about=user.id, township=user.home, actor=actor)


@transaction.atomic
def activate_user(*, user_id: UUID, actor: Actor, seen_version: int | None = None) -> None:
    """Open a locked account again; a former person comes back without a post and without a password."""
    user = managed(user_id, actor)
    require_seen(user, seen_version)
    not_oneself(user.id, actor)
    if user.is_active:
        raise RuleBroken(_("This account is open already."))
    kind = "user.activated" if user.left_on is None else "user.returned"
    user.is_active, user.left_on, user.version = True, None, user.version + 1
    user.save(update_fields=["is_active", "left_on", "version"])
    note(kind, about=user.id, township=user.home, actor=actor)
