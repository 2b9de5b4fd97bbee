"""Guided answers by keyboard."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import OptionList

OPTIONS = (("已经卖给国外企业", "有订单或合同"), ("还没卖，先运到海外仓", ""), ("不清楚", "先记为待确认"))


@pytest.fixture
def answers(qtbot: QtBot, appearance: Appearance) -> OptionList:
    box = OptionList(OPTIONS)
    qtbot.addWidget(box)
    box.show()
    return box


def test_digit_picks(qtbot: QtBot, answers: OptionList) -> None:
    with qtbot.waitSignal(answers.chosen, timeout=20_000) as heard:
        qtbot.keyClick(answers.rows()[0], Qt.Key.Key_3)
    assert heard.args == [2]
    assert answers.selected() == 2


def test_digit_beyond_the_answers_picks_nothing(qtbot: QtBot, answers: OptionList) -> None:
    qtbot.keyClick(answers.rows()[0], Qt.Key.Key_4)
    assert answers.selected() == -1


def test_enter_confirms_only_what_is_picked(qtbot: QtBot, answers: OptionList) -> None:
    with qtbot.assertNotEmitted(answers.confirmed):
        qtbot.keyClick(answers.rows()[0], Qt.Key.Key_Return)
    answers.select(1)
    with qtbot.waitSignal(answers.confirmed, timeout=20_000) as heard:
        qtbot.keyClick(answers.rows()[1], Qt.Key.Key_Return)
    assert heard.args == [1]


def test_click_anywhere_on_the_row(qtbot: QtBot, answers: OptionList) -> None:
    row = answers.rows()[1]
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.rect().topRight() + row.rect().topLeft())
    assert answers.selected() == 1


def test_row_grows_with_its_words(answers: OptionList) -> None:
    row = answers.rows()[0]
    assert row.heightForWidth(700) == 60
    assert row.heightForWidth(180) > 60


def test_new_question_replaces_the_answers(answers: OptionList) -> None:
    answers.set_options(OPTIONS[:2])
    assert [row.text() for row in answers.rows()] == [words for words, _ in OPTIONS[:2]]
    assert answers.selected() == -1
