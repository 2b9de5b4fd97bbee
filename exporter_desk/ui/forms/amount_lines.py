"""A short list of texts, each with an amount at the right end: `售价 −10 % … +10 %      ± 1,850`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.widgets import Label, Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence


class AmountLines(QWidget):
    """Nothing to list, nothing to see."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        theme.set_spacing(self._grid, 2, (0, 0, 0, 0))
        self._grid.setColumnStretch(0, 1)
        self._rows: list[tuple[Paragraph, Label]] = []
        self.hide()

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show these lines; widgets are made once and used again."""
        while len(self._rows) < len(lines):
            row = (Paragraph("", "table", "ink"), Label("", "table", bold=True))
            row[1].setAlignment(Qt.AlignmentFlag.AlignRight)
            for column, widget in enumerate(row):
                self._grid.addWidget(widget, len(self._rows), column, Qt.AlignmentFlag.AlignTop)
            self._rows.append(row)
        for number, (text, amount) in enumerate(self._rows):
            used = number < len(lines)
            text.set_text(lines[number][0] if used else "")
            amount.setText(lines[number][1] if used else "")
            text.setVisible(used)
            amount.setVisible(used)
        self.setVisible(bool(lines))
        self.setAccessibleName("; ".join(" ".join(line) for line in lines))

    def lines(self) -> list[tuple[str, str]]:
        """What is shown."""
        return [(text.text(), amount.text()) for text, amount in self._rows if not text.isHidden()]
