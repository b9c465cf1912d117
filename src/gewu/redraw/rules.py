"""Decisions about drafts of borders on plain values: who may, who had a hand in it, what a draft touches."""

from collections.abc import Collection, Mapping
from typing import Literal
from uuid import UUID

import shapely

from gewu.kernel.access import Actor, Tier
from gewu.people.rules import Role
from gewu.redraw.cut import Cut

Right = Literal["drafts", "publishes"]
# Borders of a township are its own matter, or that of who stands above it.
ABOVE = (Tier.TOWNSHIP, Tier.COUNTY, Tier.CITY, Tier.PROVINCE)
# Neighbours get corners on the same line: that moves a border by no more than their rounding.
ROUNDING_METRES = 0.6


def may(actor: Actor, right: Right, *, township: int, roles: Mapping[str, Role]) -> bool:
    """Whether a post of the actor over this township gives the right."""
    return any(
        post.scope.low <= township <= post.scope.high
        and post.scope.tier in ABOVE
        and getattr(roles[post.role], right)
        for post in actor.posts
    )


def had_a_hand(user: UUID | None, hands: Collection[UUID | None]) -> bool:
    """Four eyes: whoever began a draft, drew in it or handed it in does not publish it."""
    return user is None or user in hands


def touched(before: Cut, after: Cut) -> frozenset[str]:
    """Keys of pieces that came, went, or have other ground or another parent."""
    return frozenset(
        key
        for key in before.pieces.keys() | after.pieces.keys()
        if key not in before.pieces or key not in after.pieces or _differs(before, after, key)
    )


def _differs(before: Cut, after: Cut, key: str) -> bool:
    one, other = before.pieces[key], after.pieces[key]
    if one is other:
        return False
    if one.parent != other.parent or one.names != other.names:
        return True
    if one.ground is other.ground or one.ground.equals_exact(other.ground):
        return False
    moved = shapely.symmetric_difference(one.ground, other.ground)
    return after.flat.wider(moved, ROUNDING_METRES)
