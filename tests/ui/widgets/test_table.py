"""Tables: keys, current row, cell grounds, editing with an input method, height."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import CELL_ROLE, CellState, LineEdit, TableCard
from exporter_desk.ui.widgets.table import TableKind
from tests.ui.gallery import CellModel

CELLS = [
    [CellState("实木餐桌"), CellState("48O", "wrong", "right", "这里要填数字")],
    [CellState("实木餐椅"), CellState("未确认", "to_confirm")],
    [CellState("餐椅坐垫"), CellState("不计价", "unknown")],
]


def make(qtbot: QtBot, kind: TableKind, cells: list[list[CellState]] = CELLS) -> TableCard:
    card = TableCard(kind, hug=True, name="商品")
    qtbot.addWidget(card)
    card.model = CellModel(("品名", "数量"), cells)  # type: ignore[attr-defined]  # kept alive with its card
    card.set_model(card.model, (0, 120))  # type: ignore[attr-defined]
    card.resize(500, 300)
    card.show()
    card.view.setFocus()
    card.select(0)
    return card


@pytest.fixture
def listing(qtbot: QtBot, appearance: Appearance) -> TableCard:
    return make(qtbot, "list")


@pytest.fixture
def grid(qtbot: QtBot, appearance: Appearance) -> TableCard:
    return make(qtbot, "grid")


def ground(card: TableCard, row: int, column: int) -> str:
    """Colour at the left edge of a cell, where no text is."""
    index = card.view.model().index(row, column)
    where = card.view.visualRect(index)
    return card.view.viewport().grab().toImage().pixelColor(where.left() + 6, where.top() + 3).name()


def test_a_column_of_figures_is_as_wide_as_its_longest_cell(qtbot: QtBot, appearance: Appearance) -> None:
    """Rows further down count as well; a column that may be cut keeps its width, and so does one with room enough."""
    long, short = CellState("to be paid back: ¥1,234,567.89", "computed", "right"), CellState("¥1.00", "typed", "right")
    card = make(qtbot, "list", [[short, short]] * 30)
    model, other = CellModel(("a", "b"), [[long, short]] * 29 + [[long, long]]), CellModel(("a", "b"), [[short, short]])
    card.set_model(model, (60, 60), whole=(1,))
    needed = card.view.needed_width(model.index(29, 1))
    assert needed > 120
    assert [card.view.columnWidth(column) for column in (0, 1)] == [60, needed]
    card.set_model(other, (0, 120), whole=(1,))
    assert card.view.columnWidth(1) == 120


def test_enter_opens_a_row_of_a_list(qtbot: QtBot, listing: TableCard) -> None:
    qtbot.keyClick(listing.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(listing.opened, timeout=20_000) as heard:
        qtbot.keyClick(listing.view, Qt.Key.Key_Return)
    assert heard.args == [1]


def test_enter_in_a_grid_goes_down(qtbot: QtBot, grid: TableCard) -> None:
    qtbot.keyClick(grid.view, Qt.Key.Key_Return)
    assert grid.view.currentIndex().row() == 1


def test_grounds_show_the_state(grid: TableCard) -> None:
    assert [ground(grid, row, 1) for row in range(3)] == ["#fcecea", "#fff5e0", "#ffffff"]


def test_current_row_of_a_list_is_accented(listing: TableCard) -> None:
    assert [ground(listing, row, 0) for row in range(2)] == ["#dcebe8", "#ffffff"]


def test_selected_cells_of_a_grid_show_no_foreign_highlight(grid: TableCard) -> None:
    grid.view.selectAll()
    assert ground(grid, 1, 0) == "#dcebe8"


def test_copy_gives_tabs_and_lines(qtbot: QtBot, grid: TableCard) -> None:
    grid.view.selectAll()
    qtbot.keyClick(grid.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "实木餐桌\t48O\n实木餐椅\t未确认\n餐椅坐垫\t不计价"


def test_copy_with_header_and_as_html(qtbot: QtBot, grid: TableCard) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    grid.select(0, 1)
    qtbot.keyClick(grid.view, Qt.Key.Key_C, both)
    assert QGuiApplication.clipboard().text() == "数量\n48O"
    assert "<td>48O</td>" in QGuiApplication.clipboard().mimeData().html()


def test_held_shift_marks_nothing_besides(qtbot: QtBot, grid: TableCard) -> None:
    qtbot.keyPress(grid.view, Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.ShiftModifier
    grid.select(2, 1)
    qtbot.keyRelease(grid.view, Qt.Key.Key_Shift)
    assert [(index.row(), index.column()) for index in grid.view.selectedIndexes()] == [(2, 1)]


def test_held_shift_keeps_one_row_of_a_list(qtbot: QtBot, listing: TableCard) -> None:
    qtbot.keyPress(listing.view, Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier)
    listing.select(2)
    qtbot.keyRelease(listing.view, Qt.Key.Key_Shift)
    assert {index.row() for index in listing.view.selectedIndexes()} == {2}


COPY_AND_END = """
from PySide6.QtWidgets import QApplication
from exporter_desk.system import resources
from exporter_desk.ui.theme import Appearance, Tokens
from exporter_desk.ui.widgets import CellState, TableCard
from tests.ui.gallery import CellModel

app = QApplication([])
look = Appearance(app, Tokens.from_text(resources.read_text("theme/tokens.json")), "")
card, model = TableCard("grid"), CellModel(("品名",), [[CellState("餐桌")]])
card.set_model(model, (0,))
card.select(0)
card.view.copy()
print(QApplication.clipboard().text())
"""


def test_program_ends_well_with_cells_on_the_clipboard(fresh_python: Callable[[str], str]) -> None:
    assert fresh_python(COPY_AND_END) == "餐桌\n"


def test_click_on_a_verb_is_told(qtbot: QtBot, appearance: Appearance) -> None:
    card = make(qtbot, "list", [[CellState("装箱单件数"), CellState("", verb="跳到")]])
    where = card.view.visualRect(card.view.model().index(0, 1)).center()
    with qtbot.waitSignal(card.acted, timeout=20_000) as heard:
        qtbot.mouseClick(card.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert heard.args == [0, 1]


def test_lines_end_at_the_last_column_that_is_seen(grid: TableCard) -> None:
    grid.view.setColumnHidden(1, True)
    assert grid.view.edges() == (0, 0)


def test_paste_and_fill_are_offered_to_the_page(qtbot: QtBot, grid: TableCard) -> None:
    QGuiApplication.clipboard().setText("1\t2")
    with qtbot.waitSignal(grid.view.pasted, timeout=20_000) as heard:
        qtbot.keyClick(grid.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert heard.args == ["1\t2"]
    with qtbot.waitSignal(grid.view.fill_down, timeout=20_000):
        qtbot.keyClick(grid.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)


def test_enter_of_a_composition_keeps_the_editor_open(qtbot: QtBot, grid: TableCard) -> None:
    qtbot.keyClick(grid.view, Qt.Key.Key_F2)
    editor = grid.view.findChild(LineEdit)
    assert editor.accessibleName() == "品名"
    QApplication.sendEvent(editor, QInputMethodEvent("can", []))
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.isVisible()


def test_card_is_as_high_as_its_rows(listing: TableCard) -> None:
    assert listing.height() == 32 + 3 * 42 + 2
    assert listing.view.verticalScrollBar().maximum() == 0


def test_row_height_follows_scale(appearance: Appearance, listing: TableCard) -> None:
    appearance.set_scale(2.0)
    assert listing.view.rowHeight(0) == 78
    assert listing.view.columnWidth(1) == 222


def test_plain_model_is_shown_as_typed(qtbot: QtBot, grid: TableCard) -> None:
    index: QModelIndex = grid.view.model().index(0, 0)
    assert index.data(CELL_ROLE) == CELLS[0][0]
    assert index.data() == "实木餐桌"
