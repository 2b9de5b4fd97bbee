"""What is to be known of a price list that was taken, or why it was not: all that the command line tells too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from exporter_desk.domain.json_value import JsonObject
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.widgets import Button, Label, Mark, Paragraph, ScrollPage, empty_layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exporter_desk.domain.json_value import Json
    from exporter_desk.ui.widgets import MarkKind

_MARKS: Mapping[str, MarkKind] = {"error": "error", "confirm": "warn", "hint": "warn"}


class ImportNotes(QWidget):
    """Stands in place of the cards until `read`: nothing that was told is lost with a banner."""

    read = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._file, self._findings = "", list[JsonObject]()
        self.title, self.page, self.done = (
            Label("", "section", bold=True),
            ScrollPage(spacing=10),
            Button("", "primary"),
        )
        tools = QHBoxLayout()
        tools.addStretch(1)
        tools.addWidget(self.done)
        column = QVBoxLayout(self)
        theme.set_spacing(column, 10, (0, 0, 0, 0))
        column.addWidget(self.title)
        column.addWidget(self.page, 1)
        column.addLayout(tools)
        self.done.clicked.connect(self.read)

    def show_findings(self, file: str, findings: Sequence[Json]) -> None:
        """Show what was told of a file, the worst first as it came."""
        self._file, self._findings = file, [one for one in findings if isinstance(one, dict)]
        self.retranslate()

    def sentences(self) -> list[str]:
        """Every finding with what to do about it, in the language of the window."""
        end = language()
        return [f"{one.get(end)} {one.get(f'remedy_{end}') or ''}".strip() for one in self._findings]

    def retranslate(self) -> None:
        self.done.setText(translate("RateCards", "Look at the cards"))
        words = translate("RateCards", "{count} things to know of “{file}”")
        self.title.setText(words.format(count=len(self._findings), file=self._file))
        empty_layout(self.page.column)
        for one, text in zip(self._findings, self.sentences(), strict=True):
            self.page.add(_row(_MARKS.get(str(one.get("severity")), "warn"), text))
        self.page.column.addStretch(1)


def _row(kind: MarkKind, text: str) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    theme.set_spacing(line, 8, (0, 0, 0, 0))
    line.addWidget(Mark(kind, text, 14), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(Paragraph(text, "body", "ink"), 1)
    return row
