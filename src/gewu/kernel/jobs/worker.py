"""The worker: polls the queue, does jobs in threads, and gives back what a dead worker left behind."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status

from gewu.kernel.jobs.queue import QUEUE
from gewu.kernel.jobs.schedule import Scheduled

CONCURRENCY = 2
# A job that was running when its worker died this often is taken to be what kills it.
DEADLY = 5
GRACE = 25.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between looks at the queue, and between signs of life.

    A worker that has been silent for `silence` is dead: its jobs are back in the queue within half a minute.
    """

    poll: float = 0.5
    heartbeat: float = 5.0
    silence: float = 20.0


def run_worker(*, concurrency: int = CONCURRENCY, pace: Pace = Pace()) -> None:
    """Work until SIGTERM or SIGINT; what is running then gets a while to end."""
    _register_schedule(import_string(settings.SCHEDULE))
    asyncio.run(_work(concurrency, pace))


def worker_alive(within: timedelta) -> bool:
    """Whether some worker has given a sign of life in that time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - make_interval(secs => %s))",
            [within.total_seconds()],
        )
        return bool(cursor.fetchone()[0])


async def _work(concurrency: int, pace: Pace) -> None:
    # On connections of its own; what its jobs cause is queued on Django's (gewu.kernel.jobs.queue).
    worker = app.with_connector(DjangoConnector().get_worker_connector())
    async with worker.open_async():
        returning = asyncio.create_task(_keep_returning(worker, pace))
        try:
            await worker.run_worker_async(
                queues=[QUEUE],
                concurrency=concurrency,
                listen_notify=False,
                fetch_job_polling_interval=pace.poll,
                update_heartbeat_interval=pace.heartbeat,
                stalled_worker_timeout=pace.silence,
                shutdown_graceful_timeout=GRACE,
                delete_jobs="successful",
            )
        finally:
            returning.cancel()


async def _keep_returning(worker: App, pace: Pace) -> None:
    """Put the jobs of dead workers back into the queue, again and again."""
    while True:
        try:
            for stalled in await worker.job_manager.get_stalled_jobs(seconds_since_heartbeat=pace.silence):
                await _return(worker, stalled)
            await worker.job_manager.prune_stalled_workers(pace.silence)
        except ConnectorException as problem:
            # Another worker was faster, or the database is away: the next round will show.
            log.info("jobs_not_returned", problem=str(problem))
        await asyncio.sleep(pace.heartbeat)


async def _return(worker: App, stalled: Job) -> None:
    log.warning("job_returned", job=stalled.task_name, id=stalled.id, attempts=stalled.attempts)
    if stalled.attempts < DEADLY:
        await worker.job_manager.retry_job(stalled)
    else:
        await worker.job_manager.finish_job(stalled, status=Status.FAILED, delete_job=False)


def _register_schedule(schedule: Sequence[Scheduled]) -> None:
    known = app.periodic_registry.periodic_tasks
    for item in schedule:
        if (item.job.name, item.cron) not in known:
            app.periodic(cron=item.cron, periodic_id=item.cron, queueing_lock=item.job.name)(
                app.tasks[item.job.name]
            )
