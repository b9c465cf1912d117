"""The one clock. Tests and the simulator hold it; nothing else may ask the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_held: ContextVar[datetime | None] = ContextVar("held_clock", default=None)


def now() -> datetime:
    """The present moment, in UTC."""
    return _held.get() or datetime.now(UTC)  # noqa: TID251 - the one place that may


def held() -> bool:
    """Whether somebody holds the clock, so that now() is not the present."""
    return _held.get() is not None


@contextmanager
def hold(moment: datetime) -> Iterator[None]:
    """Let the clock stand at a moment (timezone-aware) inside the block."""
    token = _held.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _held.reset(token)
