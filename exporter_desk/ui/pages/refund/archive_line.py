"""The archive of a period: one zip with a folder for each shipment, written behind the window, stoppable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtWidgets import QHBoxLayout

from exporter_desk.documents.names import cleaned
from exporter_desk.services.claims.saving import FOLDER
from exporter_desk.system.files import make_folder
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.pages.saving import open_folder
from exporter_desk.ui.pages.writing_line import WritingLine
from exporter_desk.ui.widgets import Button, Label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from exporter_desk.services.case_service import CaseService
    from exporter_desk.services.keeping.period_archive import PeriodArchive
    from exporter_desk.services.session import Session
    from exporter_desk.system.clock import Clock
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Progress, Tasks


class ArchiveLine(WritingLine["PeriodArchive"]):
    """A button, what it does, and while it works the way to stop it."""

    def __init__(self, session: Session, messages: Messages, tasks: Tasks, output: Path, clock: Clock) -> None:
        write, cancel = Button("", "fill", icon="packet", small=True), Button("", "text", small=True)
        super().__init__(session, messages, tasks, write, cancel)
        self._output, self._clock = output, clock
        self.note = Label("", "table", "ink2")
        self.note.setWordWrap(True)
        row = QHBoxLayout(self)
        theme.set_spacing(row, 12)
        row.addWidget(self.write)
        row.addWidget(self.cancel)
        row.addWidget(self.note, 1)
        self.show_state()

    def archive(self, months: Sequence[str], period: str) -> None:
        """Write the archive of these months into the folder of the refunds; `period` names it."""
        if self.is_writing():
            return
        desk, today, spoken = self._session.desk, self._clock.today(), language()
        folder = self._output / FOLDER
        target = folder / f"备案单证归档-{cleaned(period)}.zip"

        def make(cases: CaseService, progress: Progress) -> PeriodArchive:
            from exporter_desk.services.keeping.period_archive import archive_period

            make_folder(folder)
            return archive_period(cases, desk, months, target, today, spoken, progress.report)

        self.begin(_archiving, make, _stopped)

    def written(self, done: PeriodArchive) -> None:
        from exporter_desk.services.keeping.archive_commands import problem_lines, summary

        told, problems = summary(done), problem_lines(done)

        def words() -> str:
            return " ".join(one.in_language(language()) for one in (told, *problems[:1]))

        detail = "\n".join(one.in_language(language()) for one in problems)
        folder = done.path.parent
        self._messages.say(
            Message(_kind(done, problems), words, verb=_open_folder, act=lambda: open_folder(folder), detail=detail)
        )

    def set_short(self, short: bool) -> None:
        """Where there is no room for it, what it does is told when the pointer rests on the button."""
        self.note.setVisible(not short)

    def retranslate(self) -> None:
        self.note.setText(
            translate("Archive", "One zip: a folder for each shipment, the list of papers kept, all digests.")
            + " "
            + translate("Archive", "The period may also be a quarter such as 2026-Q4, or a year.")
        )
        self.write.setToolTip(self.note.text())
        for button, words in (
            (self.write, translate("Archive", "Archive this period")),
            (self.cancel, translate("Archive", "Cancel")),
        ):
            button.setText(words)
            button.updateGeometry()


def _kind(done: PeriodArchive, problems: Sequence[object]) -> Literal["warn", "hint", "ok"]:
    return "warn" if problems else "ok" if done.shipments else "hint"


def _archiving() -> str:
    return translate("Archive", "Archiving")


def _stopped() -> str:
    return translate("Archive", "Stopped. No archive was written.")


def _open_folder() -> str:
    return translate("Archive", "Open the folder")
