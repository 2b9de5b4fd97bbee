"""The card for a file that was looked at and is not attached yet: what became of it, and what to do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from exporter_desk.domain.attachment import Attachment
from exporter_desk.services.papers.attaching import described
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.models.attachment_rows import offer_words
from exporter_desk.ui.widgets import Button, Card, Flow, Label

if TYPE_CHECKING:
    from exporter_desk.services.papers.attaching import Prepared


class OfferCard(Card):
    """Nothing is kept before `kept`; `turned` asks for another quarter to the right."""

    kept = Signal()
    turned = Signal()
    discarded = Signal()

    def __init__(self) -> None:
        super().__init__("hint_soft", padding=12, spacing=8)
        self.title, self.about = Label("", "body", bold=True), Label("", "table", "ink2")
        for label in (self.title, self.about):
            label.setWordWrap(True)
        self.keep, self.turn = Button("", "primary", key="Ctrl+Enter"), Button("", "fill", icon="redo")
        self.discard = Button("", "text")
        self._prepared: Prepared | None = None
        verbs = QWidget()
        flow = Flow(verbs)
        theme.set_spacing(flow, 8)
        for button, signal in ((self.keep, self.kept), (self.turn, self.turned), (self.discard, self.discarded)):
            button.clicked.connect(signal)
            flow.addWidget(button)
        self.add(self.title, self.about, verbs)

    def show_prepared(self, prepared: Prepared | None) -> None:
        """Show what became of a file, or hide."""
        self._prepared = prepared
        self.setVisible(prepared is not None)
        if prepared is None:
            return
        title = translate("Attachments", "Not attached yet: {file}. Look at the pages first.")
        self.title.setText(title.format(file=prepared.name))
        made = described(Attachment(id=""), prepared, None)
        self.about.setText(offer_words(prepared.scan.pages, made.pdf_bytes or 0, made))

    def set_busy(self, *, busy: bool) -> None:
        for button in (self.keep, self.turn, self.discard):
            button.setEnabled(not busy)

    def retranslate(self) -> None:
        for button, words in (
            (self.keep, translate("Attachments", "Attach these pages")),
            (self.turn, translate("Attachments", "Turn right")),
            (self.discard, translate("Attachments", "Do not attach")),
        ):
            button.setText(words)
            button.updateGeometry()
        self.show_prepared(self._prepared)
