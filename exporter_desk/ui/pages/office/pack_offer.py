"""A pack on offer: who signed it, what it would change in the shipments, and the choice to take it or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from exporter_desk.services.packs.gate import UNKNOWN_SIGNER
from exporter_desk.ui import theme
from exporter_desk.ui.forms.scrolling_table import ScrollingTable
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.models.pack_rows import effect_rows
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.pages.refusal import in_lines
from exporter_desk.ui.widgets import Button, Field, Label, LineEdit, Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.rules.packs import PackHead
    from exporter_desk.rules.texts import RenderedFinding
    from exporter_desk.services.packs.effect import CaseEffect
    from exporter_desk.services.packs.office import Offer

WIDTHS = (190, 180, 0, 0)


class PackOffer(QWidget):
    """Shown in place of the list while a pack is on offer; nothing has changed yet."""

    taken = Signal()
    declined = Signal()
    key_typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.name, self.facts = Label("", "section", bold=True), Label("", "table", "ink2")
        self.said = Paragraph("", "body", "warn")
        self.model = TitledRows([""] * len(WIDTHS))
        self.effect = ScrollingTable("list", row=34)
        self.effect.set_model(self.model, WIDTHS)
        self.summary = Label("", "body")
        self.number = LineEdit()
        self.number_field = Field("", self.number, width=220)
        self.trust = Button("", "fill")
        self.take, self.decline = Button("", "primary"), Button("", "fill")
        self._offer: Offer | None = None
        self._effect: Sequence[CaseEffect] = ()
        self._told: Sequence[RenderedFinding] = ()
        self._build()
        self.take.clicked.connect(self.taken)
        self.decline.clicked.connect(self.declined)
        self.trust.clicked.connect(self._send_number)
        self.number.submitted.connect(self._send_number)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        theme.set_spacing(column, 12, (0, 0, 0, 0))
        keys, choice = QHBoxLayout(), QHBoxLayout()
        for row, widgets in ((keys, (self.number_field, self.trust)), (choice, (self.take, self.decline))):
            theme.set_spacing(row, 12)
            for widget in widgets:
                row.addWidget(widget, 0, Qt.AlignmentFlag.AlignBottom)
            row.addStretch(1)
        self.facts.setWordWrap(True)
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for label in (self.name, self.facts, self.said):
            column.addWidget(label)
        column.addLayout(keys)
        column.addWidget(self.summary)
        column.addWidget(self.effect, 20)
        column.addLayout(choice)
        column.addStretch(1)

    def show_offer(self, offer: Offer, effect: Sequence[CaseEffect], told: Sequence[RenderedFinding]) -> None:
        """Show a pack that was looked at; one that is refused can only be put down again."""
        self._offer, self._effect, self._told = offer, effect, told
        self.number.setText("")
        self.retranslate()

    def first_focus(self) -> QWidget:
        """The safe choice has the focus: Enter changes nothing."""
        return self.number if self._asks_for_key() else self.decline

    def _asks_for_key(self) -> bool:
        return self._offer is not None and self._offer.verdict.refused(UNKNOWN_SIGNER)

    def _send_number(self) -> None:
        if self.number.text().strip():
            self.key_typed.emit(self.number.text().strip())

    def retranslate(self) -> None:
        self.take.setText(translate("Packs", "Take it"))
        self.decline.setText(translate("Packs", "Do not take it"))
        self.trust.setText(translate("Packs", "Trust this key"))
        self.number_field.set_label(translate("Packs", "Number of the key, as the publisher told you"))
        self.model.set_titles(
            (translate("Packs", "Shipment"), translate("Packs", "Conclusion"),
             translate("Packs", "Now"), translate("Packs", "With the pack"))
        )  # fmt: skip
        self.effect.view.setAccessibleName(translate("Packs", "What changes in your shipments"))
        for button in (self.take, self.decline, self.trust):
            button.updateGeometry()
        if self._offer is not None:
            self._show(self._offer)

    def _show(self, offer: Offer) -> None:
        pack, fit = offer.verdict.pack, offer.verdict.accepted
        self.name.setText(offer.verdict.file if pack is None else _name(pack.head))
        self.facts.setText("" if pack is None else self._facts(pack.head))
        self.facts.setVisible(pack is not None)
        self.said.set_text(in_lines(self._told))
        self.said.setVisible(bool(self._told))
        for widget in (self.number_field, self.trust):
            widget.setVisible(self._asks_for_key())
        rows = effect_rows(self._effect)
        self.model.show(rows)
        self.effect.setVisible(bool(rows))
        self.summary.setVisible(fit)
        changed = translate("Packs", "Conclusions of {count} shipments would change.").format(count=len(self._effect))
        same = translate("Packs", "No conclusion of your shipments would change.")
        self.summary.setText(changed if rows else same)
        self.take.setVisible(fit)
        self.decline.setText(translate("Packs", "Do not take it") if fit else translate("Packs", "Back"))
        self.decline.updateGeometry()

    def _facts(self, head: PackHead) -> str:
        signer = None if self._offer is None else self._offer.verdict.signer
        told = [
            translate("Packs", "serial {serial}").format(serial=head.serial),
            translate("Packs", "published {day}").format(day=head.published.isoformat()),
            translate("Packs", "checked {day}").format(day=head.checked_on.isoformat()),
            translate("Packs", "valid to {day}").format(day=head.expires.isoformat()),
        ]
        if signer is not None:
            told.append(translate("Packs", "signed by {name} {key}").format(name=signer.name, key=signer.id))
        return " · ".join(told)


def _name(head: PackHead) -> str:
    name = head.zh if language() == "zh" else head.en
    return f"{name or head.id}  {head.name}"
