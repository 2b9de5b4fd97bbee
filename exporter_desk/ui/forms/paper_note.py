"""What is known of one paper of the refund file: its state, number, where it lies, a remark, its scan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from exporter_desk.services.papers.paper_scans import note_scan, scan_state
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.models.refund_rows import state_word
from exporter_desk.ui.widgets import Button, Card, ComboBox, Field, Flow, Label, LineEdit

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.domain.tax import PaperState
    from exporter_desk.services.session import Session

    Attempt = Callable[[Callable[[], object]], bool]

TEXTS = ("number", "place", "note")
KEPT = ("paper", "image", "digital")
_SETTABLE = ("have", "waiting", "missing")
_WIDTHS = {
    True: {"state": 106, "number": 86, "kept_as": 100, "place": 112, "note": 80},
    False: {"state": 130, "number": 190, "kept_as": 110, "place": 160, "note": 160},
}


class PaperNote(Card):
    """Fields below the list, for the chosen paper; its record is made with the first thing that is said about it."""

    def __init__(self, session: Session, attempt: Attempt) -> None:
        super().__init__("sunken", padding=12, spacing=6)
        self._session, self._attempt, self._paper, self._short = session, attempt, "", False
        self.title = Label("", "body", bold=True)
        self.state = ComboBox()
        self.texts = {name: LineEdit() for name in TEXTS}
        self.kept = ComboBox()
        editors = {"state": self.state, "number": self.texts["number"], "kept_as": self.kept, **self.texts}
        self.fields = {name: Field("", editor, width=_WIDTHS[False][name]) for name, editor in editors.items()}
        self.scan, self.scanned = Button("", "text", small=True), Label("", "body", "ink2")
        self.attach = Button("", "fill", icon="file", small=True)
        self.slip = Button("", "fill", icon="print", small=True)
        self.scan.clicked.connect(self._choose_scan)
        self._row = QWidget()
        flow = Flow(self._row)
        theme.set_spacing(flow, 16)
        for field in self.fields.values():
            flow.addWidget(field)
        self._head = QWidget()
        self._head_line = QHBoxLayout(self._head)
        theme.set_spacing(self._head_line, 12)
        self._head_line.addWidget(self.title, 1)
        for widget in (self.scanned, self.slip, self.attach, self.scan):
            self._head_line.addWidget(widget)
        self.add(self._head, self._row)
        self.state.activated.connect(lambda _index: self._say("state", str(self.state.currentData() or "")))
        self.kept.activated.connect(lambda _index: self._say("kept_as", str(self.kept.currentData() or "")))
        for name, editor in self.texts.items():
            editor.editingFinished.connect(lambda at=name, field=editor: self._say(at, field.text().strip()))

    def set_short(self, short: bool) -> None:
        """In a low window the row of the list names the paper, and the labels stand inside the fields."""
        self.title.setVisible(not short)
        for field in self.fields.values():
            field.label.setVisible(not short)
        flow = self._row.layout()
        for widget in (self.scanned, self.slip, self.attach, self.scan):
            (flow if short and flow is not None else self._head_line).addWidget(widget)
        for name, width in _WIDTHS[short].items():
            theme.set_control_size(self.fields[name].editor, width)
        self._head.setVisible(not short)
        self._short = short
        self._label_inside()
        self.updateGeometry()

    def _label_inside(self) -> None:
        for name, editor in self.texts.items():
            editor.setPlaceholderText(self.fields[name].label.text() if self._short else "")

    def show_paper(self, paper: str, name: str, attached: str = "") -> None:
        """Show what was noted about a paper of the list; `attached` says what is attached to it."""
        self._paper = paper
        self.title.setText(name)
        noted = next((one for one in self._session.case.tax.papers if one.id == paper), None)
        self._show_scan(noted)
        if attached:
            self.scanned.setText(attached)
        self.state.set_entries([(state_word(self._session, one), one) for one in ("", *_SETTABLE)])
        self.state.set_value((noted.state if noted else None) or "")
        empty = self.fields["kept_as"].label.text() if self._short else translate("CaseForm", "not filled in")
        self.kept.set_entries([(empty, ""), *zip(_kept_words(), KEPT, strict=True)])
        self.kept.set_value((noted.kept_as if noted else None) or "")
        for field, editor in self.texts.items():
            if not (editor.hasFocus() and editor.isModified()):
                editor.setText((getattr(noted, field) if noted else None) or "")

    def _show_scan(self, noted: PaperState | None) -> None:
        state = scan_state(noted)
        words = {
            "none": "",
            "same": "{name}",
            "changed": translate("Refund", "{name} was changed since it was noted"),
            "gone": translate("Refund", "{name} is no longer there"),
        }
        name = Path(noted.file).name if noted is not None and noted.file else ""
        self.scanned.setText(words[state].format(name=name))

    def _choose_scan(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.scan.text(), "", "")
        if chosen and self._paper:
            self._attempt(lambda: self.take_scan(Path(chosen)))

    def take_scan(self, path: Path) -> None:
        """Note a file as the scan of the paper on show, which is then there."""
        note = note_scan(path)
        noted = any(one.id == self._paper for one in self._session.case.tax.papers)
        self._write("file", note.file, new=not noted)
        for field, text in (("sha256", note.sha256), ("kept_as", note.kept_as), ("state", "have")):
            self._write(field, text, new=False)

    def _say(self, field: str, text: str) -> None:
        noted = next((one for one in self._session.case.tax.papers if one.id == self._paper), None)
        before = (getattr(noted, field) if noted else None) or ""
        if self._paper and text != before:
            self._attempt(lambda: self._write(field, text, new=noted is None))

    def _write(self, field: str, text: str, *, new: bool) -> None:
        if new:
            self._session.cases.add_item("tax.papers", self._paper)  # told with the value that follows
        self._session.set_value(f"tax.papers.{self._paper}.{field}", text or None)

    def retranslate(self) -> None:
        labels = {
            "state": translate("Refund", "State"),
            "number": translate("Refund", "Number"),
            "kept_as": translate("Refund", "Kept as"),
            "place": translate("Refund", "Where it lies"),
            "note": translate("Refund", "Remark"),
        }
        for name, field in self.fields.items():
            field.set_label(labels[name])
        self._label_inside()
        self.scan.setText(translate("Refund", "Note a file…"))
        self.attach.setText(translate("Refund", "Attach a scan …"))
        self.attach.setAccessibleName(self.attach.text())
        self.scan.setAccessibleName(self.scan.text())


def _kept_words() -> tuple[str, ...]:
    return (
        translate("Refund", "paper"),
        translate("Refund", "picture"),
        translate("Refund", "digital"),
    )
