"""Speaks to the person at the terminal: one line per step with the time, Chinese first, and one way to stop."""

from __future__ import annotations

import sys
import time


class Stop(Exception):  # noqa: N818 - not only errors end a run: wrong usage does too
    """Ends the run with one sentence in both languages and an exit code (2 wrong usage, 3 the machine)."""

    def __init__(self, zh: str, en: str, exit_code: int = 3) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en
        self.exit_code = exit_code


class Console:
    """Writes steps and sentences to stderr, so that stdout stays free for what the program itself prints."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def step(self, zh: str, en: str) -> None:
        """Announce one step with the seconds since the start."""
        self._write(f"[{time.monotonic() - self._start:6.1f} s] {zh} / {en}")

    def tell(self, zh: str, en: str) -> None:
        """Say something that is not a step: a hint or the reason for a stop."""
        self._write(zh)
        self._write(en)

    def _write(self, line: str) -> None:
        # stderr escapes what an old console code page cannot show, so Chinese never breaks the run.
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
