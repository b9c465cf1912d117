"""The day of new borders.

One transaction makes them hold, a resumable job brings after it what is derived.
"""

from collections.abc import Mapping
from typing import cast
from uuid import UUID

import structlog
from django.db import transaction

from gewu.cases import commands as cases
from gewu.kernel import clock, journal
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import DomainError
from gewu.kernel.jobs import job
from gewu.people import queries as people
from gewu.places import commands as places
from gewu.places import queries as areas
from gewu.places.grounds import Became
from gewu.places.values import area_id
from gewu.redraw import naming
from gewu.redraw.cut import Cut, Group, Piece
from gewu.redraw.lineage import lineage
from gewu.redraw.models import Draft
from gewu.redraw.previews import Preview

FIRST = UUID(int=0)
# So many batches a job does, each in a transaction of its own, before it queues again.
TURNS = 8

log = structlog.get_logger()


@job("redraw.apply")
def apply_on(*, draft: UUID) -> None:
    """The day has come. A draft that was given up meanwhile stays where it is."""
    with transaction.atomic():
        row = Draft.objects.select_for_update().one(draft)
        if row.state == Draft.State.PUBLISHED:
            apply(row, actor=SYSTEM)


@job("redraw.apply_due")
def apply_due() -> None:
    """Whatever should hold by now and does not: a day without a worker is made up for."""
    today = people.today()
    for home in areas.localities():
        due = Draft.objects.filter(
            township=home.township, state=Draft.State.PUBLISHED, effective_on__lte=today
        )
        for row in due:
            try:
                apply_on(draft=row.id)
            except DomainError as refusal:
                log.warning("redraw_not_applied", draft=str(row.id), why=refusal.code)


def apply(row: Draft, *, actor: Actor) -> None:
    """Make the borders of a published draft hold from now on, in the transaction that is running.

    Never from a past moment: what happened until now happened by the borders that were in force.
    """
    preview = Preview(row)
    now, moment = preview.now, clock.now()
    change = _change(row, preview)
    row.made_id = places.redraw(change, township=row.township, at=moment, origin=row.id)
    code = {key: preview.code_of(key) for key in now.cut.pieces}
    homes = {house: area_id(code[key]) for house, (_old, key) in preview.counts.moved.items() if key in code}
    assigned = places.assign(homes, township=row.township, since=moment, how="redraw", by=row.published_by)
    row.state, row.ended_at, row.ended_by = Draft.State.APPLIED, moment, row.published_by
    journal.record(
        "redraw.applied",
        subject=row,
        actor=actor,
        write=("state", "made_id", "ended_at", "ended_by"),
        version=str(row.made_id),
        retired=[*sorted(change.retired)],
        made=[*sorted(one.code for one in change.made)],
        addresses=assigned.changed,
    )
    settle.defer(lock=row.id, draft=row.id)


@job("redraw.settle")
def settle(*, draft: UUID) -> None:
    """Some batches of open cases, and the order for the next. A worker that dies loses one batch at most."""
    # This process may not have noticed the new borders yet.
    areas.look_again()
    for turn in range(1, TURNS + 1):
        with transaction.atomic():
            row = Draft.objects.select_for_update().one(draft)
            if row.settled_at is not None or row.ended_at is None:
                return
            done = cases.follow_borders(
                row.township,
                leaves=_old_leaves(row),
                became=_became(row),
                since=row.ended_at,
                after=row.settled_to or FIRST,
                redraw=row.id,
            )
            row.settled_cases += done.moved
            if done.last is None:
                row.settled_at = clock.now()
                wrote = ("settled_cases", "settled_at")
                journal.record(
                    "redraw.settled", subject=row, actor=SYSTEM, write=wrote, cases=row.settled_cases
                )
                return
            row.settled_to = done.last
            row.write("settled_to", "settled_cases")
            if turn == TURNS:
                settle.defer(lock=row.id, draft=row.id)


def _change(row: Draft, preview: Preview) -> places.Redrawn:
    """What a draft changes, by official codes."""
    base, cut = preview.now.base, preview.now.cut
    given = preview.given or {}
    code = {key: given[key].code if key in given else key for key in {**cut.pieces, **cut.groups}}
    every: dict[str, Piece | Group] = {**cut.groups, **cut.pieces}
    made = [
        places.MadeArea(
            code=given[key].code,
            parent=code.get(one.parent, one.parent),
            tier=naming.tier_of(row.township, one.level),
            level=one.level,
            name=given[key].names.zh,
            short=given[key].names.short,
            name_en=given[key].names.en,
        )
        for key, one in every.items()
        if one.is_new
    ]
    was: dict[str, Piece | Group] = {**base.groups, **base.pieces}
    stays = {key: one for key, one in every.items() if key in was}
    return places.Redrawn(
        base=preview.now.version,
        leaves={code[key]: piece.ground for key, piece in cut.pieces.items()},
        households={code[line.key]: line.households for line in preview.lines},
        made=made,
        retired=preview.gone,
        parents={
            key: code.get(one.parent, one.parent)
            for key, one in stays.items()
            if one.parent != was[key].parent
        },
        named={
            key: (one.names.zh, one.names.short, one.names.en)
            for key, one in stays.items()
            if one.names != was[key].names
        },
        became=[(old, code[new], cast("Became", how)) for (old, new), how in lineage(base, cut).items()],
    )


def _old_leaves(row: Draft) -> list[UUID]:
    """The deepest grids of before whose ground, parent or self changed."""
    return [area_id(key) for key in _touched(row)]


def _became(row: Draft) -> Mapping[UUID, UUID]:
    """Where the cases of a grid go that no point decides: to its one heir, else to what is above it."""
    goals: dict[UUID, UUID] = {}
    for key in _touched(row):
        old = area_id(key)
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
    """Keys of the pieces of before that a draft touched."""
    base: Cut = Preview(row).now.base
    return sorted(base.pieces.keys() & Preview(row).now.touched)
