"""The town that is measured: a folder, the process that serves it, and what a client has to know."""

import http.cookiejar
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from gewu.runtime.installation import APPLICATION, SUPERUSER, Installation

PATIENCE = 120.0
TOLD = "bench.json"


@dataclass(frozen=True)
class Town:
    """An installation with cases in it, and what `bench.fill` wrote down about it."""

    installation: Installation

    @property
    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((self.installation.data / TOLD).read_text())
        return told

    def connect(self, role: str = SUPERUSER) -> psycopg.Connection:
        return psycopg.connect(self.installation.url(role), autocommit=True)

    def environment(self) -> dict[str, str]:
        return environment(self.installation)


def environment(installation: Installation) -> dict[str, str]:
    """What `gewu run` and our own helpers find in their environment: nothing of another installation."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "GEWU_"))}
    passed = {name: os.environ[name] for name in ("GEWU_PROCESSES", "GEWU_THREADS") if name in os.environ}
    own = {"GEWU_DATA": str(installation.data), "GEWU_PORT": str(installation.port), "GEWU_DEMO": "wenhualu"}
    return {**plain, **passed, **own}


@contextmanager
def a_town(cases: int, keep: Path | None) -> Iterator[Town]:
    """Make it, serve it, take it down. With `keep`, the folder is used again the next time."""
    folder = keep or Path(tempfile.mkdtemp(prefix="gewu-bench-"))
    data = folder / "town"
    installation = Installation.from_environment(
        {"GEWU_DATA": str(data), "GEWU_PORT": str(_free_port()), "GEWU_DEMO": "wenhualu"}
    )
    folder.mkdir(exist_ok=True)
    folder.chmod(0o711)
    town = Town(installation)
    try:
        if not (data / TOLD).exists():
            _ours("bench.fill", str(cases), installation=installation)
        with _served(town):
            yield town
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def _ours(module: str, *words: str, installation: Installation) -> None:
    subprocess.run([sys.executable, "-m", module, *words], env=environment(installation), check=True)


@contextmanager
def _served(town: Town) -> Iterator[None]:
    log = town.installation.data.parent / "run.log"
    with log.open("wb") as output:
        run = subprocess.Popen(
            [sys.executable, "-m", "gewu.runtime.console", "run"],
            env=town.environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        _wait_until_well(town, run, log)
        yield
    finally:
        run.send_signal(signal.SIGTERM)
        run.wait(PATIENCE)


def _wait_until_well(town: Town, run: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and run.poll() is None:
        with (
            suppress(OSError),
            urllib.request.urlopen(f"{town.installation.address}healthz", timeout=5) as answer,
        ):
            if answer.status == 200:
                return
        time.sleep(0.2)
    sys.exit(f"The server to be measured did not start:\n{log.read_text()[-2000:]}")


def session_of(town: Town, username: str) -> str:
    """The cookies of somebody who signed in at the desk."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"{town.installation.address}accounts/login/"
    with browser.open(address) as page:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    if found is None:
        sys.exit("The sign-in page has no form.")
    answers = {
        "csrfmiddlewaretoken": found[1],
        "login": username,
        "password": town.installation.demo_password(),
    }
    with browser.open(address, urllib.parse.urlencode(answers).encode()):
        pass
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def url_of_application(town: Town) -> str:
    return town.installation.url(APPLICATION)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
