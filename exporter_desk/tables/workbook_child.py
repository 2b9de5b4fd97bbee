"""Reads a foreign workbook in a process of its own: what bursts the memory ends that process, not the program.

Two cells in opposite corners of a sheet are enough for that: the reader makes room for all cells between them.
`python -m exporter_desk.tables.workbook_child ROWS COLUMNS SHEETS CELL` turns a file on standard input into JSON.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time as clock
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from threading import Thread
from typing import IO, TYPE_CHECKING, TypeAlias

from exporter_desk.domain.numbers import trimmed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from python_calamine import CalamineSheet

MOST_MEMORY = 2 * 2**30
_INEXACT = 10**15
MOST_TEXT = 100_000_000
MOST_SECONDS = 60
_ASK_EVERY_SECONDS = 0.1
BURST, ENCRYPTED, DAMAGED, TOO_MANY = "burst", "encrypted", "damaged", "too_many"

Row: TypeAlias = tuple[str, ...]
# Name, rows, and whether there was more than is read.
PlainSheet: TypeAlias = tuple[str, tuple[Row, ...], bool]


class ChildRefusedError(Exception):
    """The child did not read the workbook: `reason` is one of the words above."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_workbook(data: bytes, limits: tuple[int, int, int, int], check: Callable[[], None]) -> tuple[PlainSheet, ...]:
    """Return the sheets of a workbook, read by a child; `limits` are rows, columns, sheets, characters of a cell.

    `check` is asked while the child works and may raise to stop it. Raises ChildRefusedError.
    """
    check()
    command = [sys.executable, "-m", __name__, *map(str, limits)]
    surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(  # noqa: S603 - our own module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=surroundings,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as child:  # fmt: skip
        try:
            answer = _waited(child, data, check)
        finally:
            child.kill()
    return _understood(answer)


def _waited(child: subprocess.Popen[bytes], data: bytes, check: Callable[[], None]) -> bytes:
    """Give the child the file and wait for its answer; empty when it ended otherwise or took too long.

    A thread writes: `communicate` forgets what it has not written yet when it is asked again after a time-out.
    """
    pipe, child.stdin = child.stdin, None
    writer = Thread(target=_write, args=(pipe, data), daemon=True)
    writer.start()
    ends = clock.monotonic() + MOST_SECONDS
    while clock.monotonic() < ends:
        try:
            answer, _ = child.communicate(timeout=_ASK_EVERY_SECONDS)
        except subprocess.TimeoutExpired:
            check()
        else:
            return answer if child.returncode == 0 else b""
    return b""


def _write(pipe: IO[bytes] | None, data: bytes) -> None:
    """Write everything; a child that ends before that closes the pipe, and its answer says why."""
    if pipe is not None:
        with suppress(OSError, ValueError), pipe:
            pipe.write(data)


def _understood(answer: bytes) -> tuple[PlainSheet, ...]:
    if not answer:
        raise ChildRefusedError(BURST)
    read = json.loads(answer)
    if isinstance(read, str):
        raise ChildRefusedError(read)
    return tuple((name, tuple(tuple(row) for row in rows), cut) for name, rows, cut in read)


# Inside the child.


def sheets_of(data: bytes, limits: tuple[int, int, int, int]) -> tuple[PlainSheet, ...]:
    """Read a workbook in this very process; raises ChildRefusedError, or whatever ends the process."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names
        if len(names) > limits[2]:
            raise ChildRefusedError(TOO_MANY)
        return tuple(_sheet(name, book.get_sheet_by_name(name), limits) for name in names)
    except python_calamine.PasswordError as error:
        raise ChildRefusedError(ENCRYPTED) from error
    except python_calamine.CalamineError as error:
        raise ChildRefusedError(DAMAGED) from error


def _sheet(name: str, sheet: CalamineSheet, limits: tuple[int, int, int, int]) -> PlainSheet:
    left = ("",) * (sheet.start[1] if sheet.start else 0)  # the reader leaves out empty columns, but not empty rows
    rows: list[Row] = []
    room = MOST_TEXT
    for number, row in enumerate(sheet.iter_rows()):
        if number >= limits[0]:
            return name, tuple(rows), True
        rows.append(tidy((*left, *(_text(value)[: limits[3]] for value in row[: limits[1]]))[: limits[1]]))
        room -= sum(map(len, rows[-1]))
        if room < 0:
            raise ChildRefusedError(BURST)
    return name, tuple(rows), False


def tidy(texts: Iterable[str]) -> Row:
    """Return a row without the empty cells at its end."""
    row = list(texts)
    while row and not row[-1]:
        row.pop()
    return tuple(row)


def _text(value: object) -> str:
    """Return a cell as a person would type it: 48.0 is 48, a day is ISO, a number has no exponent.

    Only one of sixteen digits or more keeps it: spreadsheets hold fifteen, so what looks whole has lost its end.
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float) and isfinite(value) and abs(value) >= _INEXACT:
        return f"{value:.14E}"
    if isinstance(value, int | float):
        return trimmed(Decimal(repr(value))) if isfinite(value) else ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value).replace("\r\n", "\n").strip()


def _limit_this_process() -> None:
    """Let the system end this process before it takes the memory of others; Windows has no such call."""
    if sys.platform != "win32":
        import resource

        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: Sequence[str]) -> None:
    """Read standard input, write the sheets or the reason of a refusal."""
    _limit_this_process()
    rows, columns, sheets, cell = map(int, arguments)
    try:
        found: object = sheets_of(sys.stdin.buffer.read(), (rows, columns, sheets, cell))
    except ChildRefusedError as error:
        found = error.reason
    sys.stdout.buffer.write(json.dumps(found).encode("ascii"))


if __name__ == "__main__":
    main(sys.argv[1:])
