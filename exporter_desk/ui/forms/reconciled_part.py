"""What comes of the pre-refunds by the sales on record: read only, below the records that it is computed from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.forms.scrolling_table import ScrollingTable
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.models.reconciled_cells import COLUMNS, WHOLE, reconciled_cells, titles, words_of
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.widgets import Card, Paragraph, SectionHeader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.claims.reconciled import ReconciledRow


class ReconciledPart(QWidget):
    """A row of figures for each pre-refund, and the chosen one in sentences below."""

    def __init__(self) -> None:
        super().__init__()
        self.title = SectionHeader("", "")
        self.model = TitledRows([""] * len(COLUMNS), [side for _, side in COLUMNS])
        self.table = ScrollingTable("list", row=34)
        self.table.set_model(self.model, tuple(width for width, _ in COLUMNS), whole=WHOLE)
        self.words, self._strip = Paragraph("", "table", "ink"), Card("sunken", padding=12)
        self._strip.add(self.words)
        self._rows: Sequence[ReconciledRow] = ()
        column = QVBoxLayout(self)
        theme.set_spacing(column, 10)
        for widget in (self.title, self.table, self._strip):
            column.addWidget(widget)
        self.table.row_changed.connect(self._tell)
        self.hide()

    def show_result(self, analysis: Analysis | None) -> None:
        """Show what is known; nothing while nothing is."""
        chosen = self._chosen()
        self._rows = () if analysis is None else analysis.reconciled
        self.model.show([] if analysis is None else reconciled_cells(analysis))
        self.setVisible(bool(self._rows))
        self.choose(chosen)

    def choose(self, record: str) -> None:
        """Tell of the pre-refund with this id, of the first one when there is none."""
        if self._rows:
            ids = [row.id for row in self._rows]
            at = ids.index(record) if record in ids else 0
            self.table.select(at)
            self._tell(at)

    def _chosen(self) -> str:
        at = self.table.view.currentIndex().row()
        return self._rows[at].id if 0 <= at < len(self._rows) else ""

    def _tell(self, row: int) -> None:
        if 0 <= row < len(self._rows):
            self.words.set_text("\n".join(words_of(self._rows[row])))

    def set_highest(self, most: int) -> None:
        """Many rows scroll inside the table: it takes no more than this."""
        self.table.setMinimumHeight(min(self.table.maximumHeight(), most))

    def retranslate(self) -> None:
        self.title.title.setText(translate("Tax", "What comes of the pre-refunds"))
        self.title.count.setText(translate("Tax", "computed, nothing to fill in"))
        self.model.set_titles(titles())
        self.table.view.setAccessibleName(self.title.title.text())
