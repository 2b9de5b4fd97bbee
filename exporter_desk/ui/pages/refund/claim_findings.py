"""What does not agree between the shipments of a claim: the gravest in a strip, all of it on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.models.issues import MARKS
from exporter_desk.ui.widgets import Banner, Paragraph, ScrollPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.rules.texts import RenderedFinding


class ClaimFindings(QWidget):
    """A strip of a few lines, so that the list of shipments keeps its room; `turned` when it opens or closes.

    While it is open the texts of all of them scroll below the strip, and the page hides its list.
    """

    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.strip, self.all = Banner("warn"), ScrollPage()
        self.all.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # long lists are read by the keys, too
        self.texts = Paragraph("", "body")
        self.all.add(self.texts)
        self._told: Sequence[RenderedFinding] = ()
        self._open = False
        column = QVBoxLayout(self)
        theme.set_spacing(column, 10)
        column.addWidget(self.strip)
        column.addWidget(self.all, 1)
        self.strip.acted.connect(self._turn)
        self._show()

    def is_open(self) -> bool:
        return self._open

    def show_findings(self, told: Sequence[RenderedFinding]) -> None:
        """Tell these, which come worst first."""
        self._told, self._open = told, self._open and len(told) > 1
        self._show()

    def _turn(self) -> None:
        self._open = not self._open
        self._show()
        if self._open:
            self.all.setFocus(Qt.FocusReason.OtherFocusReason)
        self.turned.emit()

    def _show(self) -> None:
        lines, count = [_line(one) for one in self._told], len(self._told)
        self.setVisible(count > 0)
        self.all.setVisible(self._open)
        if not lines:
            return
        self.texts.set_text("\n".join(lines))
        words = translate("RefundMonth", "{count} things to look at").format(count=count) if self._open else lines[0]
        verb = translate("RefundMonth", "Back to the shipments")
        if not self._open:
            verb = translate("RefundMonth", "Show all {count}").format(count=count) if count > 1 else ""
        self.strip.say(MARKS[self._told[0].severity], "", words, verb)


def _line(one: RenderedFinding) -> str:
    return f"{one.text(language())} {one.remedy(language())}".strip()
