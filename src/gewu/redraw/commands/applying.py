"""The day of new borders.

One transaction makes them hold; `settling` brings after it what is derived.
"""

from typing import cast
from uuid import UUID

import structlog
from django.db import transaction

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
from gewu.redraw.commands.settling import settle
from gewu.redraw.cut import Group, Piece
from gewu.redraw.lineage import lineage
from gewu.redraw.models import Draft
from gewu.redraw.previews import Preview

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


def apply(row: Draft, *, actor: Actor, preview: Preview | None = None) -> None:
    """Make the borders of a published draft hold from now on, in the transaction that is running.

    Never from a past moment: what happened until now happened by the borders that were in force. `preview`:
    what was just checked of the same row.
    """
    preview = preview or Preview(row)
    now, moment = preview.now, clock.now()
    change = _change(row, preview)
    row.made_id = places.redraw(change, township=row.township, at=moment, origin=row.id)
    area = {key: area_id(preview.code_of(key)) for key in now.cut.pieces}
    homes = {house: area[key] for house, (_old, key) in preview.counts.moved.items() if key in area}
    assigned = places.assign(
        homes, township=row.township, since=moment, how="redraw", by=row.published_by, inside=False
    )
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
