"""The line for backups under a passphrase: typed twice to write one, once to open one."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage.backup import read_backup
from exporter_desk.storage.backup_name import SEALED
from exporter_desk.storage.leftovers import private_folder
from exporter_desk.system import clock, sealed
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.pages.put_back import say_refusal
from exporter_desk.ui.widgets import Button, CheckBox, Field, LineEdit, Paragraph, SectionHeader

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.services.keeping.backups import Backups
    from exporter_desk.storage.backup import BackupReport
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Progress, Tasks


class SealingLine(QWidget):
    """Says what a lost passphrase means before one is typed; the recovery sheet lies beside the backup."""

    written = Signal()

    def __init__(self, messages: Messages, tasks: Tasks, backups: Callable[[], Backups]) -> None:
        super().__init__()
        self._messages, self._tasks, self._backups = messages, tasks, backups
        self._opened = ExitStack()
        self.heading, self.note = SectionHeader("", ""), Paragraph("", "body", "ink2")
        self.phrase, self.again = LineEdit(), LineEdit()
        for editor in (self.phrase, self.again):
            editor.setEchoMode(QLineEdit.EchoMode.Password)
        self.phrase_field, self.again_field = Field("", self.phrase, width=220), Field("", self.again, width=220)
        self.keep, self.write = CheckBox(""), Button("", "fill", icon="backup")
        row, whole = QHBoxLayout(), QVBoxLayout(self)
        theme.set_spacing(row, 12)
        theme.set_spacing(whole, 6)
        for part in (self.phrase_field, self.again_field, self.write):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        whole.addWidget(self.heading)
        whole.addWidget(self.note)
        whole.addLayout(row)
        whole.addWidget(self.keep)
        self.write.clicked.connect(self._choose)
        self.phrase.textChanged.connect(lambda _text: self.show_state())
        self.again.textChanged.connect(lambda _text: self.show_state())

    def show_state(self) -> None:
        """The button waits until the same passphrase stands in both fields."""
        typed, again = self.phrase.text(), self.again.text()
        self.write.setEnabled(len(typed) >= sealed.LEAST_CHARACTERS and typed == again)
        if again and typed != again and not typed.startswith(again):
            self.again_field.set_message("error", translate("Backup", "Not the same as before."))
        else:
            self.again_field.clear_message()

    # -- writing

    def _choose(self) -> None:
        name = f"company-{clock.now():%Y%m%d-%H%M%S}.exdb{SEALED}"
        chosen, _ = QFileDialog.getSaveFileName(self, translate("Backup", "Sealed backup"), name, f"*{SEALED}")
        if chosen:
            self.seal_to(Path(chosen))

    def seal_to(self, target: Path) -> None:
        """Write the sealed backup and its recovery sheet behind the window."""
        phrase, remember, backups, spoken = self.phrase.text(), self.keep.isChecked(), self._backups(), language()

        def work(progress: Progress) -> tuple[BackupReport, bool]:
            from exporter_desk.services.keeping import sealed_backups

            report = sealed_backups.write_sealed(backups, target, phrase, progress=progress.report)
            sealed_backups.write_sheet(sheet_of(target), report, clock.now(), spoken)
            return report, remember and sealed_backups.remember(phrase)

        label = translate("Backup", "Writing a sealed backup")
        self._tasks.start(label, work, lambda done: self._sealed(target, remember, done[1]), self._failed)

    def _sealed(self, target: Path, wished: bool, kept: bool) -> None:  # both are states, not options
        for editor in (self.phrase, self.again):
            editor.clear()
        self.written.emit()

        def words() -> str:
            told = translate(
                "Backup",
                "“{name}” is written and was opened again. Print {sheet}, write the passphrase on it, keep it apart.",
            ).format(name=target.name, sheet=sheet_of(target).name)
            lost = translate("Backup", "This computer has no place to keep a passphrase.")
            return f"{told} {lost}" if wished and not kept else told

        self._messages.say(Message("ok", words))

    def _failed(self, error: Exception) -> None:
        say_refusal(self._messages, error)

    # -- opening

    def open_file(self, path: Path, found: Callable[[BackupReport, Path], None]) -> None:
        """Unseal a backup with the typed or kept passphrase, look into it, and tell `found`."""
        typed, folder = self.phrase.text(), self._backups().database.parent
        self.tidy()
        plain = self._opened.enter_context(private_folder(folder)) / "unsealed.exdb"

        def work(progress: Progress) -> BackupReport:
            from exporter_desk.services.keeping import sealed_backups

            phrase = typed or sealed_backups.remembered() or ""
            if not phrase:
                raise _type_it()
            sealed.unseal(path, plain, phrase, progress=progress.report)
            return read_backup(plain)

        label = translate("Backup", "Opening the sealed backup")
        self._tasks.start(label, work, lambda report: found(report, path), self._not_opened)

    def _not_opened(self, error: Exception) -> None:
        self.tidy()
        self._failed(error)
        self.phrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def tidy(self) -> None:
        """Remove the open copy of a sealed backup."""
        self._opened.close()

    def retranslate(self) -> None:
        self.heading.set_text(translate("Backup", "Under a passphrase"), "")
        self.note.set_text(
            translate("Backup", "For sticks and other people's places. When the passphrase is lost nobody can open it.")
        )
        self.phrase_field.set_label(translate("Backup", "Passphrase, 8 characters or more"))
        self.again_field.set_label(translate("Backup", "The same again"))
        self.keep.setText(translate("Backup", "Keep it on this computer"))
        self.write.setText(translate("Backup", "Sealed backup …"))
        for part in (self.keep, self.write):
            part.updateGeometry()


def sheet_of(target: Path) -> Path:
    """Where the recovery sheet of a sealed backup lies: beside it, as a page to print."""
    return target.with_name(f"{target.name}.pdf")


def _type_it() -> UserFacingError:
    return UserFacingError(
        "S90",
        "这是加密备份，还没有输入密码。",
        "This backup is sealed, and no passphrase was typed.",
        "请在“加密备份”那一行输入密码，再打开一次。",
        "Type it in the line “Under a passphrase” and open the backup again.",
        exit_code=2,
    )
