"""Workbooks read back by another program: texts stay texts, figures keep their digits, the same data the same bytes."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from exporter_desk.domain.spreadsheet import Cell, Sheet
from exporter_desk.tables.workbook import sheet_name, to_xlsx

DAY = date(2026, 11, 25)


def written(*cells: Cell, name: str = "商品") -> bytes:
    return to_xlsx([Sheet(name, (cells,))], "标题", "赣州示例公司", DAY)


def read_back(data: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+49-203", "-5", "@SUM(A1)", '=HYPERLINK("http://x.example","y")', "0110", "http://x.example", "1E5"],
)
def test_no_text_becomes_a_formula_a_link_or_a_number(text: str) -> None:
    cell = read_back(written(Cell(text)))["A1"]
    assert (cell.value, cell.data_type, cell.hyperlink, cell.number_format) == (text, "s", None, "@")


@pytest.mark.parametrize(
    ("value", "digits", "look"),
    [("72.3333", 4, "0.0000"), ("16128", 2, "0.00"), ("3264", None, "General"), ("7", 0, "0")],
)
def test_figures_are_numbers_that_show_their_places(value: str, digits: int | None, look: str) -> None:
    cell = read_back(written(Cell(Decimal(value), digits)))["A1"]
    assert (cell.data_type, Decimal(str(cell.value)), cell.number_format) == ("n", Decimal(value), look)


def test_a_figure_with_more_digits_than_a_workbook_keeps_stays_a_text() -> None:
    long = "1234567890123456.78901"
    cell = read_back(written(Cell(Decimal(long))))["A1"]
    assert (cell.value, cell.data_type) == (long, "s")


def test_an_open_cell_is_coloured_and_an_empty_one_holds_nothing() -> None:
    sheet = read_back(written(Cell("待确认", open=True), Cell(None), Cell("")))
    assert sheet["A1"].fill.fgColor.rgb == "FFFFF3CD"
    assert (sheet["B1"].value, sheet["C1"].value) == (None, None)


def test_the_same_sheets_give_the_same_bytes_at_any_time() -> None:
    first = written(Cell("甲"), Cell(Decimal("1.5")))
    time.sleep(1.1)
    assert written(Cell("甲"), Cell(Decimal("1.5"))) == first
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_file_says_what_it_is_and_of_which_day() -> None:
    properties = openpyxl.load_workbook(io.BytesIO(written(Cell("甲")))).properties
    assert (properties.title, properties.creator, properties.created) == (
        "标题",
        "赣州示例公司",
        datetime(2026, 11, 25),  # noqa: DTZ001 - a workbook has no zone
    )


def test_a_sheet_prints_across_with_its_head_on_every_page() -> None:
    sheet = read_back(written(Cell("a", title=True)))
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert sheet.print_title_rows == "$1:$1"


def test_a_figure_may_stand_at_the_left() -> None:
    sheet = read_back(written(Cell(Decimal(7), left=True), Cell(Decimal(7))))
    assert (sheet["A1"].alignment.horizontal, sheet["B1"].alignment.horizontal) == ("left", None)


def test_rows_are_as_high_as_their_deepest_text() -> None:
    row = (Cell("一二三四五六"), Cell("a\nb\nc"), Cell(Decimal(1)))
    sheet = read_back(to_xlsx([Sheet("a", (row, (Cell("短"),)), (4, 10, 10))], "", "", DAY))
    assert (sheet.row_dimensions[1].height, sheet.row_dimensions[2].height) == (45, None)


def test_head_rows_stay_in_sight() -> None:
    sheet = Sheet("清单", ((Cell("a"),), (Cell("b"),)), (20,), frozen_rows=2)
    assert read_back(to_xlsx([sheet], "", "", DAY)).freeze_panes == "A3"


@pytest.mark.parametrize(
    ("name", "taken"),
    [("商品", "商品"), ("a/b[1]:*?\\", "a-b-1-----"), ("长" * 40, "长" * 31), ("", "1"), ("'x'", "x")],
)
def test_names_of_sheets_are_made_fit(name: str, taken: str) -> None:
    assert sheet_name(name) == taken
    assert openpyxl.load_workbook(io.BytesIO(written(Cell("a"), name=name))).sheetnames == [taken]


TYPED = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=60)


@given(TYPED)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert (read_back(written(Cell(text)))["A1"].value or "") == text


def test_a_title_runs_on_over_the_columns_beside_it_instead_of_growing_tall() -> None:
    title, row = (Cell("外贸企业出口退税出口明细申报表", title=True),), (Cell("甲"), Cell("乙" * 30))
    sheet = read_back(to_xlsx([Sheet("商品", (title, row), (10, 10))], "标题", "赣州示例公司", DAY))
    assert not sheet["A1"].alignment.wrap_text
    assert 1 not in sheet.row_dimensions or sheet.row_dimensions[1].height is None
    assert sheet["B2"].alignment.wrap_text
    assert sheet.row_dimensions[2].height > 15
