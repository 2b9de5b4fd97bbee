"""Columns beside each other: what one does not need is given away before anything is cut."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from exporter_desk.ui.forms.scrolling_table import FittingTable, fitted_widths
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import CellState


@pytest.mark.parametrize(
    ("wanted", "needed", "whole", "room", "widths"),
    [
        ([100, 200, 100], [60, 200, 40], (), 400, [100, 200, 100]),
        # 50 too many: the first has 40 to spare, the last 60, so they give 20 and 30
        ([100, 200, 100], [60, 200, 40], (), 350, [80, 200, 70]),
        # 60 + 200 + 40 do not fit into 250: the widest keeps what the two others leave
        ([100, 200, 100], [60, 200, 40], (), 250, [60, 150, 40]),
        # both wide ones are cut to one width
        ([100, 200, 180], [60, 200, 180], (), 260, [60, 100, 100]),
        # a figure is never cut: 260 - 180 for two, of which the first needs 30 alone
        ([30, 200, 180], [30, 200, 180], (2,), 260, [30, 50, 180]),
    ],
)
def test_widths(wanted: list[int], needed: list[int], whole: Collection[int], room: int, widths: list[int]) -> None:
    assert fitted_widths(wanted, needed, whole, room) == widths


def test_no_column_ends_beyond_the_edge_and_a_name_is_not_cut_beside_empty_columns(
    appearance: Appearance,
) -> None:
    model = TitledRows(["", "", ""], ("left", "left", "left"))
    table = FittingTable(row=38)
    table.set_model(model, (400, 0, 400))
    model.show([(CellState("a"), CellState("Wooden dining table"), CellState("b"))])
    table.resize(500, 200)
    table.show()
    try:
        header = table.view.horizontalHeader()
        assert header.length() <= header.width()
        assert header.sectionSize(1) >= table.view.needed_width(model.index(0, 1))
    finally:
        table.close()
        table.deleteLater()


def test_a_column_that_is_too_narrow_takes_what_others_do_not_need(appearance: Appearance) -> None:
    model = TitledRows(["", "", ""], ("left", "left", "left"))
    table = FittingTable("grid")
    table.set_model(model, (60, 0, 300))
    model.show([(CellState("1400×800×750 mm"), CellState("Wooden dining table"), CellState("b"))])
    table.resize(500, 200)
    table.show()
    try:
        header = table.view.horizontalHeader()
        assert all(header.sectionSize(at) >= table.view.needed_width(model.index(0, at)) for at in range(3))
        assert header.length() <= header.width()
    finally:
        table.close()
        table.deleteLater()
