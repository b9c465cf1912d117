"""What the kernel throws away: receipts too old to be asked for, marks of reactions long done, dead jobs."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from gewu.kernel import clock
from gewu.kernel.jobs import job
from gewu.kernel.models import Reacted, Receipt

RECEIPTS_FOR = timedelta(days=7)
MARKS_FOR = timedelta(days=90)
FAILED_JOBS_FOR = timedelta(days=30)


@job("kernel.sweep")
def sweep() -> None:
    now = clock.now()
    Receipt.objects.filter(recorded_at__lt=now - RECEIPTS_FOR).delete()
    # A mark's id begins with its moment, so the key of the table finds old ones.
    Reacted.objects.filter(id__lt=_first_id(now - MARKS_FOR)).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs j"
            " WHERE j.status IN ('succeeded', 'failed', 'cancelled', 'aborted')"
            " AND NOT EXISTS (SELECT FROM procrastinate_events e WHERE e.job_id = j.id AND e.at > %s)",
            [now - FAILED_JOBS_FOR],
        )


def _first_id(moment: datetime) -> UUID:
    return UUID(int=int(moment.timestamp() * 1000) << 80)
