"""What a person reads off a scan (扫描件上的数), typed beside its pages; it is held against the shipment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.services.papers.attachment_view import STATED
from exporter_desk.ui.forms.case_field import CaseField
from exporter_desk.ui.forms.code_lookup import CodeLookup
from exporter_desk.ui.forms.field_group import FieldGroup
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.widgets import Button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from exporter_desk.services.session import Session
    from exporter_desk.ui.forms.case_field import Attempt

_WIDTH = 148  # three stand side by side in the narrow list


class ScanFigures(FieldGroup):
    """Closed until somebody wants it, or something was typed already; papers that are not compared have none."""

    def __init__(self, session: Session, attempt: Attempt) -> None:
        super().__init__()
        self._session, self._attempt, self._lookup = session, attempt, CodeLookup(session.desk)
        self.open = Button("", "text", small=True)
        self.head.addWidget(self.open)
        self.head.addStretch(1)
        self.open.clicked.connect(self.toggle)

    def show_for(self, paths: Sequence[str], *, typed: bool) -> None:
        """Offer the fields at these paths, open at once where something is `typed`."""
        wanted = tuple(paths)
        self.setVisible(bool(wanted))
        if self.show_fields(wanted, lambda: [self._field(path) for path in wanted]):
            self.set_open(is_open=typed)

    def _field(self, path: str) -> CaseField:
        name = path.rpartition(".")[2].removeprefix(STATED)
        table = "currencies" if name == "currency" else ""
        return CaseField(
            self._session, self._attempt, path,
            lookup=self._lookup, table=table, label=lambda: _label(name), width=_WIDTH,
        )  # fmt: skip

    def toggle(self) -> None:
        """Open or close, with the cursor in the first field."""
        self.set_open(is_open=self.flow_box.isHidden())
        if self.fields and not self.flow_box.isHidden():
            self.fields[0].editor.setFocus()

    def set_open(self, *, is_open: bool) -> None:
        self.flow_box.setVisible(is_open)
        self.retranslate()

    def aim_at(self, path: str) -> QWidget | None:
        """Open for a field that a finding leads to, and return its editor; None where it is none of these."""
        field = next((one for one in self.fields if one.path == path), None)
        if field is None:
            return None
        self.set_open(is_open=True)
        return field.editor

    def retranslate(self) -> None:
        self.title.setText(translate("Attachments", "Figures on this scan"))
        shut = self.flow_box.isHidden()
        self.open.setText(
            translate("Attachments", "Type them to compare") if shut else translate("Attachments", "Hide")
        )
        self.open.updateGeometry()


def _label(name: str) -> str:
    return {
        "number": translate("Attachments", "Number"),
        "amount": translate("Attachments", "Total amount"),
        "currency": translate("Attachments", "Currency"),
        "packages": translate("Attachments", "Packages"),
        "gross_kg": translate("Attachments", "Gross weight (kg)"),
        "net_kg": translate("Attachments", "Net weight (kg)"),
    }[name]
