"""A whole `gewu run` for tests: started, watched, killed, started again."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from gewu.runtime.installation import APPLICATION, OWNER, Installation
from gewu.runtime.server import data_folder

PATIENCE = 150.0


@dataclass
class Town:
    """An installation in a folder of its own, and the process that runs it."""

    installation: Installation
    given: dict[str, str] = field(default_factory=dict)
    runs: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
        port = str(self.installation.port)
        ours = {"GEWU_DATA": str(self.installation.data), "GEWU_PORT": port, "GEWU_DEMO": ""}
        ours["GEWU_PROCESSES"] = "1"  # one is enough to be killed, and starts faster than two
        return inherited | ours | self.given

    @property
    def supervisor(self) -> int:
        return self.runs[-1].pid

    @property
    def output(self) -> Path:
        return self.installation.data.with_name("output.txt")

    def start(self) -> None:
        self.launch()
        self.wait_until_well()

    def launch(self) -> subprocess.Popen[bytes]:
        with self.output.open("ab") as output:
            run = subprocess.Popen(
                [sys.executable, "-m", "gewu.runtime.console", "run"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        self.runs.append(run)
        return run

    def gewu(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command of the console, beside the run or without one."""
        command = [sys.executable, "-m", "gewu.runtime.console", *words]
        return subprocess.run(  # noqa: S603
            command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    def wait_until_well(self) -> None:
        wait_for(self.is_well, f"{self.installation.address} to be well", self.explain)

    def is_well(self) -> bool:
        return self.health() == (200, {"status": "ok"})

    def health(self) -> tuple[int, object]:
        try:
            with urllib.request.urlopen(f"{self.installation.address}healthz", timeout=8) as answer:  # noqa: S310
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, json.load(refused)
        except OSError:
            return 0, None

    def stop(self) -> int:
        run = self.runs[-1]
        run.send_signal(signal.SIGTERM)
        return run.wait(PATIENCE)

    def end(self) -> None:
        if self.runs:
            self.stop()
        wait_for(lambda: not self.everybody(), "every process to be gone", self.explain)

    def explain(self) -> str:
        log = self.installation.logs / "postgres.log"
        return "\n".join(path.read_text()[-3000:] for path in (self.output, log) if path.exists())

    def connect(self, role: str = OWNER, database: str = "gewu") -> psycopg.Connection:
        url = self.installation.url(role, database)
        return psycopg.connect(url, autocommit=True, connect_timeout=3)

    def find(self, name: str) -> list[int]:
        """Processes by what they are: supervisor, postmaster, backend, web, web worker, worker."""
        return [pid for pid, what in self.everybody().items() if what == name]

    def everybody(self) -> dict[int, str]:
        """Every living process of this installation, also one that nobody looks after."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            what = self._what(entry)
            if what:
                found[int(entry.name)] = what
        return found

    def _what(self, entry: Path) -> str:
        try:
            words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
            folder = os.readlink(entry / "cwd")
            parent = (entry / "stat").read_text().rpartition(")")[2].split()
            variables = (entry / "environ").read_bytes()
        except OSError:
            return ""
        if parent[0] == "Z":
            return ""
        if folder == str(data_folder(self.installation)):
            return "postmaster" if "-D" in words else "backend"
        if f"GEWU_DATA={self.installation.data}\0".encode() not in variables:
            return ""
        return _PROGRAMS.get(next((word for word in words if word.startswith("gewu.runtime.")), ""), "")


_PROGRAMS = {
    "gewu.runtime.console": "supervisor",
    "gewu.runtime.web": "web",
    "gewu.runtime.worker": "worker",
    "gewu.runtime.prepare": "prepare",
}


class Writer:
    """Writes rows as the application, one transaction each, and remembers which the database acknowledged."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._done = threading.Event()
        self.acknowledged: list[int] = []
        self._thread = threading.Thread(target=self._write, daemon=True)

    def __enter__(self) -> "Writer":
        with self._town.connect() as owner:
            owner.execute("CREATE TABLE IF NOT EXISTS written (number bigint PRIMARY KEY)")
            row = owner.execute("SELECT coalesce(max(number), 0) FROM written").fetchone()
        self._first = (row[0] if row else 0) + 1
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _write(self) -> None:
        number = self._first
        while not self._done.is_set():
            try:
                with self._town.connect(APPLICATION) as session:
                    while not self._done.is_set():
                        session.execute("INSERT INTO written VALUES (%s)", [number])
                        self.acknowledged.append(number)
                        number += 1
            except psycopg.OperationalError:
                number += 1  # perhaps written, perhaps not: nobody was told
                time.sleep(0.05)

    def missing(self) -> set[int]:
        """What was acknowledged and is not there."""
        with self._town.connect() as owner:
            return set(self.acknowledged) - {
                number for (number,) in owner.execute("SELECT number FROM written")
            }


@contextmanager
def a_town(name: str = "town", **given: str) -> Iterator[Town]:
    """An empty installation in a folder that goes away, on a port that is free."""
    folder = Path(tempfile.mkdtemp(prefix="gewu-run-"))
    environment = {"GEWU_DATA": str(folder / name / "var"), "GEWU_PORT": str(free_port()), "GEWU_DEMO": ""}
    (folder / name).mkdir(parents=True)
    town = Town(Installation.from_environment(environment | given), given)
    try:
        yield town
        town.end()
    finally:
        for process in town.everybody():
            kill(process)
        for run in town.runs:
            run.wait()
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


def wait_for(true: Callable[[], bool], what: str, explain: Callable[[], str] = str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"waited in vain for {what}\n{explain()}"
        time.sleep(0.1)
