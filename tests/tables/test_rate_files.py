"""The files of the rate library: intervals, flags, sets of VAT rates, long names, rows that nobody can read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.refund.rate_table import RateTable
from exporter_desk.tables.rate_files import RateFilesRefusedError, is_wanted, read_rate_files, version_in
from tests.support import dbf_files

ROWS = (
    {"CODE": "8541430000", "TSL": "9", "ST_DATE": "20250101", "END_DATE": "20260331", "NAME": "光伏电池"},
    {"CODE": "8541430000", "TSL": "0", "ST_DATE": "20260401", "TSFLAG": "1", "NAME": "光伏电池"},
    {"CODE": "0805100000", "TSL": "9", "ZSSL_SET": "9", "UNIT": "千克"},
    {"CODE": "940169001001", "TSL": "0", "TSFLAG": "2"},
    {"CODE": "940169001002", "TSL": "13"},
    {"CODE": "6109", "TSL": "13", "ZSSL_SET": "13,9"},
)


def read(*rows: dict[str, str], **more: bytes) -> RateTable:
    return RateTable(read_rate_files({"cmcode.DBF": dbf_files.rates(*rows), **more}).records)


@pytest.mark.parametrize(
    ("day", "rate", "flag"),
    [
        (date(2026, 3, 31), "0.09", ""),
        (date(2026, 4, 1), "0", "1"),
        (date(2099, 12, 31), "0", "1"),
        (date(2025, 1, 1), "0.09", ""),
    ],
)
def test_intervals_end_on_their_last_day(day: date, rate: str, flag: str) -> None:
    found = read(*ROWS).lookup("8541430000", day).record
    assert found is not None
    assert (found.refund_rate, found.flag) == (D(rate), flag)


def test_before_its_first_day_a_code_is_not_there() -> None:
    assert read(*ROWS).lookup("8541430000", date(2024, 12, 31)).record is None


def test_longer_codes_with_different_rates_are_a_choice() -> None:
    found = read(*ROWS).lookup("9401690010", date(2026, 5, 1))
    assert found.record is None
    assert [(one.code, one.refund_rate, one.flag) for one in found.choices] == [
        ("940169001001", D(0), "2"),
        ("940169001002", D("0.13"), ""),
    ]


def test_a_shorter_code_is_found_as_such_and_a_set_of_vat_rates_is_no_rate() -> None:
    found = read(*ROWS).lookup("6109100021", date(2026, 5, 1))
    assert found.record is not None
    assert (found.prefix, found.record.vat_rate, found.record.vat_set) == (True, None, (D("0.13"), D("0.09")))


def test_names_come_from_the_long_table() -> None:
    table, memo = dbf_files.names({"0805100000": "鲜或干的橙"})
    found = (
        read(*ROWS, **{"文库/stdcm.dbf": table, "文库/STDCM.FPT": memo}).lookup("0805100000", date(2026, 5, 1)).record
    )
    assert found is not None
    assert (found.name, found.unit, found.vat_rate) == ("鲜或干的橙", "千克", D("0.09"))


@pytest.mark.parametrize(
    "bad",
    [
        {"TSL": ""},
        {"TSL": "101"},
        {"TSL": "-1"},
        {"TSL": "13%"},
        {"ST_DATE": "20261301"},
        {"END_DATE": "2026"},
        {"ST_DATE": "20260401", "END_DATE": "20260331"},
    ],
)
def test_an_unreadable_row_is_asked_and_never_replaced_by_an_older_one(bad: dict[str, str]) -> None:
    files = {"cmcode.dbf": dbf_files.rates({"CODE": "0805", "TSL": "5"}, {"CODE": "0805100000", **bad})}
    result = read_rate_files(files)
    found = RateTable(result.records).lookup("0805100000", date(2026, 5, 1))
    assert result.unread == ("0805100000",)
    assert found.record is None or found.record.refund_rate is None


def test_an_unreadable_row_beside_a_readable_one_is_a_choice() -> None:
    found = read({"CODE": "0805100000"}, {"CODE": "0805100000", "TSL": "x"}).lookup("0805100000", date(2026, 5, 1))
    assert found.record is None
    assert len(found.choices) == 2


# What the values of SZ mean is not known: rows of one code that differ in it are a choice, even with one rate.
@pytest.mark.parametrize(
    ("second", "taxes"),
    [
        ({"SZ": "C", "TSL": "10"}, True),
        ({"SZ": "C"}, True),
        ({"SZ": ""}, True),
        ({"SZ": "V"}, False),
        ({"SZ": "C", "END_DATE": "20260430"}, False),
        ({"SZ": "C", "CODE": "2203000001"}, False),
    ],
)
def test_rows_of_several_taxes_are_a_choice(second: dict[str, str], taxes: bool) -> None:
    row = {"CODE": "2203000000", "SZ": "V"}
    found = read(row, {**row, **second}).lookup("2203000000", date(2026, 5, 1))
    assert (found.record is None, found.of_taxes) == (taxes, taxes)
    assert sorted(one.tax for one in found.choices) == (sorted(["V", second["SZ"]]) if taxes else [])


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, ("not_found", "")),
        ({"stdcm.dbf": dbf_files.rates(ROWS[0])}, ("not_found", "")),
        ({"a/cmcode.dbf": dbf_files.rates(ROWS[0]), "b/CMCODE.DBF": b""}, ("several", "cmcode")),
        ({"cmcode.dbf": dbf_files.table((("CODE", "C", 10),), [[b"0805"]])}, ("columns", "TSL, ST_DATE, END_DATE")),
        ({"cmcode.dbf": dbf_files.rates()}, ("empty", "")),
        ({"cmcode.dbf": dbf_files.rates(ROWS[0], {"CODE": "08O5"})}, ("code", "2")),
    ],
)
def test_other_files_are_refused(files: dict[str, bytes], expected: tuple[str, str]) -> None:
    with pytest.raises(RateFilesRefusedError) as caught:
        read_rate_files(files)
    assert (caught.value.reason, caught.value.place) == expected


def test_the_edition_stands_in_the_names() -> None:
    assert version_in(["download.zip", "出口退税率文库CMCODE2026B/cmcode.dbf"]) == "2026B"
    assert version_in(["20260609.zip", "cmcode.dbf"]) == ""


def test_other_files_of_the_archive_are_left() -> None:
    wanted = ["x/cmcode.DBF", "STDCM.FPT", "stdcm.dbf", "CMCODE2026B.dbf"]
    assert [name for name in (*wanted, "readme.doc", "__MACOSX/cmcode.dbf", "code.dbf") if is_wanted(name)] == wanted
