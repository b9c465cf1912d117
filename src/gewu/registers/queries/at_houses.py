"""What the registers know at some houses, as counts: for whoever redraws the grids these belong to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from gewu.kernel.access import Actor
from gewu.registers.models import TABLES, Enrolment
from gewu.registers.queries.lists import OVER


@dataclass(frozen=True, slots=True)
class Duty:
    """A visit that a programme asks for, at a house, by a day. Who is visited stands in the registers."""

    programme: str
    subject_kind: str
    subject: UUID
    house: UUID
    due: date


def rows_at(township: int, houses: Collection[UUID]) -> Mapping[str, int]:
    """How many rows of each register stand at these houses or in them; kinds without any are left out."""
    here = _here(houses)
    counts = {
        kind: table._default_manager.filter(here, township=township, merged_into=None)
        .exclude(state__in=OVER)
        .count()
        for kind, table in TABLES.items()
    }
    return {kind: count for kind, count in counts.items() if count}


def duties_at(township: int, houses: Collection[UUID], actor: Actor | None = None) -> list[Duty]:
    """The visits that are to be paid there, the most urgent first; with an actor, those it may know of."""
    rows = Enrolment.objects.filter(township=township)
    if actor is not None:
        rows = rows.visible_to(actor)
    found = rows.filter(_here(houses), until=None, next_due__isnull=False).order_by("next_due", "id")
    columns = ("programme", "subject_kind", "subject", "building", "address", "next_due")
    return [
        Duty(programme, kind, subject, house or address, due)
        for programme, kind, subject, house, address, due in found.values_list(*columns)
        if due and (house or address)
    ]


def _here(houses: Collection[UUID]) -> Q:
    wanted = list(houses)
    return Q(building__in=wanted) | Q(address__in=wanted)
