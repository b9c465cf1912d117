"""Whether cases stand as their journals say: the stored columns against the entries, replayed."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from gewu.cases import ladder
from gewu.cases.models import Case
from gewu.cases.queries.facts import facts_of, standing_of
from gewu.cases.replay import Ground, Told, replayed
from gewu.cases.standing import COLUMNS, Standing
from gewu.catalogue.queries import definition
from gewu.deadlines.queries import calendar_of
from gewu.kernel.access import Tier
from gewu.kernel.models import Entry
from gewu.places import queries as places


def differences(township: int, cases: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The columns in which a case stands otherwise than its journal says; cases that agree are left out."""
    journal: dict[UUID, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.filter(township=township, subject_id__in=cases).order_by("number"):
        journal[entry.subject_id].append(entry)
    rows = Case.objects.filter(township=township, id__in=cases)
    found = {case.id: _differences(case, journal[case.id]) for case in rows}
    return {case: columns for case, columns in found.items() if columns}


def _differences(case: Case, entries: list[Entry]) -> tuple[str, ...]:
    calendar = calendar_of(case.township)
    ground = Ground(definition(case.definition_id), calendar, _tiers(facts_of(entries[0]).get("at")))
    stands = standing_of(case)
    told = _without_end(stands, replayed(map(_told, entries), ground), ground)
    return tuple(column for column in COLUMNS if getattr(stands, column) != getattr(told, column))


def _without_end(stands: Standing, told: Standing, ground: Ground) -> Standing:
    """Above the highest level there is nothing: the end of its time is dropped without an entry."""
    highest = stands.level_due_at is None and not ladder.above(ground.definition, told.level, ground.there)
    return replace(told, level_due_at=None) if highest else told


def _told(entry: Entry) -> Told:
    return Told(
        kind=entry.kind,
        at=timezone.localtime(entry.recorded_at),
        user=entry.user,
        on_behalf=entry.on_behalf,
        by_staff=entry.post is not None,
        facts=facts_of(entry),
    )


def _tiers(area: object) -> frozenset[str]:
    if not area:
        return frozenset({Tier.TOWNSHIP})
    where = places.location_of(UUID(str(area)))
    below = {Tier.COMMUNITY: where.community, Tier.GRID: where.grid, Tier.CELL: where.cell}
    return frozenset({Tier.TOWNSHIP, *(tier for tier, there in below.items() if there)})
