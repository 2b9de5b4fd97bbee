"""The line for all shipments as one zip, which people can read and the program takes back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from exporter_desk.system import clock
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.models.backup_rows import size_words
from exporter_desk.ui.pages.writing_line import WritingLine
from exporter_desk.ui.widgets import Button, Paragraph, SectionHeader

if TYPE_CHECKING:
    from exporter_desk.services.case_service import CaseService
    from exporter_desk.services.keeping.export_all import Whole
    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Progress, Tasks


class ExportLine(WritingLine["Whole"]):
    """Writes behind the window; the button beside stops it, and then there is no zip."""

    def __init__(self, session: Session, messages: Messages, tasks: Tasks) -> None:
        super().__init__(session, messages, tasks, Button("", "fill", icon="packet"), Button(""))
        self.heading, self.note = SectionHeader("", ""), Paragraph("", "body", "ink2")
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
        self.show_state()

    def _choose(self) -> None:
        name = translate("Backup", "All shipments {day}.zip").format(day=f"{clock.today():%Y-%m-%d}")
        chosen, _ = QFileDialog.getSaveFileName(self, translate("Backup", "All shipments as one zip"), name, "*.zip")
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, target: Path) -> None:
        """Write all shipments to `target` behind the window; typing goes on meanwhile."""
        if self.is_writing():
            return
        desk, spoken = self._session.desk, language()

        def make(cases: CaseService, progress: Progress) -> Whole:
            from exporter_desk.services.keeping.export_all import export_all

            return export_all(
                cases, desk, target, clock.today(), spoken, lambda done, total, _: progress.report(done, total)
            )

        self.begin(_exporting, make, _stopped)

    def written(self, done: Whole) -> None:
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

    def open_folder(self, folder: Path) -> None:
        """Show the folder in the system's file window."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

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


def _exporting() -> str:
    return translate("Backup", "Exporting all shipments")


def _open_folder() -> str:
    return translate("Backup", "Open the folder")


def _stopped() -> str:
    return translate("Backup", "Stopped. No zip was written.")
