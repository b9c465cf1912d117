"""Who is near enough to act for somebody 临近网格、同一窗口: the rule of AB pairs."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from gewu.kernel.access import Actor, Tier
from gewu.people.models import Post, User
from gewu.people.queries.duty import today
from gewu.places import queries as places

# Here people go from door to door, so whoever walks the next streets can come over.
WALKED = frozenset({Tier.COMMUNITY, Tier.GRID, Tier.CELL})


def near_areas(identifier: UUID) -> frozenset[UUID]:
    """A place and those that border on it; where no borders are known, those of the same parent."""
    beside = {one.area for one in places.neighbours(identifier)}
    if not beside:
        path = places.area(identifier).path
        parent = path[path.index(identifier) - 1] if identifier in path[1:] else None
        beside = {one.id for one in places.children(parent)} if parent else set()
    return frozenset({identifier, *beside})


def beside(post: Post) -> Q:
    """Posts whose holders are near enough to act for this one."""
    same_office = Q(organisation_id=post.organisation_id) if post.organisation_id else Q(pk__in=())
    if Tier(post.tier) in WALKED:
        return same_office | Q(area_id__in=near_areas(post.area_id))
    return same_office if post.organisation_id else Q(area_id=post.area_id, organisation_id=None)


def people_near(actor: Actor, area: UUID) -> list[User]:
    """Whom the actor knows of those who work on a place or next to it, by name."""
    held = Post.objects.in_force(today()).filter(area_id__in=near_areas(area), user_id=OuterRef("id"))
    found = User.objects.visible_to(actor).filter(Exists(held), is_active=True)
    return list(found.order_by("search_text", "id"))


def is_near(post: Post, user: User) -> bool:
    """Whether the user holds a post of their own next to this one, or in the same office, today or later."""
    held = Post.objects.not_over(today()).filter(user=user, stands_in_for=None)
    return held.filter(beside(post)).exists()
