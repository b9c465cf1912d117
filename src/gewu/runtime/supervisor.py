"""`gewu run`: hold the lock; bring up database, web server and worker, keep them up, take them down."""

import errno
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType

from gewu.runtime import children, database, leftovers, locking, server
from gewu.runtime.installation import DEMO, Installation
from gewu.runtime.watched import Watched
from gewu.runtime.words import Stop, say

PULSE = 0.2
RESTART = "restart-please"
PORT_PATIENCE = 5.0
_ADDRESSES = {"desk": "desk/", "field": "field/", "programs": "api/v1/docs", "health": "healthz"}
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Asked(BaseException):
    """Somebody asked the supervisor to stop."""


def run(installation: Installation, *, attached: bool) -> None:
    """Run until asked to stop. `attached` means: stop as well when the process that started us is gone."""
    if attached:
        children.die_with_parent(signal.SIGTERM, os.getppid())
    note = locking.Note(locking.STARTING, "gewu run", os.getpid(), installation.address)
    with locking.hold(installation.data, note) as lock, _signals_raise():
        try:
            _serve(installation, lambda state: lock.leave_note(replace(note, state=state)))
        except Asked:
            say("Stopped.")


def ask_for_restart(installation: Installation) -> None:
    """Beside a run: let it start web server and worker anew, because what they have read has changed."""
    (installation.data / RESTART).touch()


def _serve(installation: Installation, state: Callable[[str], None]) -> None:
    _check_port(installation)
    running: server.Server | None = None
    watched: list[Watched] = []
    try:
        running = server.start(installation) if installation.embedded else None
        database.make_ready(installation)
        state(locking.RUNNING)
        watched = _processes(installation)
        _watch(installation, running, watched)
    finally:
        _ignore_signals()
        state(locking.STOPPING)
        _take_down(running, watched)


def _watch(installation: Installation, running: server.Server | None, watched: list[Watched]) -> None:
    """The supervisor's whole life after the start."""
    announced, asked = False, installation.data / RESTART
    asked.unlink(missing_ok=True)
    while True:
        if running is not None and running.process.poll() is not None:
            say("The database server ended; starting it again.")
            leftovers.end_rest(running.alive, data=server.data_folder(installation))
            running.restart()
        if asked.exists():
            asked.unlink()
            _restart(installation, watched)
        for child in watched:
            child.look()
        if not announced and _listens(installation):
            announced = True
            _announce(installation)
        time.sleep(PULSE)


def _processes(installation: Installation) -> list[Watched]:
    environment = installation.environment()
    address = [installation.host, str(installation.port)]
    web = Watched("web server", [sys.executable, "-m", "gewu.runtime.web", *address], environment)
    worker = Watched("worker", [sys.executable, "-m", "gewu.runtime.worker"], environment)
    return [web, worker]


def _restart(installation: Installation, watched: list[Watched]) -> None:
    say("Starting the web server and the worker anew.")
    _stop(watched)
    for child in watched:
        child.environment = installation.environment()


def _stop(watched: list[Watched]) -> None:
    for child in watched:
        child.ask_to_stop()
    for child in watched:
        child.stop()


def _take_down(running: server.Server | None, watched: list[Watched]) -> None:
    _stop(watched)
    if running is not None:
        running.stop()


def _announce(installation: Installation) -> None:
    say(f"\nGewu 格物 is ready:  {installation.address}")
    for path, what in (
        ("desk/", "desk"),
        ("field/", "field"),
        ("api/v1/docs", "programs"),
        ("healthz", "health"),
    ):
        say(f"  {what:9} {installation.address}{path}")
    if installation.demo:
        _announce_logins(installation)
    say("Stop it with Ctrl-C.\n")


def _announce_logins(installation: Installation) -> None:
    password = f"password: {installation.demo_password()}"
    others = [place for place in installation.localities if place != DEMO]
    if DEMO in installation.localities:
        say("  sign in   gridworker assistant gridlead chief clerk dispatcher handler checker supervisor")
        say(f"            overseer auditor admin        {password}")
    if others:
        names = "The names for " + ", ".join(others) + " stand on the page to sign in."
        say(f"  sign in   {names}" + ("" if DEMO in installation.localities else f"  {password}"))


def _check_port(installation: Installation) -> None:
    """A port in use gets a moment (a killed run's web server may still be leaving), then a clear message."""
    deadline = time.monotonic() + PORT_PATIENCE
    while (problem := _port_problem(installation)) is not None:
        if problem.errno != errno.EADDRINUSE or time.monotonic() > deadline:
            raise Stop(
                f"Port {installation.port} on {installation.host} cannot be used ({problem.strerror}). "
                "Set GEWU_PORT to another one, for instance GEWU_PORT=8010."
            )
        time.sleep(PULSE)


def _port_problem(installation: Installation) -> OSError | None:
    family = socket.AF_INET6 if ":" in installation.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((installation.host, installation.port))
        except OSError as problem:
            return problem
    return None


def _listens(installation: Installation) -> bool:
    host = "127.0.0.1" if installation.host == "0.0.0.0" else installation.host  # noqa: S104
    try:
        socket.create_connection((host, installation.port), timeout=1).close()
    except OSError:
        return False
    return True


def _ignore_signals() -> None:
    """Taking down is short and in order; a second Ctrl-C must not leave half of it standing."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def _signals_raise() -> Iterator[None]:
    """Signals end the run, but for those that whoever started us wants ignored (`nohup`, a shell's `&`)."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        raise Asked

    before = {number: signal.getsignal(number) for number in SIGNALS}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, ask)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
