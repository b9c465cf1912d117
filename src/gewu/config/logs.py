"""Logs are events with fields, one JSON object a line; coloured lines where a person watches a terminal.

No personal data: no addresses with queries, and no message of a database error, which quotes the row.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog
from django.db import Error as DatabaseError

Event = MutableMapping[str, Any]


def frames_only(_: object, __: str, event: Event) -> Event:
    """An exception as its kind and where it happened; its message only where it cannot quote a row."""
    info = event.pop("exc_info", None)
    error = info[1] if isinstance(info, tuple) else sys.exc_info()[1] if info is True else info
    if isinstance(error, BaseException):
        event["error"] = type(error).__qualname__
        if not isinstance(error, DatabaseError):
            event["error_says"] = str(error)[:300]
        frames = traceback.extract_tb(error.__traceback__)[-12:]
        event["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    frames_only,
]


def logging_settings(*, level: str, human: bool) -> dict[str, Any]:
    """Django's LOGGING: our events and everybody else's records leave by the same door."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    last = structlog.dev.ConsoleRenderer() if human else structlog.processors.JSONRenderer(ensure_ascii=False)
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"events": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "events"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},
            # Their records quote the address; our own line names the route.
            "django.request": {"level": "ERROR"},
            "django.server": {"level": "CRITICAL"},
            "procrastinate": {"level": "WARNING"},
            # Twenty records for every PDF that is made.
            "fontTools": {"level": "WARNING"},
        },
    }


def level_of(name: str) -> str:
    """A level by its name, INFO when it is none."""
    return name.upper() if name.upper() in logging.getLevelNamesMapping() else "INFO"
