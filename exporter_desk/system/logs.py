"""The log file: rotating, in plain words, and without a single word about the business.

A message is a constant sentence; what it tells besides goes into named fields, and only declared names are written:
`LOGGER.info("migrated to %(schema)s", {"schema": 3})`. Anything else, positional values and the text of exceptions
included, is written as a mark that something was withheld.
"""

from __future__ import annotations

import logging
import os
import re
import traceback
from collections.abc import Mapping
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

OWN_LOGGERS = "exporter_desk"
DECLARED_FIELDS = frozenset({
    "bytes", "code", "command", "count", "exit_code", "form", "kind", "language", "milliseconds", "pages", "platform",
    "program", "python", "qt", "rows", "rules", "schema", "status", "step",
})  # fmt: skip
WITHHELD = "‹withheld›"
LONGEST_FILE_BYTES = 512 * 1024
OLD_FILES = 3

_PLACEHOLDER = re.compile(r"%(?:\((?P<name>\w+)\))?[-#0 +]*\d*(?:\.\d+)?(?P<type>[a-zA-Z%])")


class RedactingFormatter(logging.Formatter):
    """Writes time, level, logger and message of our own records; of foreign ones only that there was one."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(redacted)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return one line, and the frames below it when there was an exception."""
        copy = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None, "stack_info": None})
        copy.redacted = redact(record)
        # `message` is what the base class would build from the unredacted values.
        copy.msg, copy.args = "", None
        frames = describe_exception(record.exc_info[1]) if record.exc_info else ""
        return "\n".join(part for part in (super().format(copy), frames) if part)


def redact(record: logging.LogRecord) -> str:
    """Return the message with its declared fields filled in and everything else withheld."""
    if record.name.split(".")[0] != OWN_LOGGERS:
        return WITHHELD
    values = record.args if isinstance(record.args, Mapping) else {}
    return _PLACEHOLDER.sub(lambda found: _fill(found, values), str(record.msg))


def _fill(found: re.Match[str], values: Mapping[str, object]) -> str:
    if found["type"] == "%":
        return "%"
    name = found["name"]
    return str(values[name]) if name in DECLARED_FIELDS and name in values else WITHHELD


def describe_exception(error: BaseException | None) -> str:
    """Return kinds and frames of an exception and its causes, without their texts: those may quote the case."""
    told: list[str] = []
    while error is not None:
        told.append(f"{type(error).__module__}.{type(error).__qualname__}")
        told += _frames(error.__traceback__)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(told)


def _frames(trace: TracebackType | None) -> list[str]:
    return [f"  {short_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]


def short_place(filename: str) -> str:
    """Cut the folders before the package: they hold the user's name."""
    parts = Path(filename).parts
    starts = [index for index, part in enumerate(parts) if part in {OWN_LOGGERS, "site-packages"}]
    return "/".join(parts[starts[-1] :]) if starts else parts[-1]


class QuietFileHandler(logging.FileHandler):
    """A log that cannot be written any more stops nothing and says nothing: the work is what counts.

    A file that grew too long becomes the first of the old ones. `logging.handlers` could do that too, but brings
    sockets, queues and pickle along, and the log opens before the window.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line, into a new file when the present one is long enough."""
        with suppress(OSError, ValueError):
            if self.stream is not None and os.fstat(self.stream.fileno()).st_size >= LONGEST_FILE_BYTES:
                self.stream.close()
                self._begin_anew()
        super().emit(record)

    def _begin_anew(self) -> None:
        """Move each old file one number up; the oldest falls off."""
        names = [self.baseFilename, *(f"{self.baseFilename}.{number}" for number in range(1, OLD_FILES + 1))]
        try:
            for newer, older in reversed(list(pairwise(names))):
                with suppress(FileNotFoundError):
                    Path(newer).replace(older)
        finally:
            self.stream = self._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - a name that logging calls
        """Pass over one line that could not be written."""


def start_logging(folder: Path) -> logging.Handler:
    """Write the log below this folder from now on; where that is not possible, go on without a log."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = QuietFileHandler(folder / "exporter-desk.log", encoding="utf-8")
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(RedactingFormatter())
    handler.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    logging.getLogger(OWN_LOGGERS).setLevel(logging.INFO)
    return handler
