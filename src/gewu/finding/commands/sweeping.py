"""What finding throws away by night: files whose days are over, removed filters, old batches, old lookups."""

from datetime import timedelta

from gewu.finding.commands.exports import KEPT_FOR, drop_file
from gewu.finding.models import Batch, BatchRow, Export, Lookup, SavedFilter, State
from gewu.kernel import clock

FILTERS_FOR, BATCHES_FOR = timedelta(days=7), timedelta(days=30)
# Logs of access are kept for six months at least (Cybersecurity Law 21); these for a year.
LOOKUPS_FOR = timedelta(days=366)


def sweep_old() -> int:
    """Everything that has outlived its days, wherever it is; how many files went."""
    now, gone = clock.now(), 0
    for export in Export.objects.filter(state=State.DONE, finished_at__lt=now - KEPT_FOR):
        drop_file(export)
        gone += 1
    SavedFilter.objects.filter(removed_at__lt=now - FILTERS_FOR).delete()
    old = Batch.objects.filter(asked_at__lt=now - BATCHES_FOR).values_list("township", "id")
    for township, batch in list(old):
        BatchRow.objects.filter(township=township, batch_id=batch).delete()
        Batch.objects.filter(township=township, id=batch).delete()
    Lookup.objects.filter(at__lt=now - LOOKUPS_FOR).delete()
    return gone
