"""From an empty folder, or a foreign server, to a database that the application can work on."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace

import psycopg
from psycopg import sql

from gewu.runtime import children, done, roles, server
from gewu.runtime.installation import APPLICATION, DATABASE, OWNER, Installation
from gewu.runtime.words import Stop, remark

UNFINISHED = f"{DATABASE}_unfinished"
OLDEST = 16


def make_ready(installation: Installation) -> None:
    """Roles, tables, definitions and demo; whatever is there already is left as it is."""
    if not installation.embedded:
        _check_foreign(installation)
        _fill(installation, DATABASE)
        return
    with server.connect(installation) as session:
        roles.make_roles(session, installation)
        if roles.database_exists(session):
            _fill(installation, DATABASE)
        else:
            _give_birth(session, installation)


def make_whole(installation: Installation) -> None:
    """For a command that started the server by itself: the tables of this version."""
    with server.connect(installation) as session:
        roles.make_roles(session, installation)
        if not roles.database_exists(session):
            _give_birth(session, installation)
            return
    _fill(replace(installation, demo=""), DATABASE)


def make_empty(installation: Installation) -> None:
    """For a restore: the roles, and a database with nothing in it if there never was one."""
    with server.connect(installation) as session:
        roles.make_roles(session, installation)
        if not roles.database_exists(session):
            roles.make_database(session, DATABASE)


def known_migrations(installation: Installation) -> set[str]:
    """What this version would apply, as `app.name`."""
    environment = installation.environment(role=OWNER)
    answer = subprocess.run(
        [sys.executable, "-m", "gewu.runtime.prepare", "list"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return set(answer.stdout.split())


def migrate(installation: Installation, database: str = DATABASE) -> None:
    """Bring the tables up to date as their owner."""
    _step(installation, ["migrate"], role=OWNER, database=database)


def _give_birth(session: psycopg.Connection, installation: Installation) -> None:
    """A first database gets its name only when it is whole: a kill during the demo leaves nothing half."""
    remark(
        "Preparing the database"
        + (f" with the demo of {installation.demo}; that takes a minute or two" if installation.demo else "")
        + " …"
    )
    session.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(UNFINISHED)))
    roles.make_database(session, UNFINISHED)
    _fill(installation, UNFINISHED)
    session.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(UNFINISHED), sql.Identifier(DATABASE))
    )


def _fill(installation: Installation, database: str) -> None:
    url, version = installation.url(OWNER, database), done.this_version()
    if version not in done.marks(url):
        _step(installation, ["migrate", "publish"], role=OWNER, database=database)
        done.mark_prepared(url, version)
    fill_demo(installation, database)


def fill_demo(installation: Installation, database: str = DATABASE) -> None:
    """Fill the localities of the demo, each once."""
    if not _demo_done(installation, database):
        _step(installation, ["demo"], role=APPLICATION, database=database)


def _demo_done(installation: Installation, database: str = DATABASE) -> bool:
    """Whether every locality of the demo has been filled, once in the life of this database."""
    marks = done.marks(installation.url(OWNER, database))
    return marks >= {f"demo:{locality}" for locality in installation.localities}


def _step(installation: Installation, steps: Sequence[str], *, role: str, database: str) -> None:
    environment = installation.environment(role=role, database=database)
    environment.setdefault("GEWU_LOG_LEVEL", "WARNING")  # eleven months in a minute are not news
    process = children.start([sys.executable, "-m", "gewu.runtime.prepare", *steps], environment=environment)
    try:
        code = process.wait()
    finally:
        children.stop(process, patience=5)
    if code:
        raise Stop(f"Preparing the database failed at: {', '.join(steps)}. The lines above say why.")


def _check_foreign(installation: Installation) -> None:
    """A server of somebody else: it must answer, and speak what we speak."""
    try:
        with psycopg.connect(installation.url(OWNER), connect_timeout=10) as session:
            version = session.info.server_version // 10_000
            encoding = session.execute("SHOW server_encoding").fetchone()
    except psycopg.OperationalError as error:
        raise Stop(f"The database in DATABASE_URL cannot be reached: {_plain(error)}") from error
    if version < OLDEST:
        raise Stop(f"The database in DATABASE_URL is PostgreSQL {version}; Gewu needs {OLDEST} or newer.")
    if encoding != ("UTF8",):
        raise Stop("The database in DATABASE_URL is not encoded in UTF8.")


def _plain(error: Exception) -> str:
    return " ".join(str(error).split())
