"""Reading people: who acts, who holds which post, which organisations there are."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.kernel import access, clock
from gewu.kernel.access import ANYONE, Actor, Scope, Tier
from gewu.kernel.errors import NotFound
from gewu.kernel.filters import Chosen
from gewu.kernel.models import statements
from gewu.kernel.paging import Page, page
from gewu.people.models import Organisation, Post, Token, User
from gewu.people.roles import role_words, roles
from gewu.people.rules import Role, home_door, token_digest
from gewu.places import queries as places
from gewu.places.values import AreaName

_ABOVE_TOWNSHIPS = (Tier.PROVINCE, Tier.CITY, Tier.COUNTY)


def today() -> date:
    """The calendar day at the place (settings.TIME_ZONE) on the one clock."""
    return timezone.localdate(clock.now())


def role(key: str) -> Role:
    """The role, or NotFound."""
    found = roles().get(key)
    if found is None:
        raise NotFound(f"There is no role {key!r}.", role=key)
    return found


def role_name(key: str, language: str, township: int | None = None) -> str:
    """What a role is called in a language ("zh-hans", "en"): in the township's own words if it has them."""
    locality = places.locality_of(township) if township else None
    own = locality.role_name(key, language) if locality else None
    return own or role_words("en" if language.startswith("en") else "zh")[key]


def held_roles(language: str) -> dict[str, str]:
    """The names of all roles that are held at a place, by key."""
    return {key: role_name(key, language) for key, one in roles().items() if one.tiers}


def actor_of(user: User | AnonymousUser, *, door: str) -> Actor:
    """Who acts: the user with the posts in force today. One statement."""
    if not isinstance(user, User):
        return Actor(user=None, name=ANYONE.name, door=door)
    posts = _posts_in_force(user=user.id, day=today())
    return Actor(user=user.id, name=user.name, door=door, posts=tuple(_held(post) for post in posts))


@statements.compiled
def _posts_in_force(*, user: UUID, day: date) -> QuerySet[Post]:
    posts = Post.objects.in_force(day).filter(user=user).select_related("stands_in_for")
    return posts.order_by("first_day", "id")


def _held(post: Post) -> access.Post:
    held = roles()[post.role]
    scope = Scope(low=post.low, high=post.high, tier=Tier(post.tier), area=post.area_id)
    return access.Post(
        id=post.id,
        role=post.role,
        scope=scope,
        # Only those who work from the inbox of their organisation see what lies in it.
        organisation=post.organisation_id if held.inbox else None,
        reads=held.reads,
        access_class=held.access_class,
        primary=post.primary,
        for_user=post.stands_in_for.user_id if post.stands_in_for else None,
    )


def home_of(actor: Actor) -> str:
    """The door where this person's work is: desk, field or portal."""
    return home_door([roles()[post.role] for post in actor.posts])


def working_token(secret: str) -> Token | None:
    """The token with its user, if it is neither expired nor revoked and the user may sign in."""
    token = _tokens.first(digest=token_digest(secret), now=clock.now())
    return token if token and token.user.may_sign_in else None


@statements.compiled
def _tokens(*, digest: bytes, now: datetime) -> QuerySet[Token]:
    return Token.objects.select_related("user").filter(digest=digest, revoked_at=None, expires_at__gt=now)


def organisation(identifier: UUID) -> Organisation:
    """The organisation, or NotFound."""
    found = Organisation.objects.filter(id=identifier).first()
    if found is None:
        raise NotFound(_("There is no such organisation."), organisation=str(identifier))
    return found


def organisations(identifiers: Iterable[UUID | None]) -> dict[UUID, Organisation]:
    """Organisations by id, past ones too, in one statement; unknown ids are left out."""
    wanted = {identifier for identifier in identifiers if identifier is not None}
    return Organisation.objects.in_bulk(wanted) if wanted else {}


def organisations_of(township: int, *, kinds: Collection[str] | None = None) -> list[Organisation]:
    """Organisations at work in a township today, by kind and key."""
    found = Organisation.objects.in_force(today()).filter(township=township)
    if kinds is not None:
        found = found.filter(kind__in=kinds)
    return list(found.order_by("kind", "key"))


def handlers_of(identifier: UUID) -> list[User]:
    """People who hold a post with an inbox in the organisation today."""
    working = [key for key, held in roles().items() if held.inbox]
    posts = Post.objects.in_force(today()).filter(organisation_id=identifier, role__in=working)
    return list(User.objects.filter(id__in=posts.values("user_id"), is_active=True).order_by("username"))


def organisation_by_key(township: int, key: str) -> Organisation:
    """The organisation that goes by this key in a township, or NotFound."""
    found = Organisation.objects.filter(township=township, key=key).first()
    if found is None:
        raise NotFound(_("There is no such organisation."), organisation=key)
    return found


def posts_of(actor: Actor) -> list[Post]:
    """The actor's own posts, in force today, with their places and organisations."""
    posts = Post.objects.in_force(today()).filter(id__in=[post.id for post in actor.posts])
    return list(posts.select_related("area", "organisation").order_by("first_day", "id"))


def place_path(area: UUID) -> tuple[AreaName, ...]:
    """The names of a place from its township down; of a county or city, itself alone."""
    path = places.path(area)
    below = tuple(step for step in path if step.tier not in _ABOVE_TOWNSHIPS)
    return below or path[-1:]


def on_duty(actor: Actor, *, chosen: Chosen, after: str | None, size: int = 50) -> Page[Post]:
    """Who holds which post today, as far as the actor may see, by place."""
    posts = Post.objects.visible_to(actor).in_force(today()).filter(user__is_active=True)
    listed = posts.annotate(code=F("area__code")).select_related("user", "area", "organisation")
    return page([chosen.apply(listed)], order=("code", "id"), after=after, size=size)


def tokens_of(actor: Actor) -> list[Token]:
    """The actor's own tokens that still work, newest first."""
    if actor.user is None:
        return []
    working = Token.objects.filter(user_id=actor.user, revoked_at=None, expires_at__gt=clock.now())
    return list(working.order_by("-created_at"))


def user_named(username: str) -> User:
    """The user who signs in with this name, or NotFound. For the console and the simulator."""
    found = User.objects.filter(username=username).first()
    if found is None:
        raise NotFound(_("There is no such person."), username=username)
    return found


def demo_logins() -> list[tuple[str, str, int]]:
    """Username, role and township of every demo login, in the order of the roles.

    A login is called like its role, or like its role after the letters of its place: `clerk`, `jf-clerk`.
    """
    called = Q(user__username=F("role")) | Q(user__username__endswith=Concat(Value("-"), "role"))
    posts = Post.objects.in_force(today()).filter(called, user__demo=True)
    order = list(roles())
    found = posts.values_list("user__username", "role", "user__home").distinct()
    return sorted(found, key=lambda login: (order.index(login[1]), login[0]))


def roles_held_in(low: int, high: int) -> frozenset[str]:
    """The roles that somebody holds today at a place of these townships, or above them."""
    posts = Post.objects.in_force(today()).filter(low__lte=high, high__gte=low, user__is_active=True)
    return frozenset(posts.order_by().values_list("role", flat=True).distinct())


def posts_at(area: UUID) -> list[Post]:
    """Posts in force today that look after exactly this area, with their people."""
    posts = Post.objects.in_force(today()).filter(area_id=area, user__is_active=True)
    return list(posts.select_related("user").order_by("role", "stands_in_for", "id"))


def posts_in(areas: Collection[UUID]) -> list[Post]:
    """Posts in force today at any of these areas, with their people; one statement."""
    posts = Post.objects.in_force(today()).filter(area_id__in=list(areas), user__is_active=True)
    return list(posts.select_related("user", "area").order_by("area__code", "role", "id"))


def posts_on(areas: Collection[UUID], *, held: Collection[str]) -> list[Post]:
    """Posts of these roles in force today at any of these areas, stand-ins last; one statement."""
    posts = Post.objects.in_force(today()).filter(area_id__in=list(areas), role__in=list(held))
    return list(
        posts.filter(user__is_active=True)
        .select_related("user", "organisation")
        .order_by("area_id", F("stands_in_for").asc(nulls_first=True), "first_day", "id")
    )


def logins_of(identifiers: Iterable[UUID]) -> list[str]:
    """The names under which users sign in, in alphabetical order; unknown ids are left out."""
    return list(
        User.objects.filter(id__in=list(identifiers)).order_by("username").values_list("username", flat=True)
    )


def name_of(identifiers: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names of users by id, in one statement; unknown ids are left out."""
    wanted = {identifier for identifier in identifiers if identifier is not None}
    if not wanted:
        return {}
    return dict(User.objects.filter(id__in=wanted).values_list("id", "name"))
