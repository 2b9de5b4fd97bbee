"""The tax records that refund figures are computed from: four small grids below each other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from exporter_desk.ui import theme
from exporter_desk.ui.forms.case_grid import CaseGrid
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.models.tax_model import RECORDS, TaxModel
from exporter_desk.ui.widgets import Button, ScrollPage, SectionHeader

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.services.session import Session
    from exporter_desk.ui.forms.case_grid import Together
    from exporter_desk.ui.forms.code_lookup import CodeLookup
    from exporter_desk.ui.models.issues import Issues

    Attempt = Callable[[Callable[[], object]], bool]


_MOST_HIGH = 210


class TaxRecords(ScrollPage):
    """Each grid has the keys of a spreadsheet and a button for its first row."""

    def __init__(self, session: Session, lookup: CodeLookup, attempt: Attempt, together: Together) -> None:
        super().__init__(spacing=10)
        self.titles = {place: SectionHeader("", "") for place in RECORDS}
        self.adds = {place: Button("", "text", icon="add", small=True) for place in RECORDS}
        self.grids = {place: CaseGrid(TaxModel(place, session, lookup, attempt), together) for place in RECORDS}
        for place, title in self.titles.items():
            title.add(self.adds[place])
            self.add(title, self.grids[place])
            self.adds[place].clicked.connect(partial(self._add, place))
        self.column.addStretch(1)

    def _add(self, place: str) -> None:
        self.grids[place].show()
        self.grids[place].add_row()

    def show_case(self, issues: Issues) -> None:
        for place, grid in self.grids.items():
            grid.model.refresh(issues)
            count = grid.model.rowCount()
            self.titles[place].count.setText(str(count))
            grid.setMinimumHeight(min(grid.maximumHeight(), theme.current().control(_MOST_HIGH)))
            grid.setVisible(count > 0)

    def reveal_path(self, path: str) -> bool:
        """Show the record of a path; without one the button that adds it."""
        place = next((one for one in self.grids if path == one or path.startswith(f"{one}.")), None)
        if place is None:
            return False
        if not self.grids[place].reveal(path):
            self.reveal(self.adds[place])
        return True

    def retranslate(self) -> None:
        words = {
            "tax.purchase_invoices": translate("Tax", "Purchase invoices"),
            "tax.declarations": translate("Tax", "Declarations"),
            "tax.receipts": translate("Tax", "Receipts of exchange"),
            "tax.rates": translate("Tax", "Exchange rates"),
        }
        for place, text in words.items():
            self.titles[place].title.setText(text)
            self.grids[place].view.setAccessibleName(text)
            self.adds[place].setText(translate("Tax", "Add a row"))
            self.adds[place].setAccessibleName(f"{text}: {self.adds[place].text()}")
            self.adds[place].updateGeometry()
