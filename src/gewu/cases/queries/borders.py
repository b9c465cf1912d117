"""Open cases by the grid that is responsible, for whoever redraws it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from gewu.cases.models import OPEN_WORK, Case
from gewu.kernel.access import Actor


@dataclass(frozen=True, slots=True)
class OpenAt:
    """An open case in one of the deepest grids; no point where it was reported by area."""

    id: UUID
    number: str
    leaf: UUID
    lon: float | None
    lat: float | None


def open_at(township: int, leaves: Collection[UUID], actor: Actor | None = None) -> list[OpenAt]:
    """The open cases these grids are responsible for; with an actor, those it may see."""
    if not leaves:
        return []
    rows = Case.objects.filter(township=township) if actor is None else Case.objects.visible_to(actor)
    found = rows.filter(in_leaves(leaves), OPEN_WORK, township=township).order_by("number")
    return [
        OpenAt(case, number, leaf, lon, lat)
        for case, number, cell, grid, lon, lat in found.values_list(
            "id", "number", "in_cell", "in_grid", "lon", "lat"
        )
        if (leaf := cell or grid)
    ]


def in_leaves(leaves: Collection[UUID]) -> Q:
    """Cases whose deepest responsible grid is one of these."""
    wanted = list(leaves)
    return Q(in_cell__in=wanted) | Q(in_cell=None, in_grid__in=wanted)
