"""A spreadsheet that was dragged onto a page: is it one, and the one that the import page is to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.services.goods.sheet_files import SUFFIXES

if TYPE_CHECKING:
    from PySide6.QtGui import QDropEvent

_DROPPED: list[Path] = []


def dragged_file(event: QDropEvent) -> Path | None:
    """The spreadsheet that is being dragged, None for anything else and for several files."""
    urls = event.mimeData().urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return path if path is not None and path.suffix.lower() in SUFFIXES else None


def dropped_file(path: Path) -> None:
    """Remember the file for the import page, which takes it when it comes to the front."""
    _DROPPED[:] = [path]


def take_dropped() -> Path | None:
    """The file that was dropped, once."""
    return _DROPPED.pop() if _DROPPED else None
