"""Tables of single months: those that wait, those of one table, and what changed since the month before."""

from uuid import UUID

from gewu.exchange.editions import Since, kept_of, since
from gewu.exchange.models import Edition, Outward
from gewu.kernel.access import Actor

MOST = 60


def waiting_editions(actor: Actor) -> list[tuple[Edition, Outward]]:
    """What waits to be looked at and handed over, the oldest first, each with its table."""
    rows = Edition.objects.visible_to(actor).filter(state="waiting").order_by("made_at", "id")[:MOST]
    return _with_tables(list(rows))


def editions_of(table: Outward, actor: Actor) -> list[Edition]:
    """The months of one table, the newest first."""
    rows = Edition.objects.visible_to(actor).filter(township=table.township, table=table.id)
    return list(rows.order_by("-month")[:MOST])


def edition(actor: Actor, edition_id: UUID) -> tuple[Edition, Outward]:
    """One month's table, and the table it is of, or NotFound."""
    row = Edition.objects.visible_to(actor).one(edition_id)
    return row, Outward.objects.filter(township=row.township).one(row.table)


def since_before(row: Edition) -> Since | None:
    """What is otherwise than in the month before that is still kept; None where there is none."""
    earlier = Edition.objects.filter(
        township=row.township, table=row.table, month__lt=row.month, content__isnull=False
    )
    before, now = earlier.order_by("-month").first(), kept_of(row)
    held = kept_of(before) if before else None
    return since(held, now, before.month) if before and held and now else None


def _with_tables(rows: list[Edition]) -> list[tuple[Edition, Outward]]:
    homes, wanted = {one.township for one in rows}, {one.table for one in rows}
    tables = {one.id: one for one in Outward.objects.filter(township__in=homes, id__in=wanted)}
    return [(one, tables[one.table]) for one in rows if one.table in tables]
