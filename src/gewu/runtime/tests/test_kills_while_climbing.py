"""kill -9 of the worker while cases climb, people are told, files are packed: nothing lost or done twice."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator

import psycopg
import pytest

from gewu.runtime.installation import OWNER
from gewu.runtime.tests.town import PATIENCE, Town, a_town, kill, wait_for

pytestmark = [pytest.mark.processes, pytest.mark.long, pytest.mark.xdist_group("processes")]
# Three batches: between two of them some have climbed and some have not.
CASES = 500
OVER = "UPDATE cases_case SET level_due_at = now() - interval '1 hour'"
RAISED = "SELECT count(*) FROM cases_case WHERE raised > 0"
TOLD = "SELECT count(DISTINCT cause) FROM notices_message WHERE template = 'case_escalated'"
# The worker's own statement, held up by the lock of this test.
HELD_UP = "SELECT count(*) FROM pg_locks WHERE relation = 'kernel_entry'::regclass AND NOT granted"
STEPS = "SELECT count(*) FROM kernel_entry WHERE kind = 'case.escalated' GROUP BY subject_id ORDER BY 1 DESC"
TWICE = 'SELECT count(*) FROM notices_message GROUP BY cause, "to" HAVING count(*) > 1'


# So many that the worker is surely met between the first and the last.
FILES = 16
CLERK = "SELECT user_id FROM people_post WHERE role = 'clerk'"
WANTED = "SELECT id FROM cases_case ORDER BY id LIMIT %s"
MADE = "SELECT done FROM aftercare_bundle"
OFFERED = "SELECT count(*) FROM aftercare_bundle WHERE finished_at IS NOT NULL"
SAID = "SELECT count(*) FROM kernel_entry WHERE kind = 'aftercare.bundle_made'"


@pytest.fixture(scope="module")
def late_town() -> Iterator[Town]:
    """A town of its own in which every grid's time is over."""
    with a_town("late") as town:
        town.start()
        _run(town, "build", str(CASES))
        with town.connect() as owner:
            owner.execute(OVER)
        yield town


def test_a_worker_killed_in_mid_escalation_loses_nothing_and_repeats_nothing(late_town: Town) -> None:
    town = late_town
    with town.connect() as owner, town.connect() as holder:
        with holder.transaction():
            # Rows are locked, steps decided, and the first entry waits for this lock.
            holder.execute("LOCK TABLE kernel_entry IN EXCLUSIVE MODE")
            _run(town, "climb")
            wait_for(lambda: _number(owner, HELD_UP) > 0, "the worker to be in the middle", town.explain)
            _kill_worker(town)
        wait_for(lambda: _number(owner, RAISED) > 0, "the first batch", town.explain)
        _kill_worker(town)
        wait_for(lambda: _number(owner, RAISED) == CASES, "every case to have climbed", town.explain)
        wait_for(lambda: _number(owner, TOLD) > 0, "the first to be told", town.explain)
        _kill_worker(town)
        wait_for(lambda: _number(owner, TOLD) == CASES, "everybody to be told", town.explain)
        assert _numbers(owner, STEPS) == [1] * CASES
        assert _numbers(owner, "SELECT raised FROM cases_case") == [1] * CASES
        assert _numbers(owner, TWICE) == []
    verified = town.gewu("verify-journal")
    assert (verified.returncode, verified.stdout) == (0, "The journal is whole.\n"), verified.stderr


def test_a_worker_killed_while_it_packs_case_files_is_followed_by_one_that_packs_them_all(
    late_town: Town,
) -> None:
    town = late_town
    with town.connect() as owner:
        wanted = owner.execute(WANTED, [FILES]).fetchall()
        _run(town, "pack", *(str(one) for row in [*owner.execute(CLERK).fetchall(), *wanted] for one in row))
        wait_for(lambda: _number(owner, MADE) > 0, "the first file", town.explain)
        _kill_worker(town)
        assert 0 < _number(owner, MADE) < FILES, "it was met in the middle"
        assert _number(owner, OFFERED) == 0, "nothing half is offered"
        wait_for(lambda: _number(owner, OFFERED) == 1, "the archive", town.explain)
        assert _numbers(owner, MADE) == [FILES]
        assert _numbers(owner, SAID) == [1]
        [(digest,)] = owner.execute("SELECT sha256 FROM aftercare_bundle").fetchall()
    kept = town.installation.data / "files" / digest[:2] / digest[2:4] / digest
    with zipfile.ZipFile(kept) as archive:
        assert (archive.testzip(), len(archive.namelist())) == (None, FILES)


def _kill_worker(town: Town) -> None:
    [worker] = town.find("worker")
    kill(worker)
    wait_for(lambda: bool(set(town.find("worker")) - {worker}), "another worker", town.explain)


def _run(town: Town, *words: str) -> None:
    command = [sys.executable, "-m", "gewu.runtime.tests.climbing", *words]
    environment = town.installation.environment(role=OWNER)
    done = subprocess.run(  # noqa: S603
        command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]


def _number(owner: psycopg.Connection, statement: str) -> int:
    return _numbers(owner, statement)[0]


def _numbers(owner: psycopg.Connection, statement: str) -> list[int]:
    return [int(row[0]) for row in owner.execute(statement).fetchall()]
