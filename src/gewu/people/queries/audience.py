"""People to be told of something: who works in an office, looks after a place, or is meant by an entry."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from gewu.kernel.access import AccessClass, Tier
from gewu.kernel.ids import township_of
from gewu.people.models import Post, StaffFile, User
from gewu.people.queries.duty import today
from gewu.people.roles import roles
from gewu.places import queries as places

TOWNWIDE = (Tier.TOWNSHIP, Tier.COUNTY, Tier.CITY, Tier.PROVINCE)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody with a post today: the language they read in, and how closely held a row they may read."""

    user: UUID
    home: int
    language: str
    access_class: AccessClass


def working_in(organisation: UUID) -> list[OnDuty]:
    """Those who work from the inbox of an organisation."""
    inboxes = [key for key, role in roles().items() if role.inbox]
    return _on_duty(Q(organisation_id=organisation, role__in=inboxes))


def holding_at(areas: Collection[UUID], *, held: Collection[str]) -> list[OnDuty]:
    """Those who hold one of these roles at exactly these areas."""
    return _on_duty(Q(area_id__in=list(areas), role__in=list(held))) if areas else []


def holding_over(township: int, *, held: Collection[str]) -> list[OnDuty]:
    """Those who hold one of these roles for the whole township; of the county where the township has none."""
    found = list(_posts(Q(role__in=list(held), tier__in=TOWNWIDE, low__lte=township, high__gte=township)))
    nearest: dict[str, int] = {}
    for post in found:
        width = post.high - post.low
        nearest[post.role] = min(width, nearest.get(post.role, width))
    return _once(post for post in found if post.high - post.low == nearest[post.role])


def on_duty_now(users: Collection[UUID]) -> list[OnDuty]:
    """These people, as far as they hold a post today."""
    return _on_duty(Q(user_id__in=list(users))) if users else []


def leads_of(user: UUID) -> list[OnDuty]:
    """Chiefs of the communities in which a person holds a post."""
    above = Post.objects.in_force(today()).filter(user_id=user).values_list("area__path", flat=True)
    areas = {area for path in above for area in path}
    return holding_at(areas, held=("chief",))


def with_account(user: UUID) -> OnDuty | None:
    """A person with an account that is open, with or without a post."""
    found = User.objects.filter(id=user, is_active=True).first()
    return OnDuty(found.id, found.home, found.language, AccessClass.OPEN) if found else None


def is_demo(user: UUID) -> bool:
    """Whether many people share this account, because it shows a demo."""
    return User.objects.filter(id=user, demo=True).exists()


def file_is_about(file_id: UUID) -> UUID | None:
    """Whose journal a file is."""
    found = StaffFile.objects.filter(township=township_of(file_id), id=file_id)
    return found.values_list("about", flat=True).first()


def homes_of(users: Collection[UUID]) -> dict[UUID, int]:
    """The townships where people's own rows lie."""
    return dict(User.objects.filter(id__in=list(users)).values_list("id", "home")) if users else {}


def areas_of(users: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """The areas that users look after today, own or standing in, with all above them."""
    found: dict[UUID, frozenset[UUID]] = {}
    for user, area in _posts(Q(user__in=list(users))).values_list("user", "area"):
        found[user] = found.get(user, frozenset()) | {area, *(one.id for one in places.path(area))}
    return found


def _on_duty(wanted: Q) -> list[OnDuty]:
    return _once(_posts(wanted))


def _posts(wanted: Q) -> QuerySet[Post]:
    posts = Post.objects.in_force(today()).filter(wanted, user__is_active=True)
    return posts.select_related("user").order_by("user__username", "id")


def _once(posts: Iterable[Post]) -> list[OnDuty]:
    """Each person once, with the deepest reading that one of these posts gives."""
    found: dict[UUID, OnDuty] = {}
    for post in posts:
        depth = roles()[post.role].access_class
        before = found.get(post.user_id)
        if before is None or before.access_class < depth:
            found[post.user_id] = OnDuty(post.user_id, post.user.home, post.user.language, depth)
    return list(found.values())
