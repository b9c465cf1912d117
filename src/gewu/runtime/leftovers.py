"""What an earlier run may have left of a database server, and how it is brought to an end.

Every process of the server inherits one locked descriptor (`server.alive`), so "is any of it left?" is a
question to the kernel, not to a file with a process number in it. Who has to go is asked of the kernel too:
the listener behind the socket, or whoever works in the data folder.
"""

import fcntl
import os
import signal
import socket
import struct
import sys
import time
from pathlib import Path

from gewu.runtime.words import Stop, remark

SHUTDOWN, GRACE = 90.0, 10.0


def claim(alive: Path, *, data: Path, socket_path: Path) -> int:
    """A locked descriptor for the new server to inherit, once nothing of an old one is left."""
    if (descriptor := _lock(alive, patience=1.0)) is not None:
        return descriptor
    remark("A database server of an earlier run is still there; letting it finish …")
    _signal(_listener(socket_path), signal.SIGINT)
    if (descriptor := _lock(alive, patience=SHUTDOWN)) is not None:
        return descriptor
    for number in (signal.SIGQUIT, signal.SIGKILL):
        for process in _working_in(data):
            _signal(process, number)
        if (descriptor := _lock(alive, patience=GRACE)) is not None:
            return descriptor
    raise Stop(f"An old database server still holds {data} and cannot be ended. Restart the machine.")


def end_rest(alive: Path, *, data: Path) -> None:
    """After the server's first process was killed: give its children a moment, then end them."""
    for number in (signal.SIGQUIT, signal.SIGKILL):
        if (descriptor := _lock(alive, patience=GRACE / 2)) is not None:
            os.close(descriptor)
            return
        for process in _working_in(data):
            _signal(process, number)


def forget(data: Path, socket_path: Path) -> None:
    """Remove a dead server's notes; the number in them may by now be anybody's. Only under `claim`."""
    for note in (data / "postmaster.pid", socket_path, socket_path.with_name(f"{socket_path.name}.lock")):
        note.unlink(missing_ok=True)


def _lock(alive: Path, *, patience: float) -> int | None:
    descriptor = os.open(alive, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(descriptor)
                return None
            time.sleep(0.05)
        else:
            return descriptor


def _listener(path: Path) -> int | None:
    """The process that listens behind the socket, as the kernel knows it."""
    if sys.platform != "linux":
        return None
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(2)
        try:
            client.connect(os.fspath(path))
        except OSError:
            return None
        credentials = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return int(struct.unpack("3i", credentials)[0])


def _working_in(data: Path) -> list[int]:
    """Processes whose working folder is the data folder: all of a PostgreSQL server's, and no others."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if Path(os.readlink(entry / "cwd")) == data:
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def _signal(process: int | None, number: int) -> None:
    if process is None:
        return
    try:
        os.kill(process, number)
    except (ProcessLookupError, PermissionError):
        return
