"""Open cases follow their ground when grids are redrawn: set by set, resumable, each with an entry of its
own.

Where and in which boundary version it happened stays as it was recorded, and so does what is over.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from gewu.cases.models import OPEN_WORK, Case
from gewu.cases.queries.borders import in_leaves
from gewu.kernel import journal
from gewu.kernel.access import SYSTEM
from gewu.kernel.journal import Note
from gewu.kernel.points import Point
from gewu.places import queries as places

BATCH = 500
COLUMNS = ("at_place", "in_community", "in_grid", "in_cell", "reported_grid", "reported_cell")


@dataclass(frozen=True, slots=True)
class Followed:
    """How far one batch came: the last case looked at, None when there are no more."""

    moved: int
    last: UUID | None


def follow_borders(
    township: int,
    *,
    leaves: Collection[UUID],
    became: Mapping[UUID, UUID],
    since: datetime,
    after: UUID,
    redraw: UUID,
) -> Followed:
    """Up to `BATCH` open cases of these grids get the grid under their point by the borders from `since` on.

    `became`: what a grid became where a case has no point, or was given to it by hand. In the caller's
    transaction.
    """
    rows = list(
        Case.objects.filter(in_leaves(leaves), OPEN_WORK, township=township, id__gt=after)
        .select_for_update()
        .order_by("id")[:BATCH]
    )
    notes = [
        note
        for case, leaf in zip(rows, _grounds(rows, became, since), strict=True)
        if leaf is not None and (note := _moved(case, leaf, redraw))
    ]
    journal.record_all("case.regridded", notes, actor=SYSTEM, write=COLUMNS)
    return Followed(len(notes), rows[-1].id if len(rows) == BATCH else None)


def _grounds(rows: list[Case], became: Mapping[UUID, UUID], since: datetime) -> list[UUID | None]:
    """The deepest place responsible from now on, None where nothing changes."""
    points = [Point(case.lon or 0.0, case.lat or 0.0) for case in rows]
    before = places.locate_many(points, at=since - timedelta(microseconds=1))
    now = places.locate_many(points, at=since)
    found: list[UUID | None] = []
    for case, then, there in zip(rows, before, now, strict=True):
        leaf = case.in_cell or case.in_grid
        by_point = case.lon is not None and then is not None and then.at == leaf and there is not None
        found.append(there.at if by_point and there else became.get(leaf) if leaf else None)
    return found


def _moved(case: Case, leaf: UUID, redraw: UUID) -> Note | None:
    was = case.in_cell or case.in_grid
    location = places.location_of(leaf)
    if leaf == was and location.grid == case.in_grid:
        return None
    if case.reported_grid is None:
        # Figures of the time before count it where it was.
        case.reported_grid, case.reported_cell = case.in_grid, case.in_cell
    if case.at_place == was:
        case.at_place = leaf
    case.in_community, case.in_grid, case.in_cell = location.community, location.grid, location.cell
    return Note(case, {"at": str(leaf), "came_from": str(was), "redraw": str(redraw)})
