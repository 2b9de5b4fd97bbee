"""Watches what reaches for the network: Python tells every name look-up and connection to its audit hooks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

EVENTS = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname")
LOCAL = ("127.", "::1", "localhost")


class SocketWatch:
    """One hook for the whole run (hooks cannot be taken off); it notes only while a test is watched."""

    def __init__(self) -> None:
        self._watching = False
        self._allow_local = False
        self._reached: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self._watching or event not in EVENTS:
            return
        place = next((one for one in arguments if isinstance(one, (tuple, str, bytes))), None)
        host = place[0] if isinstance(place, tuple) and place else place
        name = host.decode() if isinstance(host, bytes) else str(host)
        if event == "socket.connect" and not isinstance(place, tuple):
            return  # a pipe of this machine (AF_UNIX)
        if self._allow_local and name.startswith(LOCAL):
            return
        self._reached.append(f"{event} {name}")
        raise PermissionError(f"the network is out of reach here: {event} {name}")

    @contextmanager
    def watching(self, *, allow_local: bool) -> Iterator[None]:
        """Refuse and note every reach for the network inside."""
        self._reached.clear()
        self._watching, self._allow_local = True, allow_local
        try:
            yield
        finally:
            self._watching = False

    def reached(self) -> list[str]:
        """Return what was reached for, and forget it."""
        told = list(self._reached)
        self._reached.clear()
        return told


SOCKETS = SocketWatch()
