"""Starting processes that do not outlive their parent."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1


def die_with_parent(number: int, parent: int) -> None:
    """Ask the kernel for a signal when the thread that started this process ends (on Linux).

    The supervisor starts children from its main thread only, so the thread's end is the process's end.
    A parent that died before we asked would never be noticed, hence the second look.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def start(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str],
    farewell: int = signal.SIGKILL,
    output: IO[bytes] | None = None,
    keep: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own: Ctrl-C reaches only the supervisor, who stops them in order."""
    return subprocess.Popen(  # noqa: S603  (our own programs, no shell)
        [str(word) for word in command],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        pass_fds=keep,
        start_new_session=True,
        preexec_fn=_before_exec(farewell),  # noqa: PLW1509  (the supervisor has one thread)
    )


def stop(process: subprocess.Popen[bytes], *, number: int = signal.SIGTERM, patience: float = 30.0) -> None:
    """Ask, wait, then kill it with whatever it left in its session's group."""
    if process.poll() is None:
        process.send_signal(number)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    kill_group(process)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """End what a dead child left behind in its group (a web worker whose master was killed)."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _before_exec(farewell: int) -> Callable[[], None]:
    return partial(die_with_parent, farewell, os.getpid())
