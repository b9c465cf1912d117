"""What a person meets who starts Gewu: where it may lie, what is in the way, and how it stops."""

import os
import socket
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from gewu.runtime.installation import APPLICATION, OWNER, Installation
from gewu.runtime.tests.town import PATIENCE, Town, a_town

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

FORBIDDEN = {
    "make a table": "CREATE TABLE mine (id int)",
    "make a temporary table": "CREATE TEMPORARY TABLE mine (id int)",
    "make a schema": "CREATE SCHEMA mine",
    "drop a table": "DROP TABLE kernel_entry",
    "empty a table": "TRUNCATE kernel_receipt",
    "change the journal": "UPDATE kernel_entry SET kind = kind",
    "remove from the journal": "DELETE FROM kernel_entry",
    "change a seal": "UPDATE kernel_seal SET township = township",
    "pretend a migration": "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
    "become the owner": f"SET ROLE {OWNER}",
    "read the server's files": "SELECT pg_read_file('postgresql.conf')",
    "read passwords": "SELECT * FROM pg_authid",
}


def test_a_long_path_with_spaces_is_a_home_like_any_other() -> None:
    with a_town("文化路 street, 'quoted' \"twice\" " + "and long " * 12) as town:
        _of_two_starts_one_stays(town)
        _roles_are_as_they_should_be(town)
        _a_second_run_is_refused(town)
        _a_command_works_beside_it(town)
        assert town.stop() == 0


def test_a_busy_port_is_named_and_nothing_is_started() -> None:
    with a_town() as town, socket.socket() as squatter:
        squatter.bind(("127.0.0.1", town.installation.port))
        squatter.listen()
        assert town.launch().wait(PATIENCE) == 1
        assert f"Port {town.installation.port} on 127.0.0.1 cannot be used" in town.output.read_text()
        assert not town.everybody()


def test_a_foreign_database_is_used_as_it_is_and_gets_no_demo(foreign: str) -> None:
    with a_town(DATABASE_URL=foreign) as town:
        assert Installation.from_environment({"DATABASE_URL": foreign}).demo == ""
        town.start()
        assert not town.find("postmaster")
        assert not (town.installation.data / "postgres").exists()
        assert town.gewu("verify-journal").stdout == "The journal is whole.\n"
        assert town.gewu("backup", str(town.installation.data.parent / "foreign.gewu")).returncode == 0


def test_a_foreign_database_that_is_not_there_is_named() -> None:
    with a_town(DATABASE_URL="postgresql://nobody@127.0.0.1:1/none") as town:
        refused = town.gewu("run")
        assert refused.returncode == 1
        assert "The database in DATABASE_URL cannot be reached" in refused.stderr


@pytest.fixture
def foreign() -> Iterator[str]:
    """An empty database on the server the tests use."""
    server, name = os.environ["DATABASE_URL"], f"gewu_foreign_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as session:
        session.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            session.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _of_two_starts_one_stays(town: Town) -> None:
    first, second = town.launch(), town.launch()
    town.wait_until_well()
    assert sorted([first.poll() is None, second.poll() is None]) == [False, True]
    town.runs.sort(key=lambda run: run.poll() is None)
    assert len(town.find("postmaster")) == 1


def _roles_are_as_they_should_be(town: Town) -> None:
    with town.connect(APPLICATION) as session:
        owned = session.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = %s)",
            [APPLICATION],
        ).fetchone()
        assert owned == (0,)
        assert {what for what, statement in FORBIDDEN.items() if not _refused(session, statement)} == set()
    _no_trust_for_anybody(town)


def _refused(session: psycopg.Connection, statement: str) -> bool:
    try:
        session.execute(statement.encode())
    except psycopg.errors.InsufficientPrivilege:
        return True
    return False


def _no_trust_for_anybody(town: Town) -> None:
    for role in ("gewu_super", OWNER, APPLICATION):
        url = town.installation.url(role).replace(f"{role}:", f"{role}:not-")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(url)
    keys = town.installation.keys
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys.iterdir()} == {0o600}


def _a_second_run_is_refused(town: Town) -> None:
    second = town.gewu("run")
    assert second.returncode == 1
    assert "is in use by `gewu run`" in second.stderr
    assert len(town.find("postmaster")) == 1


def _a_command_works_beside_it(town: Town) -> None:
    done: subprocess.CompletedProcess[str] = town.gewu("migrate")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "The tables are up to date.")
    assert len(town.find("postmaster")) == 1
    assert Path(town.installation.data / "lock").exists()
