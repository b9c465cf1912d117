"""People for everybody's tests: give somebody a post, and get the user or the actor."""

from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.test import Client

from gewu.kernel.access import Actor
from gewu.people.models import Organisation, Post, User
from gewu.people.queries import actor_of
from gewu.people.spelling import search_text_of
from gewu.places import queries as places

_SINCE = date(2013, 1, 1)
_numbers = count(1)


def a_user(role: str | None = None, area: UUID | None = None, **more: UUID | str) -> User:
    """A user, holding `role` at `area` if both are given. More: `organisation`, `username`, `name`."""
    username = str(more.get("username") or f"person{next(_numbers)}")
    home = places.scope_of(area).low if area else 370402999
    user = User(
        username=username,
        name=str(more.get("name") or username),
        home=home,
        created_at=datetime(2013, 1, 1, tzinfo=UTC),
        password=UNUSABLE_PASSWORD_PREFIX,
    )
    user.search_text = search_text_of(user)
    user.save(force_insert=True)
    if role and area:
        organisation = more.get("organisation")
        a_post(user, role, area, organisation=UUID(str(organisation)) if organisation else None)
    return user


def a_post(user: User, role: str, area: UUID, **more: UUID | date | None) -> Post:
    """A post of a user. More: `organisation`, `first_day`, `last_day`, `stands_in_for_id`."""
    scope = places.scope_of(area)
    row = {"first_day": _SINCE, **more, "organisation_id": more.get("organisation")}
    row.pop("organisation", None)
    return Post.objects.create(
        user=user, role=role, area_id=area, tier=scope.tier, low=scope.low, high=scope.high, **row
    )


def an_organisation(area: UUID, key: str = "sanitation", kind: str = "office") -> Organisation:
    """An organisation with an open inbox."""
    return Organisation.objects.create(
        township=places.scope_of(area).low,
        key=key,
        name_zh=f"小样{key}",
        name_en=f"Tiny {key}",
        kind=kind,
        area_id=area,
        first_day=_SINCE,
    )


def an_actor(role: str, area: UUID, *, door: str = "desk", organisation: UUID | None = None) -> Actor:
    """Somebody with one post, as they act."""
    more = {"organisation": organisation} if organisation else {}
    return actor_of(a_user(role, area, **more), door=door)


def user_of(actor: Actor) -> User:
    """The user behind an actor of the cast, for a test client to sign in."""
    return User.objects.get(id=str(actor.user))


def signed_in(actor: Actor) -> Client:
    """A browser in which somebody of the cast has signed in."""
    client = Client()
    client.force_login(user_of(actor), settings.AUTHENTICATION_BACKENDS[0])
    return client
