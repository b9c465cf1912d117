"""The real application on a real port: a database of its own, the web server and a worker as processes."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

PATIENCE = 60.0
WEB, WORKER, TOWN = "gewu.runtime.web", "gewu.runtime.worker", "tests.browser.town"


@dataclass(frozen=True)
class Site:
    """Where it answers, and what its processes wrote."""

    address: str
    log: Path


@contextmanager
def serve(folder: Path, *, database: str) -> Iterator[Site]:
    """Build the town in a fresh database and serve it until the block ends."""
    owner = os.environ["DATABASE_URL"]
    log = folder / "log.txt"
    with _database(owner, database), log.open("ab") as output:
        environment = _environment(folder, _at(owner, database))
        _build(environment, log)
        port = _free_port()
        children = [
            _start([WEB, "127.0.0.1", str(port)], environment, output),
            _start([WORKER], environment, output),
        ]
        try:
            _wait_until_well(f"http://127.0.0.1:{port}", log)
            yield Site(f"http://127.0.0.1:{port}", log)
        finally:
            for child in children:
                child.terminate()
            for child in children:
                child.wait(PATIENCE)


@contextmanager
def _database(owner: str, name: str) -> Iterator[None]:
    with psycopg.connect(owner, autocommit=True) as session:
        session.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        session.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        yield
        session.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _at(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def _environment(folder: Path, url: str) -> dict[str, str]:
    """Of the web server and the worker; the town is built as the owner of the tables."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "gewu.config.settings",
        "DATABASE_URL": url,
        "GEWU_DATA": str(folder),
        # Collected as in operation; and a front end that is built meanwhile changes nothing under our feet.
        "GEWU_STATIC": str(folder / "static"),
        "GEWU_PROCESSES": "1",
    }


def _as_the_application(url: str) -> str:
    """Every session begins in the application's role."""
    return f"{url}{'&' if '?' in url else '?'}options={quote('-c role=gewu_app')}"


def _build(environment: dict[str, str], log: Path) -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", TOWN], env=environment, capture_output=True, text=True, check=False
    )
    log.write_text(done.stdout + done.stderr)
    assert done.returncode == 0, done.stderr[-3000:]


def _start(words: list[str], environment: dict[str, str], output: IO[bytes]) -> subprocess.Popen[bytes]:
    ours = environment | {"DATABASE_URL": _as_the_application(environment["DATABASE_URL"])}
    command = [sys.executable, "-m", *words]
    return subprocess.Popen(  # noqa: S603
        command, env=ours, stdout=output, stderr=output, stdin=subprocess.DEVNULL
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_well(address: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _is_well(address):
        assert time.monotonic() < deadline, log.read_text()[-3000:]
        time.sleep(0.1)


def _is_well(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:  # noqa: S310
            return bool(json.load(answer) == {"status": "ok"})
    except (urllib.error.HTTPError, OSError):
        return False
