"""Rows of cells under titles that follow the language of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from exporter_desk.ui.guard import guarded
from exporter_desk.ui.pages.row_model import RowModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.ui.widgets import Alignment


class TitledRows(RowModel):
    """A RowModel whose titles can be set again; columns of figures have their titles at the right."""

    def __init__(self, titles: Sequence[str], alignments: Sequence[Alignment] = ()) -> None:
        super().__init__(titles)
        self._alignments = alignments

    def set_titles(self, titles: Sequence[str]) -> None:
        self._titles = tuple(titles)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._titles) - 1)

    @guarded()
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        right = section < len(self._alignments) and self._alignments[section] == "right"
        if role == Qt.ItemDataRole.TextAlignmentRole and right:
            return int(Qt.AlignmentFlag.AlignRight)
        return super().headerData(section, orientation, role)
