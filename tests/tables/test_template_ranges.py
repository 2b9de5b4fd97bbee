"""Foreign workbooks whose formulas, lists, tables and feet are to hold for as many lines as there are."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from exporter_desk.domain.spreadsheet import Cell
from exporter_desk.tables.template_book import TemplateRefusedError, below_titles, fill_book, first_free_row

NAME, OTHER = "报关 资料", "汇总"
LINES = {(row, 4): Cell(Decimal(row)) for row in range(4, 57)}  # 53 lines from row 4 on


def template(cells: Mapping[str, object], merged: str = "") -> bytes:
    """Titles in row 3, two samples below, and what a test puts besides; a second sheet takes what begins with `!`."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = NAME
    other = book.create_sheet(OTHER)
    for at, title in enumerate(("序号", "商品编码", "品名", "数量"), 1):
        sheet.cell(3, at, title)
        sheet.cell(4, at, "样例")
        sheet.cell(5, at, "样例")
    for place, value in cells.items():
        (other if place.startswith("!") else sheet)[place.removeprefix("!")] = value
    if merged:
        sheet.merge_cells(merged)
    listed = DataValidation(type="list", formula1='"件,千克"')
    listed.add("B4:B5")
    sheet.add_data_validation(listed)
    sheet.add_table(Table(displayName="T", ref="A3:D5"))
    book.defined_names["qty"] = DefinedName("qty", attr_text=f"'{NAME}'!$D$4:$D$5")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def filled(cells: Mapping[str, object], lines: int = 53, merged: str = "") -> openpyxl.Workbook:
    some = {place: cell for place, cell in LINES.items() if place[0] < 4 + lines}
    return openpyxl.load_workbook(io.BytesIO(fill_book(template(cells, merged), NAME, 4, some)))


@pytest.mark.parametrize(
    ("formula", "lines", "wanted"),
    [
        ("=SUM(D4:D20)", 53, "=SUM(D4:D56)"),
        ("=SUM(D4:D5)", 3, "=SUM(D4:D6)"),
        ("=SUM(D4:D99)", 53, "=SUM(D4:D99)"),
        ("=SUM($D$4:$D$5)*2", 53, "=SUM($D$4:$D$56)*2"),
        ("=COUNTA(B3:B5)-1", 53, "=COUNTA(B3:B56)-1"),
        ("=SUM(D:D)", 53, "=SUM(D:D)"),
        ('="D4:D5"&A1', 53, '="D4:D5"&A1'),
        ("=SUM(汇总!D4:D5)", 53, "=SUM(汇总!D4:D5)"),
        ("=LOG10(D4)", 53, "=LOG10(D4)"),
    ],
)
def test_a_range_over_the_lines_reaches_over_all_of_them(formula: str, lines: int, wanted: str) -> None:
    assert filled({"F1": formula}, lines)[NAME]["F1"].value == wanted


def test_tables_lists_names_and_other_sheets_reach_over_all_lines() -> None:
    book = filled({"!A1": f"=SUM('{NAME}'!D4:D5)", "!A2": "=SUM(D4:D5)"})
    assert book[NAME].tables["T"].ref == "A3:D56"
    assert [str(one.sqref) for one in book[NAME].data_validations.dataValidation] == ["B4:B56"]
    assert book.defined_names["qty"].attr_text == f"'{NAME}'!$D$4:$D$56"
    assert [book[OTHER][place].value for place in ("A1", "A2")] == [f"=SUM('{NAME}'!D4:D56)", "=SUM(D4:D5)"]


FOOT = {"A6": "合计", "D6": "=SUM(D4:D5)", "A8": "制单人：", "B8": "=D6", "F1": "=D6"}


def test_the_foot_of_a_form_goes_below_the_lines() -> None:
    sheet = filled(FOOT, merged="B8:C8")[NAME]
    assert [sheet.cell(row, 4).value for row in (4, 5, 6, 56)] == [4, 5, 6, 56]
    assert (sheet["A57"].value, sheet["D57"].value) == ("合计", "=SUM(D4:D56)")
    assert (sheet["A59"].value, sheet["B59"].value, sheet["F1"].value) == ("制单人：", "=D57", "=D57")
    assert [str(one) for one in sheet.merged_cells.ranges] == ["B59:C59"]
    assert sheet.max_row == 59


def test_a_foot_that_leaves_room_enough_stays_where_it_is() -> None:
    sheet = filled({"A20": "制单人：", "A21": "日期", "D22": "=SUM(D4:D19)"}, lines=2)[NAME]
    assert [sheet[place].value for place in ("A20", "A21", "D22", "A4", "A5")] == [
        "制单人：",
        "日期",
        "=SUM(D4:D19)",
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({}, (8, None)),
        ({"A6": "合计"}, (8, 6)),
        ({"D9": "=SUM(D4:D8)"}, (8, 9)),
        ({"A9": "某公司"}, (8, 9)),
        ({"A9": "1", "B9": "9403", "C9": "桌"}, (11, None)),
        ({"F4": "=D4*10", "F5": "=D5*10"}, (10, None)),
    ],
)
def test_what_goes_and_where_the_foot_begins_is_told(cells: dict[str, object], found: tuple[int, int | None]) -> None:
    assert below_titles(template(cells), NAME, 4) == found


@pytest.mark.parametrize("formula", ["=D4+D5", "=SUM(D5:D20)"])
def test_a_formula_that_would_leave_out_lines_is_refused(formula: str) -> None:
    with pytest.raises(TemplateRefusedError) as caught:
        fill_book(template({"F1": formula}), NAME, 4, {})
    assert caught.value.reason == "formula"


def test_merged_cells_are_taken_in_a_foot_and_refused_among_lines() -> None:
    assert first_free_row(template({"A8": "备注"}, "A8:D9"), NAME, 3) == 4
    with pytest.raises(TemplateRefusedError, match="merged"):
        first_free_row(template({}, "A7:D7"), NAME, 3)
