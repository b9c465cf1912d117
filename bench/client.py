"""The load: one process, one thread, plain sockets kept alive (`python -m bench.client`, the task as input).

Anything richer (httpx, threads) would spend more on a request than the database does, on the same two cores.
Each connection sends its next request as soon as the last answer is whole. Or requests come at a rate,
whether the last is answered or not, and wait for a free connection; what they wait counts.
"""

import json
import selectors
import socket
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any


@dataclass
class Connection:
    """One client that always waits for its answer."""

    socket: socket.socket
    sent_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)
    whole: int = 0

    def ask(self, request: bytes) -> None:
        self.received.clear()
        self.whole = 0
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def answered(self) -> bool:
        """Take in what came; whether the answer is whole."""
        piece = self.socket.recv(262_144)
        if not piece:
            raise ConnectionError("the server closed the connection")
        self.received += piece
        if not self.whole and (end := self.received.find(b"\r\n\r\n")) >= 0:
            self.whole = end + 4 + _length(bytes(self.received[:end]).lower())
        return bool(self.whole) and len(self.received) >= self.whole

    @property
    def status(self) -> int:
        return int(self.received[9:12])


def main() -> None:
    task = json.load(sys.stdin)
    json.dump(measure(task), sys.stdout)


def measure(task: dict[str, Any]) -> dict[str, Any]:
    """Keep the connections busy for so many seconds; every latency, every status."""
    requests = _requests(task)
    selector = selectors.DefaultSelector()
    for _number in range(task["connections"]):
        plain = socket.create_connection((task["host"], task["port"]))
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(plain, selectors.EVENT_READ, Connection(plain))
    connections = [key.data for key in selector.get_map().values()]
    began, cpu = time.perf_counter(), time.process_time()
    if task.get("rate"):
        latencies, statuses = _arrive(selector, requests, rate=task["rate"], until=began + task["seconds"])
    else:
        for connection in connections:
            connection.ask(next(requests))
        latencies, statuses = _run(selector, requests, until=began + task["seconds"], busy=len(connections))
    return {
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - cpu,
        "latencies": latencies,
        "statuses": statuses,
    }


def _run(
    selector: selectors.BaseSelector, requests: Iterator[bytes], *, until: float, busy: int
) -> tuple[list[float], dict[int, int]]:
    latencies: list[float] = []
    statuses: dict[int, int] = {}
    while busy:
        for key, _events in selector.select():
            connection = key.data
            if not connection.answered():
                continue
            now = time.perf_counter()
            latencies.append(now - connection.sent_at)
            statuses[connection.status] = statuses.get(connection.status, 0) + 1
            request = next(requests, None) if now < until else None
            if request is None:
                selector.unregister(connection.socket)
                busy -= 1
            else:
                connection.ask(request)
    return latencies, statuses


def _arrive(
    selector: selectors.BaseSelector, requests: Iterator[bytes], *, rate: float, until: float
) -> tuple[list[float], dict[int, int]]:
    """Latencies from the moment at which each request came, not from when a connection was free for it."""
    latencies: list[float] = []
    statuses: dict[int, int] = {}
    free = [key.data for key in selector.get_map().values()]
    waiting: deque[float] = deque()
    came: dict[int, float] = {}
    due = time.perf_counter()
    while due < until or waiting or came:
        now = time.perf_counter()
        while due <= min(now, until):
            waiting.append(due)
            due += 1 / rate
        while waiting and free:
            connection = free.pop()
            came[id(connection)] = waiting.popleft()
            connection.ask(next(requests))
        pause = max(0.0, due - time.perf_counter()) if due < until else None
        for key, _events in selector.select(pause):
            connection = key.data
            if connection.answered():
                latencies.append(time.perf_counter() - came.pop(id(connection)))
                statuses[connection.status] = statuses.get(connection.status, 0) + 1
                free.append(connection)
    return latencies, statuses


def _requests(task: dict[str, Any]) -> Iterator[bytes]:
    """The given requests as bytes; over and over where that changes nothing."""
    encoded = [_encoded(task, **request) for request in task["requests"]]
    return cycle(encoded) if task["again"] else iter(encoded)


def _encoded(task: dict[str, Any], *, method: str, path: str, body: str = "", key: str = "") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {task['host']}:{task['port']}", *task["headers"]]
    if key:
        lines.append(f"Idempotency-Key: {key}")
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body.encode())}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise ValueError("an answer without its length")


if __name__ == "__main__":
    main()
