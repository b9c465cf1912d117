"""Giving a case its responsible place by hand: it came in without a grid, or in the wrong one."""

from uuid import UUID

from django.db import transaction

from gewu.cases import refusals
from gewu.cases.commands.kept import require_version, retell, unarchived
from gewu.cases.models import Case
from gewu.cases.powers import MAY_PLACE
from gewu.cases.queries.facts import facts_for
from gewu.kernel import journal
from gewu.kernel.access import Actor
from gewu.places import queries as places

_COLUMNS = ("at_place", "in_community", "in_grid", "in_cell", "reported_grid", "reported_cell", "version")


@transaction.atomic
def place_case(*, case_id: UUID, area: UUID, seen_version: int, actor: Actor) -> Case:
    """Set the place that is responsible from now on. Where it happened stays as it was recorded."""
    case = unarchived(actor, case_id)
    require_version(case, seen_version)
    if not facts_for(actor, case).roles & MAY_PLACE:
        raise refusals.not_your_turn("place", MAY_PLACE)
    location = places.location_of(area)
    if location.township != case.township:
        raise refusals.belongs_elsewhere(location.township)

    before = case.at_place
    case.at_place = location.at
    case.in_community, case.in_grid, case.in_cell = location.community, location.grid, location.cell
    # Somebody says where it belongs: it is counted there from the beginning.
    case.reported_grid = case.reported_cell = None
    case.version += 1
    journal.record(
        "case.placed",
        subject=case,
        actor=actor,
        write=_COLUMNS,
        at=str(location.at),
        came_from=str(before) if before else None,
        version=case.version,
        stage=case.stage,
    )
    retell(case)
    return case
