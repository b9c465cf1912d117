import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from gewu.kernel import clock, jobs, journal
from gewu.kernel.models import Reacted
from gewu.kernel.tests import reactions
from gewu.kernel.tests.parcels import WORKER, Parcel, a_parcel

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _subscribed(settings: Settings) -> None:
    settings.SUBSCRIPTIONS = "gewu.kernel.tests.reactions.SUBSCRIPTIONS"
    reactions.acted.clear()


@jobs.job("parcels.remind")
def remind(parcel: UUID) -> None:
    reactions.acted.append(f"remind {Parcel.objects.one(parcel).stage}")


@pytest.mark.django_db
def test_a_reaction_is_queued_with_its_entry_and_takes_the_subject_as_lock() -> None:
    parcel = a_parcel()
    entry = journal.record("parcel.sent", subject=parcel, actor=WORKER)
    queued = ProcrastinateJob.objects.get()
    assert (queued.task_name, queued.args, queued.lock) == (
        "parcels.count",
        {"entry": str(entry.id)},
        str(parcel.id),
    )


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_command_leaves_no_job_and_no_entry() -> None:
    parcel = a_parcel()
    with transaction.atomic():
        journal.record("parcel.sent", subject=parcel, actor=WORKER)
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()
    assert journal.entries_of(parcel.id) == []
    assert Parcel.objects.one(parcel.id).journal_length == 0


@pytest.mark.django_db
def test_a_reaction_that_is_run_twice_acts_once() -> None:
    entry = journal.record("parcel.sent", subject=a_parcel(), actor=WORKER)
    reactions.count(entry)
    reactions.count(entry)
    assert reactions.acted == ["parcel.sent"]


@pytest.mark.django_db
def test_a_reaction_that_fails_leaves_no_mark_and_no_effect() -> None:
    parcel = a_parcel()
    entry = journal.record("parcel.dropped", subject=parcel, actor=WORKER)
    with pytest.raises(RuntimeError, match="van"):
        reactions.fail(entry)
    assert not Reacted.objects.filter(township=parcel.township).exists()
    assert Parcel.objects.one(parcel.id).stage == "sent"


@pytest.mark.django_db
def test_due_jobs_run_in_the_order_of_simulated_time_and_not_before() -> None:
    with clock.hold(MORNING):
        parcel = a_parcel()
        remind.defer(at=MORNING + timedelta(hours=2), parcel=parcel.id)
        journal.record("parcel.sent", subject=parcel, actor=WORKER)
        assert jobs.run_due() == 1
        assert jobs.next_due() == MORNING + timedelta(hours=2)
    with clock.hold(MORNING + timedelta(hours=2)):
        assert jobs.run_due() == 1
    assert reactions.acted == ["parcel.sent", "remind sent"]


@pytest.mark.django_db
def test_workers_get_what_a_simulation_leaves_behind() -> None:
    parcel = a_parcel()
    with clock.hold(MORNING):
        remind.defer(at=MORNING + timedelta(hours=2), parcel=parcel.id)
    assert jobs.run_due() == 0
    assert jobs.hand_over() == 1
    assert jobs.run_due() == 1


@pytest.mark.owner
@pytest.mark.django_db
def test_inserting_a_job_announces_nothing_and_migrating_again_does_not_bring_it_back() -> None:
    assert not jobs.announces_inserts()
    call_command("migrate", verbosity=0)
    assert not jobs.announces_inserts()
    # A trigger made again by hand or by a later version of the library would still be silent.
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER again AFTER INSERT ON procrastinate_jobs FOR EACH ROW"
            " EXECUTE PROCEDURE procrastinate_notify_queue_job_inserted_v1()"
        )
    assert not jobs.announces_inserts()


@pytest.fixture
def a_worker(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts worker processes on the test database; whatever is left is killed at the end."""
    started: list[subprocess.Popen[bytes]] = []
    place = connection.settings_dict
    url = f"postgresql://{quote(place['USER'])}:{quote(place['PASSWORD'], safe='')}@/{place['NAME']}"
    environ = {
        **os.environ,
        "DATABASE_URL": f"{url}?host={place['HOST']}&port={place['PORT']}",
        "DJANGO_SETTINGS_MODULE": "gewu.config.settings",
        "GEWU_TEST_FLAG": str(tmp_path / "first"),
    }

    def start() -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, "-m", "gewu.kernel.tests.a_worker"], env=environ)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_killed_worker_comes_back_and_a_worker_stops_when_asked(
    a_worker: Callable[[], subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    parcel = a_parcel()
    with transaction.atomic():
        journal.record("parcel.posted", subject=parcel, actor=WORKER)
    doomed = a_worker()
    _wait_for((tmp_path / "first").exists)
    assert jobs.worker_alive(timedelta(seconds=10))
    doomed.send_signal(signal.SIGKILL)

    second = a_worker()
    _wait_for(lambda: Parcel.objects.one(parcel.id).stage == "delivered")
    _wait_for(lambda: not ProcrastinateJob.objects.exists())
    assert Reacted.objects.filter(township=parcel.township).count() == 1

    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=15) == 0
    assert not jobs.worker_alive(timedelta(minutes=1))


def _wait_for(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)
