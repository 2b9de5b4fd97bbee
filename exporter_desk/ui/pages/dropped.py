"""What the import page is to read: a spreadsheet that was dragged onto a page, or a list that was pasted there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.services.goods.sheet_files import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDropEvent

    from exporter_desk.tables.goods_sheet import SheetTexts

_DROPPED: list[Path | SheetTexts] = []


def dragged_file(event: QDropEvent) -> Path | None:
    """The spreadsheet that is being dragged, None for anything else and for several files."""
    urls = event.mimeData().urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return path if path is not None and path.suffix.lower() in SUFFIXES else None


def dropped_file(path: Path) -> None:
    """Remember the file for the import page, which takes it when it comes to the front."""
    _DROPPED[:] = [path]


def pasted_list(rows: Sequence[Sequence[str]]) -> None:
    """Remember a pasted list in the same way."""
    from exporter_desk.tables.goods_sheet import pasted_sheet

    _DROPPED[:] = [pasted_sheet(rows)]


def take_dropped() -> Path | SheetTexts | None:
    """The file that was dropped or the list that was pasted, once."""
    return _DROPPED.pop() if _DROPPED else None
