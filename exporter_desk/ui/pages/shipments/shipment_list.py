"""The list of shipments with its keys and its menu, the same on the workbench and under all shipments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QMenu

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.pages.shipments.shipment_model import ShipmentModel
from exporter_desk.ui.widgets import TableCard

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QResizeEvent

    from exporter_desk.storage.summary import CaseSummary
    from exporter_desk.ui.pages.shipments.shipment_model import Fetch, SummaryWords
    from exporter_desk.ui.shell_state import Room

_WIDE = (108, 0, 130, 100, 176, 186, 124)
_NARROW = (86, 0, 90, 92, 168, 160, 122)
_FIRST_TO_GO = (6, 5, 3, 2, 4)
"""Changed, next step, mode, destination, progress: what gives way to the goods where room is missing."""
_LEAST_GOODS = 150


class ShipmentList(TableCard):
    """Enter or double click opens, Delete puts into the recycle bin, the menu key shows what else can be done.

    In the recycle bin (`in_bin`) Enter takes the shipment back instead. The card is as high as its rows and no higher
    than its room; the rows scroll inside.
    """

    open_wanted = Signal(str)
    copy_wanted = Signal(str)
    delete_wanted = Signal(str)
    restore_wanted = Signal(str)

    def __init__(self, words: SummaryWords) -> None:
        super().__init__("list")
        self.model = ShipmentModel(words)
        self.in_bin = False
        self._least = 3
        self.set_model(self.model, _WIDE)
        self.opened.connect(self._open)
        self.view.cleared.connect(self._delete)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)

    def show_rows(self, count: int, fetch: Fetch) -> None:
        """Replace the rows; the shipment that was current stays it where it is still listed on the first page."""
        before = self.current()
        self.model.show(count, fetch)
        rows = range(min(count, 50))
        kept = (row for row in rows if before and (found := self.model.summary(row)) and found.id == before.id)
        self.select(next(kept, 0))
        self.restyle()

    def current(self) -> CaseSummary | None:
        return self.model.summary(self.view.currentIndex().row())

    def arrange(self, room: Room) -> None:
        self.set_widths(_WIDE if room.wide else _NARROW)
        self._least = 2 if room.short else 3
        self.set_row(36 if room.short else 42)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._leave_room_for_goods()

    def _leave_room_for_goods(self) -> None:
        now, widths = theme.current(), self.widths()
        room = self.width() - now.control(_LEAST_GOODS) - sum(now.control(width) for width in widths)
        for column in _FIRST_TO_GO:
            self.view.setColumnHidden(column, room < 0)
            room += now.control(widths[column]) if room < 0 else 0

    def restyle(self) -> None:
        super().restyle()
        self._leave_room_for_goods()
        self.setMaximumHeight(self._full_height())
        self.setMinimumHeight(min(self._full_height(), theme.current().control(32 + self._least * 36)))

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        """The page gives what it has; to ask for more would let the page scroll as well."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def menu(self) -> QMenu | None:
        """What can be done with the current row; None when there is no row."""
        summary = self.current()
        if summary is None:
            return None
        menu = QMenu(self)
        for words, signal in self._verbs():
            menu.addAction(words).triggered.connect(lambda _checked=False, tell=signal: tell(summary.id))
        return menu

    def _verbs(self) -> tuple[tuple[str, Callable[[str], None]], ...]:
        if self.in_bin:
            return ((translate("Shipments", "Restore"), self.restore_wanted.emit),)
        return (
            (translate("Shipments", "Open"), self.open_wanted.emit),
            (translate("Shipments", "Copy as a new shipment"), self.copy_wanted.emit),
            (translate("Shipments", "Move to the recycle bin"), self.delete_wanted.emit),
        )

    def _show_menu(self, point: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            menu.popup(self.view.viewport().mapToGlobal(point))

    def _open(self, row: int) -> None:
        summary = self.model.summary(row)
        if summary is not None:
            (self.restore_wanted if self.in_bin else self.open_wanted).emit(summary.id)

    def _delete(self) -> None:
        summary = self.current()
        if summary is not None and not self.in_bin:
            self.delete_wanted.emit(summary.id)
