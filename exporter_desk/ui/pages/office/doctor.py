"""The self-check as text: read here before it is copied or saved; the program never sends it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QWidget

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.keeping.upkeep import examine_installation
from exporter_desk.system import files
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.put_back import say_refusal
from exporter_desk.ui.shell_state import Crumb
from exporter_desk.ui.widgets import Button, Page, Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.services.answers import Answer
    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Tasks


class DoctorPage(Page):
    """Looks when the page is opened; nothing of the business is in the text."""

    nav_key = places.SETTINGS
    docks_help = False

    def __init__(self, session: Session, messages: Messages, tasks: Tasks) -> None:
        super().__init__()
        self._session, self._messages, self._tasks = session, messages, tasks
        self.note, self.text = Paragraph("", "body", "ink2"), QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        theme.set_role(self.text, "table")
        self.again, self.copy, self.save = Button("", "primary"), Button("", "fill"), Button("", "fill")
        row = QHBoxLayout()
        theme.set_spacing(row, 12)
        for button in (self.again, self.copy, self.save):
            row.addWidget(button)
        row.addStretch(1)
        self.column.addWidget(self.note)
        self.column.addLayout(row)
        self.column.addWidget(self.text, 1)
        self.again.clicked.connect(self.look)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._choose)
        self.retranslate()

    def activated(self, case_id: str | None) -> None:
        self.look()

    def look(self) -> None:
        """Examine the installation behind the window."""
        desk = self._session.desk
        label = translate("Doctor", "Looking at the program")
        self._tasks.start(label, lambda _progress: examine_installation(desk), self._take, self._failed)

    def _take(self, answer: Answer) -> None:
        self.text.setPlainText("\n".join(line.in_language(language()) for line in answer.lines))

    def _failed(self, error: Exception) -> None:
        say_refusal(self._messages, error)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._messages.say(Message("ok", lambda: translate("Doctor", "Copied. Read it once more before you send it.")))

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, self.title(), "exporter-desk-doctor.txt", "*.txt")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, target: Path) -> None:
        """Write the text as it is shown."""
        try:
            files.write_atomically(target, (self.text.toPlainText() + "\n").encode("utf-8-sig"))
        except UserFacingError as error:
            say_refusal(self._messages, error)

    # -- the frame

    def title(self) -> str:
        return translate("Doctor", "Self-check of the program")

    def breadcrumb(self) -> Sequence[Crumb]:
        return (Crumb(translate("Settings", "Settings"), places.SETTINGS),)

    def first_focus(self) -> QWidget | None:
        return self.again

    def retranslate(self) -> None:
        self.note.set_text(
            translate(
                "Doctor", "Versions, counts and codes; nothing of your business. Read it before you send it to anybody."
            )
        )
        self.text.setAccessibleName(self.title())
        for button, words in (
            (self.again, translate("Doctor", "Look again")),
            (self.copy, translate("Doctor", "Copy")),
            (self.save, translate("Doctor", "Save as text …")),
        ):
            button.setText(words)
            button.updateGeometry()
        super().retranslate()
