"""A township's staffing rules held against who is on duty there today."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from gewu.kernel.access import Tier
from gewu.people.complement import Ground, Held, Spot, spots_of
from gewu.people.models import Deputy, Post
from gewu.people.queries.duty import today
from gewu.people.queries.near import WALKED, near_areas
from gewu.places import queries as places
from gewu.places.queries import Place
from gewu.places.sizes import StaffRule


@dataclass(frozen=True)
class Complement:
    """Everybody on duty in one township, held against its rules."""

    township: int
    rules: tuple[StaffRule, ...]
    grounds: tuple[Ground, ...]
    held: tuple[Held, ...]
    households: dict[UUID, int]

    @cached_property
    def spots(self) -> list[Spot]:
        return spots_of(self.rules, self.grounds, self.held)

    @cached_property
    def levels(self) -> dict[UUID, str]:
        return {ground.id: ground.level for ground in self.grounds}


def complement(township: int) -> Complement:
    """Two statements, whatever the size. Whoever stands in does not fill the post: its holder does."""
    locality = places.locality_of(township)
    areas = _areas(places.area_by_code(str(township)))
    known = {area.id: area for area in areas}
    rows = Post.objects.in_force(today()).filter(low=township, high=township, stands_in_for=None)
    posts = list(rows.filter(user__is_active=True).select_related("user").order_by("first_day", "id"))
    partners = _partners(posts)
    return Complement(
        township=township,
        rules=locality.staffing if locality else (),
        grounds=tuple(Ground(area.id, area.level, area.path) for area in areas),
        held=tuple(_held(post, known, partners) for post in posts if post.area_id in known),
        households=_households(areas),
    )


def _areas(top: Place) -> list[Place]:
    """A place and everything below it, by code."""
    below = [deeper for step in places.children(top.id) for deeper in _areas(step)]
    return [top, *below] if top.retired_at is None else below


def _held(post: Post, known: dict[UUID, Place], partners: dict[UUID, tuple[str, bool]]) -> Held:
    partner, near = partners.get(post.id, ("", False))
    return Held(
        post=post.id,
        user=post.user_id,
        name=post.user.name,
        role=post.role,
        seat=post.seat,
        area=post.area_id,
        path=known[post.area_id].path,
        organisation=post.organisation_id,
        first_day=post.first_day,
        last_day=post.last_day,
        partner=partner,
        partner_near=near,
    )


def _partners(posts: Iterable[Post]) -> dict[UUID, tuple[str, bool]]:
    """Who acts for a post whenever its holder is away, and whether they are next door."""
    by_id = {post.id: post for post in posts}
    homes: dict[UUID, set[UUID]] = {}
    for post in by_id.values():
        homes.setdefault(post.user_id, set()).add(post.area_id)
    rows = Deputy.objects.filter(post__in=list(by_id), ended_on=None, user__is_active=True)
    found: dict[UUID, tuple[str, bool]] = {}
    for row in rows.select_related("user"):
        post = by_id[row.post_id]
        walked = Tier(post.tier) in WALKED
        beside = near_areas(post.area_id) if walked else frozenset({post.area_id})
        found[post.id] = row.user.name, bool(beside & homes.get(row.user_id, set()))
    return found


def _households(areas: Iterable[Place]) -> dict[UUID, int]:
    """Of every area with all below it."""
    found: dict[UUID, int] = {}
    for area in areas:
        if area.households and not places.children(area.id):
            for step in area.path:
                found[step] = found.get(step, 0) + area.households
    return found
