"""What is derived follows new borders batch by batch: open cases first, then rooms and the rows of registers.

Every batch is a transaction of its own that notes how far it came; a worker that dies loses one at most.
"""

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from uuid import UUID

from django.db import transaction

from gewu.cases import commands as cases
from gewu.kernel import clock, journal
from gewu.kernel.access import SYSTEM
from gewu.kernel.jobs import job
from gewu.places import commands as places
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


class Ground:
    """What a draft that holds by now had touched: worked out once for all batches of a job."""

    def __init__(self, row: Draft) -> None:
        self.row = row

    @cached_property
    def preview(self) -> Preview:
        return Preview(self.row)

    @cached_property
    def touched(self) -> list[str]:
        """Keys of the grids of before that the draft changed.

        Read from its steps, too: the tree above a grid is known as it is now, so a grid that was only put
        under another group looks untouched afterwards.
        """
        now = self.preview.now
        drawn = {key for change in queries.changes_of(self.row) for key in change.pieces}
        return sorted(now.base.pieces.keys() & (now.touched | drawn))

    @cached_property
    def became(self) -> Mapping[UUID, UUID]:
        """Where the cases of a grid go that no point decides."""
        return {old: areas.in_use(old) for old in map(area_id, self.touched)}

    @cached_property
    def houses(self) -> list[UUID]:
        """Every house that stood in a grid it touched: its own grid or the one above may be another."""
        touched = set(self.touched)
        return sorted(house for house, key in self.preview.counts.before.items() if key in touched)

    def after(self, house: UUID) -> list[UUID]:
        """The next batch of them."""
        first = bisect_right(self.houses, house)
        return self.houses[first : first + ADDRESSES]


@job("redraw.settle")
def settle(*, draft: UUID) -> None:
    """Some batches of what follows the borders, and the order for the next."""
    # This process may not have noticed the new borders yet.
    areas.look_again()
    ground = Ground(Draft.objects.one(draft))
    for turn in range(1, TURNS + 1):
        with transaction.atomic():
            row = Draft.objects.select_for_update().one(draft)
            if row.settled_at is not None or row.ended_at is None:
                return
            if row.cases_settled_at is None:
                _some_cases(row, ground)
            elif _some_addresses(row, ground):
                _settled(row)
                return
            if turn == TURNS:
                settle.defer(lock=row.id, draft=row.id)


def _some_cases(row: Draft, ground: Ground) -> None:
    done = cases.follow_borders(
        row.township,
        leaves=[area_id(key) for key in ground.touched],
        became=ground.became,
        since=row.ended_at or clock.now(),
        after=row.settled_to or FIRST,
        redraw=row.id,
    )
    row.settled_cases += done.moved
    row.settled_to = done.last or row.settled_to
    row.cases_settled_at = clock.now() if done.last is None else None
    row.write("settled_to", "settled_cases", "cases_settled_at")


def _some_addresses(row: Draft, ground: Ground) -> bool:
    """The rooms and rows at some houses of the grids that were touched; True when none are left."""
    batch = ground.after(row.rows_settled_to or FIRST)
    if batch:
        places.derive_areas(row.township, batch)
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
