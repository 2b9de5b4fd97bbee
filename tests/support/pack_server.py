"""A small web server on this machine that plays what an address may do to a download, failures included."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CONTENT = bytes(range(256)) * 1200  # 300 KB: several pieces
TAG = '"one"'


class Handler(BaseHTTPRequestHandler):
    """Plays what the first part of the path names.

    `/fine`, `/cut` (half, then the line is cut), `/slow`, `/drip` (a byte now and then), `/gone`, `/huge`, `/whole`,
    and redirects: `/near` inside its folder, `/aside` out of it, `/away` to another host, `/round` without end.
    """

    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, dict[str, str]]] = []  # noqa: RUF012  # emptied by `playing`

    def do_GET(self) -> None:
        self.seen.append((self.path, dict(self.headers.items())))
        name = self.path.strip("/").partition("/")[0]
        getattr(self, f"play_{name}", self.play_gone)()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # named by the base class
        """Stay silent."""

    def send(self, code: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(code)
        for key, value in {"Content_Length": str(len(body)), "ETag": TAG, **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def play_fine(self) -> None:
        asked = self.headers.get("Range")
        if asked is None or self.headers.get("If-Range") != TAG:
            self.send(200, CONTENT)
            return
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
        if start >= len(CONTENT):
            self.send(416)
            return
        self.send(206, CONTENT[start:], Content_Range=f"bytes {start}-{len(CONTENT) - 1}/{len(CONTENT)}")

    def play_whole(self) -> None:
        self.send(200, CONTENT)

    def play_wrong(self) -> None:
        self.send(206, CONTENT[:10], Content_Range=f"bytes 0-9/{len(CONTENT)}")

    def play_cut(self) -> None:
        self.send(200, CONTENT[: len(CONTENT) // 2], Content_Length=str(len(CONTENT)))
        self.close_connection = True

    def play_slow(self) -> None:
        self.send(200, CONTENT[:1000], Content_Length=str(len(CONTENT)))
        self.wfile.flush()
        time.sleep(1.5)
        self.close_connection = True

    def play_gone(self) -> None:
        self.send(404, b"<b>nothing here</b>")

    def play_huge(self) -> None:
        self.send(200, CONTENT, Content_Length=str(10**12))
        self.close_connection = True

    def play_endless(self) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(CONTENT)
        except OSError:
            pass  # the other side has had enough
        self.close_connection = True

    def play_away(self) -> None:
        self.send(302, Location="https://elsewhere.invalid/fine")

    def play_near(self) -> None:
        if self.path.endswith("/there"):
            self.send(200, CONTENT)
        else:
            self.send(302, Location="/near/there")

    def play_aside(self) -> None:
        self.send(302, Location="/fine/pack.edpack")

    def play_drip(self) -> None:
        self.send(200, b"", Content_Length=str(len(CONTENT)))
        try:
            for _ in range(200):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.02)
        except OSError:
            pass  # the other side has had enough
        self.close_connection = True

    def play_round(self) -> None:
        self.send(302, Location="/round/pack.edpack")


@contextmanager
def playing() -> Iterator[str]:
    """Run the server and give its address."""
    Handler.seen.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
