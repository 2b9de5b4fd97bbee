"""Editors: normalising, input methods, labels, what a field says when something is wrong."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QHelpEvent, QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from exporter_desk.ui.forms.field_group import flowing
from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import CheckBox, ComboBox, Field, LineEdit, plain_width


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("１２，３４５．６０", "12,345.60"), ("＄ ３８．５ ", "$ 38.5"), ("ＡＢｃ", "ABc"), ("甲　乙", "甲 乙")],
)
def test_full_width_becomes_plain(typed: str, plain: str) -> None:
    assert plain_width(typed) == plain


@pytest.fixture
def editor(qtbot: QtBot, appearance: Appearance) -> LineEdit:
    line = LineEdit("", "例如 38.5", plain_width)
    qtbot.addWidget(line)
    line.show()
    line.setFocus()
    return line


def test_value_is_tidied_when_editing_ends(qtbot: QtBot, editor: LineEdit) -> None:
    editor.setText("３８．５")
    assert editor.text() == "３８．５"
    with qtbot.waitSignal(editor.textEdited, timeout=20_000):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.text() == "38.5"


def test_enter_belongs_to_the_input_method_while_it_composes(qtbot: QtBot, editor: LineEdit) -> None:
    QApplication.sendEvent(editor, QInputMethodEvent("can zhuo", []))
    with qtbot.assertNotEmitted(editor.submitted):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    commit = QInputMethodEvent("", [])
    commit.setCommitString("餐桌")
    QApplication.sendEvent(editor, commit)
    with qtbot.waitSignal(editor.submitted, timeout=20_000):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.text() == "餐桌"


def test_computed_value_cannot_be_typed_over(qtbot: QtBot, editor: LineEdit) -> None:
    editor.set_state("computed")
    qtbot.keyClicks(editor, "1")
    assert editor.text() == ""


def test_field_names_its_editor(qtbot: QtBot, appearance: Appearance) -> None:
    field = Field("单箱毛重 kg", LineEdit())
    qtbot.addWidget(field)
    spoken = QAccessible.queryAccessibleInterface(field.editor)
    assert field.label.buddy() is field.editor
    assert spoken.text(QAccessible.Text.Name) == "单箱毛重 kg"


def test_field_shows_and_forgets_a_finding(qtbot: QtBot, appearance: Appearance) -> None:
    field = Field("数量", LineEdit("48O"), "整数")
    qtbot.addWidget(field)
    field.set_message("error", "这里要填数字，例如 480")
    assert field.editor.accessibleDescription() == "这里要填数字，例如 480"
    assert (field.editor.property("state"), field.editor.property("text")) == ("wrong", "48O")
    field.clear_message()
    assert (field.message(), field.editor.property("state")) == ("整数", "typed")


def test_height_of_a_field_does_not_jump_on_focus(qtbot: QtBot, editor: LineEdit) -> None:
    before = editor.height()
    editor.clearFocus()
    assert editor.height() == before == 32


def test_list_keeps_its_value_when_entries_change(qtbot: QtBot, appearance: Appearance) -> None:
    box = ComboBox((("离岸价", "FOB"), ("到岸价", "CIF")))
    qtbot.addWidget(box)
    assert box.set_value("CIF")
    box.set_entries((("CIF", "CIF"), ("FOB", "FOB")))
    assert box.currentData() == "CIF"
    assert not box.set_value("EXW")


def test_wheel_does_not_change_a_closed_list(qtbot: QtBot, appearance: Appearance) -> None:
    box = ComboBox((("一", 1), ("二", 2)))
    qtbot.addWidget(box)
    nothing, down = Qt.MouseButton.NoButton, QPoint(0, -120)
    shape = (QPointF(5, 5), QPointF(5, 5), QPoint(), down, nothing, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(box, QWheelEvent(*shape, Qt.ScrollPhase.NoScrollPhase, False))
    assert box.currentData() == 1


def test_tick_box_can_stay_unknown(qtbot: QtBot, appearance: Appearance) -> None:
    box = CheckBox("要退税", three_states=True)
    qtbot.addWidget(box)
    box.setCheckState(Qt.CheckState.PartiallyChecked)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert box.checkState() == Qt.CheckState.Checked


LONG = "supplier, producer  GANZHOU NANKANG SAMPLE FURNITURE MANUFACTURING COMPANY LIMITED"


@pytest.fixture
def narrow(qtbot: QtBot, appearance: Appearance) -> ComboBox:
    box = ComboBox(((LONG, "pt1"), ("short", "pt2")))
    qtbot.addWidget(box)
    box.setFixedWidth(220)
    box.show()
    return box


def hover(box: ComboBox) -> None:
    QApplication.sendEvent(box, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), box.mapToGlobal(QPoint(5, 5))))


OPENS = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")  # tips and lists offscreen


@OPENS
def test_a_long_entry_ends_in_dots_and_its_tip_says_all_of_it(narrow: ComboBox) -> None:
    assert narrow.shown_text().startswith("supplier, producer")
    assert narrow.shown_text().endswith("…")
    hover(narrow)
    assert narrow.toolTip() == LONG
    narrow.set_value("pt2")
    hover(narrow)
    assert (narrow.shown_text(), narrow.toolTip()) == ("short", "")


@OPENS
def test_a_tip_of_its_own_stays(narrow: ComboBox) -> None:
    narrow.setToolTip("who made it")
    hover(narrow)
    assert narrow.toolTip() == "who made it"


def test_what_is_painted_ends_before_the_arrow(narrow: ComboBox) -> None:
    picture = narrow.grab().toImage()
    ratio = picture.devicePixelRatio()
    strip = [picture.pixel(round(x * ratio), picture.height() // 2) for x in range(184, 190)]
    assert len(set(strip)) == 1  # nothing but the ground between the text and the arrow


@OPENS
def test_the_open_list_is_wider_than_the_closed_one_but_not_than_the_window(
    qtbot: QtBot, appearance: Appearance
) -> None:
    window, box = QWidget(), ComboBox(((LONG, "pt1"),))
    qtbot.addWidget(window)
    box.setParent(window)
    box.setFixedWidth(220)
    window.resize(400, 300)
    window.show()
    box.showPopup()
    assert box.view().minimumWidth() == 400  # the long entry would take more
    box.hidePopup()


def test_a_free_choice_keeps_what_was_typed(qtbot: QtBot, appearance: Appearance) -> None:
    box = ComboBox([("1", "1"), ("10", "10"), ("West", "w")], editable=True)
    qtbot.addWidget(box)
    box.show()
    line = box.lineEdit()
    assert line is not None
    box.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus, timeout=20_000)
    line.selectAll()
    qtbot.keyClicks(line, "We")
    assert box.currentText() == "We"


def test_a_long_label_wraps_above_its_field_and_a_short_one_stays_on_its_line(
    qtbot: QtBot, appearance: Appearance
) -> None:
    long, short = "材质（如为单一实木材质请申报木材中文及拉丁学名）", "出口享惠情况"
    fields = [Field(name, LineEdit(), width=80) for name in (long, short)]
    for field in fields:
        qtbot.addWidget(field)
        field.resize(field.sizeHint())
        field.show()
    first, second = (field.label for field in fields)
    assert fields[0].sizeHint().width() == 220
    assert first.height() >= first.heightForWidth(220) > second.height()
    assert second.width() >= second.fontMetrics().horizontalAdvance(short)


@pytest.mark.parametrize("kind", ["error", "hint"])
def test_a_long_text_below_a_field_moves_no_neighbour(qtbot: QtBot, appearance: Appearance, kind: str) -> None:
    box, flow = flowing()
    first, second = (Field(name, LineEdit(), width=220) for name in ("贸易术语", "币制"))
    for field in (first, second):
        flow.addWidget(field)
    qtbot.addWidget(box)
    box.resize(900, 400)
    box.show()
    before = (second.x(), first.height())
    text = "程序读不懂“abc”，这里要填数字：例如 480，或者 1,200.50；不要写单位、货币符号和别的字。" * 3
    first.set_message("error", text) if kind == "error" else first.set_hint(text)
    qtbot.waitUntil(lambda: first.height() > before[1], timeout=20_000)
    line = next(label for label in first.findChildren(QLabel) if label.text() == text)
    assert second.x() == before[0]
    assert line.height() >= line.heightForWidth(line.width())
