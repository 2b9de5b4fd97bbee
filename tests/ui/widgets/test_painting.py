"""Marks differ by shape, painting loses no references, text never overruns."""

import gc
import sys
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from exporter_desk.ui import theme
from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import CellState, painting
from exporter_desk.ui.widgets.cell_painting import fitting_chip
from exporter_desk.ui.widgets.painting import MARK_KINDS, MarkKind


def shape(kind: MarkKind) -> bytes:
    """The mark's silhouette: where anything was drawn, whatever the colour."""
    picture = QImage(28, 28, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painting.paint_mark(painter, QRectF(0, 0, 28, 28), kind, theme.current())
    painter.end()
    return bytes(picture.pixelColor(x, y).alpha() > 127 for y in range(28) for x in range(28))


@pytest.mark.parametrize(("one", "other"), [*combinations(("error", "warn", "hint", "ok"), 2)])
def test_marks_differ_without_colour(appearance: Appearance, one: MarkKind, other: MarkKind) -> None:
    pairs = zip(shape(one), shape(other), strict=True)
    assert sum(a != b for a, b in pairs) > 40


@pytest.mark.parametrize("kind", MARK_KINDS)
def test_every_mark_draws_something_inside_its_box(appearance: Appearance, kind: MarkKind) -> None:
    assert 20 < sum(shape(kind)) < 28 * 28


def test_marks_lie_lower_than_the_middle(appearance: Appearance) -> None:
    rows = [index // 28 for index, drawn in enumerate(shape("error")) if drawn]
    assert (min(rows) + max(rows)) / 2 > 13.5


def test_20000_paintings_cost_no_reference_to_none(appearance: Appearance) -> None:
    picture = QImage(20, 20, QImage.Format.Format_ARGB32)
    painter = QPainter(picture)
    gc.collect()
    gc.disable()
    before = sys.getrefcount(None)
    for index in range(20_000):
        painter.setPen(QColor(index % 256, 0, 0))
        painter.drawLine(0, 0, index % 20, 20)
    painter.end()
    after = sys.getrefcount(None)
    gc.enable()
    assert after > before - 200


def _painted(text: str, *, italic: bool) -> bytes:
    picture = QImage(200, 24, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    font = theme.current().font("table", italic=italic)
    painting.paint_text(painter, QRectF(0, 0, 200, 24), text, font, QColor("black"), Qt.AlignmentFlag.AlignRight)
    painter.end()
    return bytes(picture.constBits())


@pytest.mark.parametrize(("text", "slanted"), [("12,345.60", True), ("；不含退税", False), ("excl", False)])
def test_of_an_estimate_only_the_figure_is_slanted(appearance: Appearance, text: str, slanted: bool) -> None:
    assert (_painted(text, italic=True) != _painted(text, italic=False)) is slanted
    both = f"{text}；不含退税 19,930.56"
    assert _painted(both, italic=True) != _painted(both, italic=False)


def test_long_text_is_elided_in_its_room(appearance: Appearance) -> None:
    picture = QImage(100, 20, QImage.Format.Format_ARGB32)
    painter, font = QPainter(picture), theme.current().font("table")
    drawn = painting.paint_text(painter, QRectF(0, 0, 60, 20), "实木餐桌椅套装一百二十套", font, QColor("black"))
    painter.end()
    assert QFontMetricsF(font).horizontalAdvance("实") < drawn <= 60


@pytest.mark.parametrize("chip", ["估算", "≈", ""])
def test_a_chip_never_takes_the_room_of_the_figure_that_it_marks(appearance: Appearance, chip: str) -> None:
    cell, now = CellState("2,860.59", "estimated", chip="估算", alignment="right"), theme.current()
    figure = QFontMetricsF(now.font("table", italic=True)).horizontalAdvance(cell.text)
    room = figure + (painting.chip_width(now, chip) + now.space(8) if chip else now.space(8))
    assert fitting_chip(cell, now, room) == chip


def test_a_plain_figure_gets_no_sign_of_an_estimate(appearance: Appearance) -> None:
    assert fitting_chip(CellState("2,860.59", alignment="right"), theme.current(), 200) == ""
