"""Well is only what answers, is up to date, and has a worker; otherwise the reason is said."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection
from django.test import Client

from gewu.config import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked_afresh() -> Iterator[None]:
    health._migrated.cache_clear()
    yield
    health._migrated.cache_clear()


def test_without_a_worker_it_says_so(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer.json()["detail"] == "No worker has given a sign of life in the last half minute."


def test_with_a_worker_all_is_well_and_it_costs_one_statement(client: Client) -> None:
    _a_worker(silent_for=0)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    with connection.execute_wrapper(_count := _Count()):
        client.get("/healthz")
    assert _count.statements == 1


def test_a_worker_that_fell_silent_does_not_count(client: Client) -> None:
    _a_worker(silent_for=31)
    assert client.get("/healthz").status_code == 503


def test_tables_of_another_version_are_named(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    _a_worker(silent_for=0)
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: ["one to go"])
    assert "run `gewu migrate`" in client.get("/healthz").json()["detail"]
    monkeypatch.undo()
    assert client.get("/healthz").status_code == 200


def test_a_database_that_does_not_answer_is_a_503_not_a_500(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> bool:
        raise OperationalError("gone")

    monkeypatch.setattr(health, "_examine", gone)
    answer = client.get("/healthz")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer.json()["detail"] == "The database does not answer."


class _Count:
    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        self.statements += 1
        return execute(sql, params, many, context)


def _a_worker(*, silent_for: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
            [silent_for],
        )
