"""The line of the settings for the start password: what it keeps out and what not, before one is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from exporter_desk.system import start_password
from exporter_desk.system.paths import find_paths
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.pages.put_back import say_refusal
from exporter_desk.ui.unlocking import lost_words
from exporter_desk.ui.widgets import Button, Field, LineEdit, Paragraph, SectionHeader

if TYPE_CHECKING:
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Tasks


class StartLockLine(QWidget):
    """Set by typing the same twice; taken off by typing it once. scrypt works behind the window."""

    def __init__(self, messages: Messages, tasks: Tasks) -> None:
        super().__init__()
        self._messages, self._tasks = messages, tasks
        self._file = find_paths().start_password
        self.heading, self.note = SectionHeader("", ""), Paragraph("", "body", "ink2")
        self.lost = Paragraph("", "body", "ink2")
        self.typed, self.again = LineEdit(), LineEdit()
        for editor in (self.typed, self.again):
            editor.setEchoMode(QLineEdit.EchoMode.Password)
            editor.textChanged.connect(lambda _text: self.show_state())
        self.typed_field, self.again_field = Field("", self.typed, width=220), Field("", self.again, width=220)
        self.set, self.remove = Button("", "fill"), Button("", "fill")
        row, whole = QHBoxLayout(), QVBoxLayout(self)
        theme.set_spacing(row, 12)
        theme.set_spacing(whole, 10)
        for part in (self.typed_field, self.again_field, self.set, self.remove):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        for widget in (self.heading, self.note, self.lost):
            whole.addWidget(widget)
        whole.addLayout(row)
        self.set.clicked.connect(self.set_now)
        self.remove.clicked.connect(self.remove_now)

    def show_state(self) -> None:
        """One field where a password is set, two where none is."""
        there, typed, again = self._file.exists(), self.typed.text(), self.again.text()
        self.again_field.setVisible(not there)
        self.set.setVisible(not there)
        self.remove.setVisible(there)
        self.set.setEnabled(len(typed) >= start_password.LEAST_CHARACTERS and typed == again)
        self.remove.setEnabled(bool(typed))
        self.heading.set_text(
            translate("Settings", "Start password"),
            translate("Settings", "is set") if there else translate("Settings", "none"),
        )
        if again and not typed.startswith(again):
            self.again_field.set_message("error", translate("Backup", "Not the same as before."))
        else:
            self.again_field.clear_message()

    def set_now(self) -> None:
        """Set the typed password; it is asked for at the next start."""
        typed, file = self.typed.text(), self._file
        label = translate("Settings", "Setting the start password")
        self._tasks.start(label, lambda _progress: start_password.set_password(file, typed), self._is_set, self._failed)

    def _is_set(self, _nothing: None) -> None:
        self._cleared()
        said = translate("Settings", "The start password is set. The next start asks for it.")
        self._messages.say(Message("ok", lambda: said))

    def remove_now(self) -> None:
        """Take the password off for whoever knows it."""
        typed, file = self.typed.text(), self._file

        def work(_progress: object) -> bool:
            known = start_password.fits(file, typed)
            if known:
                start_password.remove(file)
            return known

        self._tasks.start(translate("Settings", "Checking the start password"), work, self._removed, self._failed)

    def _removed(self, known: bool) -> None:  # a state, no option
        self._cleared()
        if known:
            self._messages.say(Message("ok", lambda: translate("Settings", "No start password any more.")))
            return

        def words() -> str:
            return translate("Start", "This is not the password. Check capitals and the input method.")

        self._messages.say(Message("error", words))

    def _failed(self, error: Exception) -> None:
        say_refusal(self._messages, error)

    def _cleared(self) -> None:
        self.typed.clear()
        self.again.clear()
        self.show_state()

    def retranslate(self) -> None:
        self.note.set_text(
            translate(
                "Settings",
                "Keeps colleagues from looking into this window. The data is not encrypted by it: whoever copies the "
                "file or uses the command line is not stopped. For that use the password of the computer's account and "
                "sealed backups.",
            )
        )
        self.lost.set_text(lost_words(self._file))
        self.typed_field.set_label(translate("Settings", "Password, 4 characters or more"))
        self.again_field.set_label(translate("Backup", "The same again"))
        self.set.setText(translate("Settings", "Set the password"))
        self.remove.setText(translate("Settings", "Take it off"))
        for button in (self.set, self.remove):
            button.updateGeometry()
        self.show_state()
