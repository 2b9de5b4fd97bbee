"""Refund rates by code and day: change inside a year, longer and shorter codes, ambiguity, labels."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.book import RefundBook, bundled_table
from exporter_desk.refund.inputs import Dates, Line, RefundInput
from exporter_desk.refund.rate_table import RateRecord, RateTable
from exporter_desk.rules.codes import CodeTables
from exporter_desk.rules.schema import Confidence
from exporter_desk.system import resources
from tests.support.refund_book import book, checklists, texts, told_of


def record(code: str, rate: str, **more: object) -> RateRecord:
    return RateRecord(code=code, refund_rate=D(rate), **more)  # type: ignore[arg-type] # mixed test values


TABLE = RateTable(
    (
        record("8541430000", "0.09", end=date(2026, 3, 31)),
        record("8541430000", "0", start=date(2026, 4, 1), flag="1"),
        record("9401690010", "0"),
        record("9401690090", "0.13"),
        record("61", "0.13"),
        record("6109", "0.13", quality="S"),
        record("620342000011", "0.13"),
        record("620342000012", "0.13"),
    )
)


@pytest.mark.parametrize(("day", "rate", "flag"), [(date(2026, 3, 31), "0.09", ""), (date(2026, 4, 1), "0", "1")])
def test_a_rate_changes_inside_the_year(day: date, rate: str, flag: str) -> None:
    found = TABLE.lookup("8541430000", day).record
    assert found is not None
    assert (found.refund_rate, found.flag) == (D(rate), flag)


def test_before_all_intervals_nothing_is_found() -> None:
    table = RateTable((record("8541430000", "0", start=date(2026, 4, 1)),))
    assert table.lookup("8541430000", date(2026, 3, 31)).record is None


def test_longer_codes_that_differ_are_a_choice() -> None:
    found = TABLE.lookup("94016900", date(2026, 5, 1))
    assert found.record is None
    assert [choice.code for choice in found.choices] == ["9401690010", "9401690090"]


def test_longer_codes_that_agree_are_one_answer() -> None:
    assert TABLE.lookup("6203420000", date(2026, 5, 1)).record == TABLE.records[-2]


def test_longest_shorter_code_wins_and_a_chapter_is_too_short() -> None:
    found = TABLE.lookup("6109100021", date(2026, 5, 1))
    assert found.record is not None
    assert (found.record.code, found.prefix) == ("6109", True)
    assert TABLE.lookup("6110110000", date(2026, 5, 1)).record is None


@pytest.mark.parametrize(
    ("quality", "label"),
    [
        ("S", Confidence.SECONDARY),
        ("H", Confidence.UNCONFIRMED),
        ("R", Confidence.UNCONFIRMED),
        ("", Confidence.UNCONFIRMED),
    ],
)
def test_quality_letters_become_labels(quality: str, label: Confidence) -> None:
    assert record("1", "0", quality=quality).confidence is label


@pytest.mark.parametrize(
    ("export", "expected"),
    [(date(2026, 3, 31), ["T22"]), (date(2026, 4, 1), ["T22"]), (None, ["T22", "T23"])],
)
def test_table_rates_are_shown_as_such(export: date | None, expected: list[str]) -> None:
    source = RefundInput(lines=(Line(id="1", hs="8541430000"),), dates=Dates(export=export))
    result = assess(source, book(TABLE), date(2026, 5, 1))
    assert [finding.code for finding in result.rates["1"].findings] == expected


@pytest.mark.parametrize(
    ("code", "quality", "variant", "severity"),
    [
        ("6109100010", "S", "", "hint"),
        ("6109100010", "H", "unconfirmed", "confirm"),
        ("610910", "S", "prefix", "confirm"),
    ],
)
def test_the_wording_tells_how_the_rate_was_found(code: str, quality: str, variant: str, severity: str) -> None:
    table = RateTable((record(code, "0.13", quality=quality),))
    lines = (Line(id="1", hs="6109100010"), Line(id="2", hs="6109100010"))
    source = RefundInput(lines=lines, dates=Dates(export=date(2026, 5, 1)))
    found = [one for one in assess(source, book(table), date(2026, 5, 1)).findings if one.code == "T22"]
    assert [(one.variant, one.severity.value) for one in found] == [(variant, severity)]
    assert found[0].places == ("lines.1.refund_rate", "lines.2.refund_rate")


@pytest.mark.parametrize(("code", "finding"), [("94016900", "T21"), ("0101210010", "T20")])
def test_unknown_and_ambiguous_codes_are_asked(code: str, finding: str) -> None:
    source = RefundInput(lines=(Line(id="1", hs=code),), dates=Dates(export=date(2026, 5, 1)))
    result = assess(source, book(TABLE), date(2026, 5, 1))
    assert [one.code for one in result.rates["1"].findings] == [finding]
    assert result.policy.result == "to_confirm"


def test_shipped_table_knows_fresh_oranges() -> None:
    found = bundled_table(CodeTables.load(resources.read_tree("codes"))).lookup("0805100000", date(2026, 11, 1)).record
    assert found is not None
    assert (found.refund_rate, found.vat_rate) == (D("0.09"), D("0.09"))


MAY = date(2026, 5, 1)
CHAIRS = RateTable(
    (record("940169001010", "0.09"), record("940169001020", "0.13"), record("9403609990", "0", flag="3"))
)


def of_library(table: RateTable, **line: str | D) -> RefundResult:
    """One line judged by `table` as an imported rate library."""
    source = RefundInput(lines=(Line(id="1", **line),), dates=Dates(export=MAY))  # type: ignore[arg-type] # test values
    return assess(source, RefundBook(checklists(), table, bundled=False), MAY)


@pytest.mark.parametrize(("chosen", "rate"), [("940169001010", "0.09"), ("940169001020", "0.13")])
def test_the_code_chosen_in_the_library_gives_the_rate(chosen: str, rate: str) -> None:
    result = of_library(CHAIRS, hs="9401690010", library_code=chosen)
    assert result.rates["1"].refund.value == D(rate)
    assert not result.rates["1"].findings


@pytest.mark.parametrize(
    ("chosen", "variant", "places"),
    [
        ("940169001099", "", ("lines.1.refund_rate", "lines.1.library_code")),
        ("9403609990", "other_goods", ("lines.1.library_code", "lines.1.hs")),
    ],
)
def test_a_chosen_code_that_does_not_fit_gives_none(chosen: str, variant: str, places: tuple[str, ...]) -> None:
    result = of_library(CHAIRS, hs="9401690010", library_code=chosen)
    assert result.rates["1"].refund.value is None
    assert [(one.variant, one.places) for one in told_of(result, "T20", "T21")] == [(variant, places)]


def test_a_typed_rate_is_held_against_that_of_the_chosen_code() -> None:
    typed = {"hs": "9401690010", "library_code": "940169001010"}
    assert told_of(of_library(CHAIRS, refund_rate=D("0.13"), **typed), "T79")
    assert not told_of(of_library(CHAIRS, refund_rate=D("0.09"), **typed), "T79")


def test_the_shipped_table_answers_for_a_longer_code_by_that_of_the_goods() -> None:
    table = RateTable((record("9401690010", "0.13", quality="S"),))
    source = RefundInput(lines=(Line(id="1", hs="9401690010", library_code="940169001010"),), dates=Dates(export=MAY))
    result = assess(source, book(table), MAY)
    assert result.rates["1"].refund.value == D("0.13")
    assert [(one.code, one.variant) for one in result.rates["1"].findings] == [("T22", "prefix")]


def test_a_flag_of_a_zero_rate_that_is_neither_1_nor_2_is_not_guessed() -> None:
    result = of_library(CHAIRS, hs="9403609990")
    assert (result.policy.result, result.policy.decisions[0].could_be) == ("to_confirm", ("taxed", "exempt"))
    [told] = told_of(result, "T21")
    assert (told.variant, told.places) == ("flag", ("lines.1.zero_flag", "lines.1.refund_rate"))


def test_a_flag_that_was_typed_goes_before_that_of_the_library() -> None:
    result = of_library(CHAIRS, hs="9403609990", zero_flag="2")
    assert result.policy.result == "exempt"
    assert not told_of(result, "T21")


@pytest.mark.parametrize(
    ("start", "end", "variant", "day"),
    [
        (None, date(2026, 4, 30), "ended", {"until": "2026-04-30"}),
        (date(2026, 5, 2), None, "later", {"since": "2026-05-02"}),
    ],
)
@pytest.mark.parametrize("code", ["9403609990", "940360999010"])
def test_a_rate_of_other_days_is_told_with_its_day(
    code: str, start: date | None, end: date | None, variant: str, day: dict[str, str]
) -> None:
    result = of_library(RateTable((record(code, "0.13", start=start, end=end),)), hs="9403609990")
    [told] = told_of(result, "T20")
    assert (told.variant, told.values) == (variant, {"code": "9403609990", "day": "2026-05-01", **day})


def test_a_rate_that_nobody_could_read_is_not_called_missing() -> None:
    table = RateTable((RateRecord(code="9403609990", refund_rate=None),))
    assert [one.variant for one in told_of(of_library(table, hs="9403609990"), "T20")] == ["unread"]


def test_rows_of_several_taxes_are_named_and_a_typed_rate_answers() -> None:
    table = RateTable((record("2203000000", "0.13", tax="V"), record("2203000000", "0.10", tax="C")))
    [told] = told_of(of_library(table, hs="2203000000"), "T21")
    assert (told.variant, told.values["choices"]) == ("taxes", "2203000000 SZ=C 10%, 2203000000 SZ=V 13%")
    assert of_library(table, hs="2203000000").rates["1"].refund.value is None
    texts().render(told, checklists().book.sources)
    assert not told_of(of_library(table, hs="2203000000", refund_rate=D("0.13"), vat_rate=D("0.13")), "T21", "T79")


def test_several_codes_lead_to_the_code_of_the_library_first() -> None:
    [told] = told_of(of_library(CHAIRS, hs="9401690010"), "T21")
    assert told.places == ("lines.1.library_code", "lines.1.refund_rate", "lines.1.hs")
    assert told.values["choices"] == "940169001010 9%, 940169001020 13%"


LIBRARY_ABOVE = {"one": (D("0.09"),), "several": (D("0.06"), D("0.09"))}


@pytest.mark.parametrize("vat_set", LIBRARY_ABOVE.values(), ids=LIBRARY_ABOVE)
def test_a_refund_rate_of_the_library_above_its_vat_rate_is_not_believed(vat_set: tuple[D, ...]) -> None:
    """13 % against 9 %: no refund rate lies above the rate of a domestic sale (§3.1 ZSSL_SET, TSL)."""
    vat = vat_set[0] if len(vat_set) == 1 else None
    result = of_library(RateTable((record("9403609990", "0.13", vat_set=vat_set, vat_rate=vat),)), hs="9403609990")
    [told] = told_of(result, "T25")
    assert (told.variant, told.places[0]) == ("looked_up", "lines.1.refund_rate")
    assert (told.values["refund"], told.values["vat"]) == ("13%", "9%")
    assert (result.rates["1"].refund.value, result.rates["1"].vat.value) == (None, None)


@pytest.mark.parametrize(("typed", "rates"), [("0.13", (D("0.13"), D("0.13"))), ("0.09", (None, None))])
def test_a_typed_vat_rate_is_held_against_the_refund_rate_of_the_library(
    typed: str, rates: tuple[D | None, D | None]
) -> None:
    table = RateTable((record("9403609990", "0.13", vat_set=(D("0.09"),), vat_rate=D("0.09")),))
    one = of_library(table, hs="9403609990", vat_rate=D(typed)).rates["1"]
    assert (one.refund.value, one.vat.value) == rates
