"""The start password in the window: asked before anything of the company is opened, and never without being set."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from exporter_desk.system import start_password
from exporter_desk.system.paths import find_paths
from exporter_desk.system.sealed import Cost
from exporter_desk.ui.unlocking import UnlockDialog, lost_words

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from exporter_desk.ui.i18n import Language
    from exporter_desk.ui.theme import Appearance

pytestmark = pytest.mark.usefixtures("desk_home")
START = """
import sys
from PySide6.QtWidgets import QDialog
from exporter_desk import app
from exporter_desk.domain.errors import UserFacingError

QDialog.exec = lambda self: print("asked", self.field.label.text()) or QDialog.DialogCode.{code}
try:
    app.open_desk()
    print("open")
except UserFacingError as error:
    print(error.code, error.exit_code)
print("exporter_desk.ui.unlocking" in sys.modules, "cryptography" in sys.modules)
import os; sys.stdout.flush(); os._exit(0)
"""


@pytest.fixture
def dialog(tmp_path: Path, qtbot: QtBot, appearance: Appearance, language: Language) -> UnlockDialog:
    start_password.set_password(tmp_path / "p.json", "door", Cost(n=2**14))
    made = UnlockDialog(tmp_path / "p.json")
    qtbot.addWidget(made)
    made.show()
    return made


def test_enter_opens_with_the_right_password_only(dialog: UnlockDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.password, "Door")
    qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.told.isVisible()
    qtbot.keyClicks(dialog.password, "door")  # takes the place of the marked text
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        qtbot.keyClick(dialog.password, Qt.Key.Key_Return)


def test_escape_leaves_and_the_way_without_a_password_is_told(dialog: UnlockDialog, qtbot: QtBot) -> None:
    dialog.lost.click()
    assert "p.json" in dialog.told.text()
    with qtbot.waitSignal(dialog.rejected, timeout=20_000):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_without_a_password_nothing_is_asked_and_nothing_loaded(fresh_python: Callable[[str], str]) -> None:
    assert fresh_python(START.format(code="Rejected")).splitlines() == ["open", "False False"]


def test_with_a_password_nothing_is_opened_before_it_is_typed(fresh_python: Callable[[str], str]) -> None:
    paths = find_paths()
    paths.make_folders()
    start_password.set_password(paths.start_password, "door", Cost(n=2**14))
    asked, end, _ = fresh_python(START.format(code="Rejected")).splitlines()
    assert (asked, end) == ("asked 启动密码", "S282 0")
    assert not (paths.data / "company.exdb").exists()
    assert fresh_python(START.format(code="Accepted")).splitlines()[:2] == ["asked 启动密码", "open"]


def test_the_lost_path_names_the_file(language: Language) -> None:
    assert str(find_paths().start_password) in lost_words(find_paths().start_password)
