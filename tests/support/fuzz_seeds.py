"""Sound little files of every kind that the program imports, made in code: where fuzzing starts from."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from exporter_desk.domain import case_json
from exporter_desk.domain.spreadsheet import Cell, Sheet
from tests.support import dbf_files, pack_files
from tests.support.source_tree import ROOT

SAMPLES = sorted((ROOT / "resources" / "samples").glob("*.json"))
SMALL_CASE = {
    "id": "9f00000000000000",
    "day": "2026-11-22",
    "facts": {"buyer": "business", "licence": None},
    "parties": [{"id": "pt1", "roles": ["seller"], "name_en": "A"}],
    "terms": {"incoterm": "CIF", "freight": {"amount": "1850.00", "currency": "USD"}},
    "goods": [{"id": "g1", "name_zh": "餐桌", "elements": ["0"], "qty": "60", "net_kg": "1104"}],
    "packages": [{"id": "p1", "from": 1, "to": 60, "contents": {"g1": "1"}, "size_cm": ["150", "90", "20"]}],
    "route": {"dest": "US", "marks": ["N/M"], "containers": [{"kind": "40HQ"}]},
    "tax": {"rates": [{"day": "2026-11-02", "currency": "USD", "cny": "7.1"}]},
    "estimate": {"horizon": 90},
    "choices": [{"what": "mode", "value": "0110"}],
    "origins": {"goods.g1.net_kg": {"kind": "estimated"}},
    "drafts": {"goods.g1.qty": "6O"},
}
REFUND = {
    "taxpayer": {"taxpayer": "general", "kind": "trader", "place": "city"},
    "terms": {"incoterm": "FOB", "currency": "CNY"},
    "lines": [{"hs": "9403609990", "qty": "12", "amount": "1000", "vat_rate": "0.13", "refund_rate": "0.13"}],
    "invoices": [{"amount": "1000", "qty": "10", "rate": "0.13", "voucher": "vat_special"}],
    "dates": {"export": "2026-05-20"},
}
ESTIMATE = {
    "reporting": "CNY",
    "fx": {"USD": "7.1"},
    "skus": [{"id": "a", "units": 100, "cbm": "0.2", "gross_kg": "20.5", "size_cm": ["60", "40", "30"], "cost": "80"}],
    "lots": [{"sku": "a", "arrive": "2026-12-01", "units": 100}],
    "demand": {"sku": "a", "per_day": "2", "from": "2026-12-01", "factors": {"12": "1.5"}},
    "returns": {"rate": "0.05", "delay_days": 7, "resale": "0.5"},
    "lines": [{"stage": "main", "charge_id": "sea", "basis": "cbm", "rate": "90", "currency": "USD", "min": "50"}],
    "duty": {"value": {"amount": "4000", "currency": "USD"}, "layers": [{"id": "mfn", "rate_pct": "3.5"}]},
    "price": {"amount": "49.9", "currency": "USD"},
    "horizon": 120,
    "variants": [{"id": "b", "set": {"price.amount": "45"}}],
}
LIBRARY = {
    "schema": "exporter-desk/rate-library",
    "schema_version": 1,
    "version": "2026B",
    "file": "a.zip",
    "sha256": "",
    "imported_on": "2026-11-22",
    "unread": [],
    "rates": [["94036099", "0.13", "0.13", "2026-01-01", None, "", "", "", "S"]],
}
SAVED = {
    "schema": "exporter-desk/saved-estimate",
    "schema_version": 1,
    "input": {},
    "result": {
        "lines": [{"stage": "a", "amount_reporting": "2"}],
        "cards": [{"card_id": "x", "sha256": ""}],
        "totals": {"total": {"value": "1"}},
    },
    "digest": "",
}
MANIFEST = {
    "day": "2026-11-22",
    "data": "",
    "files": [{"path": "a/b.pdf", "receiver": "tax", "kind": "paper", "status": "final", "pages": 1, "bytes": 3,
               "sha256": "", "papers": ["a"]}],
    "earlier": [],
}  # fmt: skip
FX_FEED = b"""<?xml version="1.0" encoding="UTF-8"?>
<e:Envelope xmlns:e="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<Cube><Cube time="2026-11-20"><Cube currency="USD" rate="1.1"/><Cube currency="CNY" rate="7.8"/></Cube></Cube>
</e:Envelope>"""
CARD = b"""
[card]
card_id = "own"
as_of = 2026-11-01
currency = "USD"
confidence = "user"
source = "offer"
valid_from = 2026-11-01

[[charge]]
charge_id = "handling"
stage = "warehouse"
basis = "order"
zh = "x"
en = "x"
tier = [{ to = "1", rate = "2.5" }, { rate = "3.5" }]
"""
GOODS = ((Cell("品名"), Cell("数量"), Cell("单价")), (Cell("餐桌"), Cell(Decimal(48)), Cell(Decimal("72.5"))))


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return a zip without compression, so that changed bytes reach what reads the parts."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return memory.getvalue()


def as_json(*values: object) -> tuple[bytes, ...]:
    """Return values as JSON in UTF-8."""
    return tuple(json.dumps(value, ensure_ascii=False).encode() for value in values)


def cases() -> tuple[bytes, ...]:
    """Return the shipped samples without blanks, and each of their parts alone."""
    whole = [json.loads(path.read_bytes()) for path in SAMPLES]
    parts = [{key: value} for case in whole for key, value in case.items()]
    return as_json(*whole, *parts)


def workbook() -> bytes:
    """Return a small xlsx."""
    from exporter_desk.tables.workbook import to_xlsx

    return to_xlsx([Sheet("货", GOODS)], "t", "a", date(2026, 11, 22))


def workbook_parts() -> dict[str, bytes]:
    """Return the members of a small xlsx by name."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rate_library_zip() -> bytes:
    """Return a small refund rate library with its memo file."""
    names, memo = dbf_files.names({"9403609990": "木家具"})
    rates = dbf_files.rates({"CODE": "9403609990"}, {"CODE": "0805100000", "TSL": "9", "ZSSL_SET": "9,13"})
    return packed({"cmcode.dbf": rates, "stdcm.dbf": names, "stdcm.fpt": memo})


def pack() -> bytes:
    """Return a small pack."""
    return packed(pack_files.pack())


def travelling_file(folder: Path) -> bytes:
    """Return a travelling file with a small case that has something in most tables."""
    from exporter_desk.storage.travel import export_case
    from tests.storage.desk import EVENT, STAMP

    target = folder / "seed.exdesk"
    export_case(case_json.load(json.dumps(SMALL_CASE)), target, STAMP, EVENT)
    return target.read_bytes()


def sealed_file(folder: Path, passphrase: str) -> bytes:
    """Return a sealed backup that was cheap to seal."""
    from exporter_desk.system import sealed

    plain, closed = folder / "plain.db", folder / "plain.sealed"
    plain.write_bytes(b"SQLite format 3\0" + bytes(900))
    sealed.seal(plain, closed, passphrase, cost=sealed.Cost(n=2**14))
    return closed.read_bytes()


def pictures() -> tuple[bytes, ...]:
    """Return a small picture of every form that is taken, a TIFF of two pages, and a PDF."""
    from PIL import Image

    image, found = Image.new("RGB", (24, 30), "white"), []
    for form, more in (("PNG", {}), ("JPEG", {}), ("TIFF", {"save_all": True, "append_images": [image.convert("1")]})):
        buffer = io.BytesIO()
        image.save(buffer, form, **more)
        found.append(buffer.getvalue())
    return (*found, one_page_pdf())


def one_page_pdf() -> bytes:
    """Return a PDF of one page with a line of text in a font of the reader."""
    import pikepdf

    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(300, 200))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.Contents = pikepdf.Stream(pdf, b"BT /F 12 Tf 20 20 Td (Invoice) Tj ET")
        pdf.save(buffer, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return buffer.getvalue()
