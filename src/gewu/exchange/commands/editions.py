"""Tables that are made by themselves each month: they wait to be looked at, and a clerk hands them over."""

from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gewu.exchange.commands.selecting import chosen_fields, selected
from gewu.exchange.commands.taking import (
    Asked,
    Taken,
    check_amount,
    counted_field,
    depth_of,
    heads_of,
    leave,
)
from gewu.exchange.editions import Kept, kept_of
from gewu.exchange.models import Edition, Outward
from gewu.exchange.rules import MOST_ROWS
from gewu.exchange.spoken import cell, label_of, spoken
from gewu.exchange.wanting import Wanted, wanted_of
from gewu.exchange.writing import Page
from gewu.kernel import clock, journal, receipts
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import NotFound, RuleBroken
from gewu.kernel.ids import new_id
from gewu.registers import queries as registers
from gewu.registers.definition import FieldOf

# Deeper than no class: all of it is masked.
MASKED = -1


def make_due(township: int) -> int:
    """Make the tables of a township whose day has come this month; how many."""
    today = localdate(clock.now())
    due = Outward.objects.filter(township=township, removed_at=None, day__range=(1, today.day))
    made = set(
        Edition.objects.filter(township=township, month=f"{today:%Y-%m}").values_list("table", flat=True)
    )
    waiting = [row for row in due.order_by("id") if row.id not in made]
    for row in waiting:
        _make(row, f"{today:%Y-%m}", SYSTEM)
    return len(waiting)


@transaction.atomic
def make_now(*, table_id: UUID, actor: Actor, receipt: str | None = None) -> UUID:
    """Make this month's table before its day; RuleBroken where it is made already."""
    asked = {"what": "make_month", "table": str(table_id)}
    return UUID(
        str(receipts.once(actor=actor, key=receipt, request=asked, do=lambda: str(_now(table_id, actor))))
    )


def _now(table_id: UUID, actor: Actor) -> UUID:
    row = Outward.objects.visible_to(actor).select_for_update().one(table_id)
    month = f"{localdate(clock.now()):%Y-%m}"
    if Edition.objects.filter(township=row.township, table=row.id, month=month).exists():
        raise RuleBroken(_("The table of this month is made already."))
    return _make(row, month, actor)


def _make(row: Outward, month: str, actor: Actor) -> UUID:
    # As the system sees the registers: who reads a table is asked when it is shown and handed over.
    wanted, of = wanted_of(row), registers.register(row.kind)
    found = selected(wanted, row.township, SYSTEM)[: MOST_ROWS["xlsx"]]
    known = [registers.known(one, of) for one in found]
    counts: dict[str, int] = {}
    for one in known if row.count_by else ():
        answer = str(one.get(row.count_by) or "")
        counts[answer] = counts.get(answer, 0) + 1
    lines = {one.number: [one.get(key) for key, _said in wanted.columns] for one in known}
    subjects = [one.id for one in known]
    shown = {} if row.count_by else lines
    kept = Kept(wanted.columns, row.count_by, shown, counts, subjects, wanted.only.programme)
    edition = Edition(
        id=new_id(row.township),
        township=row.township,
        table=row.id,
        month=month,
        rows=len(known),
        made_at=clock.now(),
    )
    edition.content = kept.packed
    journal.record("exchange.table_made", subject=edition, actor=actor, month=month, rows=len(known))
    return edition.id


@transaction.atomic
def hand_over(*, edition_id: UUID, asked: Asked, full: bool = False, actor: Actor) -> Taken:
    """Write a month's table for its office and note that it left; the first time it is handed over.

    The sharing catalogue is asked anew. Above 300 rows the caller must have asked again who it is.
    """
    row = Edition.objects.visible_to(actor).select_for_update().one(edition_id)
    kept = kept_of(row)
    if kept is None or row.state == "dropped":
        raise NotFound(_("This table is not there any more."))
    table = Outward.objects.filter(township=row.township).one(row.table)
    wanted = Wanted(table.kind, kept.columns, full, kept.count_by, table.office, table.id)
    fields = chosen_fields(wanted, asked.form, asked.purpose, row.township)
    check_amount(len(kept.lines), asked.form, asked.confirmed)
    page = page_of(wanted, kept, fields, depth_of(actor, full=full))
    taken = leave(wanted, asked, [page], kept.subjects, actor=actor)
    if row.state == "waiting":
        _decide(row, "handed", actor)
    return taken


@transaction.atomic
def drop_edition(*, edition_id: UUID, actor: Actor) -> None:
    """Not this month: nothing is handed over."""
    row = Edition.objects.visible_to(actor).select_for_update().one(edition_id)
    if row.state != "waiting":
        raise RuleBroken(_("Somebody has decided about this table meanwhile. Look at the page again."))
    _decide(row, "dropped", actor)


def _decide(row: Edition, state: str, actor: Actor) -> None:
    row.state, row.decided_by, row.decided_at = state, actor.user, clock.now()
    journal.record(
        "exchange.table_decided",
        subject=row,
        actor=actor,
        write=("state", "decided_by", "decided_at"),
        state=state,
    )


def looked_over(row: Edition, table: Outward, most: int) -> Page | None:
    """The first rows of a month's table, masked; None once its time is over."""
    kept = kept_of(row)
    if kept is None:
        return None
    of = registers.register(table.kind)
    fields = [field for key, _said in kept.columns if (field := of.field(key))]
    if len(fields) != len(kept.columns):
        raise NotFound(_("This table has columns that the register does not know any more."))
    wanted = Wanted(table.kind, kept.columns, False, kept.count_by, table.office, table.id)
    return page_of(wanted, kept, fields, MASKED, most)


def page_of(wanted: Wanted, kept: Kept, fields: list[FieldOf], depth: int, most: int | None = None) -> Page:
    """A month's table as a page, as deep as its reader sees."""
    if kept.count_by:
        by = counted_field(wanted)
        said = {answer: spoken(by, answer) if answer else _("not known") for answer in kept.counts}
        rows = sorted(
            ((said[one], n) for one, n in kept.counts.items()), key=lambda pair: (-pair[1], pair[0])
        )
        total = sum(kept.counts.values())
        return Page(_("Counts"), [label_of(by), _("Number of records")], [*rows, (_("Together"), total)])
    lines = [
        [number, *(cell(field, value, depth) for field, value in zip(fields, values, strict=True))]
        for number, values in list(kept.lines.items())[:most]
    ]
    return Page(_("List"), heads_of(wanted, fields), lines)
