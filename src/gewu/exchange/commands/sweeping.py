"""What the exchange throws away by night, and what it looks for: rows whose days are over, new pairs."""

from datetime import timedelta

from gewu.exchange.commands.carrying import clear
from gewu.exchange.commands.editions import make_due
from gewu.exchange.commands.pairs import keep_pairs
from gewu.exchange.commands.undoing import UNDO_FOR
from gewu.exchange.models import Difference, Edition, Finding, Import, Landed, State
from gewu.kernel import clock
from gewu.kernel.jobs import job
from gewu.places import queries as places

# Rows of a workbook that nobody brought in, or whose bad ones nobody fetched.
ROWS_FOR = timedelta(days=7)
# A year of monthly tables can be compared.
TABLES_FOR = timedelta(days=400)
WAITING = (State.LAID, State.CHECKED, State.DONE, State.REFUSED)


def sweep_old(township: int) -> None:
    """Sealed files and rows after a week; what an undo needs after its thirty days."""
    now = clock.now()
    mine = Import.objects.filter(township=township)
    for row in mine.filter(state__in=WAITING, asked_at__lt=now - ROWS_FOR, file_id__isnull=False):
        clear(row)
        if row.state in {State.LAID, State.CHECKED}:
            row.state, row.finished_at = State.STOPPED, now
        row.write("file_id", "state", "finished_at")
    old = list(mine.filter(asked_at__lt=now - UNDO_FOR - ROWS_FOR).values_list("id", flat=True))
    Landed.objects.filter(township=township, import_id__in=old).delete()
    Finding.objects.filter(township=township, import_id__in=old).delete()
    Difference.objects.filter(township=township, import_id__in=old).delete()
    past = Edition.objects.filter(township=township, made_at__lt=now - TABLES_FOR)
    past.filter(content__isnull=False).update(content=None)


@job("exchange.nightly")
def nightly() -> None:
    for locality in places.localities():
        sweep_old(locality.township)
        keep_pairs(locality.township)
        make_due(locality.township)
