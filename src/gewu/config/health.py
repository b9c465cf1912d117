"""`GET /healthz`: well only when the database answers, its tables are this version's, and a worker lives."""

from datetime import timedelta
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from psycopg import OperationalError

from gewu.kernel import jobs

HEARTBEAT = timedelta(seconds=30)


class Unwell(Exception):
    """Something the platform needs is not there. The message says what."""


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 `{"status": "ok"}`, or 503 with the reason; nothing in it is secret or personal."""
    try:
        _examine()
    except Unwell as reason:
        return _sick(str(reason))
    except (DatabaseError, OperationalError):
        return _sick("The database does not answer.")
    return JsonResponse({"status": "ok"})


def _examine() -> None:
    if not _migrated():
        _migrated.cache_clear()
        raise Unwell("The database's tables are not those of this version: run `gewu migrate`.")
    if not jobs.worker_alive(HEARTBEAT):
        raise Unwell("No worker has given a sign of life in the last half minute.")


@cache
def _migrated() -> bool:
    """Asked until it is true: while this process lives, its code's migrations stay the same."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _sick(reason: str) -> JsonResponse:
    problem = {"type": "about:blank", "title": "Service Unavailable", "status": 503, "detail": reason}
    return JsonResponse(
        problem, status=503, content_type="application/problem+json", headers={"Retry-After": "5"}
    )
