"""Short lists: keys, verbs, names."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import CellState, Column, ListCard, Row, Verb


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def card(qtbot: QtBot, appearance: Appearance, done: list[str]) -> ListCard:
    box = ListCard((Column("编号", 100), Column("货物")), header=True)
    qtbot.addWidget(box)
    rows = [
        Row((CellState(f"C-{n}"), CellState("T恤")), (Verb("去处理", lambda n=n: done.append(f"C-{n}")),))  # type: ignore[misc]
        for n in (1, 2)
    ]
    box.set_rows(rows)
    box.resize(600, 120)
    box.show()
    box.rows()[0].setFocus()
    return box


def test_arrow_moves_and_enter_runs_the_verb(qtbot: QtBot, card: ListCard, done: list[str]) -> None:
    qtbot.keyClick(card.rows()[0], Qt.Key.Key_Down)
    assert card.current() == 1
    qtbot.keyClick(card.rows()[1], Qt.Key.Key_Return)
    assert done == ["C-2"]


def test_button_runs_the_verb_of_its_row(qtbot: QtBot, card: ListCard, done: list[str]) -> None:
    qtbot.mouseClick(card.rows()[0].buttons[0], Qt.MouseButton.LeftButton)
    assert done == ["C-1"]


def test_rows_that_open_do_not_run_the_verb(qtbot: QtBot, card: ListCard, done: list[str]) -> None:
    card.set_opens(True)
    with qtbot.waitSignal(card.opened, timeout=20_000) as heard:
        qtbot.keyClick(card.rows()[0], Qt.Key.Key_Return)
    assert (heard.args, done) == ([0], [])


def test_row_reads_out_its_cells(card: ListCard) -> None:
    assert card.rows()[0].accessibleName() == "C-1 T恤"


def test_columns_fill_the_row_and_leave_room_for_verbs(card: ListCard) -> None:
    row = card.rows()[0]
    (first, width), (second, rest) = row.boxes()
    assert (first, width, second) == (16, 100, 116)
    assert second + rest == row.width() - row.verbs_width()


def test_new_rows_replace_the_old(card: ListCard) -> None:
    card.set_rows([Row((CellState("D-1"), CellState("家具")))], current=0)
    assert [row.accessibleName() for row in card.rows()] == ["D-1 家具"]
    assert card.current() == 0


def test_focus_stays_on_the_line_when_its_verb_changed_the_list(card: ListCard) -> None:
    card.rows()[1].buttons[0].setFocus()
    card.set_rows([Row((CellState("C-1"), CellState("T恤"))), Row((CellState("C-2"), CellState("T恤")))])
    assert card.rows()[1].hasFocus()
