"""Every importer as a function of bytes: what may leave it is a documented refusal, and nothing else."""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from unittest.mock import patch

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from exporter_desk.costs import fx_feed
from exporter_desk.costs.cards import read_card, read_card_toml
from exporter_desk.costs.frozen import difference, is_frozen
from exporter_desk.costs.scenario import read_scenario
from exporter_desk.costs.variants import split_variants
from exporter_desk.documents.scans import ScanRefusedError, scan
from exporter_desk.domain import case_json
from exporter_desk.domain.case import Case
from exporter_desk.domain.case_json import CaseRefusedError
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.spreadsheet import Cell
from exporter_desk.domain.text import Bilingual
from exporter_desk.refund import rate_library, scenario
from exporter_desk.rules.pack_zip import unzipped
from exporter_desk.rules.packs import read_pack
from exporter_desk.rules.problems import RuleDataErrors
from exporter_desk.services.claims import rate_files
from exporter_desk.services.claims.invoice_list import plan_lists
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.card_command import card_words
from exporter_desk.services.estimates.card_files import read_card_file
from exporter_desk.services.goods import sheet_columns, sheet_files, sheet_import
from exporter_desk.services.papers import packets
from exporter_desk.storage.travel import import_case
from exporter_desk.system import sealed, settings, signing
from exporter_desk.tables.dbf import DbfRefusedError, read_dbf
from exporter_desk.tables.goods_sheet import SheetRefusedError, read_sheets
from exporter_desk.tables.template_book import TemplateRefusedError, fill_book, first_free_row
from tests.support import fuzz_seeds

_MEMO = b"<memo>"
DAY = date(2026, 11, 22)
WORDS = "赣南脐橙 correct 马"


@dataclass(frozen=True, slots=True)
class Target:
    """One importer: `feed` takes any bytes, `seeds` are sound ones, `refusals` may leave it."""

    feed: Callable[[bytes], object]
    seeds: Callable[[], tuple[bytes, ...]]
    refusals: tuple[type[Exception], ...] = (UserFacingError,)

    def survives(self, data: bytes) -> bool:
        """Feed the bytes; True when they were taken, False when they were refused as documented, else it raises."""
        try:
            self.feed(data)
        except self.refusals:
            return False
        return True


@cache
def folder() -> Path:
    """Return a folder for files of this process, in memory where the system has such a place."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    place = tempfile.mkdtemp(prefix="exporter-desk-fuzz-", dir=memory if memory.is_dir() else None)
    return Path(place)


def _file(name: str, data: bytes) -> Path:
    path = folder() / name
    path.write_bytes(data)
    return path


# Cases, scenarios, estimates, cards.


def _case(data: bytes) -> None:
    case = case_json.load(data)
    again = case_json.load(case_json.dump(case).encode("utf-8"))
    if again != case:
        raise AssertionError("a case that was read is written and read again otherwise")


def _estimate(data: bytes) -> None:
    plan, variants, _ = split_variants(case_json.parse(data))
    for block in (plan, *(variant.data for variant in variants)):
        read_scenario(block)


def _saved_estimate(data: bytes) -> None:
    read = case_json.parse(data)
    is_frozen(read)
    difference(read, {"result": {"lines": [{"stage": "a", "amount_reporting": "1"}]}})
    difference({"input": {"a": ["1"]}}, read)


def _card(data: bytes) -> None:
    read_card(case_json.parse(data), "card")


def _card_toml(data: bytes) -> None:
    read_card_toml(data, "card")


# Spreadsheets and the rate library.


def _sheet(data: bytes) -> None:
    for one in read_sheets(data):
        found = sheet_columns.guess(one.rows)
        sheet_import.plan(Case(), one.rows, found.header, found.fields, found.kind, _meant, _say)


def _meant(_field: str, text: str) -> str:
    return text


def _say(_case: object, _finding: object) -> Bilingual:
    return Bilingual("", "")


def _sheet_xml(data: bytes) -> None:
    _sheet(fuzz_seeds.packed({**_parts(), "xl/worksheets/sheet1.xml": data}))


def _shared_strings(data: bytes) -> None:
    _sheet(fuzz_seeds.packed({**_parts(), "xl/sharedStrings.xml": data}))


@cache
def _parts() -> dict[str, bytes]:
    return fuzz_seeds.workbook_parts()


def _sheet_seed(name: str) -> tuple[bytes, ...]:
    return (_parts()[name],)


def _csv_seeds() -> tuple[bytes, ...]:
    text = "品名,数量,单价\n餐桌,48,72.5\n"
    boxes = "Ctn No.\tDescription\tCTNS\tPCS/CTN\tG.W.\n1-48\t餐桌\t48\t1\t1824\n"
    return tuple(one.encode(code) for one in (text, boxes) for code in ("utf-8-sig", "gb18030", "utf-16"))


@cache
def _desk() -> Desk:
    return Desk()


def _price_list(data: bytes) -> None:
    read_card_file(".csv", data, card_words(_desk()))


def _price_seeds() -> tuple[bytes, ...]:
    text = (
        "card_id,vendor,region,stage,name,basis,rate,currency,valid_from,tier_by,tier_to,min,free\n"
        "a,b,US,storage,storage,cbm_day,0.5,USD,2026-01,age_days,30,,30 days free\n"
        "a,b,US,storage,storage,cbm_day,0.8,USD,2026-01,age_days,,10.00,\n"
    )
    return (text.encode("utf-8-sig"), text.encode("utf-16"))


def _invoices(data: bytes) -> None:
    plan_lists(Case(), [one.rows for one in read_sheets(data)], _desk().codes)


def _invoice_seeds() -> tuple[bytes, ...]:
    titles = "发票号码,开票日期,销方名称,货物名称,数量,单位,金额,税率,税额"
    text = f'{titles}\n01234567,2026-11-02,甲厂,餐桌,48,张,"72,500.00",13%,9425\n'
    return tuple(text.encode(code) for code in ("utf-8-sig", "gb18030"))


def _template(data: bytes) -> None:
    """Fill a workbook whose sheet is foreign; what comes out has to be a workbook again."""
    book = fuzz_seeds.packed({**_parts(), "xl/worksheets/sheet1.xml": data})
    row = first_free_row(book, "货", 1)
    read_sheets(fill_book(book, "货", row, {(row, 1): Cell("0110"), (row + 1, 2): Cell(Decimal("1.5"))}))


def _dbf(data: bytes) -> None:
    table, parted, memo = data.partition(_MEMO)
    list(read_dbf(table, memo if parted else None).records())


def _rates(data: bytes) -> None:
    rate_files.import_rates(_file("rates.zip", data), folder() / "rates.json", DAY)


# Packs, travelling files, sealed backups, scans, the program's own small files.


def _pack(data: bytes) -> None:
    read_pack(unzipped(data, "a.edpack"), "1.0")


def _pack_head(data: bytes) -> None:
    read_pack({"pack.toml": data, "pack.sig": data[:64]}, "1.0")


def _travel(data: bytes) -> None:
    import_case(_file("one.exdesk", data))


def _travel_cells(data: bytes) -> None:
    """Put texts into cells of a sound file: `table column new-value`, one a line."""
    path = _file("cells.exdesk", _travel_seed())
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for line in data.decode("utf-8", "replace").split("\n")[:8]:
            _set_cell(connection, *[*line.split(" ", 2), "", "", ""][:3])
    import_case(path)


def _set_cell(connection: sqlite3.Connection, table: str, column: str, value: str) -> None:
    known = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")] if table in known else []
    if column not in columns:
        return
    new: str | int = int(value) if value.isascii() and value.isdigit() and len(value) < 18 else value
    try:
        connection.execute(f"UPDATE OR IGNORE {table} SET {column} = ?", (new,))  # noqa: S608 - names of the file
    except (sqlite3.Error, UnicodeEncodeError):
        return


@cache
def _travel_seed() -> bytes:
    return fuzz_seeds.travelling_file(folder())


def _cell_seeds() -> tuple[bytes, ...]:
    lines = (
        "shipment day 2026-11-22", "answer value 1", "answer kind decimal", "goods_line qty 12", "estimate body {}",
        "goods_line elements []", "package position 1", "origin kind typed", "draft text a", "last_id number 3",
        "answer path route.marks", "package_content qty 3", "party roles []", "choice what mode",
    )  # fmt: skip
    return tuple(line.encode() for line in lines)


def _sealed(data: bytes) -> None:
    """Open with a key that costs nothing: what is fuzzed is the file, not the arithmetic."""
    key = hashlib.sha256(WORDS.encode()).digest()
    with patch.object(sealed, "_cipher", lambda _words, _salt, _cost: AESGCM(key)):
        _open_sealed(data)


def _open_sealed(data: bytes) -> None:
    sealed.unseal(_file("a.sealed", data), folder() / "a.plain", WORDS)


@cache
def _sealed_seeds() -> tuple[bytes, ...]:
    key = hashlib.sha256(WORDS.encode()).digest()
    with patch.object(sealed, "_cipher", lambda _words, _salt, _cost: AESGCM(key)):
        return (fuzz_seeds.sealed_file(folder(), WORDS),)


def _scan(data: bytes) -> None:
    from tests.documents.test_scans import library

    scan(data, "transport", Bilingual("提单", "Bill of lading"), ("broker",), library().limits_on(DAY))


def _settings(data: bytes) -> None:
    for left in folder().glob("settings.damaged-*"):
        left.unlink()
    read = settings.load(_file("settings.json", data))
    for option in settings.OPTIONS:
        read.get(option)
    read.set(settings.MY_NAME, "李敏")


def _columns(data: bytes) -> None:
    memory = sheet_files.SheetMemory(_file("sheet-columns.json", data))
    found = memory.guess([["品名", "数量"]])
    memory.remember(["品名", "数量"], found)


def _manifest(data: bytes) -> None:
    _file(packets.MANIFEST, data)
    packets.read_manifest(folder())


def _key(data: bytes) -> None:
    signing.public_half(_file("key", data))


JSON_REFUSED = (CaseRefusedError,)
TARGETS: dict[str, Target] = {
    "case": Target(_case, fuzz_seeds.cases, JSON_REFUSED),
    "refund": Target(scenario.load, lambda: fuzz_seeds.as_json(fuzz_seeds.REFUND), JSON_REFUSED),
    "estimate": Target(_estimate, lambda: fuzz_seeds.as_json(fuzz_seeds.ESTIMATE), JSON_REFUSED),
    "saved_estimate": Target(_saved_estimate, lambda: fuzz_seeds.as_json(fuzz_seeds.SAVED), JSON_REFUSED),
    "card": Target(_card, lambda: fuzz_seeds.as_json({"card": {"card_id": "a"}, "charge": [{"basis": "cbm"}]}),
                   JSON_REFUSED),
    "card_toml": Target(_card_toml, lambda: (fuzz_seeds.CARD,), ()),
    "fx_feed": Target(fx_feed.read_feed, lambda: (fuzz_seeds.FX_FEED,), (fx_feed.FeedError,)),
    "manifest": Target(_manifest, lambda: fuzz_seeds.as_json(fuzz_seeds.MANIFEST), ()),
    "sheet": Target(_sheet, lambda: (fuzz_seeds.workbook(), fuzz_seeds.packed(_parts())), (SheetRefusedError,)),
    "sheet_xml": Target(_sheet_xml, lambda: _sheet_seed("xl/worksheets/sheet1.xml"), (SheetRefusedError,)),
    "shared_strings": Target(_shared_strings, lambda: _sheet_seed("xl/sharedStrings.xml"), (SheetRefusedError,)),
    "csv": Target(_sheet, _csv_seeds, (SheetRefusedError,)),
    "price_list": Target(_price_list, _price_seeds, (SheetRefusedError,)),
    "invoices": Target(_invoices, _invoice_seeds, (SheetRefusedError,)),
    "template": Target(_template, lambda: _sheet_seed("xl/worksheets/sheet1.xml"),
                       (TemplateRefusedError, SheetRefusedError)),
    "dbf": Target(_dbf, lambda: (fuzz_seeds.dbf_files.rates({"CODE": "9403609990"}),
                                 _MEMO.join(fuzz_seeds.dbf_files.names({"94036099": "木"}))), (DbfRefusedError,)),
    "rates_zip": Target(_rates, lambda: (fuzz_seeds.rate_library_zip(),), (rate_files.RatesRefusedError,)),
    "rate_library": Target(
        rate_library.load,
        lambda: fuzz_seeds.as_json(fuzz_seeds.LIBRARY),
        (rate_library.LibraryRefusedError,),
    ),
    "pack": Target(_pack, lambda: (fuzz_seeds.pack(),), (RuleDataErrors,)),
    "pack_head": Target(_pack_head, lambda: (fuzz_seeds.pack_files.HEAD.encode(),), ()),
    "travel": Target(_travel, lambda: (_travel_seed(),), (UserFacingError, CaseRefusedError)),
    "travel_cells": Target(_travel_cells, _cell_seeds, (UserFacingError, CaseRefusedError)),
    "sealed": Target(_sealed, _sealed_seeds),
    "scan": Target(_scan, fuzz_seeds.pictures, (ScanRefusedError,)),
    "settings": Target(_settings, lambda: (b'{"schema_version": 1, "language": "en", "text_scale": 1.5}',)),
    "columns": Target(_columns, lambda: (b'{"a": {"kind": "goods", "fields": {"0": "name_zh"}}}',), ()),
    "key": Target(_key, lambda: ((signing.PRIVATE_MARK + "A" * 43 + "=\n").encode(),)),
}  # fmt: skip
