"""Buttons: Enter and Space press, names are spoken, the switch tells which side."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from exporter_desk.ui import screen_reader, theme
from exporter_desk.ui.navigation import Navigation
from exporter_desk.ui.shell_state import Step
from exporter_desk.ui.step_strip import StepStrip
from exporter_desk.ui.theme import Appearance, Variant
from exporter_desk.ui.widgets import Button, IconButton, OptionList, SourceMark, Switch
from exporter_desk.ui.widgets.buttons import PressButton


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
@pytest.mark.parametrize("make", [lambda: Button("继续"), lambda: IconButton("back", "返回"), lambda: SourceMark(1)])
def test_enter_and_space_press(qtbot: QtBot, appearance: Appearance, make: type[QAbstractButton], key: Qt.Key) -> None:
    button = make()
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.clicked, timeout=20_000):
        qtbot.keyClick(button, key)


def test_icon_alone_has_a_name(qtbot: QtBot, appearance: Appearance) -> None:
    button = IconButton("more", "更多")
    qtbot.addWidget(button)
    spoken = QAccessible.queryAccessibleInterface(button)
    assert (spoken.text(QAccessible.Text.Name), button.toolTip()) == ("更多", "更多")


def test_painted_tabs_are_announced_as_tabs_with_the_one_that_is_selected(qtbot: QtBot, appearance: Appearance) -> None:
    screen_reader.announce()
    views, strip, places = Switch((("引导", ""), ("表格", ""))), StepStrip(), Navigation()
    for whole in (views, strip, places):
        qtbot.addWidget(whole)
    strip.set_steps([Step("one", "说明这票货", "done"), Step("two", "选贸易方式", "doing")], "two")
    places.set_known(("home", "cases"))
    places.set_current("home")
    views.select(1)
    for whole, spoken in (
        (views, {"引导": False, "表格": True}),
        (strip, {"1 说明这票货, 已完成": False, "2 选贸易方式, 进行中": True}),
        (places, {row.text(): name == "home" for name, row in places.rows.items()}),
    ):
        assert QAccessible.queryAccessibleInterface(whole).role() == QAccessible.Role.PageTabList
        faces = map(QAccessible.queryAccessibleInterface, whole.findChildren(PressButton))
        heard = {face.text(QAccessible.Text.Name): (face.role(), bool(face.state().selected)) for face in faces}
        assert heard == {name: (QAccessible.Role.PageTab, chosen) for name, chosen in spoken.items()}


def test_a_screen_reader_presses_a_tab(qtbot: QtBot, appearance: Appearance) -> None:
    screen_reader.announce()
    views = Switch((("引导", ""), ("表格", "")))
    qtbot.addWidget(views)
    face = QAccessible.queryAccessibleInterface(views.findChildren(PressButton)[1])
    with qtbot.waitSignal(views.chosen, timeout=20_000):
        face.actionInterface().doAction(QAccessibleActionInterface.pressAction())
    assert views.selected() == 1


def test_answers_are_announced_as_one_of_several(qtbot: QtBot, appearance: Appearance) -> None:
    answers = OptionList([("是", ""), ("否", "")])
    qtbot.addWidget(answers)
    roles = {QAccessible.queryAccessibleInterface(row).role() for row in answers.rows()}
    assert roles == {QAccessible.Role.RadioButton}


def test_button_has_room_for_icon_words_and_key(qtbot: QtBot, appearance: Appearance) -> None:
    plain, full = Button("打印"), Button("打印", icon="print", key="Ctrl+P")
    qtbot.addWidget(plain)
    qtbot.addWidget(full)
    assert (plain.sizeHint().height(), full.sizeHint().height()) == (32, 32)
    assert full.sizeHint().width() > plain.sizeHint().width() + 16 + 8 + 10


@pytest.mark.parametrize(("variant", "ground"), [("light", "#0c5f5b"), ("dark", "#5fc3b5"), ("contrast", "#ffe14d")])
def test_primary_is_filled_with_the_accent(qtbot: QtBot, appearance: Appearance, variant: Variant, ground: str) -> None:
    appearance.set_variant(variant)
    button = Button("继续", "primary")
    qtbot.addWidget(button)
    button.show()
    assert button.grab().toImage().pixelColor(6, 16).name() == ground


def test_disabled_words_can_be_read_in_high_contrast(qtbot: QtBot, appearance: Appearance) -> None:
    appearance.set_variant("contrast")
    button = Button("继续", "primary")
    button.setEnabled(False)
    qtbot.addWidget(button)
    assert button.grab().toImage().pixelColor(6, 16).name() == "#000000"
    assert theme.current().colour("ink3").name() == "#e0e0e0"


def test_switch_tells_the_side(qtbot: QtBot, appearance: Appearance) -> None:
    switch = Switch((("引导", "guided"), ("表格", "table")))
    qtbot.addWidget(switch)
    switch.show()
    side = switch.findChildren(QAbstractButton)[1]
    with qtbot.waitSignal(switch.chosen, timeout=20_000) as heard:
        qtbot.mouseClick(side, Qt.MouseButton.LeftButton)
    assert (heard.args, switch.selected()) == ([1], 1)
