"""Rows follow their addresses: when a house comes to another grid, all that stands in it does."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from gewu.places import queries as places
from gewu.registers.models import TABLES, Claim, Enrolment, Visit

LEVELS = ("in_community", "in_grid", "in_cell")
# Each has an address and the level columns.
FOLLOWING: tuple[Any, ...] = (*TABLES.values(), Enrolment, Claim, Visit)
AT_ONCE = 2000


@transaction.atomic
def follow_addresses(township: int, addresses: Iterable[UUID]) -> int:
    """Set the level columns of everything at these addresses, and in these houses, anew; how many moved.

    Set-based: some statements per table and grid. Safe to repeat: what stands right is not touched, and a
    unit that belongs to another grid than its house stays there.
    """
    asked = list(dict.fromkeys(addresses))
    return sum(_batch(township, asked[first : first + AT_ONCE]) for first in range(0, len(asked), AT_ONCE))


def _batch(township: int, asked: Sequence[UUID]) -> int:
    found: set[UUID] = set()
    for table in FOLLOWING:
        here = table._default_manager.filter(
            Q(building__in=asked) | Q(address__in=asked), township=township, address__isnull=False
        )
        found |= set(here.values_list("address", flat=True).distinct())
    by_area: dict[UUID, list[UUID]] = defaultdict(list)
    for one in places.addresses(list(found)).values():
        if one.area:
            by_area[one.area].append(one.id)
    return sum(_follow(township, area, there) for area, there in by_area.items())


def _follow(township: int, area: UUID, there: Sequence[UUID]) -> int:
    here = places.location_of(area)
    stands = dict(zip(LEVELS, (here.community, here.grid, here.cell), strict=True))
    right = Q()
    for column, value in stands.items():
        right &= Q(**({f"{column}__isnull": True} if value is None else {column: value}))
    moved = 0
    for table in FOLLOWING:
        rows = table._default_manager.filter(township=township, address__in=there)
        moved += rows.exclude(right).update(**stands)
    return moved
