"""Foreign workbooks that are filled in their place, read back by another program's reader."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation

from exporter_desk.domain.spreadsheet import Cell
from exporter_desk.tables.goods_sheet import column_name
from exporter_desk.tables.template_book import (
    TemplateRefusedError,
    column_number,
    fill_book,
    first_free_row,
    place_of,
)

TITLES = ("序号", "商品编码", "品名", "数量")


def template(*, samples: int = 1, merged: str = "", tall: bool = False) -> bytes:
    """A portal's sheet: a merged head, titles in row 3, sample lines, a drop-down list, a sum, a second sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "报关数据"
    book.create_sheet("代码").append(["142", "中国"])
    sheet["A1"], sheet["F1"] = "模板 V3", "=SUM(D4:D99)"
    sheet.merge_cells("A1:D1")
    sheet["A2"] = "合同号："
    for at, title in enumerate(TITLES, 1):
        sheet.cell(3, at, title).fill = PatternFill("solid", fgColor="FFEE00")
        if tall:
            sheet.merge_cells(start_row=3, end_row=4, start_column=at, end_column=at)
    for row in range(samples):
        for at in range(1, 6):
            cell = sheet.cell(4 + tall + row, at, "样例")
            cell.border = Border(bottom=Side("thin"))
    if merged:
        sheet.merge_cells(merged)
    sheet.column_dimensions["C"].width = 44
    listed = DataValidation(type="list", formula1='"件,千克"')
    listed.add("E4:E99")
    sheet.add_data_validation(listed)
    book.security = WorkbookProtection(lockStructure=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_named_cells_are_filled_and_the_layout_stays() -> None:
    texts = ("0805100000", 'A<B>&"C"\n第二行\x0b', "=1+1")
    cells = {(4, 2): Cell(texts[0]), (4, 3): Cell(texts[1]), (4, 4): Cell(Decimal("12.50")), (2, 2): Cell(texts[2])}
    cells |= {(row, 1): Cell(Decimal(row - 3)) for row in range(4, 9)}
    before, after = read(template()), read(fill_book(template(), "报关数据", 4, cells))
    old, new = before["报关数据"], after["报关数据"]
    assert (new["B4"].value, new["B4"].data_type) == ("0805100000", "s")
    assert new["C4"].value == 'A<B>&"C"\n第二行'
    assert (new["D4"].value, new["D4"].data_type) == (12.5, "n")
    assert (new["B2"].value, new["B2"].data_type) == ("=1+1", "s")
    assert [new.cell(row, 1).value for row in range(4, 10)] == [1, 2, 3, 4, 5, None]
    assert [cell.value for cell in new[3][:4]] == list(TITLES)
    assert new["A2"].value == "合同号："
    assert new["A3"].fill.fgColor.rgb == "00FFEE00"
    assert new.merged_cells.ranges == old.merged_cells.ranges
    assert new.column_dimensions["C"].width == 44
    assert str(new.data_validations.dataValidation[0].sqref) == "E4:E99"
    assert [[cell.value for cell in row] for row in after["代码"]] == [["142", "中国"]]


def test_sample_lines_go_and_lend_their_looks_to_every_line() -> None:
    filled = read(fill_book(template(samples=2), "报关数据", 4, {(9, 1): Cell("x")}))["报关数据"]
    values = [cell.value for row in filled.iter_rows(min_row=4) for cell in row if cell.value is not None]
    assert values == ["x"]
    assert [filled.cell(row, 5).border.bottom.style for row in range(4, 10)] == ["thin"] * 6


def test_a_sum_above_keeps_no_answer_of_other_lines() -> None:
    plain = template()
    with zipfile.ZipFile(io.BytesIO(plain)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"<v></v>", b"<v>77</v>")
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"<v />", b"<v>77</v>")
    parts["xl/calcChain.xml"] = b"<calcChain/>"
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    assert openpyxl.load_workbook(saved, data_only=True)["报关数据"]["F1"].value == 77
    filled = fill_book(saved.getvalue(), "报关数据", 4, {(4, 4): Cell(Decimal(5))})
    assert read(filled)["报关数据"]["F1"].value == "=SUM(D4:D99)"
    assert openpyxl.load_workbook(io.BytesIO(filled), data_only=True)["报关数据"]["F1"].value is None
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        assert "xl/calcChain.xml" not in archive.namelist()
        assert b'fullCalcOnLoad="1"' in archive.read("xl/workbook.xml")


def test_equal_cells_give_equal_bytes() -> None:
    data, cells = template(), {(4, 1): Cell("x")}
    assert fill_book(data, "报关数据", 4, cells) == fill_book(data, "报关数据", 4, cells)


def test_titles_over_two_rows_push_the_lines_down() -> None:
    assert first_free_row(template(), "报关数据", 3) == 4
    assert first_free_row(template(tall=True), "报关数据", 3) == 5


@pytest.mark.parametrize(
    ("data", "sheet", "reason"),
    [
        (template(merged="A5:A6"), "报关数据", "merged"),
        (template(), "没有", "no_sheet"),
        (b"PK\x03\x04 broken", "报关数据", "unreadable"),
        (template()[:-40], "报关数据", "unreadable"),
    ],
)
def test_what_cannot_be_filled_says_why(data: bytes, sheet: str, reason: str) -> None:
    with pytest.raises(TemplateRefusedError) as caught:
        first_free_row(data, sheet, 3)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("xl/vbaProject.bin", b"x", "macros"),
        ("xl/worksheets/sheet1.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>', "unreadable"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row><c/></row></sheetData></worksheet>", "unreadable"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData/></worksheet>", "no_sheet"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData>", "unreadable"),
    ],
)
def test_hostile_parts_are_refused(name: str, content: bytes, reason: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template())) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    with pytest.raises(TemplateRefusedError) as caught:
        fill_book(out.getvalue(), "报关数据", 4, {(4, 1): Cell("x")})
    assert caught.value.reason == reason


def test_places_are_read_as_spreadsheets_name_them() -> None:
    assert place_of("AB12") == (12, 28)
    assert [column_name(number - 1) for number in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert column_number("AAA") == 703
    with pytest.raises(ValueError, match="A0"):
        place_of("A0")
