"""The stored rate library: what is written is read back, anything else is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.refund.rate_library import Edition, LibraryRefusedError, RateLibrary, dump, load
from exporter_desk.refund.rate_table import RateRecord, RateTable

RECORDS = (
    RateRecord(
        code="0805100000",
        refund_rate=D("0.09"),
        vat_rate=D("0.09"),
        vat_set=(D("0.09"),),
        start=date(2026, 1, 1),
        quality="S",
        name='橙 "脐橙"',
        unit="千克",
    ),
    RateRecord(code="8541430000", refund_rate=D(0), end=date(2026, 3, 31), flag="1", vat_set=(D("0.13"), D("0.09"))),
    RateRecord(code="94", refund_rate=None),
    RateRecord(code="9403609990", refund_rate=D("0.13"), tax="V"),
)
LIBRARY = RateLibrary(
    edition=Edition(version="2026B", file="文库.zip", sha256="ab" * 32, imported_on=date(2026, 11, 22)),
    table=RateTable(RECORDS),
    unread=("94",),
)


def test_what_is_written_is_read_back() -> None:
    again = load(dump(LIBRARY))
    assert (again.edition, again.unread) == (LIBRARY.edition, LIBRARY.unread)
    assert tuple(again.table.records) == RECORDS


def test_each_rate_has_a_line_of_its_own() -> None:
    assert len(dump(LIBRARY).splitlines()) == 2 + len(RECORDS)


TEXT = dump(LIBRARY)


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "[]",
        "null",
        TEXT[:-3],
        TEXT.replace("rate-library", "case"),
        TEXT.replace('"schema_version": 1', '"schema_version": 2'),
        TEXT.replace("0.09", "x"),
        TEXT.replace("2026-03-31", "2026-03-32"),
        TEXT.replace('["94", ', "["),
        TEXT.replace("2026-11-22", "gestern"),
        "\ud83d",
    ],
)
def test_anything_else_is_refused(bad: str) -> None:
    with pytest.raises(LibraryRefusedError):
        load(bad)
