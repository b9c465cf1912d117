"""`gewu backup`: the database as of one moment, its files and seals, and apart from them the keys.

Whoever has both files can read everything; whoever has only the first finds sealed names, phones and numbers.
"""

import os
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import IO

import psycopg
from psycopg.conninfo import conninfo_to_dict

from gewu.kernel import clock
from gewu.runtime import archive, server
from gewu.runtime.installation import APPLICATION, OWNER, Installation
from gewu.runtime.words import Stop, say

FOLDERS = ("files", "seals")
OURS_ALONE = "postgres-"
"""Passwords of this database server's roles: they are no use anywhere else."""


def back_up(installation: Installation, *, file: IO[bytes], keys: IO[bytes]) -> None:
    """Write both. The database comes first: every file its rows name is on disk before the row is."""
    facts = _facts(installation)
    with tempfile.TemporaryDirectory(dir=installation.data, prefix="backup-") as scratch:
        dump = Path(scratch) / archive.DUMP
        _dump(installation, dump)
        with archive.Writer(file, facts) as whole:
            whole.add(archive.DUMP, dump)
            for folder in FOLDERS:
                whole.add_folder(installation.data / folder)
    with archive.Writer(keys, facts) as whole:
        for path in sorted(installation.keys.iterdir()):
            if not path.name.startswith((OURS_ALONE, ".")):
                whole.add(f"keys/{path.name}", path)


def tool_environment(url: str) -> dict[str, str]:
    """How PostgreSQL's own programs get to a database: not by their arguments, which everybody can see."""
    names = {
        "host": "PGHOST",
        "port": "PGPORT",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "dbname": "PGDATABASE",
    }
    names |= {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "hostaddr": "PGHOSTADDR"}
    given = {names[name]: str(value) for name, value in conninfo_to_dict(url).items() if name in names}
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "LC_ALL": "C.UTF-8",
        "HOME": "/nonexistent",
        **given,
    }


def _dump(installation: Installation, path: Path) -> None:
    done = subprocess.run(  # noqa: S603
        [server.binary("pg_dump"), "--format=custom", "--no-owner", f"--file={path}"],
        env=tool_environment(installation.url(OWNER)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Stop(f"The database could not be dumped:\n{done.stderr.strip()}")


def _facts(installation: Installation) -> dict[str, object]:
    """What a restore has to know beforehand."""
    with psycopg.connect(installation.url(OWNER)) as session:
        migrations = session.execute("SELECT app, name FROM django_migrations ORDER BY 1, 2").fetchall()
        return {
            "gewu": version("gewu"),
            "made_at": clock.now().isoformat(),
            "postgresql": session.info.server_version // 10_000,
            "application_role": installation.environment(role=APPLICATION).get("GEWU_APP_ROLE", ""),
            "migrations": [f"{app}.{name}" for app, name in migrations],
        }


def tell(file: str, keys: str) -> None:
    say(f"Wrote {file} (database, files, seals) and {keys} (keys).")
    say("WARNING: whoever has both files can read every sealed name, phone and identity number.")
    say(f"Keep {keys} in another place than {file}; without it, what is sealed in the backup stays closed.")
