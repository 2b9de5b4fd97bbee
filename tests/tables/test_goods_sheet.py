"""Reading foreign lists: values as typed, cells by their names, encodings, and files that are refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from exporter_desk.tables import goods_sheet
from exporter_desk.tables.goods_sheet import SheetRefusedError, column_name, read_sheets


def workbook(cells: dict[str, object], sheet: str = "清单") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for name, value in cells.items():
        page[name] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_values_are_as_a_person_types_them_and_keep_their_cells() -> None:
    cells = {"C7": "餐桌", "D7": 48.0, "E7": 0.3, "F7": "0805", "G7": date(2026, 1, 2), "H7": 9403609990, "C9": 1e21}
    (sheet,) = read_sheets(workbook(cells))
    assert sheet.name == "清单"
    assert sheet.rows[6] == ("", "", "餐桌", "48", "0.3", "0805", "2026-01-02", "9403609990")
    assert sheet.rows[8] == ("", "", "1.00000000000000E+21")
    assert [row for row in sheet.rows[:6] if any(row)] == []


@pytest.mark.parametrize(("number", "text"), [(999999999999999, "999999999999999"), (10**15, "1.00000000000000E+15")])
def test_a_number_longer_than_a_spreadsheet_holds_does_not_look_whole(number: int, text: str) -> None:
    assert read_sheets(workbook({"A1": number}))[0].rows == ((text,),)


def test_formula_is_not_computed() -> None:
    (sheet,) = read_sheets(workbook({"A1": 2, "B1": "=A1*3"}))
    assert sheet.rows == (("2",),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_text_tables_in_every_usual_encoding(encoding: str, sign: str) -> None:
    text = f"中文品名{sign}数量\r\n䶮字桌{sign}48\r\n"
    (sheet,) = read_sheets(text.encode(encoding))
    assert sheet.rows == (("中文品名", "数量"), ("䶮字桌", "48"))


@pytest.mark.parametrize(("index", "name"), [(0, "A"), (2, "C"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_letters_of_a_column(index: int, name: str) -> None:
    assert column_name(index) == name


def test_more_rows_than_are_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(goods_sheet, "MAX_ROWS", 3)
    (sheet,) = read_sheets("\n".join(f"桌,{number}" for number in range(9)).encode())
    assert (len(sheet.rows), sheet.cut) == (3, True)
    (sheet,) = read_sheets(workbook({f"A{row}": row for row in range(1, 10)}))
    assert (len(sheet.rows), sheet.cut) == (3, True)


def refused(data: bytes) -> str:
    with pytest.raises(SheetRefusedError) as error:
        read_sheets(data)
    return error.value.reason


def test_files_that_are_no_table_are_refused() -> None:
    assert refused(b"") == "no_table"
    assert refused(b"\x00\x01\x02\xff" * 50) == "no_table"
    assert refused(workbook({})) == "no_table"
    assert refused(b"PK\x03\x04 not a zip") == "damaged"
    assert refused(workbook({"A1": 1})[:-200]) == "damaged"
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == "damaged"


def test_a_zip_that_is_no_workbook() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "hello")
    assert refused(buffer.getvalue()) == "damaged"


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(goods_sheet, "MAX_UNPACKED", 100)
    assert refused(workbook({"A1": 1})) == "swollen"
    monkeypatch.setattr(goods_sheet, "MAX_BYTES", 10)
    assert refused(b"a,b\n" * 10) == "too_large"


def test_reading_stops_when_asked() -> None:
    class StopError(Exception):
        pass

    def stop() -> None:
        raise StopError

    with pytest.raises(StopError):
        read_sheets(workbook({"A1": 1}), stop)


def test_nothing_is_written_beside(tmp_path: Path) -> None:
    read_sheets(workbook({"A1": 1}))
    assert list(tmp_path.iterdir()) == []
