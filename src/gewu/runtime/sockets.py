"""Where the embedded server's socket lies: inside the installation when the path is short enough."""

import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from gewu.runtime.words import Stop

LONGEST = 107 - len("/.s.PGSQL.5432.lock")
"""A Unix socket's address holds 107 bytes on Linux, 103 on macOS; `.lock` leaves room for that."""


def socket_folder(data: Path) -> Path:
    """The folder; the same for every process that asks, so that nothing has to be passed around."""
    inside = data / "run"
    if len(os.fsencode(inside)) <= LONGEST:
        return inside
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    owner = data.stat().st_uid if data.exists() else os.geteuid()
    return Path(tempfile.gettempdir()) / f"gewu-{owner}-{digest}"


def make_socket_folder(data: Path) -> Path:
    """Make the folder private; refuse one that somebody else has put there first."""
    folder = socket_folder(data)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Stop(f"{folder} belongs to somebody else; remove it and start again.")
    folder.chmod(0o700)
    return folder


def remove_socket_folder(data: Path) -> None:
    """One that lies outside the installation is not left behind."""
    folder = socket_folder(data)
    if data not in folder.parents:
        with suppress(OSError):
            folder.rmdir()
