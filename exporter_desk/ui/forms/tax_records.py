"""The tax records that refund figures are computed from: small grids below each other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

from exporter_desk.services.claims.declared_items import items_text
from exporter_desk.ui import theme
from exporter_desk.ui.forms.case_grid import CaseGrid
from exporter_desk.ui.forms.reconciled_part import ReconciledPart
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.models.tax_model import (
    DECLARATIONS,
    ITEMS,
    OF_PRODUCERS,
    OF_WAREHOUSE,
    OPTIONAL,
    RECORDS,
    TaxModel,
)
from exporter_desk.ui.models.word_lists import field_name
from exporter_desk.ui.widgets import Button, ScrollPage, SectionHeader

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from PySide6.QtGui import QResizeEvent

    from exporter_desk.services.session import Session
    from exporter_desk.ui.forms.case_grid import Together
    from exporter_desk.ui.forms.code_lookup import CodeLookup
    from exporter_desk.ui.models.issues import Issues

    Attempt = Callable[[Callable[[], object]], bool]


INVOICES, PRE_REFUNDS = "tax.purchase_invoices", "tax.pre_refunds"
_LEAST_HIGH, _TITLE, _ALL_COLUMNS, _MOST_ROWS = 140, 48, 960, 24


class TaxRecords(ScrollPage):
    """Each grid has the keys of a spreadsheet and a button for its first row.

    What is asked of some shipments alone stands here for those, where there is any, and where somebody was led to it.
    """

    def __init__(self, session: Session, lookup: CodeLookup, attempt: Attempt, together: Together) -> None:
        super().__init__(spacing=10)
        self._session = session
        self._asked: tuple[str, ...] = ()
        self._fields: Collection[str] = ()
        self._led = (session.case_id, "")
        self.titles = {place: SectionHeader("", "", wraps=True) for place in RECORDS}
        self.adds = {place: Button("", "text", icon="add", small=True) for place in RECORDS}
        self.models = {place: TaxModel(place, session, lookup, attempt) for place in RECORDS}
        self.grids = {place: CaseGrid(model, together) for place, model in self.models.items()}
        self.take_items = Button("", "text", icon="confirm", small=True)
        self.titles[DECLARATIONS].add(self.take_items)
        self.take_items.clicked.connect(self._take_items)
        self.take_list, self._reading = Button("", "text", icon="import", small=True), False
        self.titles[INVOICES].add(self.take_list)
        self.reconciled = ReconciledPart()
        for place, title in self.titles.items():
            title.add(self.adds[place])
            self.add(title, self.grids[place], *([self.reconciled] if place == PRE_REFUNDS else []))
            self.adds[place].clicked.connect(partial(self._add, place))
        self.grids[PRE_REFUNDS].placed.connect(self._tell_what_comes)
        self.column.addStretch(1)

    def _tell_what_comes(self) -> None:
        self.reconciled.choose(self.grids[PRE_REFUNDS].path().removeprefix(f"{PRE_REFUNDS}.").partition(".")[0])

    def _add(self, place: str) -> None:
        self.grids[place].show()
        self.grids[place].add_row()
        self.reveal(self.grids[place].view)

    def show_case(self, issues: Issues) -> None:
        for grid in self.grids.values():
            grid.model.refresh(issues)
        self._show_places()

    def ask(self, *, producer: bool, warehouse: bool, fields: Collection[str] = ()) -> None:
        """Show what the method asks for: exempt material of a producer, what became of goods in a warehouse abroad.

        `fields` are the rare ones that a figure waits for.
        """
        asked = (*(OF_PRODUCERS if producer else ()), *(OF_WAREHOUSE if warehouse else ()))
        if (asked, fields) != (self._asked, self._fields):
            self._asked, self._fields = asked, fields
            self._show_places()

    def _take_items(self) -> None:
        """The goods of the draft are those of the declaration; the keyboard goes on in the cell."""
        named = next(iter(self.models[DECLARATIONS].proposed()), "")
        self.models[DECLARATIONS].take_proposed()
        self.reveal_path(f"{DECLARATIONS}.{named}.{ITEMS}")

    def _offer_items(self) -> None:
        goods = next(iter(self.models[DECLARATIONS].proposed().values()), ())
        self.take_items.setVisible(bool(goods))
        rows = items_text(self._session.case, goods)
        rows = rows if len(rows) <= _MOST_ROWS else f"{rows[:_MOST_ROWS]}…"
        self.take_items.setText(translate("Tax", "Goods items as in the draft: {rows}").format(rows=rows))
        self.take_items.setAccessibleName(self.take_items.text())
        self.take_items.updateGeometry()

    def _show_places(self) -> None:
        for place, grid in self.grids.items():
            filled = grid.model.rowCount() > 0
            led_here = self._led == (self._session.case_id, place)
            wanted = place not in (*OF_PRODUCERS, *OF_WAREHOUSE) or place in self._asked
            self.titles[place].setVisible(filled or wanted or led_here)
            grid.setVisible(filled)
        self._offer_items()
        self._fit()

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        """The page gives what it has; to ask for more would let the page scroll as well."""
        return QSize(super().sizeHint().width(), theme.current().control(_LEAST_HIGH))

    def _fit(self) -> None:
        """A long grid takes what is seen at once below its title: one scrolls inside it, its header stays in sight.

        Where the width does not do for all columns, the least needed ones are dropped, and the title says so.
        """
        now, seen = theme.current(), self.viewport()
        most = max(now.control(_LEAST_HIGH), seen.height() - now.control(_TITLE))
        dropped = OPTIONAL if seen.width() < now.control(_ALL_COLUMNS) else ()
        self.reconciled.set_highest(most)
        for place, grid in self.grids.items():
            grid.setMinimumHeight(min(grid.maximumHeight(), most))
            unused = self.models[place].unused(self._fields)
            hidden = [column.field for column in grid.model.columns if column.field in dropped]
            shown, of = grid.hide_columns([*hidden, *unused]), len(grid.model.columns) - len(unused)
            words = translate("Goods", "Columns {seen}/{all}").format(seen=shown, all=of) if hidden else ""
            self.titles[place].count.setText(" · ".join(part for part in (str(grid.model.rowCount()), words) if part))

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def show_reading(self, *, reading: bool) -> None:
        """While a list is read, its button stops that."""
        self._reading = reading
        words = translate("Tax", "Stop reading") if reading else translate("Tax", "Import a list …")
        self.take_list.setText(words)
        self.take_list.updateGeometry()

    def reveal_path(self, path: str) -> bool:
        """Show the record of a path; without one the button that adds it."""
        place = next((one for one in self.grids if path == one or path.startswith(f"{one}.")), None)
        if place is None:
            return False
        self._led = (self._session.case_id, place)
        self.models[place].led = path.rpartition(".")[2]
        self._show_places()
        self.reveal(self.grids[place].view if self.grids[place].reveal(path) else self.adds[place])
        return True

    def retranslate(self) -> None:
        words = {
            "tax.purchase_invoices": translate("Tax", "Purchase invoices"),
            "tax.declarations": translate("Tax", "Declarations"),
            "tax.receipts": translate("Tax", "Receipts of exchange"),
            "tax.rates": translate("Tax", "Exchange rates"),
            **{place: field_name("tax", place.removeprefix("tax.")) for place in (*OF_WAREHOUSE, *OF_PRODUCERS)},
        }
        self.reconciled.retranslate()
        self.show_reading(reading=self._reading)
        if self._session.case_id is not None:
            self._offer_items()
        for place, text in words.items():
            self.titles[place].title.setText(text)
            self.grids[place].view.setAccessibleName(text)
            self.adds[place].setText(translate("Tax", "Add a row"))
            self.adds[place].setAccessibleName(f"{text}: {self.adds[place].text()}")
            self.adds[place].updateGeometry()
