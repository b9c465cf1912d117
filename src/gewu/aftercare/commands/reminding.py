"""The moment of a planned call has come: an entry says so once, and whoever planned it hears of it."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from gewu.aftercare.models import CallBack
from gewu.cases.queries.afterwards import still_to_rate
from gewu.kernel import clock, journal
from gewu.kernel.access import SYSTEM

AT_ONCE = 200


@transaction.atomic
def remind_of_calls(township: int, *, size: int = AT_ONCE) -> int:
    """Note the planned calls of a township that are due; how many were looked at. May be repeated."""
    due = CallBack.objects.filter(township=township, next_at__lte=clock.now(), due_told_at=None)
    rows = list(due.select_for_update(skip_locked=True).order_by("next_at", "id")[:size])
    waiting = still_to_rate(township, {row.case_id for row in rows} - _tried_since(township, rows))
    for row in rows:
        row.due_told_at = clock.now()
        if row.case_id in waiting:
            _tell(row)
        else:
            row.write("due_told_at")
    return len(rows)


def _tried_since(township: int, rows: list[CallBack]) -> set[object]:
    """Cases about which somebody called again meanwhile: what was planned before holds no more."""
    later = CallBack.objects.filter(township=township, case_id=OuterRef("case_id"), at__gt=OuterRef("at"))
    old = CallBack.objects.filter(Exists(later), township=township, id__in=[row.id for row in rows])
    return set(old.values_list("case_id", flat=True))


def _tell(row: CallBack) -> None:
    journal.record(
        "aftercare.call_due",
        subject=row,
        actor=SYSTEM,
        write=["due_told_at"],
        case=str(row.case_id),
        whom=str(row.made_by) if row.made_by else None,
    )
