"""Tokens with which a program acts as a user."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, NotAllowed, NotFound, RuleBroken
from gewu.people import queries
from gewu.people.commands.authority import managed
from gewu.people.commands.staff_file import note
from gewu.people.models import Token, User
from gewu.people.rules import token_digest
from gewu.people.security.ways import required_of

LONGEST_DAYS = 366
_PREFIX = 11


@transaction.atomic
def issue_token(*, user_id: UUID, label: str, actor: Actor, days: int = 90) -> str:
    """Issue a token and answer with it: it is shown this once, only a digest is kept."""
    user = _owner(user_id, actor)
    if not 1 <= days <= LONGEST_DAYS:
        message = _("A token lives from 1 to %(days)d days.") % {"days": LONGEST_DAYS}
        raise Invalid(message, fields={"days": message})
    if not user.may_sign_in:
        raise RuleBroken(_("This account cannot sign in, so it cannot have a token."))
    if required_of(queries.actor_of(user, door=actor.door), demo=user.demo) and not user.second_factor:
        raise RuleBroken(_("The post of this person requires a second factor: a token comes after that."))
    secret = f"gewu_{secrets.token_urlsafe(32)}"
    token = Token.objects.create(
        user=user,
        label=label[:60],
        prefix=secret[:_PREFIX],
        digest=token_digest(secret),
        created_at=clock.now(),
        expires_at=clock.now() + timedelta(days=days),
    )
    note("token.issued", about=user.id, township=user.home, actor=actor, token=str(token.id), days=days)
    return secret


@transaction.atomic
def revoke_token(*, token_id: UUID, actor: Actor) -> None:
    """Make a token useless from now on."""
    token = Token.objects.filter(id=token_id, revoked_at=None).select_for_update().first()
    if token is None:
        raise NotFound(_("There is no such token."))
    user = _owner(token.user_id, actor)
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    note("token.revoked", about=user.id, township=user.home, actor=actor, token=str(token.id))


def note_use(token: Token) -> None:
    """Remember the day a token was last used, once a day, so that idle ones can be found. Not journalled."""
    today = queries.today()
    if token.last_used_on != today:
        Token.objects.filter(id=token.id).update(last_used_on=today)


def _owner(user_id: UUID, actor: Actor) -> User:
    user = User.objects.filter(id=user_id).first()
    if user is None:
        raise NotFound(_("There is no such person."))
    if actor.user != user.id:
        managed(user.id, actor)
    elif actor.door == "api":
        raise NotAllowed(_("A token cannot make another token. Sign in with your password."))
    return user
