"""A gateway to test against: it hangs, answers 500, late, drop by drop, or not at all, as it is told."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

LATE = 0.9


class TestGateway:
    """A local HTTP server. `behaves` names what comes next; `got` keeps what was asked."""

    __test__ = False

    def __init__(self) -> None:
        self.behaves: list[str] = []
        self.usually = "ok"
        self.got: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                gateway._answer(self)

            def do_GET(self) -> None:
                gateway._answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        length = int(request.headers.get("Content-Length", 0))
        body = request.rfile.read(length)
        self.paths.append(request.path)
        self.headers.append(dict(request.headers))
        if body:
            self.got.append(json.loads(body))
        how = self.behaves.pop(0) if self.behaves else self.usually
        try:
            getattr(self, f"_{how}", self._as_said)(request, how)
        except OSError:
            return  # whoever asked is gone

    def _as_said(self, request: BaseHTTPRequestHandler, how: str) -> None:
        """`503`: that status; `{"errcode": 0}`: 200 with that body."""
        status, body = (200, how.encode()) if how.startswith("{") else (int(how), b"{}")
        self._write(request, status, body)

    def _ok(self, request: BaseHTTPRequestHandler, _how: str) -> None:
        self._write(request, 200, b'{"errcode": 0}')

    def _hang(self, _request: BaseHTTPRequestHandler, _how: str) -> None:
        self._over.wait(30)

    def _late(self, request: BaseHTTPRequestHandler, _how: str) -> None:
        self._over.wait(LATE)
        self._ok(request, "ok")

    def _drip(self, request: BaseHTTPRequestHandler, _how: str) -> None:
        """One byte now and then, for ever: no single wait is long."""
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        end = time.monotonic() + 30
        while time.monotonic() < end and not self._over.wait(0.05):
            request.wfile.write(b"X")
            request.wfile.flush()

    def _broken(self, request: BaseHTTPRequestHandler, _how: str) -> None:
        request.wfile.write(b"nonsense")

    def _away(self, request: BaseHTTPRequestHandler, _how: str) -> None:
        self._write(request, 302, b"", {"Location": f"{self.url}/elsewhere"})

    def _write(
        self, request: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str] | None = None
    ) -> None:
        request.send_response(status)
        for name, value in (headers or {}).items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)
