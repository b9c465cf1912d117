"""`gewu restore`: put a backup in the place of what is there. The database changes whole or not at all.

Nothing is thrown away: keys that differ are kept beside the new ones, and so is the old folder of seals.
"""

import subprocess
import tempfile
from datetime import datetime
from pathlib import Path
from typing import IO

import psycopg

from gewu.kernel import clock
from gewu.runtime import archive, database, server
from gewu.runtime.backup import tool_environment
from gewu.runtime.installation import OWNER, Installation
from gewu.runtime.supervisor import ask_for_restart
from gewu.runtime.words import Stop, say

# Behind somebody's long transaction the restore gives up, rather than that everybody waits behind both.
_FRESH = "SET LOCAL lock_timeout = '60s'; DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"
_IN_USE = "SELECT EXISTS (SELECT FROM kernel_entry) OR EXISTS (SELECT FROM people_user)"


def restore(installation: Installation, *, file: IO[bytes], keys: IO[bytes] | None, replace: bool) -> None:
    """Check all that can be checked, then do it. A run beside it then starts its processes anew."""
    backup, kept_keys = archive.read(file), archive.read(keys) if keys else None
    _check(installation, backup, kept_keys)
    if not replace and _is_used(installation):
        raise Stop(
            "This installation is in use. With --replace the backup takes the place of everything in it."
        )
    moment = clock.now()
    with tempfile.TemporaryDirectory(dir=installation.data, prefix="restore-") as scratch:
        (dump,) = backup.unpack(archive.DUMP, Path(scratch))
        files = sum(1 for _ in backup.unpack("files", installation.data))
        seals = list(backup.unpack("seals", Path(scratch)))
        new_keys = list(kept_keys.unpack("keys", Path(scratch))) if kept_keys else []
        _load(installation, dump)
        _put_keys(installation, new_keys, moment)
        _put_seals(installation, Path(scratch) / "seals", moment)
    database.migrate(installation)
    ask_for_restart(installation)
    say(f"Restored the database, {files} files, {len(seals)} seals and {len(new_keys)} keys.")


def _check(installation: Installation, backup: archive.Archive, keys: archive.Archive | None) -> None:
    """A backup of a later version, for another role or with strange keys changes nothing."""
    contents = backup.contents
    if unknown := set(contents["migrations"]) - database.known_migrations(installation):
        raise Stop(f"The backup is from a newer Gewu ({contents['gewu']}): it has {min(unknown)}.")
    if keys and keys.contents["made_at"] != contents["made_at"]:
        raise Stop("The file of keys belongs to another backup.")
    role, ours = contents["application_role"], installation.environment().get("GEWU_APP_ROLE", "")
    if role != ours and ours:
        raise Stop(f"The backup gives rights to the role {role or '(none)'}; here the application is {ours}.")


def _is_used(installation: Installation) -> bool:
    """Whether anybody is known here, or anything has happened."""
    with psycopg.connect(installation.url(OWNER)) as session:
        try:
            return session.execute(_IN_USE).fetchone() == (True,)
        except psycopg.errors.UndefinedTable:
            return False


def _load(installation: Installation, dump: Path) -> None:
    """The dump as one script in one transaction: until its end everybody sees the old database."""
    script = dump.with_name("restore.sql")
    _tool(installation, ["pg_restore", "--no-owner", f"--file={script}", dump])
    fresh = dump.with_name("fresh.sql")
    fresh.write_text(_FRESH)
    options = [
        "--single-transaction",
        "--no-psqlrc",
        "--quiet",
        "--output=/dev/null",
        "-v",
        "ON_ERROR_STOP=1",
    ]
    _tool(installation, ["psql", *options, f"--file={fresh}", f"--file={script}"])


def _tool(installation: Installation, command: list[str | Path]) -> None:
    done = subprocess.run(  # noqa: S603
        [server.binary(str(command[0])), *command[1:]],
        env=tool_environment(installation.url(OWNER)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Stop(f"The database could not be restored; it is as it was before.\n{done.stderr.strip()}")


def _put_keys(installation: Installation, fresh: list[Path], moment: datetime) -> None:
    """Each takes its place at once; one that was there and differs goes into a folder of that day."""
    aside = installation.keys / f"before-{moment:%Y%m%dT%H%M%S}"
    for path in fresh:
        present = installation.keys / path.name
        if present.exists() and present.read_bytes() != path.read_bytes():
            aside.mkdir(mode=0o700, exist_ok=True)
            present.replace(aside / path.name)
        path.replace(present)


def _put_seals(installation: Installation, fresh: Path, moment: datetime) -> None:
    """Seals taken after the backup do not belong to its journal: they go aside, as evidence."""
    present = installation.data / "seals"
    if present.exists():
        present.rename(present.with_name(f"seals-before-{moment:%Y%m%dT%H%M%S}"))
    if fresh.exists():
        fresh.rename(present)
