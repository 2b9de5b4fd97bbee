"""The eight steps: names for screen readers, arrows, and little room."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from exporter_desk.ui.i18n import Language
from exporter_desk.ui.shell_state import Step
from exporter_desk.ui.step_strip import StepStrip
from exporter_desk.ui.theme import Appearance
from tests.ui.gallery import STEPS


@pytest.fixture
def strip(qtbot: QtBot, appearance: Appearance, language: Language) -> StepStrip:
    box = StepStrip()
    qtbot.addWidget(box)
    box.resize(1158, 40)
    box.set_steps(STEPS, "mode")
    box.show()
    return box


def test_steps_say_number_name_and_state(strip: StepStrip) -> None:
    assert [button.accessibleName() for button in strip.buttons()] == [
        "1 说明这票货, 已完成", "2 选贸易方式, 进行中", "3 商品与装箱, 进行中", "4 海外仓费用, 未开始",
        "5 单证, 进行中", "6 退税资料夹, 进行中", "7 核对, 有问题", "8 资料袋, 暂不能办",
    ]  # fmt: skip


def test_arrows_move_and_enter_opens(qtbot: QtBot, strip: StepStrip) -> None:
    strip.buttons()[7].setFocus()
    qtbot.keyClick(strip.buttons()[7], Qt.Key.Key_Right)
    assert strip.buttons()[0].hasFocus()
    with qtbot.waitSignal(strip.opened, timeout=20_000) as heard:
        qtbot.keyClick(strip.buttons()[0], Qt.Key.Key_Return)
    assert heard.args == ["facts"]


def test_steps_lie_side_by_side_and_fill_the_strip(strip: StepStrip) -> None:
    boxes = [button.geometry() for button in strip.buttons()]
    assert all(one.right() + 1 == other.left() for one, other in pairwise(boxes))
    assert 1158 - 8 < boxes[-1].right() <= 1158


def test_only_the_current_step_keeps_its_name_where_room_is_missing(strip: StepStrip) -> None:
    strip.resize(420, 40)
    assert [button.shown_text() for button in strip.buttons()] == ["1", "2 选贸易方式", "3", "4", "5", "6", "7", "8"]
    assert strip.buttons()[-1].geometry().right() <= 420


def test_changed_state_is_shown(strip: StepStrip) -> None:
    steps = (Step("facts", "说明这票货", "problem"), *STEPS[1:])
    strip.set_steps(steps, "facts")
    assert strip.buttons()[0].accessibleName() == "1 说明这票货, 有问题"
    assert [button.isChecked() for button in strip.buttons()].index(True) == 0


def test_large_names_give_up_their_gaps_before_their_end(strip: StepStrip) -> None:
    strip.resize(420, 40)
    natural = sum(button.sizeHint().width() for button in strip.buttons())
    strip.resize(natural - 40, 40)  # 5 off each of the eight gaps of 8
    assert [button.sizeHint().width() - button.width() for button in strip.buttons()] == [5] * 8
    strip.resize(natural - 84, 40)
    short = [button.sizeHint().width() - button.width() for button in strip.buttons()]
    assert short == [8, 8 + 20, *[8] * 6]
    assert strip.buttons()[-1].geometry().right() < strip.width()
