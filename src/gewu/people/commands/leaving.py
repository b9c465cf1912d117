"""Leaving: everything a person held ends, and nothing they had in hand is left lying."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import RuleBroken
from gewu.people import queries
from gewu.people.commands.authority import (
    managed,
    not_oneself,
    posts_not_over,
    require_administrators_left,
    require_seen,
)
from gewu.people.commands.duty import close_post, take_back
from gewu.people.commands.invitations import withdraw_links
from gewu.people.commands.staff_file import note
from gewu.people.models import Absence, Deputy, Post, Token, User


@transaction.atomic
def leave(*, user_id: UUID, actor: Actor, seen_version: int | None = None) -> User:
    """Close the account of somebody who goes: posts, pairs, absences, links, tokens and sessions end today.

    Refused while open work is in their hands; `cases.commands.hand_over` gives it to named successors.
    """
    user = managed(user_id, actor)
    require_seen(user, seen_version)
    not_oneself(user.id, actor)
    if user.left_on is not None:
        raise RuleBroken(_("This person has left already."))
    posts = posts_not_over(user)
    require_administrators_left(posts)
    _require_empty_hands(user)
    _end_posts(user, posts, actor)
    today, now = queries.today(), clock.now()
    Deputy.objects.filter(user=user, ended_on=None).update(ended_on=today)
    Absence.objects.standing().filter(user=user, first_day__gt=today).update(withdrawn_at=now)
    Absence.objects.standing().filter(user=user, last_day__gt=today).update(last_day=today)
    tokens = Token.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
    withdraw_links(user, actor)
    # Another hash ends every session, also if the account is opened again one day.
    user.set_unusable_password()
    user.is_active, user.left_on, user.version = False, today, user.version + 1
    user.save(update_fields=["password", "is_active", "left_on", "version"])
    facts = {"posts": len(posts), "tokens": tokens}
    note("user.left", about=user.id, township=user.home, actor=actor, **facts)
    return user


def _end_posts(user: User, posts: list[Post], actor: Actor) -> None:
    today = queries.today()
    for post in posts:
        if post.first_day > today:
            take_back(post, user, actor)
        else:
            close_post(post, user, today, actor)


def _require_empty_hands(user: User) -> None:
    work = queries.open_work_of(user)
    if work:
        said = ngettext(
            "%(n)d open case is in this person's hands. Hand it over first.",
            "%(n)d open cases are in this person's hands. Hand them over first.",
            work,
        )
        raise RuleBroken(said % {"n": work}, cases=work)
