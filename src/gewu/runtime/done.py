"""What has been done to a database once: written down in it, so that a backup knows it too."""

import hashlib
import os
import sys
from importlib.metadata import distributions
from pathlib import Path

import psycopg

from gewu.kernel import clock

PACKAGE = Path(__file__).resolve().parents[1]
_TABLE = "CREATE TABLE IF NOT EXISTS runtime_done (what text PRIMARY KEY, done_at timestamptz NOT NULL)"
_ALL = "SELECT what FROM runtime_done"
_MARK = "INSERT INTO runtime_done (what, done_at) VALUES (%s, %s) ON CONFLICT DO NOTHING"
_FORGET = "DELETE FROM runtime_done WHERE what LIKE 'prepared:%%' AND what <> %s"
_MISSING = ("tests", "static", "__pycache__")


def marks(url: str) -> set[str]:
    """Everything that has been done to this database; nothing in an empty one."""
    with psycopg.connect(url, connect_timeout=10) as session:
        try:
            return {what for (what,) in session.execute(_ALL)}
        except psycopg.errors.UndefinedTable:
            return set()


def mark_prepared(url: str, version: str) -> None:
    """Remember that tables and definitions are this version's; the versions before are forgotten."""
    with psycopg.connect(url, connect_timeout=10) as session:
        session.execute(_TABLE)
        session.execute(_FORGET, [version])
        session.execute(_MARK, [version, clock.now()])


def this_version() -> str:
    """A digest of everything that decides how a database is prepared: this code, its data, its packages."""
    found = hashlib.sha256(sys.version.encode())
    for package in sorted(f"{each.name} {each.version}" for each in distributions()):
        found.update(package.encode())
    for folder, folders, files in os.walk(PACKAGE):
        folders[:] = sorted(name for name in folders if name not in _MISSING)
        for name in sorted(files):
            path = Path(folder, name)
            found.update(str(path.relative_to(PACKAGE)).encode() + path.read_bytes())
    return f"prepared:{found.hexdigest()}"
