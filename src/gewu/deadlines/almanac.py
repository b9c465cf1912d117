"""The working calendar of each township as this process knows it: read once, asked at every move.

Years are published now and then, cases move all day, so a move should not pay a statement for its calendar.
"""

import threading
import time
from dataclasses import dataclass

from gewu.deadlines.rules import Calendar

# How long another process's change may go unnoticed; what was counted meanwhile is counted again by its job.
FRESH_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class _Kept:
    calendar: Calendar
    until: float


class _Shelf:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.kept: dict[int, _Kept] = {}
        self.seconds = FRESH_SECONDS


_shelf = _Shelf()


def kept(township: int) -> Calendar | None:
    """The calendar of a township, if it was read a moment ago."""
    found = _shelf.kept.get(township)
    return found.calendar if found and time.monotonic() < found.until else None


def keep(township: int, calendar: Calendar) -> Calendar:
    """Remember a calendar that was just read."""
    with _shelf.lock:
        _shelf.kept[township] = _Kept(calendar, time.monotonic() + _shelf.seconds)
    return calendar


def forget() -> None:
    """Read every calendar anew at the next question: this process has just changed one."""
    with _shelf.lock:
        _shelf.kept.clear()


def rest(seconds: float) -> None:
    """Keep what is read for a while: tests that count statements hold it still with this."""
    forget()
    _shelf.seconds = seconds
