"""What is derived follows new borders batch by batch: open cases first, then the rows of the registers.

Every batch is a transaction of its own that notes how far it came; a worker that dies loses one at most.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from gewu.cases import commands as cases
from gewu.kernel import clock, journal
from gewu.kernel.access import SYSTEM
from gewu.kernel.jobs import job
from gewu.places import queries as areas
from gewu.places.values import area_id
from gewu.redraw import queries
from gewu.redraw.models import Draft
from gewu.redraw.previews import Preview
from gewu.registers import commands as registers

FIRST = UUID(int=0)
# So many batches a job does before it queues again.
TURNS = 8
# So many addresses a batch of the registers takes.
ADDRESSES = 1000


@job("redraw.settle")
def settle(*, draft: UUID) -> None:
    """Some batches of what follows the borders, and the order for the next."""
    # This process may not have noticed the new borders yet.
    areas.look_again()
    for turn in range(1, TURNS + 1):
        with transaction.atomic():
            row = Draft.objects.select_for_update().one(draft)
            if row.settled_at is not None or row.ended_at is None:
                return
            if row.cases_settled_at is None:
                _some_cases(row)
            elif _some_addresses(row):
                _settled(row)
                return
            if turn == TURNS:
                settle.defer(lock=row.id, draft=row.id)


def _some_cases(row: Draft) -> None:
    touched = _touched(row)
    done = cases.follow_borders(
        row.township,
        leaves=[area_id(key) for key in touched],
        became=_became(touched),
        since=row.ended_at or clock.now(),
        after=row.settled_to or FIRST,
        redraw=row.id,
    )
    row.settled_cases += done.moved
    row.settled_to = done.last or row.settled_to
    row.cases_settled_at = clock.now() if done.last is None else None
    row.write("settled_to", "settled_cases", "cases_settled_at")


def _some_addresses(row: Draft) -> bool:
    """The rows at some houses of the grids that were touched; True when none are left."""
    after = row.rows_settled_to or FIRST
    batch = [house for house in _houses(row) if house > after][:ADDRESSES]
    if batch:
        # A unit that belongs to a grid of its own: its rooms are known by their house.
        known = areas.addresses(batch).values()
        wanted = {*batch, *(one.building for one in known if one.building)}
        row.settled_rows += registers.follow_addresses(row.township, sorted(wanted))
        row.rows_settled_to = batch[-1]
        row.write("rows_settled_to", "settled_rows")
    return len(batch) < ADDRESSES


def _settled(row: Draft) -> None:
    row.settled_at = clock.now()
    journal.record(
        "redraw.settled",
        subject=row,
        actor=SYSTEM,
        write=("settled_at",),
        cases=row.settled_cases,
        rows=row.settled_rows,
    )


def _houses(row: Draft) -> list[UUID]:
    """Every house that stood in a grid the draft touched: its own grid or the one above may be another."""
    touched, before = set(_touched(row)), Preview(row).counts.before
    return sorted(house for house, key in before.items() if key in touched)


def _became(touched: list[str]) -> Mapping[UUID, UUID]:
    """Where the cases of a grid go that no point decides: to its one heir, else to what is above it."""
    goals: dict[UUID, UUID] = {}
    for old in map(area_id, touched):
        if areas.area(old).retired_at is None:
            goals[old] = old
            continue
        heirs = areas.successors(old)
        above = areas.area(old).parent
        goals[old] = heirs[0] if len(heirs) == 1 or above is None else _in_use(above)
    return goals


def _in_use(area: UUID) -> UUID:
    """The area, or what it became, or what is above it."""
    place = areas.area(area)
    if place.retired_at is None or place.parent is None:
        return area
    heirs = areas.successors(area)
    return heirs[0] if len(heirs) == 1 else _in_use(place.parent)


def _touched(row: Draft) -> list[str]:
    """Keys of the grids of before that the draft changed.

    Read from its steps, too: the tree above a grid is known as it is now, so a grid that was only put under
    another group looks untouched afterwards.
    """
    now = Preview(row).now
    drawn = {key for change in queries.changes_of(row) for key in change.pieces}
    return sorted(now.base.pieces.keys() & (now.touched | drawn))
