"""Nothing is clipped: every word of frame and gallery has room, at the least size and at 200 %."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from exporter_desk.ui.i18n import Code, Language
from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.shell_state import Room
from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import Button, Chip, Label, ListRow, RadioRow
from tests.ui import gallery

SIZES = {"1024x560": (1024, 560, 1.0), "1366x768": (1366, 768, 1.0), "200%": (1920, 1080, 2.0)}


def too_small(widget: QWidget) -> bool:
    """A label, button or chip whose words need more than its width, or whose line needs more than its height."""
    if isinstance(widget, Label):
        wraps = widget.wordWrap()
        wide = widget.fontMetrics().horizontalAdvance(widget.text()) > widget.width() + 1 and not wraps
        deep = widget.heightForWidth(widget.width()) if wraps else widget.fontMetrics().height()
        return bool(widget.text()) and (wide or deep > widget.height() + 1)
    if isinstance(widget, Button | Chip):
        return widget.sizeHint().width() > widget.width()
    return isinstance(widget, ListRow) and not widget.fits()


def outside(widget: QWidget, window: MainWindow) -> bool:
    """Sticks out at the right of the window or, if nothing scrolls, at its foot."""
    corner = widget.mapTo(window, QPoint(widget.width(), widget.height()))
    scrolls = any(isinstance(parent, QScrollArea) for parent in parents(widget))
    return corner.x() > window.width() or (corner.y() > window.height() and not scrolls)


def parents(widget: QWidget) -> list[QWidget]:
    found, up = [], widget.parentWidget()
    while up is not None:
        found.append(up)
        up = up.parentWidget()
    return found


@pytest.mark.parametrize("code", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", gallery.PAGES)
def test_nothing_is_cut(
    appearance: Appearance, language: Language, window: MainWindow, key: str, size: str, code: Code
) -> None:
    width, height, scale = SIZES[size]
    appearance.set_scale(scale)
    language.set(code)
    window.resize(width, height)
    window.navigate(key, "9f")
    QApplication.processEvents()
    assert (window.width(), window.height()) == (width, height)
    seen = [widget for widget in window.findChildren(QWidget) if widget.isVisible()]
    assert len(seen) > 30
    cut = [(type(w).__name__, w.property("text") or w.accessibleName()) for w in seen if too_small(w)]
    out = [(type(w).__name__, w.objectName()) for w in seen if outside(w, window)]
    assert (cut, out) == ([], [])


@pytest.mark.parametrize("code", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_words_of_the_navigation_fit(
    appearance: Appearance, language: Language, window: MainWindow, size: str, code: Code
) -> None:
    width, height, scale = SIZES[size]
    appearance.set_scale(scale)
    language.set(code)
    window.resize(width, height)
    QApplication.processEvents()
    for row in window.navigation.rows.values():
        font = appearance.theme.font("body" if window.room().wide else "note")
        row.setFont(font)
        assert row.fontMetrics().horizontalAdvance(row.text()) <= row.width(), row.text()
        assert row.geometry().bottom() <= window.navigation.height()


@pytest.mark.parametrize(
    ("width", "height", "scale", "wide", "short"),
    [(1366, 768, 1.0, True, False), (1366, 768, 1.25, False, True), (1920, 1080, 2.0, False, True),
     (1200, 640, 1.0, True, False), (1199, 639, 1.0, False, True)],
)  # fmt: skip
def test_room_follows_the_tokens(width: int, height: int, scale: float, wide: bool, short: bool) -> None:
    room = Room(width, height, scale)
    assert (room.wide, room.short) == (wide, short)


def test_page_higher_than_the_window_scrolls_instead_of_shrinking(appearance: Appearance, window: MainWindow) -> None:
    appearance.set_scale(1.5)
    window.resize(1024, 560)
    window.navigate("mode", "9f")
    QApplication.processEvents()
    rows = window.page("mode").findChildren(RadioRow)
    assert min(row.height() for row in rows) >= appearance.theme.control(52)
    area = window.stack.currentWidget()
    assert isinstance(area, QScrollArea)
    assert area.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize(
    ("width", "height", "scale", "side"), [(1024, 560, 1.0, 20), (1024, 560, 2.0, 0), (1366, 768, 1.5, 29)]
)
def test_large_text_in_a_low_window_leaves_the_navigation_its_words(
    appearance: Appearance, window: MainWindow, width: int, height: int, scale: float, side: int
) -> None:
    appearance.set_scale(scale)
    window.resize(width, height)
    QApplication.processEvents()
    for row in window.navigation.rows.values():
        line = QFontMetrics(appearance.theme.font("note")).height()
        assert (row.icon_side(), line + side <= row.height()) == (side, True)


@pytest.mark.parametrize("code", ["zh", "en"])
@pytest.mark.parametrize("key", gallery.PAGES)
def test_at_200_per_cent_in_the_least_window_everything_can_be_reached(
    appearance: Appearance, language: Language, window: MainWindow, key: str, code: Code
) -> None:
    appearance.set_scale(2.0)
    language.set(code)
    window.resize(1024, 560)
    window.navigate(key, "9f")
    QApplication.processEvents()
    head = window.head
    assert head.minimumSizeHint().width() <= head.width() <= 1024 - window.navigation.width()
    steps = head.steps.buttons()
    assert not steps or steps[-1].geometry().right() < head.steps.width()
    for area in filter(QWidget.isVisible, window.stack.findChildren(QScrollArea)):
        beyond = area.widget().width() - area.viewport().width()
        assert area.horizontalScrollBar().maximum() == max(0, beyond)


def test_cut_words_of_the_head_are_told(
    appearance: Appearance, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = "选择贸易方式与报关方式：结论、理由、依据和还没有答的问题"
    monkeypatch.setattr(type(window.page("mode")), "title", lambda _page: title)
    window.resize(1024, 560)
    window.navigate("mode", "9f")
    QApplication.processEvents()
    opener = window.head.opener
    assert [(one.text(), one.toolTip()) for one in (window.head.title, opener)] == [(title, ""), ("依据与说明", "")]
    appearance.set_scale(2.0)
    QApplication.processEvents()
    assert (opener.text(), opener.accessibleName(), opener.toolTip()) == ("", "依据与说明", "依据与说明")
    assert window.head.title.toolTip() == title
