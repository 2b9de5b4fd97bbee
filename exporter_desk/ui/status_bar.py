"""The line at the foot of the window: saved, backup, pack date, offline, text size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.shell_state import Status
from exporter_desk.ui.widgets.labels import CutLabel, Label, Mark

if TYPE_CHECKING:
    from exporter_desk.ui.widgets.painting import MarkKind


class _Item(QWidget):
    """A mark (shown when wanted) and a text."""

    def __init__(self, kind: MarkKind) -> None:
        super().__init__()
        self.mark = Mark(kind, size=13)
        self.label = CutLabel("", "note", "ink2")
        row = QHBoxLayout(self)
        theme.set_spacing(row, 5)
        row.addWidget(self.mark)
        row.addWidget(self.label)

    def say(self, text: str, *, marked: bool, tone: str = "ink2") -> None:
        self.label.setText(text)
        self.label.set_tone(tone)
        self.mark.setVisible(marked)
        self.setVisible(bool(text))


class StatusBar(QWidget):
    """Shows a Status; the text size at the right end is a fact of the theme."""

    def __init__(self) -> None:
        super().__init__()
        self._status = Status()
        self.saved, self.backup, self.pack = _Item("ok"), _Item("warn"), _Item("warn")
        self.unsaved = _Item("error")
        self.task = CutLabel("", "note", "ink2")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        theme.set_control_size(self.progress, 90, 4, wordless=True)
        self.connection, self.size_label = Label("", "note", "ink2"), Label("", "note", "ink2")
        row = self._row = QHBoxLayout(self)
        theme.set_spacing(row, 20, (16, 0, 16, 0))
        for item in (self.unsaved, self.saved, self.backup, self.pack):
            row.addWidget(item)
        row.addStretch(1)
        for widget in (self.task, self.progress, self.connection, self.size_label):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        theme.set_control_size(self, None, 28)
        self.show_task("", 0, 0)
        self.set_status(self._status)

    def set_status(self, status: Status) -> None:
        self._status = status
        self.saved.say("" if status.unsaved else status.saved, marked=True)
        self.unsaved.say(status.saved if status.unsaved else "", marked=True, tone="error")
        self.backup.say(status.backup, marked=status.backup_stale, tone="warn" if status.backup_stale else "ink2")
        self.pack.say(status.pack, marked=status.pack_stale, tone="warn" if status.pack_stale else "ink2")
        self.connection.setText(status.connection)
        self.connection.setVisible(bool(status.connection))
        self.restyle()

    def show_task(self, label: str, done: int, total: int) -> None:
        """Say what runs in the background; an empty label hides it, total 0 means length unknown."""
        self.task.setText(label)
        self.task.setVisible(bool(label))
        self.progress.setVisible(bool(label))
        self.progress.setMaximum(total)
        self.progress.setValue(done)
        self.progress.setAccessibleName(label)
        if self.isVisible():  # never before: laying out polishes, and Qt would keep the fonts of that moment
            self._row.activate()  # at once: words in the room of the ones before would be cut

    def restyle(self) -> None:
        percent = round(theme.current().scale * 100)
        self.size_label.setText(translate("StatusBar", "Text {percent}%").format(percent=percent))

    def retranslate(self) -> None:
        self.restyle()
