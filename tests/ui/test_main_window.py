"""The frame: places, help, panes, keys, languages, and what a start must not import."""

from collections.abc import Callable
from threading import Event

import pytest
from PySide6.QtCore import QMargins, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from exporter_desk.ui import panes
from exporter_desk.ui.commands import MENUS
from exporter_desk.ui.i18n import Language, translate
from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.shell_state import Place
from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import Button, OptionList, ScrollPage
from exporter_desk.ui.widgets.page_head import CrumbLink
from tests.ui import gallery
from tests.ui.conftest import delete_now

HEAVY = ("pandas", "numpy", "reportlab", "requests", "keyring", "cryptography", "pikepdf")


def press(window: MainWindow, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """Send a key through the native window, as the system does."""
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    QTest.keyClick(window.windowHandle(), key, held)


def focus_inside(pane: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and (focused is pane or pane.isAncestorOf(focused))


def test_start_leaves_heavy_packages_alone(fresh_python: Callable[[str], str]) -> None:
    code = f"import sys, exporter_desk.ui.main_window; print([n for n in {HEAVY!r} if n in sys.modules])"
    assert fresh_python(code).strip() == "[]"


def test_page_shows_title_steps_and_place(window: MainWindow) -> None:
    window.navigate("mode", "9f")
    assert window.head.title.text() == "选贸易方式"
    assert len(window.head.steps.buttons()) == 8
    assert window.navigation.rows["cases"].isChecked()


def test_unknown_place_is_an_error(window: MainWindow) -> None:
    with pytest.raises(KeyError):
        window.navigate("nowhere")


def test_alt_left_goes_back(window: MainWindow) -> None:
    window.navigate("mode", "9f")
    press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.place() is not None
    assert window.head.title.text() == "工作台"


def test_arrow_leads_up_to_the_last_place_of_the_way(window: MainWindow) -> None:
    window.navigate("components")
    window.navigate("mode", "9f")
    window.head.arrow.click()
    assert window.head.title.text() == "工作台"


def test_step_opens_its_page_for_the_same_case(qtbot: QtBot, window: MainWindow) -> None:
    window.navigate("mode", "9f")
    with qtbot.waitSignal(window.navigated, timeout=20_000) as heard:
        window.head.steps.buttons()[3].click()
    assert heard.args == ["cost", "9f"]


def test_places_without_a_page_are_disabled_and_say_so(window: MainWindow) -> None:
    row = window.navigation.rows["goods"]
    assert not row.isEnabled()
    assert row.toolTip() == "暂未覆盖"


def test_no_command_is_a_dead_click(window: MainWindow) -> None:
    for command in (one for _, commands in MENUS for one in commands if one.id):
        action = window.commands.action(command.id)
        why = "这一页现在没有可做的" if command.covered else "暂未覆盖"
        assert action.isEnabled() or action.toolTip() == why, command
    assert not window.commands.action("case.packet").isEnabled()


def test_command_runs_the_handler_it_was_given(qtbot: QtBot, window: MainWindow) -> None:
    ran: list[str] = []
    window.commands.handle({"case.check": lambda: ran.append("frame")})
    press(window, Qt.Key.Key_F7)
    window.commands.set_page({"case.check": lambda: ran.append("page")})
    with qtbot.waitSignal(window.commands.triggered, timeout=20_000) as heard:
        press(window, Qt.Key.Key_F7)
    assert (ran, heard.args) == (["frame", "page"], ["case.check"])


def test_menu_ticks_theme_and_language_of_now(window: MainWindow) -> None:
    window.commands.run("look.dark")
    window.commands.run("language.en")
    ticked = {name for name in ("look.light", "look.dark", "language.zh", "language.en")
              if window.commands.action(name).isChecked()}  # fmt: skip
    assert ticked == {"look.dark", "language.en"}


def test_keyboard_comes_along_to_the_page(window: MainWindow) -> None:
    panes.focus_pane(window.navigation)
    window.navigate("mode", "9f")
    press(window, Qt.Key.Key_4)
    assert focus_inside(window.page("mode"))
    assert window.page("mode").findChild(OptionList).selected() == 3


def test_settings_of_the_menu_need_the_page(window: MainWindow) -> None:
    assert not window.commands.action("tools.settings").isEnabled()
    window.add_page("settings", gallery.QuestionPage())
    window.commands.run("tools.settings")
    assert window.place() == Place("settings")


def test_text_size_by_keys(appearance: Appearance, window: MainWindow) -> None:
    press(window, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert (appearance.theme.scale, window.status.size_label.text()) == (1.25, "字号 125%")
    press(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert appearance.theme.scale == 1.0


def test_wide_window_docks_help(window: MainWindow) -> None:
    window.navigate("mode")
    assert window.help.isVisible()
    assert not window.head.opener.isVisible()
    assert window.navigation.width() == 160


def test_compact_window_lays_help_over_by_f1_and_esc(window: MainWindow) -> None:
    window.resize(1024, 560)
    window.navigate("mode")
    assert (window.help.isVisible(), window.head.opener.isVisible(), window.navigation.width()) == (False, True, 76)
    wide = window.stack.width()
    press(window, Qt.Key.Key_F1)
    assert window.help.mapTo(window, QPoint(0, 0)).x() + window.help.width() == 1024
    assert window.stack.width() == wide
    assert focus_inside(window.help)
    press(window, Qt.Key.Key_Escape)
    assert not window.help.isVisible()


def test_pages_without_notes_have_no_opener(window: MainWindow) -> None:
    assert not window.head.opener.isVisible()


def test_f6_goes_round_the_panes_and_back(window: MainWindow) -> None:
    window.navigate("mode", "9f")
    panes.focus_pane(window.navigation)
    for pane in (window.head, window.stack, window.help, window.navigation):
        press(window, Qt.Key.Key_F6)
        assert focus_inside(pane), pane
    press(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert focus_inside(window.help)


def test_tab_goes_through_the_window_as_one_reads_it(window: MainWindow) -> None:
    """The way in the head is made anew for each page, and the page after it was there before."""
    window.navigate("mode", "9f")
    window.navigate("home")
    window.navigate("mode", "9f")
    panes.focus_pane(window.head)
    head = [part for part in panes.stops(window.head) if isinstance(part, CrumbLink)]
    wanted = [window.head.arrow, *head, *window.head.steps.buttons()]
    for part in wanted:
        assert QApplication.focusWidget() is part
        press(window, Qt.Key.Key_Tab)
    for pane in (window.stack, window.help, window.navigation):
        assert focus_inside(pane)
        while focus_inside(pane):
            press(window, Qt.Key.Key_Tab)
    press(window, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert focus_inside(window.navigation)


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_F6])
def test_page_scrolls_to_where_the_keyboard_comes_from_outside(window: MainWindow, key: Qt.Key) -> None:
    window.resize(1024, 560)
    window.navigate("components")
    area = window.page("components").findChild(ScrollPage)
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert area.verticalScrollBar().value() > 0
    press(window, Qt.Key.Key_F6)  # the keyboard is at work
    (*_, last) = panes.stops(window.head)
    last.setFocus()
    press(window, key)
    focused = QApplication.focusWidget()
    assert focus_inside(area)
    top = focused.mapTo(area.viewport(), QPoint(0, 0)).y()
    assert 0 <= top <= area.viewport().height() - focused.height()


def test_language_changes_while_open(language: Language, window: MainWindow) -> None:
    assert (window.menuBar().actions()[0].text(), window.navigation.rows["home"].text()) == ("文件(&F)", "工作台")
    language.set("en")
    assert (window.menuBar().actions()[0].text(), window.navigation.rows["home"].text()) == ("&File", "Home")
    assert window.navigation.rows["goods"].toolTip() == "Not covered yet"
    language.set("zh")
    assert window.navigation.rows["home"].text() == "工作台"


@pytest.mark.parametrize("code", ["zh", "en"])
def test_access_keys_of_the_menus_differ(language: Language, window: MainWindow, code: str) -> None:
    language.set("en" if code == "en" else "zh")
    texts = [action.text() for action in window.menuBar().actions()]
    keys = [text[text.index("&") + 1].upper() for text in texts]
    assert len(set(keys)) == len(keys) == 7


def test_page_that_changed_is_read_again(window: MainWindow) -> None:
    page = window.page("home")
    page.title = lambda: "新标题"  # type: ignore[method-assign]
    page.changed.emit()
    assert window.head.title.text() == "新标题"


def test_keyboard_focus_wears_a_ring_and_mouse_focus_does_not(window: MainWindow) -> None:
    ring = window._ring
    press(window, Qt.Key.Key_F6)
    window.navigation.rows["home"].setFocus()
    assert ring.target() is window.navigation.rows["home"]
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(700, 730))
    assert ring.target() is None


def test_ring_goes_with_a_control_that_is_deleted(qtbot: QtBot, window: MainWindow) -> None:
    press(window, Qt.Key.Key_F6)
    button = Button("继续")
    window.page("home").column.addWidget(button)
    button.show()
    button.setFocus()
    assert window._ring.target() is button
    delete_now(button)
    assert window._ring.target() is None


def test_ring_moves_with_a_scrolled_page_and_is_not_clipped(window: MainWindow) -> None:
    window.navigate("components")
    press(window, Qt.Key.Key_F6)
    page = window.page("components")
    button, area = page.findChildren(Button)[2], page.findChild(ScrollPage)
    button.setFocus()
    before = window._ring._ring.geometry()
    assert before.size() == button.size().grownBy(QMargins(3, 3, 3, 3))
    area.verticalScrollBar().setValue(20)
    assert window._ring._ring.geometry().top() == before.top() - 20


def test_status_says_what_runs(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.tasks.changed, timeout=20_000):
        window.tasks.start("正在核对", lambda progress: progress.report(1, 2))
    assert window.status.task.text() == "正在核对"
    qtbot.waitUntil(lambda: window.tasks.running() == (), timeout=20_000)
    assert not window.status.task.isVisible()


def test_longer_words_of_what_runs_have_their_room_at_once(window: MainWindow) -> None:
    """Words painted in the room of the ones before them would be cut, as long as the program is busy."""
    window.resize(1024, 560)
    window.status.show_task("Looking after the data", 0, 0)
    window.status.show_task("Looking through the refunds", 1, 2)
    assert window.status.task.width() >= window.status.task.sizeHint().width()


def test_running_work_is_named_in_the_language_of_the_window(
    qtbot: QtBot, window: MainWindow, language: Language
) -> None:
    go_on = Event()
    window.tasks.start(lambda: translate("StepPage", "Checking"), lambda _progress: go_on.wait(5))
    chinese = window.status.task.text()
    language.set("en")
    assert (chinese, window.status.task.text()) == ("正在核对", "Checking")
    go_on.set()
    qtbot.waitUntil(lambda: not window.tasks.running(), timeout=20_000)
