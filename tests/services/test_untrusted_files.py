"""Every importer with its limits and the sentence that refuses what lies beyond: one table, and hostile files."""

from __future__ import annotations

import io
import os
import sqlite3
import stat
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from exporter_desk.costs import fx_feed
from exporter_desk.costs.cards import read_card_toml
from exporter_desk.documents import scans as scan_limits
from exporter_desk.domain import case_json, record
from exporter_desk.domain.case_json import CaseRefusedError
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.finding import Finding
from exporter_desk.rules import pack_zip, reading
from exporter_desk.rules.problems import RuleDataErrors
from exporter_desk.services.claims.rate_files import RatesRefusedError, import_rates
from exporter_desk.services.desk import Desk
from exporter_desk.services.goods.sheet_files import read_file
from exporter_desk.services.packs.office import read_bounded
from exporter_desk.services.papers.scans import take_scan
from exporter_desk.storage import travel
from exporter_desk.system import sealed, settings
from exporter_desk.tables import archive, dbf, goods_sheet, workbook_child
from tests.support import fuzz_seeds

MB = 2**20
DAY = date(2026, 11, 22)


@cache
def desk() -> Desk:
    return Desk()


# How each importer is called, as the window and the command line call it.


def case_file(path: Path) -> None:
    case_json.load(path.read_bytes())


def rates(path: Path) -> None:
    import_rates(path, path.with_name("library.json"), DAY)


def scan(path: Path) -> None:
    take_scan(path, "transport", desk().library.limits_on(DAY))


def pack(path: Path) -> None:
    pack_zip.unzipped(read_bounded(path), path.name)


def opened(path: Path) -> None:
    sealed.unseal(path, path.with_name("plain"), "a long passphrase")


def toml(path: Path) -> None:
    found: list[object] = []
    reading.read_table(path.name, path.read_bytes(), found)  # type: ignore[arg-type]  # a list of problems
    if found:
        raise RuleDataErrors(found)  # type: ignore[arg-type]  # the same


# Files beyond each limit.


def zeros(size: int) -> Callable[[Path], None]:
    """A file of NUL bytes that takes no room on the disk."""

    def made(path: Path) -> None:
        path.touch()
        os.truncate(path, size)

    return made


def content(data: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(data) and None


def zipped(members: dict[str, bytes], *, mode: int = 0) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, mode << 16
            made.writestr(entry, data)
    return memory.getvalue()


def sheet(more: bytes) -> bytes:
    """A sound workbook with more rows in its sheet."""
    parts = fuzz_seeds.workbook_parts()
    name = "xl/worksheets/sheet1.xml"
    return fuzz_seeds.packed({**parts, name: parts[name].replace(b"</sheetData>", more + b"</sheetData>")})


def picture(width: int, height: int) -> bytes:
    memory = io.BytesIO()
    Image.new("1", (width, height)).save(memory, "PNG")
    return memory.getvalue()


def nested(depth: int) -> bytes:
    return b'{"estimate": {"a": ' + b"[" * depth + b"]" * depth + b"}}"


FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
SEALED_DEAR = sealed.MARK + b'{"n": 1073741824, "r": 8, "p": 1, "salt": "00", "start": "00000000000000"}\n'
LINK = stat.S_IFLNK | 0o777


@dataclass(frozen=True)
class Row:
    importer: Callable[[Path], object]
    limit: object
    expected: object
    file: Callable[[Path], None]
    code: str
    name: str


ROWS = {
    "case JSON: bytes": Row(case_file, case_json.MAX_BYTES, 4_000_000, zeros(4_000_001), "D11", "a.json"),
    "case JSON: depth": Row(case_file, case_json.MAX_DEPTH, 70, content(nested(80)), "D01", "a.json"),
    "case JSON: length of a text": Row(
        case_file, record.MAX_TEXT, 4000, content(b'{"title": "%s"}' % (b"a" * 4001)), "D08", "a.json"
    ),
    "case JSON: key twice": Row(case_file, None, None, content(b'{"title": "a", "title": "b"}'), "D01", "a.json"),
    "case JSON: half a character": Row(case_file, None, None, content(b'{"facts": {"\\ud800": "a"}}'), "D01", "a.json"),
    "case JSON: NUL": Row(case_file, None, None, content(b'{"title": "\\u0000"}'), "D07", "a.json"),
    "case JSON: reading turned round": Row(case_file, None, None, content(b'{"title": "\\u202egnp"}'), "D07", "a.json"),
    "travelling file: bytes": Row(
        travel.import_case, travel.MOST_BYTES, 256 * MB, zeros(256 * MB + 1), "S37", "a.exdesk"
    ),
    "list: bytes": Row(read_file, goods_sheet.MAX_BYTES, 20 * MB, zeros(20 * MB + 1), "S240", "a.xlsx"),
    "list: unpacked bytes": Row(
        read_file, goods_sheet.MAX_UNPACKED, 200 * MB, content(zipped({"a.xml": bytes(201 * MB)})), "S266", "a.xlsx"
    ),
    "list: parts": Row(
        read_file,
        goods_sheet.MAX_PARTS,
        2000,
        content(zipped({f"{n}.xml": b"" for n in range(2001)})),
        "S241",
        "a.xlsx",
    ),
    "list: swelling": Row(
        read_file, goods_sheet.MAX_RATIO, 300, content(zipped({"a.xml": bytes(2 * MB)})), "S245", "a.xlsx"
    ),
    "list: memory, by a cell far away": Row(
        read_file, workbook_child.MOST_MEMORY, 2048 * MB, content(sheet(FAR)), "S245", "a.xlsx"
    ),
    "list: no table": Row(read_file, None, None, content(b"\x01\x02\xff" * 9), "S242", "a.csv"),
    "list: no zip": Row(read_file, None, None, content(b"PK\x03\x04 none"), "S244", "a.xlsx"),
    "rates: bytes": Row(rates, archive.MAX_ARCHIVE_BYTES, 64 * MB, zeros(64 * MB + 1), "D60", "a.zip"),
    "rates: members": Row(
        rates, archive.MAX_MEMBERS, 256, content(zipped({f"{n}": b"" for n in range(257)})), "D60", "a.zip"
    ),
    "rates: bytes of a member": Row(
        rates, archive.MAX_MEMBER_BYTES, 128 * MB, content(zipped({"cmcode.dbf": bytes(129 * MB)})), "D60", "a.zip"
    ),
    "rates: swelling": Row(
        rates, archive.MAX_RATIO, 500, content(zipped({"cmcode.dbf": bytes(9 * MB)})), "D60", "a.zip"
    ),
    "rates: records": Row(
        rates, dbf.MAX_RECORDS, 2_000_000, content(b"\x03" + bytes(3) + b"\xff" * 8 + bytes(60)), "D61", "cmcode.dbf"
    ),
    "rates: path leads out": Row(rates, None, None, content(zipped({"../../cmcode.dbf": b"a"})), "D60", "a.zip"),
    "rates: absolute path": Row(rates, None, None, content(zipped({"/cmcode.dbf": b"a"})), "D60", "a.zip"),
    "rates: path of another disk": Row(rates, None, None, content(zipped({"C:\\cmcode.dbf": b"a"})), "D60", "a.zip"),
    "rates: link": Row(rates, None, None, content(zipped({"cmcode.dbf": b"/etc/passwd"}, mode=LINK)), "D60", "a.zip"),
    "rates: name turned round": Row(rates, None, None, content(zipped({"cmcode\u202efbd.dbf": b"a"})), "D60", "a.zip"),
    "pack: bytes": Row(pack, pack_zip.MAX_BYTES, 64 * MB, zeros(64 * MB + 1), "S225", "a.edpack"),
    "pack: entries": Row(
        pack, pack_zip.MAX_ENTRIES, 5000, content(zipped({f"{n}": b"" for n in range(5001)})), "pack", "a.edpack"
    ),
    "pack: unpacked bytes": Row(
        pack, pack_zip.MAX_BYTES, 64 * MB, content(zipped({"a": bytes(65 * MB)})), "pack", "a.edpack"
    ),
    "pack: swelling": Row(pack, pack_zip.MAX_RATIO, 300, content(zipped({"a": bytes(2 * MB)})), "pack", "a.edpack"),
    "pack: link": Row(pack, None, None, content(zipped({"a": b"/etc/passwd"}, mode=LINK)), "pack", "a.edpack"),
    "pack: bytes of a TOML": Row(toml, reading.MOST_BYTES, 4_000_000, zeros(4_000_001), "pack", "a.toml"),
    "pack: digits of a figure": Row(toml, reading.MOST_DIGITS, 30, content(b"a = 1e999999999"), "pack", "a.toml"),
    "scan: bytes": Row(scan, scan_limits.MAX_BYTES, 60_000_000, zeros(60_000_001), "S51", "a.pdf"),
    "scan: dots of a picture": Row(
        scan, scan_limits.MAX_PIXELS, 80_000_000, content(picture(10_000, 8_001)), "S51", "a.png"
    ),
    "scan: a program": Row(scan, None, None, content(b"MZ" + bytes(99)), "S51", "a.pdf"),
    "sealed: cost of the key": Row(opened, sealed.LONGEST_HEADER, 1024, content(SEALED_DEAR), "S61", "a.sealed"),
}


def refusal(row: Row, path: Path) -> tuple[str, str, str]:
    row.file(path)
    try:
        row.importer(path)
    except UserFacingError as error:
        return error.code, error.zh, error.en
    except (CaseRefusedError, RatesRefusedError) as error:
        return _worded(error.findings[0] if isinstance(error, CaseRefusedError) else error.finding)
    except RuleDataErrors as error:
        return "pack", "…", str(error)
    return "taken", "", ""


def _worded(finding: Finding) -> tuple[str, str, str]:
    (told,) = desk().render([finding])
    return told.code, told.zh, told.en


@pytest.mark.parametrize("name", ROWS)
def test_beyond_its_limit_each_importer_refuses_in_a_sentence(name: str, tmp_path: Path) -> None:
    row = ROWS[name]
    assert row.limit == row.expected
    code, zh, en = refusal(row, tmp_path / row.name)
    assert (code, zh != "", en != "") == (row.code, True, True)
    assert "Traceback" not in en
    assert {path.name for path in tmp_path.iterdir()} == {row.name}  # nothing is left beside


# What is read without harm.


def test_a_sheet_with_entities_reads_no_file_and_swells_nothing(tmp_path: Path) -> None:
    parts = fuzz_seeds.workbook_parts()
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE s [<!ENTITY l0 "ha"><!ENTITY x SYSTEM "{secret.as_uri()}">{laughs}]><sst'
    strings = parts["xl/sharedStrings.xml"].replace(b"<sst", head.encode(), 1)
    strings = strings.replace("品名".encode(), b"&x;&l11;")
    path = tmp_path / "a.xlsx"
    path.write_bytes(fuzz_seeds.packed({**parts, "xl/sharedStrings.xml": strings}))
    with pytest.raises(UserFacingError, match="S244"):
        read_file(path)
    unused = parts["xl/sharedStrings.xml"].replace(b"<sst", head.encode(), 1)
    path.write_bytes(fuzz_seeds.packed({**parts, "xl/sharedStrings.xml": unused}))
    assert read_file(path)[0].rows[1] == ("餐桌", "48", "72.5")


def test_rows_columns_and_cells_beyond_the_limits_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["a," * 300 + "b"] * 20_050), encoding="utf-8")
    (read,) = read_file(path)
    assert (len(read.rows), read.cut, max(map(len, read.rows))) == (20_000, True, goods_sheet.MAX_COLUMNS)
    path.write_text("a,b\n1," + "x" * 100_000, encoding="utf-8")
    assert len(read_file(path)[0].rows[1][1]) == goods_sheet.MAX_CELL


def test_a_cell_of_ten_megabytes_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * 10_000_000)
    with pytest.raises(UserFacingError, match="S244"):
        read_file(path)


@pytest.mark.parametrize("read", [read_file, scan, rates])
def test_folders_and_pipes_are_no_files(read: Callable[[Path], object], tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="S38"):
        read(tmp_path)
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")  # reading it would wait for ever
        with pytest.raises(UserFacingError, match="S38"):
            read(tmp_path / "pipe")


def test_settings_of_any_size_and_depth_are_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    deep = b'{"schema_version": 1, "a": ' + b"[" * 9000 + b"]" * 9000 + b"}"
    for data in (bytes(settings.MOST_BYTES + 1), deep, b'{"schema_version": 1, "my_name": "\\ud800"}'):
        path.write_bytes(data)
        read = settings.load(path)
        assert [one.code for one in read.findings] == ["S11"]
        read.set(settings.MY_NAME, "李敏")


# Travelling files with more in them than a shipment.

VIEW = (
    "ALTER TABLE draft RENAME TO d; CREATE VIEW draft AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n)"
)
HOSTILE = {
    "an endless view": """
        ALTER TABLE draft RENAME TO d;
        CREATE VIEW draft AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
        SELECT '9f00000000000000' AS case_id, i AS path, 'x' AS text FROM n""",
    "a trigger": "CREATE TRIGGER t AFTER UPDATE ON shipment BEGIN DELETE FROM goods_line; END",
    "another table": "CREATE TABLE more (a)",
    "a newer form": "PRAGMA user_version = 99",
    "no form": "PRAGMA user_version = 0",
}


@pytest.mark.parametrize(("what", "sql"), HOSTILE.items(), ids=HOSTILE)
def test_a_travelling_file_has_our_tables_and_nothing_else(what: str, sql: str, tmp_path: Path) -> None:
    path = tmp_path / "a.exdesk"
    path.write_bytes(fuzz_seeds.travelling_file(tmp_path))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(sql)
    with pytest.raises(UserFacingError) as caught:
        travel.import_case(path)
    assert caught.value.code == ("S97" if what == "a newer form" else "S263")


CELLS = {
    "goods_line SET qty = '1e999999999'": "S24",
    "goods_line SET qty = 'NaN'": "S24",
    "goods_line SET elements = '7'": "S24",
    "shipment SET day = 'soon'": "S24",
    "origin SET kind = 'oracle'": "S24",
    "shipment SET title = char(8238) || 'gnp'": "D07",
    "shipment SET title = printf('%.5000c', 'a')": "D08",
    "estimate SET body = '[1.5]'": "D04",
}


@pytest.mark.parametrize(("change", "code"), CELLS.items(), ids=CELLS)
def test_a_travelling_file_is_read_as_strictly_as_json(change: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.exdesk"
    path.write_bytes(fuzz_seeds.travelling_file(tmp_path))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"UPDATE {change}")
    with pytest.raises((UserFacingError, CaseRefusedError), match=code):
        travel.import_case(path)


# Cards of other people, and what leaves the program.


@pytest.mark.parametrize("text", ["a = 1e999999999", "a = nan", "a = " + "[" * 5000, ".".join("a" * 5000) + " = 1"])
def test_a_card_in_toml_is_refused_with_its_place(text: str) -> None:
    read = read_card_toml(text.encode(), "own/card.toml")
    assert (read.card, read.findings != ()) == (None, True)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1", "=cmd|'/c calc'!A1", "＝1+1"])
def test_no_text_of_a_shipment_becomes_a_formula_in_a_workbook(text: str) -> None:
    import openpyxl

    from exporter_desk.domain.spreadsheet import Cell, Sheet
    from exporter_desk.tables.workbook import to_xlsx

    data = to_xlsx([Sheet("a", ((Cell("t"),), (Cell(text),)))], "t", "a", DAY)
    cell = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["A2"]
    assert cell.data_type == "s"
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        assert not [name for name in made.namelist() if b"<f>" in made.read(name)]


@pytest.mark.parametrize(
    "content", [b'<?xml version="1.0" encoding="gb18030"?><a/>', b'<?xml version="1.0" encoding="none"?><a/>',
                '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"), b"<a>" * 100_000],
    ids=["gb18030", "none", "utf-16", "deep"],
)  # fmt: skip
def test_a_feed_of_rates_in_a_strange_form_is_refused(content: bytes) -> None:
    with pytest.raises(fx_feed.FeedError):
        fx_feed.read_feed(content)
