"""The preview beside the list of papers: the real PDF of a receiver, made and rendered behind the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from exporter_desk.documents.preview import page_count
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.pages.papers.page_view import PageView
from exporter_desk.ui.widgets import ComboBox, IconButton, Label

if TYPE_CHECKING:
    from exporter_desk.documents.preview import PageImage
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.session import Session
    from exporter_desk.ui.tasks import Tasks

DPI = 144


class PacketPreview(QWidget):
    """Keeps the PDF of each receiver until the case changes. `turned` tells receiver and page that came to show."""

    turned = Signal(str, int)

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._made: dict[str, tuple[bytes, int]] = {}
        self._made_for: Analysis | None = None
        self._wanted: tuple[str, int] = ("", 0)
        self.caption = Label("", "body", bold=True)
        self.caption.setMinimumWidth(1)
        self.before, self.after = IconButton("back", ""), IconButton("right", "")
        self.number = Label("", "table", "ink2")
        self.fit = ComboBox(small=True)
        self.view = PageView()
        self._build()
        self.before.clicked.connect(lambda: self.turn(-1))
        self.after.clicked.connect(lambda: self.turn(1))
        self.view.turned.connect(self.turn)
        self.fit.activated.connect(lambda index: self.view.set_wide(index == 1))
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        theme.set_spacing(head, 8)
        head.addWidget(self.caption, 1)
        head.addStretch(0)
        for widget in (self.before, self.number, self.after, self.fit):
            head.addWidget(widget)
        column = QVBoxLayout(self)
        theme.set_spacing(column, 6)
        column.addLayout(head)
        column.addWidget(self.view, 1)

    # -- which page

    def show_page(self, receiver: str, page: int, caption: str) -> None:
        """Show a page of a receiver's file, counted from 0; it appears when it is made."""
        self.caption.setText(caption)
        self._wanted = (receiver, page)
        analysis = self._session.analysis()
        if self._made_for is not analysis:
            self._made, self._made_for = {}, analysis
        if receiver in self._made:
            self._render()
            return
        self.view.say(translate("Packet", "The preview is being made …"))
        self._tasks.start(
            translate("Packet", "Preview"),
            lambda _progress: self._pdf(analysis, receiver),
            lambda made: self._arrived(analysis, receiver, made),
            lambda error: self._failed(error) if self._wants(analysis, receiver, self._wanted[1]) else None,
        )

    def _pdf(self, analysis: Analysis, receiver: str) -> tuple[bytes, int]:
        from exporter_desk.services.papers.packets import receiver_pdf

        pdf = receiver_pdf(analysis, receiver)
        return pdf, page_count(pdf)

    def _image(self, pdf: bytes, receiver: str, page: int) -> PageImage | None:
        """Render a page, unless another one is wanted by the time it is its turn."""
        return self._session.page_image(pdf, page, DPI) if self._wanted == (receiver, page) else None

    def _arrived(self, analysis: Analysis, receiver: str, made: tuple[bytes, int]) -> None:
        if analysis is self._made_for:
            self._made[receiver] = made
            if self._wanted[0] == receiver:
                self._render()

    def _render(self) -> None:
        (receiver, page), analysis = self._wanted, self._made_for
        pdf, pages = self._made[receiver]
        page = max(0, min(page, pages - 1))
        self._wanted = (receiver, page)
        self.number.setText(f"{page + 1} / {pages}")
        self.before.setEnabled(page > 0)
        self.after.setEnabled(page + 1 < pages)
        name = translate("Packet", "Page {page} of {pages}").format(page=page + 1, pages=pages)
        self._tasks.start(
            translate("Packet", "Preview"),
            lambda _progress: self._image(pdf, receiver, page),
            lambda image: self._show(image, name) if self._wants(analysis, receiver, page) else None,
            lambda error: self._failed(error) if self._wants(analysis, receiver, page) else None,
        )

    def _wants(self, analysis: Analysis | None, receiver: str, page: int) -> bool:
        """What comes late is of no interest once another shipment, state of it, receiver or page is wanted."""
        return self._made_for is analysis and self._wanted == (receiver, page)

    def _show(self, image: PageImage | None, name: str) -> None:
        if image is not None:
            self.view.show_page(image, name)

    def _failed(self, error: Exception) -> None:
        self.view.say(translate("Packet", "The preview could not be made: {reason}").format(reason=error))

    def turn(self, steps: int) -> None:
        receiver, page = self._wanted
        if receiver in self._made and 0 <= page + steps < self._made[receiver][1]:
            self._wanted = (receiver, page + steps)
            self._render()
            self.turned.emit(receiver, page + steps)

    def clear(self, words: str) -> None:
        self._wanted = ("", 0)
        self.caption.setText("")
        self.number.setText("")
        self.view.say(words)

    def retranslate(self) -> None:
        self.before.set_name(translate("Packet", "Previous page"))
        self.after.set_name(translate("Packet", "Next page"))
        kept = self.fit.currentIndex()
        self.fit.set_entries([(translate("Packet", "Whole page"), 0), (translate("Packet", "Page width"), 1)])
        self.fit.setCurrentIndex(max(0, kept))
        self.fit.setAccessibleName(translate("Packet", "Size of the page"))
