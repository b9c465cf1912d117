"""Who may change whom: what a post gives, what a person holds, and how many administrators a place has."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from gewu.kernel.access import Actor
from gewu.people.models import Post, User
from gewu.people.queries.duty import today
from gewu.people.roles import roles
from gewu.people.rules import Grant, may_give, may_manage_person, may_name_stand_in
from gewu.places import queries as places

ADMIN = "admin"


def grant_of(role: str, area: UUID) -> Grant:
    """What a post of this role at this place gives; NotFound for an unknown place."""
    return Grant(role, places.scope_of(area), places.area(area).path)


def grants_of(posts: Iterable[Post]) -> list[Grant]:
    return [grant_of(post.role, post.area_id) for post in posts]


def grants_held(user: User) -> list[Grant]:
    """What a person holds today or will hold: past posts give nothing."""
    return grants_of(Post.objects.not_over(today()).filter(user=user))


def why_not_managed(actor: Actor, user: User) -> str | None:
    """`home` or `beyond` if this actor may not change this account."""
    return may_manage_person(actor, home=user.home, held=grants_held(user), roles=roles())


def can_give(actor: Actor, role: str, area: UUID) -> bool:
    return may_give(actor, grant_of(role, area), roles=roles())


def can_name_stand_in(actor: Actor, post: Post) -> bool:
    return may_name_stand_in(actor, grant_of(post.role, post.area_id), roles=roles())


def can_enter_absence(actor: Actor, user: User, posts: Iterable[Post]) -> bool:
    """The person, and whoever could name a stand-in for one of the posts."""
    return actor.user == user.id or any(can_name_stand_in(actor, post) for post in posts if post.primary)


def roles_to_give(actor: Actor) -> list[str]:
    """Roles that this actor may give somewhere, in the order of the definitions."""
    granted = {role for post in actor.posts for role in roles()[post.role].may_grant}
    return [key for key, role in roles().items() if key in granted and role.tiers]


def admins_over(low: int, high: int) -> QuerySet[Post]:
    """Lasting posts of administrators who can sign in and whose place covers these townships."""
    posts = Post.objects.not_over(today()).filter(role=ADMIN, low__lte=low, high__gte=high, last_day=None)
    return posts.filter(stands_in_for=None, user__is_active=True, first_day__lte=today())
