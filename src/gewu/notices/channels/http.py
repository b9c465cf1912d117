"""One request to a gateway, within a time limit for the whole of it, telling before from after it was sent.

Python's own client is used, because its steps are apart: what fails while connecting was surely not sent.
"""

import json
import socket
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ssl import SSLError, create_default_context
from threading import Event, Timer
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

LONGEST_ANSWER = 64 * 1024


class NotReached(Exception):
    """Nothing was sent."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unclear(Exception):
    """It was sent, or part of it, and no answer came."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Reply:
    """A status and the beginning of a body. A redirect is an answer: nothing is sent where it points."""

    status: int
    body: bytes


def is_allowed(url: str) -> bool:
    """Whether the operator lets gateways lie there (`GEWU_NOTICE_HOSTS`): administrators type addresses."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].lower()
    return parts.scheme in {"https", "http"} and host in settings.NOTICE_HOSTS and "@" not in parts.netloc


def post(url: str, content: object, headers: dict[str, str] | None = None) -> Reply:
    """Send JSON, or NotReached or Unclear."""
    body = json.dumps(content, ensure_ascii=False).encode()
    return _ask("POST", url, body, {"Content-Type": "application/json; charset=utf-8"} | (headers or {}))


def get(url: str) -> Reply:
    """Ask for something; NotReached or Unclear."""
    return _ask("GET", url, b"", {})


def _ask(method: str, url: str, body: bytes, headers: dict[str, str]) -> Reply:
    if not is_allowed(url):
        raise NotReached("host_not_allowed")
    parts = urlsplit(url)
    connection = _connected(parts)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    # A socket's own limit counts from byte to byte: whoever sends one now and then could hold us for ever.
    is_over = Event()
    alarm = Timer(settings.NOTICE_TIMEOUT, _cut, [connection, is_over])
    alarm.daemon = True
    alarm.start()
    try:
        connection.request(method, path, body or None, {"User-Agent": "Gewu", **headers})
        answer = connection.getresponse()
        reply = Reply(answer.status, answer.read(LONGEST_ANSWER))
    except TimeoutError as late:
        raise Unclear("timeout") from late
    except (OSError, HTTPException, ValueError) as broken:
        raise Unclear("timeout" if is_over.is_set() else "broken") from broken
    finally:
        alarm.cancel()
        connection.close()
    if is_over.is_set():
        # What was cut off can look like an answer.
        raise Unclear("timeout")
    return reply


def _connected(parts: SplitResult) -> HTTPConnection:
    limit = settings.NOTICE_TIMEOUT
    host = parts.hostname or ""
    try:
        connection = (
            HTTPSConnection(host, parts.port, timeout=limit, context=create_default_context())
            if parts.scheme == "https"
            else HTTPConnection(host, parts.port, timeout=limit)
        )
        connection.connect()
    except SSLError as untrusted:
        raise NotReached("tls") from untrusted
    except TimeoutError as late:
        raise NotReached("connect_timeout") from late
    except (OSError, HTTPException, ValueError) as away:
        raise NotReached("not_reached") from away
    return connection


def _cut(connection: HTTPConnection, is_over: Event) -> None:
    is_over.set()
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)
