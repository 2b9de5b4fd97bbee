"""The strip that says what happened: all of a long sentence has room."""

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets.cards import Banner


def test_a_long_sentence_has_all_its_lines(qtbot: QtBot, appearance: Appearance) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    banner = Banner("error", "", "同一家公司的几票业务填得不一样，请先核对。" * 8, "看核对结果")
    column.addWidget(banner)
    column.addStretch(1)
    page.resize(360, 900)
    page.show()
    qtbot.waitUntil(lambda: banner.text.height() >= banner.text.heightForWidth(banner.text.width()), timeout=20_000)
    lines = banner.text.height() // banner.text.fontMetrics().lineSpacing()
    assert lines >= 8 * 20 * banner.text.fontMetrics().horizontalAdvance("请") // banner.text.width()
