"""Rows follow their addresses: when a building comes to another grid, all that stands in it does."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from gewu.registers.ground import Ground, ground_of
from gewu.registers.models import TABLES, Claim, Enrolment, Visit

LEVELS = ("in_community", "in_grid", "in_cell")
FOLLOWING = (*TABLES.values(), Enrolment, Claim, Visit)


@transaction.atomic
def follow_addresses(township: int, addresses: Iterable[UUID]) -> int:
    """Set the level columns of everything at these addresses anew; how many rows were elsewhere before.

    Set-based: one statement per table and place. Safe to repeat: what stands right is not touched. Rows of a
    building follow it; a unit or a room with a grid of its own is named itself.
    """
    by_ground: dict[Ground, list[UUID]] = {}
    for one in dict.fromkeys(addresses):
        found = ground_of(one)
        by_ground.setdefault(Ground(None, None, found.in_community, found.in_grid, found.in_cell), []).append(
            one
        )
    return sum(_follow(township, ground, there) for ground, there in by_ground.items())


def _follow(township: int, ground: Ground, there: list[UUID]) -> int:
    stands = {column: getattr(ground, column) for column in LEVELS}
    moved = 0
    for table in FOLLOWING:
        at = Q(building__in=there)
        if table in TABLES.values():
            at |= Q(address__in=there)
        elsewhere = ~Q(**stands) | Q(**{f"{column}__isnull": True for column in LEVELS})
        moved += table._default_manager.filter(at, elsewhere, township=township).update(**stands)
    return moved
