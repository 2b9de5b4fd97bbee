"""The line for all shipments as one zip, which people can read and the program takes back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from exporter_desk.services.keeping.company import open_cases
from exporter_desk.system import clock
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.models.backup_rows import size_words
from exporter_desk.ui.pages.put_back import say_refusal
from exporter_desk.ui.widgets import Button, Paragraph, SectionHeader

if TYPE_CHECKING:
    from exporter_desk.services.keeping.export_all import Whole
    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Progress, Task, Tasks


class ExportLine(QWidget):
    """Writes behind the window; the button beside stops it, and then there is no zip."""

    def __init__(self, session: Session, messages: Messages, tasks: Tasks) -> None:
        super().__init__()
        self._session, self._messages, self._tasks = session, messages, tasks
        self._writing: Task[Whole] | None = None
        self.heading, self.note = SectionHeader("", ""), Paragraph("", "body", "ink2")
        self.write, self.cancel = Button("", "fill", icon="packet"), Button("")
        row, whole = QHBoxLayout(), QVBoxLayout(self)
        theme.set_spacing(row, 12)
        theme.set_spacing(whole, 6)
        for button in (self.write, self.cancel):
            row.addWidget(button)
        row.addStretch(1)
        whole.addWidget(self.heading)
        whole.addWidget(self.note)
        whole.addLayout(row)
        self.write.clicked.connect(self._choose)
        self.cancel.clicked.connect(self._stop)
        self._show_state()

    def _choose(self) -> None:
        name = translate("Backup", "All shipments {day}.zip").format(day=f"{clock.today():%Y-%m-%d}")
        chosen, _ = QFileDialog.getSaveFileName(self, translate("Backup", "All shipments as one zip"), name, "*.zip")
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, target: Path) -> None:
        """Write all shipments to `target` behind the window; typing goes on meanwhile."""
        if self._writing is not None:
            return
        desk, spoken = self._session.desk, language()

        def work(progress: Progress) -> Whole:
            from exporter_desk.services.keeping.export_all import export_all

            # A connection of its own: the open database belongs to the thread that types.
            cases = open_cases(desk, read_only=True)
            try:
                return export_all(
                    cases, desk, target, clock.today(), spoken, lambda done, total, _: progress.report(done, total)
                )
            finally:
                cases.close()

        self._messages.clear()
        task = self._tasks.start(translate("Backup", "Exporting all shipments"), work, self._written, self._failed)
        self._writing = task
        task.cancelled.connect(lambda: self._messages.say(Message("hint", _stopped)))
        task.ended.connect(self._ended)
        self._show_state()

    def _stop(self) -> None:
        if self._writing is not None:
            self._writing.cancel()

    def _ended(self) -> None:
        self._writing = None
        self._show_state()
        self.write.setFocus(Qt.FocusReason.OtherFocusReason)

    def _written(self, done: Whole) -> None:
        from exporter_desk.services.keeping.all_commands import problem_lines

        problems = problem_lines(done)

        def words() -> str:
            told = translate("Backup", "{count} shipments are in {name}, {size}.")
            told = told.format(count=len(done.shipments), name=done.path.name, size=size_words(done.size))
            if not problems:
                return told
            more = translate("Backup", "{count} things could not be put in; first: {first}")
            first = problems[0].in_language(language())
            return f"{told} {more.format(count=len(problems), first=first)}"

        detail = "\n".join(one.in_language(language()) for one in problems)
        self._messages.say(
            Message(
                "warn" if problems else "ok", words, verb=_open_folder, act=lambda: self.open_folder(done.path.parent),
                detail=detail,
            )
        )  # fmt: skip

    def _failed(self, error: Exception) -> None:
        say_refusal(self._messages, error)

    def open_folder(self, folder: Path) -> None:
        """Show the folder in the system's file window."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _show_state(self) -> None:
        self.write.setEnabled(self._writing is None)
        self.cancel.setVisible(self._writing is not None)

    def retranslate(self) -> None:
        self.heading.set_text(translate("Backup", "Everything as files"), "")
        self.note.set_text(
            translate("Backup", "Each shipment as lists (.xlsx), papers (.pdf) and data; data import reads the zip.")
        )
        for button, words in (
            (self.write, translate("Backup", "Export all shipments …")),
            (self.cancel, translate("Backup", "Cancel")),
        ):
            button.setText(words)
            button.updateGeometry()


def _open_folder() -> str:
    return translate("Backup", "Open the folder")


def _stopped() -> str:
    return translate("Backup", "Stopped. No zip was written.")
