"""A log handler that remembers warnings, so that a test fails on one that it did not announce."""

from __future__ import annotations

import logging


class LogWatch(logging.Handler):
    """Collects records of level WARNING and above and compares them with what was announced."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._said: list[str] = []
        self._announced: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Remember one record."""
        self._said.append(f"{record.name}: {record.getMessage()}")

    def expect(self, part: str) -> None:
        """Announce one or more lines that contain this text; at least one must come."""
        self._announced.append(part)

    def unexpected(self) -> list[str]:
        """Lines that nobody announced."""
        return [line for line in self._said if not any(part in line for part in self._announced)]

    def missing(self) -> list[str]:
        """Announced texts that no line contained."""
        return [part for part in self._announced if not any(part in line for line in self._said)]
