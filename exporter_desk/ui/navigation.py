"""The navigation at the left: company on top, places below, settings at the foot; narrow with words under icons."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from exporter_desk.ui import icons, theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.widgets import painting
from exporter_desk.ui.widgets.buttons import PressButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from exporter_desk.ui.theme import Theme

_LEAST_ICON = 0.75
"""Share of its size that an icon may be squeezed to; in a lower row, as large text makes them, words stand alone."""


class Entry(NamedTuple):
    """A place in the navigation."""

    key: str
    icon: str
    words: Callable[[], str]
    at_foot: bool = False


ENTRIES = (
    Entry("home", "home", lambda: translate("Navigation", "Home")),
    Entry("cases", "cases", lambda: translate("Navigation", "Shipments")),
    Entry("refunds", "deadline", lambda: translate("Navigation", "Refunds")),
    Entry("goods", "goods", lambda: translate("Navigation", "Goods")),
    Entry("parties", "parties", lambda: translate("Navigation", "Parties")),
    Entry("rates", "rates", lambda: translate("Navigation", "Rate cards")),
    Entry("pack", "pack", lambda: translate("Navigation", "Rule packs")),
    Entry("backup", "backup", lambda: translate("Navigation", "Backup")),
    Entry("training", "training", lambda: translate("Navigation", "Training")),
    Entry("settings", "settings", lambda: translate("Navigation", "Settings"), at_foot=True),
)


class NavigationRow(PressButton):
    """One place: icon and words; when narrow icon over words, or words alone. The current one has the accent bar."""

    spoken_role = "tab"

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry
        self._narrow = False
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(self.entry.words())
        self.setAccessibleName(self.entry.words())

    def set_shape(self, narrow: bool, height: int) -> None:
        self._narrow = narrow
        self.setFixedHeight(height)
        self.update()

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.minimumHeight())

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter, current = theme.current(), QPainter(self), self.isChecked()
        area = QRectF(self.rect()).adjusted(0, 1, 0, -1)
        if current:
            ground = now.colour("surface" if now.variant == "light" else "accent_soft")
            painting.paint_box(painter, area, ground, None, now.radius("card"))
            bar = QRectF(area.left(), area.center().y() - area.height() * 0.22, 3, area.height() * 0.44)
            painting.paint_box(painter, bar, now.colour("accent"), None, 1.5)
        elif self.underMouse() and self.isEnabled():
            painting.paint_box(painter, area, now.colour("fill_hover"), None, now.radius("card"))
        ink = "ink" if current else "ink2" if self.isEnabled() else "ink3"
        if self._narrow:
            self._paint_narrow(painter, now, ink)
        else:
            self._paint_full(painter, now, ink)

    def _paint_full(self, painter: QPainter, now: Theme, ink: str) -> None:
        side, left = now.size("icon"), now.space(12)
        self._paint_icon(painter, QRectF(left, (self.height() - side) / 2, side, side), ink)
        start = left + side + now.space(10)
        area = QRectF(start, 0, self.width() - start - now.space(10), self.height())
        painting.paint_text(painter, area, self.text(), now.font("body", bold=self.isChecked()), now.colour(ink))

    def icon_side(self) -> int:
        """Of the icon over the words of a narrow row; 0 where the row has room for words alone."""
        now = theme.current()
        whole, line = now.size("icon"), QFontMetrics(now.font("note")).height()
        side = min(whole, self.height() - line - now.space(4))
        return side if side >= whole * _LEAST_ICON else 0

    def _paint_narrow(self, painter: QPainter, now: Theme, ink: str) -> None:
        side, line = self.icon_side(), QFontMetrics(now.font("note")).height()
        fits = QFontMetrics(now.font("note", bold=True)).horizontalAdvance(self.text()) <= self.width() - now.space(6)
        font = now.font("note", bold=self.isChecked() and fits)
        top = (self.height() - side - line) / 2
        if side:
            self._paint_icon(painter, QRectF((self.width() - side) / 2, top, side, side), ink)
        area = QRectF(0, top + side, self.width(), line)
        painting.paint_text(painter, area, self.text(), font, now.colour(ink), Qt.AlignmentFlag.AlignHCenter)

    def _paint_icon(self, painter: QPainter, box: QRectF, ink: str) -> None:
        icons.paint(painter, self.entry.icon, box, theme.current().colour("accent" if self.isChecked() else ink))


class CompanyBadge(QWidget):
    """Whose desk this is: first character on a tile, name, and a note such as 示例企业."""

    def __init__(self) -> None:
        super().__init__()
        self._name, self._note = "", ""
        theme.set_control_size(self, None, 56)

    def set_company(self, name: str, note: str) -> None:
        self._name, self._note = name, note
        self.setAccessibleName(f"{name} {note}".strip())
        self.setToolTip(name)
        self.update()

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._name:
            return
        now, painter = theme.current(), QPainter(self)
        side = now.control(28)
        tile = QRectF(now.space(4), now.space(12), side, side)
        painting.paint_box(painter, tile, now.colour("accent"), None, now.radius("card"))
        painter.setFont(now.font("body", bold=True))
        painter.setPen(now.colour("on_accent"))
        painter.drawText(tile, Qt.AlignmentFlag.AlignCenter, self._name[0])
        left = tile.right() + now.space(8)
        room = self.width() - left - 4
        upper = QRectF(left, tile.top() - now.space(2), room, side * 0.62)
        painting.paint_text(painter, upper, self._name, now.font("table", bold=True), now.colour("ink"))
        lower = QRectF(left, upper.bottom(), room, side * 0.55)
        painting.paint_text(painter, lower, self._note, now.font("note"), now.colour("ink2"))


class Navigation(QWidget):
    """The column of places. Entries whose page does not exist yet are disabled and say so."""

    spoken_role = "tabs"
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._narrow = False
        self._known: set[str] = set()
        self.badge = CompanyBadge()
        self.rows = {entry.key: NavigationRow(entry) for entry in ENTRIES}
        self._column = column = QVBoxLayout(self)
        theme.set_spacing(column, 0, (8, 0, 6, 6))
        self._top = QSpacerItem(0, 0)
        column.addItem(self._top)
        column.addWidget(self.badge)
        for entry in ENTRIES:
            if entry.at_foot:
                column.addStretch(1)
            row = self.rows[entry.key]
            row.clicked.connect(lambda _checked=False, key=entry.key: self._clicked(key))
            column.addWidget(row)
        self.set_known(())
        self.restyle()

    def set_known(self, keys: tuple[str, ...]) -> None:
        """Say which places have a page."""
        self._known = set(keys)
        for key, row in self.rows.items():
            row.setEnabled(key in self._known)
            row.setToolTip("" if key in self._known else translate("Navigation", "Not covered yet"))

    def set_current(self, key: str) -> None:
        for name, row in self.rows.items():
            row.setChecked(name == key)

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.restyle()

    def restyle(self) -> None:
        now = theme.current()
        self.badge.setVisible(not self._narrow)
        theme.set_spacing(self._column, 0, (3, 0, 2, 6) if self._narrow else (8, 0, 6, 6))
        self._top.changeSize(0, now.space(8) if self._narrow else 0)
        self._column.invalidate()
        width = now.tokens.sizes["nav_small" if self._narrow else "nav_full"]
        self.setFixedWidth(round(width * now.scale))  # as wide as its words grow, more than a control would
        self._fit_rows()

    def retranslate(self) -> None:
        for row in self.rows.values():
            row.retranslate()
        self.set_known(tuple(self._known))

    def _fit_rows(self) -> None:
        now = theme.current()
        most = now.size("nav_row_small_max") if self._narrow else now.size("nav_row")
        free = self.height() - now.space(6) - (now.space(8) if self._narrow else self.badge.height())
        height = max(1, min(most, free // len(ENTRIES))) if free > 0 else most
        for row in self.rows.values():
            row.set_shape(self._narrow, height)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rows()

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), 200)

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        rows = [row for row in self.rows.values() if row.isEnabled()]
        at = next((index for index, row in enumerate(rows) if row.hasFocus()), None)
        if steps and at is not None:
            rows[(at + steps) % len(rows)].setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)

    def _clicked(self, key: str) -> None:
        current = next((name for name, row in self.rows.items() if row.isChecked() and name != key), key)
        self.set_current(current)
        self.chosen.emit(key)
