"""Rows that wrap."""

from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from exporter_desk.ui import theme
from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import Button, Fact, FactsStrip, Flow, Switch
from exporter_desk.ui.widgets.flow import Gap


def boxes(qtbot: QtBot, width: int) -> list[tuple[int, int]]:
    """Corners of three boxes of 100 × 20 in a flow with gaps of 8."""
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(holder)
    theme.set_spacing(flow, 8)
    for _ in range(3):
        box = QWidget()
        box.setFixedSize(100, 20)
        flow.addWidget(box)
    holder.resize(width, 200)
    holder.show()
    return [(box.x(), box.y()) for box in holder.findChildren(QWidget)]


def test_side_by_side_where_there_is_room(qtbot: QtBot, appearance: Appearance) -> None:
    assert boxes(qtbot, 316) == [(0, 0), (108, 0), (216, 0)]


def test_next_line_where_there_is_none(qtbot: QtBot, appearance: Appearance) -> None:
    assert boxes(qtbot, 315) == [(0, 0), (108, 0), (0, 28)]


def test_facts_grow_a_second_line(qtbot: QtBot, appearance: Appearance) -> None:
    strip = FactsStrip([Fact("成交", "FOB 盐田 USD 38,400.00")] * 6)
    qtbot.addWidget(strip)
    assert strip.heightForWidth(500) > strip.heightForWidth(2000)


def test_facts_of_a_second_line_are_seen_beside_a_button(qtbot: QtBot, appearance: Appearance) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    strip, row = FactsStrip([Fact("成交", "FOB 盐田 USD 38,400.00")] * 6), QHBoxLayout()
    row.addWidget(strip, 1)
    row.addWidget(Button("按月看", "text"))
    column = QVBoxLayout(holder)
    column.addLayout(row)
    column.addStretch(1)
    holder.resize(600, 600)
    holder.show()
    qtbot.waitUntil(lambda: strip.height() == strip.heightForWidth(strip.width()), timeout=20_000)
    facts = [one for one in strip.children() if isinstance(one, QWidget)]
    assert len(facts) == 6
    assert all(strip.rect().contains(one.geometry()) for one in facts)


def test_what_follows_a_gap_stands_at_the_right_end(qtbot: QtBot, appearance: Appearance) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(holder)
    theme.set_spacing(flow, 8)
    left, right = QWidget(), QWidget()
    for box in (left, right):
        box.setFixedSize(100, 20)
    for piece in (left, Gap(), right):
        flow.addWidget(piece)
    holder.show()
    for width, corner in ((300, (200, 0)), (216, (116, 0)), (180, (0, 28))):
        holder.resize(width, 200)
        assert (left.x(), left.y(), right.x(), right.y()) == (0, 0, *corner)


def test_a_switch_with_many_views_gets_higher_where_its_line_is_too_short(qtbot: QtBot, appearance: Appearance) -> None:
    holder, switch = QWidget(), Switch([("Declarations and papers", "")] * 4, wraps=True)
    qtbot.addWidget(holder)
    flow = Flow(holder)
    theme.set_spacing(flow, 8)
    flow.addWidget(switch)
    whole = switch.sizeHint()
    holder.resize(whole.width() // 2 + 20, 300)
    holder.show()
    segments = switch.findChildren(QAbstractButton)
    assert len({one.y() for one in segments}) == 2
    assert all(switch.rect().contains(one.geometry()) for one in segments)
    holder.resize(whole.width() + 1, 300)
    assert switch.size() == whole
