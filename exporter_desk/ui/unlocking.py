"""The dialog that asks for the start password before anything of the company is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system import start_password
from exporter_desk.ui import early, theme
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.start import FINE, AnsweredError
from exporter_desk.ui.widgets import Button, Field, LineEdit, Paragraph

if TYPE_CHECKING:
    from pathlib import Path

WIDTH = 460


def require_password(application: QApplication, path: Path) -> None:
    """Let nobody in without the password; raises AnsweredError for whoever leaves instead."""
    with early.dressed(application):
        dialog = UnlockDialog(path)
        let_in = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
    if not let_in:
        raise AnsweredError("S282", "没有输入启动密码。", "No start password was typed.", exit_code=FINE)


class UnlockDialog(QDialog):
    """Enter tries the password; a wrong one costs the time that scrypt takes, and nothing else."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self.setWindowTitle(translate("Start", "Exporter Desk"))
        self.setMinimumWidth(WIDTH)
        self.password = LineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.field = Field(translate("Start", "Start password"), self.password, width=WIDTH - 60)
        self.told = Paragraph("", "body", "ink2")
        self.enter = Button(translate("Start", "Open"), "primary")
        self.lost = Button(translate("Start", "Lost it …"), "fill")
        self.leave = Button(translate("Start", "Close"), "fill")
        buttons, column = QHBoxLayout(), QVBoxLayout(self)
        theme.set_spacing(buttons, 12)
        theme.set_spacing(column, 14, (24, 20, 24, 20))
        for button in (self.enter, self.lost, self.leave):
            button.setAutoDefault(button is self.enter)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addWidget(self.field)
        column.addWidget(self.told)
        column.addLayout(buttons)
        self.told.hide()
        self.enter.clicked.connect(self.try_it)
        self.lost.clicked.connect(lambda: self._say(lost_words(path)))
        self.leave.clicked.connect(self.reject)

    def try_it(self) -> None:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            fits = start_password.fits(self._path, self.password.text())
        except UserFacingError as error:
            self._say(error.sentence(language()))
            return
        finally:
            QApplication.restoreOverrideCursor()
        if fits:
            self.accept()
            return
        self.password.selectAll()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say(translate("Start", "This is not the password. Check capitals and the input method."))

    def _say(self, words: str) -> None:
        self.told.set_text(words)
        self.told.show()
        self.adjustSize()


def lost_words(path: Path) -> str:
    """The way in without the password, as it is told before one is set and again at the start."""
    told = translate(
        "Start",
        "When the password is lost: close the program, delete the file {file}, and start again. Nothing of the data is "
        "lost; whoever may use this account of the computer can do the same.",
    )
    return told.format(file=path)
