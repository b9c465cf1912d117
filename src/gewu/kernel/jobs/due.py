"""Doing due jobs in this process and in order, without a worker: for simulated time and for tests."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from procrastinate.contrib.django.models import ProcrastinateJob

from gewu.kernel import clock
from gewu.kernel.jobs.declared import REGISTRY, Job
from gewu.kernel.jobs.queue import QUEUE, SIMULATED, current_queue
from gewu.kernel.jobs.schedule import Scheduled


def run_due() -> int:
    """Do every job that is due, in order of its time, also those they cause; how many were done.

    While the clock is held only what was caused in held time is done. A job that fails raises and stays.
    """
    done = 0
    while _run_next():
        done += 1
    return done


def next_due() -> datetime | None:
    """When the next simulated job is due."""
    waiting = ProcrastinateJob.objects.filter(queue_name=SIMULATED, status="todo").order_by("scheduled_at")
    return waiting.values_list("scheduled_at", flat=True).first()


def hand_over() -> int:
    """When a simulation has reached the present: leave what still waits in it to the workers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET queue_name = %s WHERE queue_name = %s AND status = 'todo'",
            [QUEUE, SIMULATED],
        )
        return int(cursor.rowcount)


def ticks(since: datetime, until: datetime) -> Iterator[tuple[datetime, Job]]:
    """What config/schedule.py brings after `since` up to `until`, in order."""
    schedule: tuple[Scheduled, ...] = import_string(settings.SCHEDULE)
    moments = [(tick, place) for place, item in enumerate(schedule) for tick in item.between(since, until)]
    for tick, place in sorted(moments):
        yield tick, schedule[place].job


@transaction.atomic
def _run_next() -> bool:
    """Do one job and take it off the queue in the same transaction."""
    due = ProcrastinateJob.objects.filter(queue_name=current_queue(), status="todo").exclude(
        scheduled_at__gt=clock.now()
    )
    row = due.select_for_update(skip_locked=True).order_by("scheduled_at", "id").first()
    if row is None:
        return False
    REGISTRY[row.task_name].run(row.args)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [row.id])
    return True
