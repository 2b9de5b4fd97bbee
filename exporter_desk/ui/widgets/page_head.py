"""The head of a page: way back, title, buttons at the right, the step strip, and the opener of the help panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.step_strip import StepStrip
from exporter_desk.ui.widgets.buttons import Button, IconButton
from exporter_desk.ui.widgets.cards import empty_layout
from exporter_desk.ui.widgets.labels import CutLabel, Label, least_of_cut, tell_cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from exporter_desk.ui.shell_state import Crumb
    from exporter_desk.ui.widgets.page import Page

_SIDE = 24


class PageHead(QWidget):
    """Drawn by the frame for whatever page is in front."""

    back = Signal()
    crumb_opened = Signal(str, object)
    help_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.arrow = IconButton("back", "", "text", 20)
        self.arrow.clicked.connect(self.back)
        self._crumbs = QHBoxLayout()
        theme.set_spacing(self._crumbs, 4)
        self._way = QWidget()
        way = QHBoxLayout(self._way)
        theme.set_spacing(way, 4)
        way.addWidget(self.arrow)
        way.addLayout(self._crumbs)
        way.addStretch(1)
        self.title = CutLabel("", "title")
        self.subtitle = CutLabel("", "body", "ink2")
        self._help = ""
        self.opener = Button("", "text", icon="help", key="F1")
        self.opener.clicked.connect(self.help_wanted)
        self.steps = StepStrip()
        self._own: QWidget | None = None
        self._shown: tuple[Crumb, ...] | None = None
        self._build()

    def _build(self) -> None:
        line = QHBoxLayout()
        theme.set_spacing(line, 12)
        line.addWidget(self.title)
        line.addWidget(self.subtitle)
        line.addStretch(1)
        self._words = words = QVBoxLayout()
        theme.set_spacing(words, 0)
        words.addStretch(1)
        words.addWidget(self._way)
        words.addLayout(line)
        words.addStretch(1)
        self._top = QHBoxLayout()
        theme.set_spacing(self._top, 8)
        self._top.addLayout(words, 1)
        self._top.addWidget(self.opener, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        theme.set_spacing(column, 4, (_SIDE, 10, _SIDE, 0))
        holder = QWidget()
        holder.setLayout(self._top)
        theme.set_control_size(holder, None, 54)
        column.addWidget(holder)
        column.addWidget(self.steps)

    def show_page(self, page: Page, *, opener: str) -> None:
        """Read everything from the page; `opener` is the help button's text, empty when help is docked or absent."""
        crumbs = page.breadcrumb()
        self._show_crumbs(crumbs)
        self.title.setText(page.title())
        self.subtitle.setText(page.subtitle())
        self.subtitle.setVisible(bool(page.subtitle()))
        self.steps.set_steps(page.steps(), page.current_step())
        self._help = opener
        self.opener.setVisible(bool(opener))
        content = page.help()
        self.opener.set_icon(content.icon if content else "help")
        self._show_own(page.head_widget())
        self._fit_opener()

    def retranslate(self) -> None:
        self._shown = None

    def _fit_opener(self) -> None:
        """Icon and key alone where the words of the opener would cost the title or the way their own."""
        self.opener.setText(self._help)
        self.opener.setAccessibleName(self._help)
        beside = [one for one in (self._own, self.opener) if one is not None and not one.isHidden()]
        words = max(self.title.sizeHint().width(), self._words.minimumSize().width())
        needed = words + sum(one.sizeHint().width() + self._top.spacing() for one in beside)
        if needed > self.width() - 2 * theme.current().space(_SIDE):
            self.opener.setText("")
        self.opener.setToolTip("" if self.opener.text() else self._help)
        self.opener.updateGeometry()

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_opener()

    def _show_own(self, own: QWidget | None) -> None:
        if own is self._own:
            return
        if self._own is not None:
            self._own.hide()
            self._top.removeWidget(self._own)
        if own is not None:
            self._top.addWidget(own, 0, Qt.AlignmentFlag.AlignVCenter)
            own.show()
        self._own = own

    def _show_crumbs(self, crumbs: Sequence[Crumb]) -> None:
        if self._shown == tuple(crumbs):
            return
        self._shown = tuple(crumbs)
        empty_layout(self._crumbs)
        self.arrow.set_name(translate("PageHead", "Back"))
        self._way.setVisible(bool(crumbs))
        for index, crumb in enumerate(crumbs):
            between = [Label("/", "table", "ink3")] if index else []
            for part in (*between, self._crumb(crumb)):
                self._crumbs.addWidget(part)
                part.show()  # now, not with the next event: the opener asks what room is left

    def _crumb(self, crumb: Crumb) -> QWidget:
        if not crumb.key:
            return CutLabel(crumb.text, "table", "ink2")
        link = CrumbLink(crumb.text)
        link.clicked.connect(lambda: self.crumb_opened.emit(crumb.key, crumb.case_id))
        return link


class CrumbLink(Button):
    """A part of the way that can be opened; as quiet as text until the pointer is on it. A long one is cut for room."""

    def __init__(self, text: str) -> None:
        super().__init__(text, "text", small=True, flush=True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setProperty("quiet", True)
        theme.set_control_size(self, None, 20, wordless=True)

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return least_of_cut(self)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        tell_cut(self, self.text())
