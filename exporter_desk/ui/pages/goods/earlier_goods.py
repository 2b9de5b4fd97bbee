"""Goods of earlier shipments (从以前的商品加): search, tick, and they are new lines here; quantities are typed anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from exporter_desk.domain.numbers import plain
from exporter_desk.ui.forms.code_lookup import CodeLookup
from exporter_desk.ui.forms.scrolling_table import ScrollingTable
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.pages.taking_page import TakingPage
from exporter_desk.ui.widgets import CellState, Label, LineEdit
from exporter_desk.ui.widgets.ticking import RowTicks

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from exporter_desk.services.goods.earlier_goods import EarlierGoods
    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Tasks

_WIDTHS = (40, 0, 220, 128, 110, 110, 130)
_PAUSE_MS = 250


class EarlierGoodsPage(TakingPage):
    """Space or Enter ticks a line; what is ticked stays ticked while one searches on."""

    def __init__(self, session: Session, messages: Messages, tasks: Tasks | None = None) -> None:
        super().__init__(session, messages, tasks)
        self._found: tuple[EarlierGoods, ...] = ()
        self._chosen: list[EarlierGoods] = []
        self._lookup = CodeLookup(session.desk)
        self.search, self.none = LineEdit(), Label("", "body", "ink2")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.rows = TitledRows([""] * 7, ("left", "left", "left", "left", "left", "right", "left"))
        self.list = ScrollingTable("list", row=38)
        self.list.set_model(self.rows, _WIDTHS)
        for part, stretch in ((self.search, 0), (self.none, 0), (self.list, 30)):
            self.column.addWidget(part, stretch)
        self.column.addStretch(1)
        self.add_foot()
        self.search.textEdited.connect(lambda _text: self._pause.start())
        self.search.submitted.connect(self._look)
        RowTicks(self.list).ticked.connect(self.tick)
        self.retranslate()

    # -- what is shown

    def activated(self, case_id: str | None) -> None:
        super().activated(case_id)
        self._chosen.clear()
        self.search.clear()
        self._look()

    def _look(self) -> None:
        """Read what the search finds; shipments are loaded for it."""
        if self.has_case():
            self.attempt(self._read)
            self._show_rows()

    def _read(self) -> None:
        self._found = self.session.earlier_goods(self.search.text())

    def _show_rows(self) -> None:
        at = self.list.view.currentIndex().row()
        self.rows.show([self._row(one) for one in self._found])
        self.list.restyle()
        self.list.setVisible(bool(self._found))
        self.none.setVisible(not self._found)
        if self._found:
            self.list.select(min(max(at, 0), len(self._found) - 1))
        words = translate("Earlier", "{count} chosen. Quantity, weight and supplier are typed anew.")
        self.say_ready(words.format(count=len(self._chosen)) if self._chosen else "")

    def _row(self, one: EarlierGoods) -> tuple[CellState, ...]:
        line, chinese = one.line, language() == "zh"
        price = f"{one.currency} {plain(line.unit_price)}" if line.unit_price is not None else ""
        second = line.name_en if chinese else line.name_zh
        day = "" if line.hs_confirmed_on is None else line.hs_confirmed_on.isoformat()
        confirmed = " ".join(part for part in (line.hs_confirmed_by, day) if part)
        return (
            CellState("", mark="ok" if one in self._chosen else "not_started"),
            CellState((line.name_zh if chinese else line.name_en) or second or "", bold=one in self._chosen),
            CellState(second or "", tone="ink2"),
            CellState(line.hs or "", note=confirmed),
            CellState(line.model or line.sku or "", tone="ink2"),
            CellState(price, alignment="right"),
            CellState(one.number, tone="ink2"),
        )

    # -- what a person does

    def tick(self, row: int) -> None:
        """Choose a line, or no longer."""
        if 0 <= row < len(self._found):
            one = self._found[row]
            if one in self._chosen:
                self._chosen.remove(one)
            else:
                self._chosen.append(one)
            self._show_rows()

    def ready(self) -> bool:
        return bool(self._chosen)

    def write(self) -> str:
        before = len(self.case.goods)
        self.session.take_earlier_goods(self._chosen)
        return f"goods.{self.case.goods[before].id}.qty"

    # -- the frame

    def name(self) -> str:
        return translate("Earlier", "Goods of earlier shipments")

    def first_focus(self) -> QWidget | None:
        return self.search

    def retranslate(self) -> None:
        words = translate("Earlier", "Search by name, code or article number")
        self.search.setPlaceholderText(words)
        self.search.setAccessibleName(words)
        self.none.setText(translate("Earlier", "No other shipment has goods that fit."))
        self.rows.set_titles(
            ("", translate("Earlier", "Goods"), translate("Earlier", "Other name"), translate("Earlier", "HS code"),
             translate("Earlier", "Model"), translate("Earlier", "Last price"), translate("Earlier", "From"))
        )  # fmt: skip
        self.list.view.setAccessibleName(self.name())
        self.take.setText(translate("Earlier", "Add the chosen goods"))
        self.take.updateGeometry()
        super().retranslate()
