"""Forgetting: what the exchange still holds of a record goes when the registers have erased it.

That a list left, and whom it named, stays: whoever was named may ask for it. So do months that count only.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from gewu.exchange.editions import Kept, kept_of
from gewu.exchange.models import Difference, Edition, Landed, Pair
from gewu.kernel import journal
from gewu.kernel.access import SYSTEM
from gewu.registers.queries.going import Was


@transaction.atomic
def forget_record(township: int, subject: UUID) -> None:
    """Take a record out of the months of all tables, and forget what an undo or parting would bring back."""
    for row, kept in _months(township, subject):
        _thin(row, kept, subject)
    Landed.objects.filter(township=township, subject_id=subject).update(before=None)
    pairs = Pair.objects.filter(township=township).filter(Q(left=subject) | Q(right=subject))
    pairs.update(before=None)
    Difference.objects.filter(township=township, subject=subject).delete()


@transaction.atomic
def forget_in_programme(township: int, was: Was) -> None:
    """Take a record out of the months of tables of a programme that were made while it was in it."""
    for row, kept in _months(township, was.subject):
        if kept.programme == was.programme and was.since <= localdate(row.made_at) <= was.until:
            _thin(row, kept, was.subject)


def _months(township: int, subject: UUID) -> Iterable[tuple[Edition, Kept]]:
    """The months that hold something of a record."""
    rows = Edition.objects.filter(township=township, content__isnull=False).order_by("id")
    for row in rows.select_for_update().iterator(chunk_size=10):
        kept = kept_of(row)
        if kept is not None and subject in kept.subjects:
            yield row, kept


def _thin(row: Edition, kept: Kept, subject: UUID) -> None:
    left = kept.without(subject)
    row.content, row.rows = left.packed, len(left.subjects)
    journal.record(
        "exchange.table_thinned", subject=row, actor=SYSTEM, write=("content", "rows"), rows=row.rows
    )
