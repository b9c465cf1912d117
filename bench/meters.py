"""What a measurement reads before and after: processor time by process, WAL, statements."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.town import Town
from gewu.runtime.server import data_folder

TICKS = os.sysconf("SC_CLK_TCK")
# Our own requests: not the worker that looks for jobs, nor the server's own business.
_STATEMENTS = """
SELECT coalesce(sum(calls), 0), coalesce(sum(total_exec_time + total_plan_time), 0)
FROM pg_stat_statements JOIN pg_roles ON pg_roles.oid = userid
WHERE rolname = 'gewu_app' AND query NOT LIKE '%%procrastinate%%' AND query NOT LIKE 'SET %%'
"""


@dataclass(frozen=True)
class Reading:
    """Sums since the start of the server."""

    web: float
    database: float
    wal: int
    statements: int
    executing: float

    def __sub__(self, before: "Reading") -> "Reading":
        return Reading(
            self.web - before.web,
            self.database - before.database,
            self.wal - before.wal,
            self.statements - before.statements,
            self.executing - before.executing,
        )


class Meters:
    """Reads the processes of a town and its database."""

    def __init__(self, town: Town) -> None:
        self._session: psycopg.Connection = town.connect()
        self._postmaster = int((data_folder(town.installation) / "postmaster.pid").read_text().split()[0])
        self._data = str(town.installation.data).encode()

    def read(self) -> Reading:
        wal = self._one("SELECT pg_current_wal_insert_lsn() - '0/0'")[0]
        calls, executing = self._one(_STATEMENTS)
        processes = _processes()
        web = sum(_cpu(entry) for entry in processes if self._is_web(entry))
        backends = [entry for entry in processes if _parent(entry) == self._postmaster]
        # The postmaster has also counted the sessions that are gone.
        postmaster = Path(f"/proc/{self._postmaster}")
        database = _cpu(postmaster, children=True) + sum(_cpu(entry) for entry in backends)
        return Reading(web, database, int(wal), int(calls), float(executing))

    def _one(self, question: str) -> Any:
        return self._session.execute(question).fetchone()

    def _is_web(self, entry: Path) -> bool:
        words = _read(entry / "cmdline")
        return b"gewu.runtime.web" in words and self._data in _read(entry / "environ")


def _processes() -> list[Path]:
    return list(Path("/proc").glob("[0-9]*"))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _fields(entry: Path) -> list[bytes]:
    return _read(entry / "stat").rpartition(b")")[2].split()


def _parent(entry: Path) -> int:
    fields = _fields(entry)
    return int(fields[1]) if fields else 0


def _cpu(entry: Path, *, children: bool = False) -> float:
    fields = _fields(entry)
    return sum(map(int, fields[11 : 15 if children else 13])) / TICKS if fields else 0.0
