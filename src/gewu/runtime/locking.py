"""The one lock of an installation, and the note its holder leaves in it.

The kernel lets go of the lock when its holder dies, however it dies. The note is for people and for commands
that want to know what kind of process they stand beside; nothing is decided by a process number in it.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from gewu.runtime.words import Stop, remark

STARTING, RUNNING, STOPPING, BRIEF = "starting", "running", "stopping", "brief"
PATIENCE = 90.0


@dataclass(frozen=True, slots=True)
class Note:
    """What the holder does; "brief" is a command that needed the server and soon lets go."""

    state: str
    command: str
    pid: int
    address: str = ""


class Lock:
    """The held lock. Its descriptor is not inherited, so no child can keep it alive."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def leave_note(self, note: Note) -> None:
        text = json.dumps(asdict(note)).encode()
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text, 0)

    def release(self) -> None:
        os.ftruncate(self._descriptor, 0)
        os.close(self._descriptor)


def try_lock(data: Path) -> Lock | None:
    """The lock, or None when somebody holds it."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(data / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    os.ftruncate(descriptor, 0)  # the note of a holder that was killed
    return Lock(descriptor)


def read_note(data: Path) -> Note | None:
    """What the holder says about itself; None in the moment before it has said anything."""
    try:
        return Note(**json.loads((data / "lock").read_text()))
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def hold(data: Path, note: Note) -> Iterator[Lock]:
    """Hold the lock; wait for a brief or stopping holder, refuse beside a running one."""
    lock = _wait(data, note.command)
    lock.leave_note(note)
    try:
        yield lock
    finally:
        lock.release()


def _wait(data: Path, command: str) -> Lock:
    deadline, before = time.monotonic() + PATIENCE, None
    while (lock := try_lock(data)) is None:
        note = read_note(data)
        if note and note.state in {STARTING, RUNNING} and note == before:
            raise Stop(
                f"{data} is in use by `{note.command}` (process {note.pid}) {note.address}".rstrip()
                + f". Stop that one first, or set GEWU_DATA to another folder for this `{command}`."
            )
        if time.monotonic() > deadline:
            raise Stop(f"{data} stayed in use for {PATIENCE:.0f} seconds; is another Gewu hanging?")
        if note and note != before and note.state in {STOPPING, BRIEF}:
            remark(f"Waiting for `{note.command}` ({note.state}) …")
        before = note
        time.sleep(0.2)
    return lock
