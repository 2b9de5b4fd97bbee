"""Messages: a banner with a verb, and a question that keeps by default."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from exporter_desk.domain.text import Bilingual
from exporter_desk.ui.i18n import Language, pick
from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.messages import Message
from exporter_desk.ui.widgets import MarkKind


def test_banner_says_and_acts(qtbot: QtBot, window: MainWindow) -> None:
    ran: list[str] = []
    window.messages.say(Message("error", "最后一个是字母 O。", "第 3 行：", "改成 480", lambda: ran.append("480")))
    assert window.banner.isVisible()
    assert window.banner.accessibleName() == "第 3 行： 最后一个是字母 O。"
    qtbot.mouseClick(window.banner.verb, Qt.MouseButton.LeftButton)
    assert ran == ["480"]
    assert not window.banner.isVisible()


def test_message_without_a_verb_has_no_button(window: MainWindow) -> None:
    window.messages.say(Message("hint", "已保存"))
    assert not window.banner.verb.isVisible()


def test_message_goes_with_its_page(window: MainWindow) -> None:
    window.messages.say(Message("hint", "已保存"))
    window.navigate("cost")
    assert not window.banner.isVisible()


def test_message_follows_the_language(window: MainWindow, language: Language) -> None:
    pair = Bilingual("没有空间了", "The disk is full")
    window.messages.say(Message("error", lambda: pick(pair)))
    language.set("en")
    assert window.banner.text.text() == "The disk is full"
    language.set("zh")
    assert window.banner.text.text() == "没有空间了"


@pytest.mark.parametrize(("kind", "stays"), [("ok", False), ("error", True)])
def test_fixed_words_leave_with_their_language_unless_they_tell_a_trouble(
    window: MainWindow, language: Language, kind: MarkKind, stays: bool
) -> None:
    window.messages.say(Message(kind, "已保存"))
    language.set("en")
    assert window.banner.isVisible() is stays


@pytest.mark.parametrize(("key", "lost"), [(Qt.Key.Key_Return, False), (Qt.Key.Key_Escape, False)])
def test_question_keeps_by_default(qtbot: QtBot, window: MainWindow, key: Qt.Key, lost: bool) -> None:
    def answer() -> None:
        qtbot.keyClick(QApplication.activeModalWidget(), key)

    QTimer.singleShot(0, answer)
    assert window.messages.may_lose("清空本班？", "成绩会删除，先做备份。", "保留", "清空") is lost


def test_data_is_lost_only_by_its_own_verb(window: MainWindow) -> None:
    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(button for button in box.buttons() if button.text() == "清空").click()

    QTimer.singleShot(0, answer)
    assert window.messages.may_lose("清空本班？", "成绩会删除。", "保留", "清空")
