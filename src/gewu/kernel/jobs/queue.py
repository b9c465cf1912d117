"""Putting jobs into the queue: a statement of the running transaction, so both stand or fall together."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job as Order
from procrastinate.manager import JobManager

from gewu.kernel import clock
from gewu.kernel.models import Entry

if TYPE_CHECKING:
    from gewu.kernel.jobs.declared import Reaction

QUEUE = "gewu"
# What was caused in simulated time is done in simulated time: no worker listens to this queue.
SIMULATED = "simulated"

_fleeting_from: ContextVar[datetime | None] = ContextVar("fleeting_from", default=None)

# Not the app's own manager: inside a worker that one may be on another connection.
_manager = JobManager(DjangoConnector())


def current_queue() -> str:
    return SIMULATED if clock.held() else QUEUE


def put(orders: Sequence[Order]) -> None:
    """Queue the jobs in the transaction that is running."""
    if orders:
        _manager.batch_defer_jobs(list(orders))


@contextmanager
def fleeting_from(moment: datetime) -> Iterator[None]:
    """Leave out reactions to earlier entries that only tell somebody: nobody reads last year's news."""
    token = _fleeting_from.set(moment)
    try:
        yield
    finally:
        _fleeting_from.reset(token)


def defer_reactions(*entries: Entry) -> None:
    """Queue what config/subscriptions.py lists for their kinds; jobs of one subject run one after another."""
    subscriptions: dict[str, tuple[Reaction, ...]] = import_string(settings.SUBSCRIPTIONS)
    put(
        [
            one.order(entry)
            for entry in entries
            for one in subscriptions.get(entry.kind, ())
            if _follows(one, entry)
        ]
    )


def _follows(reaction: "Reaction", entry: Entry) -> bool:
    since = _fleeting_from.get()
    if reaction.fleeting and since is not None and entry.recorded_at < since:
        return False
    return reaction.wants(entry)


def announces_inserts() -> bool:
    """Whether inserting a job would NOTIFY, which makes all commits of the server wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE t.tgrelid = 'procrastinate_jobs'::regclass AND NOT t.tgisinternal"
            " AND t.tgtype & 4 = 4 AND p.prosrc ILIKE '%%notify%%')"
        )
        return bool(cursor.fetchone()[0])
