"""A small server on this machine that plays the published exchange rates, and every way a server lets one down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from tests.costs.test_fx_feed import DAY, GOOD, feed

SOUND = feed(DAY.format(GOOD))


class Bank(BaseHTTPRequestHandler):
    """`/good`, `/moved`, `/html`, `/large`, `/missing`, `/busy`, `/cut`, and `/late`, which waits for `released`."""

    asked: list[str] = []  # noqa: RUF012  # emptied by `bank`
    released = Event()

    def do_GET(self) -> None:
        kind = self.path.strip("/")
        self.asked.append(kind)
        if kind == "moved":
            self.send_response(302)
            self.send_header("Location", "https://example.org/rates.xml")
            self.end_headers()
            return
        if kind == "late":
            self.released.wait(10)
        body = {"html": b"<html>Sign in</html>", "large": b"x" * 3_000_000}.get(kind, SOUND)
        self.send_response({"missing": 404, "busy": 503}.get(kind, 200))
        self.send_header("Content-Length", str(len(body) * (2 if kind == "cut" else 1)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def bank() -> Iterator[str]:
    """Yield the address of a running server."""
    Bank.asked.clear()
    Bank.released.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bank)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        Bank.released.set()
        server.shutdown()
        server.server_close()
