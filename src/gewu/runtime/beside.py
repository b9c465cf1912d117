"""Commands that work beside a running `gewu run`, and just as well without one."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from gewu.runtime import database, locking, server
from gewu.runtime.installation import APPLICATION, Installation
from gewu.runtime.words import Stop

PATIENCE = 300.0
"""As long as a first start with its demo may take."""


@contextmanager
def database_up(
    installation: Installation,
    command: str,
    *,
    ready: Callable[[Installation], None] = database.make_whole,
    state: str = locking.BRIEF,
) -> Iterator[None]:
    """Inside the block the database answers: a running one, a foreign one, or one started for now."""
    if not installation.embedded or _joined(installation):
        yield
        return
    note = locking.Note(state, command, os.getpid())
    with locking.hold(installation.data, note):
        running = server.start(installation)
        try:
            ready(installation)
            yield
        finally:
            running.stop()


@contextmanager
def application(
    installation: Installation, command: str, *, role: str = APPLICATION, state: str = locking.BRIEF
) -> Iterator[None]:
    """Inside the block Django is set up on this installation, with the rights of the role."""
    with database_up(installation, command, state=state):
        os.environ.update(installation.environment(role=role))
        import django  # noqa: PLC0415  (settings are read from the environment that was just made)

        django.setup()
        yield


def _joined(installation: Installation) -> bool:
    """Whether somebody runs this installation; if they are just starting, wait until they are ready."""
    deadline = time.monotonic() + PATIENCE
    while (note := _holder(installation)) is not None and note.state in {locking.STARTING, locking.RUNNING}:
        if note.state == locking.RUNNING:
            return True
        if time.monotonic() > deadline:
            raise Stop("The running Gewu did not get ready; look at what it prints.")
        time.sleep(0.2)
    return False


def _holder(installation: Installation) -> locking.Note | None:
    """The lock decides whether somebody is there, the note only what they do."""
    lock = locking.try_lock(installation.data)
    if lock is None:
        return locking.read_note(installation.data)
    lock.release()
    return None
