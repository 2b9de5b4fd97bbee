"""Scans of refund papers: noted by file and digest, and told when the file is gone or no longer the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system import files

if TYPE_CHECKING:
    from exporter_desk.domain.tax import PaperState

ScanState = Literal["none", "same", "changed", "gone"]
_BLOCK = 1 << 20
# Papers that were never on paper: data files, and signed electronic invoices.
_DIGITAL = frozenset({".xml", ".ofd", ".json", ".eml", ".csv", ".xlsx"})


@dataclass(frozen=True, slots=True)
class ScanNote:
    """What is noted of a scan: its file, the SHA-256 of its bytes, and the way of storage (存放方式)."""

    file: str
    sha256: str
    kept_as: str


def note_scan(path: Path) -> ScanNote:
    """Read a file and return what is noted of it; raises UserFacingError when it cannot be read."""
    kept_as = "digital" if path.suffix.lower() in _DIGITAL else "image"
    return ScanNote(str(path), _digest(path), kept_as)


def scan_state(paper: PaperState | None) -> ScanState:
    """Tell whether the noted file is still there and still the same."""
    return "none" if paper is None else file_state(paper.file, paper.sha256)


def file_state(file: str | None, digest: str | None) -> ScanState:
    """Tell whether a file is still there and still has that SHA-256; it is read when it seems to have changed."""
    if not file or not digest:
        return "none"
    path = Path(file)
    try:
        if not path.is_file():
            return "gone"
        return "same" if _digest(path) == digest else "changed"
    except (UserFacingError, OSError, ValueError):
        return "gone"


def _digest(path: Path) -> str:
    try:
        known = path.stat()
        return _digest_of(path, known.st_mtime_ns, known.st_size)
    except OSError as error:
        raise files.as_user_facing(error, path).as_bad_input() from error


@lru_cache(maxsize=256)
def _digest_of(path: Path, _changed: int, _size: int) -> str:
    """Return the digest of a file; one that has the same time and size as before is not read again."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
