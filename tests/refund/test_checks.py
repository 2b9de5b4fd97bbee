"""Findings of a refund file: each doubt, its place and its wording."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from exporter_desk.domain.finding import Finding
from exporter_desk.refund import scenario
from exporter_desk.refund.assess import assess
from exporter_desk.refund.rate_table import RateRecord, RateTable
from exporter_desk.rules.codes import CodeTables
from exporter_desk.system import resources
from tests.support.refund_book import book, checklists, texts

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 22)
LINE = {"id": "1", "vat_rate": "0.13", "refund_rate": "0.13", "qty": "10", "unit": "011", "name_zh": "棉制T恤衫"}
PAPER = {"amount": "1000", "qty": "10", "rate": "0.13", "voucher": "vat_special", "supplier_taxpayer": "general"}


def found(**parts: object) -> dict[str, Finding]:
    data: dict[str, object] = {
        "taxpayer": {"taxpayer": "general", "kind": "trader"},
        "lines": [LINE],
        "invoices": [PAPER],
        **parts,
    }
    result = assess(scenario.load(json.dumps(data)).source, book(), DAY)
    for finding in result.findings:
        texts().render(finding, checklists().book.sources)
    return {finding.code: finding for finding in result.findings}


def test_a_sound_file_has_only_its_preconditions() -> None:
    assert set(found()) == {"T41"}


def test_preconditions_are_said_as_what_must_hold() -> None:
    said = found()["T41"].values["facts_zh"].split("、")
    assert {"货物已经实际离境", "财务上已经作销售", "备案单证按规定归档保存", "出口日期不早于 2026-01-01"} <= set(said)
    assert "the goods have left the country" in found()["T41"].values["facts_en"].split("; ")
    named = {fact.zh for fact in checklists().book.facts.values() if fact.type == "bool"}
    assert not named & set(said)


def test_what_is_asked_is_no_precondition_as_well() -> None:
    told = found(taxpayer={"taxpayer": "general"})
    assert "企业类型" in told["T40"].values["missing_zh"]
    assert "企业类型" not in told["T41"].values["facts_zh"]


FX = {"terms": {"incoterm": "FOB", "currency": "USD"}, "rate_rule": "day", "dates": {"sale": "2026-05-03"}}
EARLIER = [{"day": "2026-04-30", "currency": "USD", "cny": "7.1"}]
SPLIT = {"lines": [{**LINE, "id": "a"}, {**LINE, "id": "b", "name_zh": "脐橙"}]}
BOUGHT = [{**PAPER, "goods": "a"}, {**PAPER, "goods": "b", "voucher": "farm_purchase", "name_zh": "脐橙"}]
CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("T53", "lines.b", {**SPLIT, "invoices": BOUGHT}),
    ("T10", "rates.USD.2026-05-03", {**FX, "rates": EARLIER}),
    ("T11", "rates.USD.2026-05-03", FX),
    (
        "T12",
        "terms.freight.amount",
        {"terms": {"incoterm": "CFR", "currency": "CNY", "freight": {"amount": "9", "currency": "CNY"}}},
    ),
    ("T13", "terms.freight", {"terms": {"incoterm": "CFR", "currency": "USD"}}),
    ("T24", "invoices.1.rate", {"lines": [{**LINE, "refund_rate": "0.09"}], "invoices": [{**PAPER, "rate": "0.09"}]}),
    ("T30", "invoices", {"lines": [{**LINE, "qty": "12"}]}),
    ("T31", "lines.1.qty", {"lines": [{**LINE, "qty": None}]}),
    ("T32", "invoices.1.unit", {"invoices": [{**PAPER, "unit": "035"}]}),
    ("T32", "invoices.1.name_zh", {"invoices": [{**PAPER, "name_zh": "T恤"}]}),
    ("T33", "invoices.2.voucher", {"invoices": [{**PAPER, "qty": "4"}, {**PAPER, "qty": "6", "voucher": "ordinary"}]}),
    ("T66", "lines.r", {"lines": [LINE, {"id": "r", "goods": "1", "qty": "-2", "reversal": True, "vat_rate": "0.13"}]}),
    ("T42", "lines.1.sold_qty", {"mode": "9810", "lines": [{**LINE, "sold_qty": "11"}]}),
    ("T43", "lines.1.sold_qty", {"mode": "9810"}),
    ("T44", "dates.claim", {"dates": {"export": "2026-05-20", "claim": "2026-05-31"}}),
    ("T45", "lines.1.declaration", {"lines": [{**LINE, "declaration": "31012026"}]}),
    ("T46", "dates.export", {"dates": {"export": "2026-05-20", "claim": "2027-05-01"}}),
    ("T49", "state.own_name", {"state": {"own_name": False}}),
]


@pytest.mark.parametrize(("code", "place", "parts"), CASES)
def test_each_doubt_is_found_where_it_lies(code: str, place: str, parts: dict[str, Any]) -> None:
    if code == "T12":
        parts = {**parts, "lines": [{**LINE, "amount": "8"}]}
    assert found(**parts)[code].places[0] == place


@pytest.mark.parametrize("number", ["310120260123456789", "310120260123456789001"])
def test_good_declaration_numbers(number: str) -> None:
    assert "T45" not in found(lines=[{**LINE, "declaration": number}])


@pytest.mark.parametrize(
    ("number", "variant"),
    [
        ("310120260123456789000", ""),
        ("3101202601234567890", ""),
        ("310120261123456789", "side"),
        ("310120261123456789001", "side"),
        ("31012026112345678Z", ""),
    ],
)
def test_bad_declaration_numbers(number: str, variant: str) -> None:
    assert found(lines=[{**LINE, "declaration": number}])["T45"].variant == variant


@pytest.mark.parametrize(
    ("parts", "variant"),
    [
        ({"state": {"archive_kept": False}}, "met"),
        ({"taxpayer": {"taxpayer": "general", "kind": "coop"}}, "method"),
        ({"taxpayer": {"kind": "trader"}}, ""),
    ],
)
def test_why_the_policy_is_open(parts: dict[str, Any], variant: str) -> None:
    assert found(**parts)["T40"].variant == variant


def test_an_unknown_rate_asks_for_the_rate_alone() -> None:
    line = {key: value for key, value in LINE.items() if key != "refund_rate"}
    assert found(lines=[line])["T40"].places == ("rate_zero",)


def test_agency_invoice_must_equal_fob() -> None:
    taxpayer = {"taxpayer": "general", "kind": "producer", "channel": "service_company"}
    parts = {"taxpayer": taxpayer, "terms": {"incoterm": "FOB", "currency": "CNY"}}
    paper = {**PAPER, "voucher": "agency_refund"}
    assert "T50" in found(**parts, lines=[{**LINE, "amount": "1000.01"}], invoices=[paper])
    assert "T50" not in found(**parts, lines=[{**LINE, "amount": "1000.00"}], invoices=[paper])


def test_carried_deduction_is_shown() -> None:
    vat = {"output_tax": "0", "input_tax": "1", "previous_credit": "0"}
    vat |= {"exempt_material": [{"amount": "500", "vat_rate": "0.13", "refund_rate": "0.09"}]}  # type: ignore[dict-item] # JSON
    parts = {"taxpayer": {"taxpayer": "general", "kind": "producer"}, "terms": {"incoterm": "FOB", "currency": "CNY"}}
    assert "T51" in found(**parts, lines=[{**LINE, "amount": "100"}], vat=vat)


def test_every_code_in_use_has_its_words_and_no_words_are_left_over() -> None:
    used = {
        code
        for folder in ("refund", "services/claims")  # what other shipments claim is told by the services
        for path in (ROOT / "exporter_desk" / folder).glob("*.py")
        for code in re.findall(r'"(T\d{2,3})"', path.read_text(encoding="utf-8"))
    }
    worded = {path.stem for path in (ROOT / "resources" / "text" / "findings").glob("T*.toml")}
    assert used == worded


def test_the_class_name_of_an_invoice_is_no_other_name() -> None:
    assert "T32" not in found(invoices=[{**PAPER, "name_zh": "*服装*棉制T恤衫"}])


def test_an_agent_in_the_declaration_is_no_fault() -> None:
    trader = {"taxpayer": "general", "kind": "trader"}
    assert "T49" not in found(state={"own_name": False}, taxpayer={**trader, "channel": "agent"})
    assert "T49" in found(state={"own_name": False}, taxpayer={**trader, "channel": "own"})


@pytest.mark.parametrize(("kind", "told"), [("grower", False), ("trader", True)])
def test_a_lapse_is_told_to_all_but_growers(kind: str, told: bool) -> None:
    parts = {"dates": {"export": "2026-01-05"}, "state": {"declared": False}}
    own, papers = ({"made": "own", "hs": "0805100000"}, []) if kind == "grower" else ({}, [PAPER])
    data = {"taxpayer": {"taxpayer": "general", "kind": kind}, "lines": [{**LINE, **own}], "invoices": papers, **parts}
    result = assess(scenario.load(json.dumps(data)).source, book(), date(2029, 1, 6))
    assert ("T47" in {finding.code for finding in result.findings}) is told


@pytest.mark.parametrize(("voucher", "variant"), [("farm_purchase", "exempt"), ("none", "taxed")])
def test_what_gets_no_refund_says_so_and_why(voucher: str, variant: str) -> None:
    finding = found(invoices=[{**PAPER, "voucher": voucher}])["T53"]
    assert (finding.variant, finding.values["lines_zh"]) == (variant, "棉制T恤衫")
    assert finding.values["reason_zh"].startswith("外")


@pytest.mark.parametrize(
    ("taxpayer", "line", "variant", "words"),
    [
        ("small_scale", {}, "exempt_small", "转入成本"),
        ("small_scale", {"refund_rate": "0", "zero_flag": "1"}, "taxed", "进项可以抵扣"),
        ("general", {"refund_rate": "0", "zero_flag": "2"}, "exempt", ""),
    ],
)
def test_a_small_scale_firm_hears_nothing_of_input_tax_that_it_has_not(
    taxpayer: str, line: dict[str, str], variant: str, words: str
) -> None:
    finding = found(taxpayer={"taxpayer": taxpayer, "kind": "trader"}, lines=[{**LINE, **line}])["T53"]
    said = texts().render(finding, checklists().book.sources).zh
    assert (finding.variant, bool(words) and words in said) == (variant, False)
    assert ("对应的进项税额转入成本" in said) is (variant == "exempt")


@pytest.mark.parametrize(
    ("deal", "freight", "variant"), [("CNY", None, "usd"), ("USD", None, ""), ("CNY", "USD", ""), ("CNY", "CNY", "usd")]
)
def test_only_the_column_in_dollars_waits_for_the_rate_of_a_deal_in_yuan(
    deal: str, freight: str | None, variant: str
) -> None:
    fee = {} if freight is None else {"freight": {"amount": "10", "currency": freight}}
    terms = {"incoterm": "CFR" if freight else "FOB", "currency": deal, **fee}
    parts = {"rate_rule": "day", "dates": {"export": "2026-05-03", "sale": "2026-05-03"}}
    assert found(terms=terms, lines=[{**LINE, "amount": "1000"}], **parts)["T11"].variant == variant


def test_a_refund_whose_value_in_yuan_is_open_is_not_said_to_stand() -> None:
    """The rate of the yen is nothing: no value in yuan, so the missing rate of the dollar is not all that is open."""
    rates = [{"day": "2026-05-03", "currency": "JPY", "cny": "0"}]
    parts = {"rate_rule": "day", "dates": {"export": "2026-05-03", "sale": "2026-05-03"}, "rates": rates}
    terms = {"incoterm": "FOB", "currency": "JPY"}
    finding = found(terms=terms, lines=[{**LINE, "amount": "1000"}], **parts)["T11"]
    said = texts().render(finding, checklists().book.sources)
    assert (finding.variant, "不受影响" in said.zh, "do not depend" in said.en) == ("usd_open", False, False)


@pytest.mark.parametrize(("bought", "variant"), [(True, "taken"), (False, "taken_open")])
def test_input_tax_that_nobody_knows_was_not_taken_off(bought: bool, variant: str) -> None:
    """Goods of flag 2 are exempt; what their vouchers show comes off, once it is known."""
    exempt = {**LINE, "id": "b", "refund_rate": "0", "zero_flag": "2", "made": "own"}
    papers = [{**PAPER, "goods": "b"}] if bought else []
    vat = {"output_tax": "0", "input_tax": "3000", "previous_credit": "0", "input_without_exempt": False}
    taxpayer = {"taxpayer": "general", "kind": "producer"}
    finding = found(taxpayer=taxpayer, lines=[{**LINE, "made": "own"}, exempt], invoices=papers, vat=vat)["T65"]
    assert finding.variant == variant
    assert "?" not in texts().render(finding, checklists().book.sources).zh


def test_a_missing_charge_is_called_by_its_name() -> None:
    finding = found(terms={"incoterm": "CFR", "currency": "USD"})["T13"]
    assert (finding.values["charge_zh"], finding.values["charge_en"]) == ("运费", "freight")


def test_what_is_covered_is_told_when_the_rest_is_open() -> None:
    finding = found(lines=[{**LINE, "qty": "12"}])["T52"]
    assert (finding.variant, finding.values["low"]) == ("least", "130.00")


def test_one_gap_has_one_name() -> None:
    finding = found(lines=[{key: value for key, value in LINE.items() if key != "refund_rate"}])["T52"]
    assert finding.values["missing_zh"] == "退税率"


def test_a_firm_without_a_method_is_not_asked_for_its_kind() -> None:
    coop = found(taxpayer={"taxpayer": "general", "kind": "coop"})["T52"]
    assert coop.places == ("policy",)


def test_output_tax_of_taxed_goods_must_be_in_the_return() -> None:
    taxed = {**LINE, "id": "2", "amount": "1130", "refund_rate": "0", "zero_flag": "1"}
    parts = {"taxpayer": {"taxpayer": "general", "kind": "producer"}, "terms": {"incoterm": "FOB", "currency": "CNY"}}
    vat = {"output_tax": "0", "input_tax": "900", "previous_credit": "0"}
    lines = [{**LINE, "id": "1", "amount": "1000"}, taxed]
    finding = found(**parts, vat=vat, lines=lines, invoices=[])["T54"]
    assert finding.values["amount"] == "130.00"  # 1,130 ÷ 1.13 × 13 %
    assert "T54" not in found(**parts, vat=vat, lines=lines[:1], invoices=[])


@pytest.mark.parametrize(("declared", "late"), [(True, False), (False, True), (None, True)])
def test_what_was_declared_is_not_called_late(declared: bool | None, late: bool) -> None:
    data = {"lines": [LINE], "dates": {"export": "2026-01-05"}, "state": {"declared": declared}}
    result = assess(scenario.load(json.dumps(data)).source, book(), date(2027, 5, 1))
    assert ("T46" in {finding.code for finding in result.findings}) is late


def test_after_the_last_day_nothing_can_still_be_claimed() -> None:
    taxpayer = {"taxpayer": "general", "kind": "grower"}
    lines = [{**LINE, "made": "own", "hs": "0805100000"}]
    data = {"taxpayer": taxpayer, "lines": lines, "dates": {"export": "2026-01-05"}, "state": {"declared": False}}
    result = assess(scenario.load(json.dumps(data)).source, book(), date(2029, 1, 6))
    assert not {"T46", "T47"} & {finding.code for finding in result.findings}


def test_before_any_known_law_the_policy_is_asked_once_and_no_voucher() -> None:
    assert found(dates={"export": "2019-12-31"})["T52"].places == ("policy",)


def test_an_exchange_rate_says_how_old_it_is_once_it_cannot_be_the_last_one_published() -> None:
    parts: dict[str, Any] = {
        "terms": {"incoterm": "FOB", "currency": "USD"},
        "dates": {"export": "2026-05-20", "sale": "2026-05-20"},
        "rate_rule": "first_of_month",
    }
    told = {
        day: found(**parts, rates=[{"day": day, "currency": "USD", "cny": "7"}])["T10"]
        for day in ("2026-04-30", "2026-04-21", "2026-04-20", "2024-03-01")
    }
    assert [one.variant for one in told.values()] == ["", "", "old", "old"]
    assert (told["2024-03-01"].values["used"], told["2024-03-01"].values["age"]) == ("2024-03-01", "791")


@pytest.mark.parametrize(
    ("usd", "variant", "difference"), [("500", "", "500.00"), ("1000", "enough", "0.00"), (None, "none", "1,000.00")]
)
def test_receipts_in_another_currency_leave_what_is_short(usd: str | None, variant: str, difference: str) -> None:
    own = [] if usd is None else [{"amount": usd, "currency": "USD"}]
    finding = found(
        terms={"incoterm": "FOB", "currency": "USD"},
        lines=[{**LINE, "amount": "1000"}],
        receipts=[*own, {"amount": "430", "currency": "EUR"}],
    )["T73"]
    assert (finding.variant, finding.values["difference"]) == (variant, difference)
    assert finding.values["others_zh"] == "EUR 430.00"


@pytest.mark.parametrize(
    ("parts", "asked"),
    [
        ({"lines": [{**LINE, "unit": "999"}]}, "lines.1.unit"),
        ({"invoices": [{**PAPER, "unit": "999"}]}, "invoices.1.unit"),
    ],
)
def test_a_unit_that_nobody_knows_is_asked_where_it_stands(parts: dict[str, Any], asked: str) -> None:
    data = {
        "taxpayer": {"taxpayer": "general", "kind": "trader"},
        "lines": [LINE],
        "invoices": [{**PAPER, "unit": "011"}],
    }
    known = replace(book(), codes=CodeTables.load(resources.read_tree("codes")))
    result = assess(scenario.load(json.dumps({**data, **parts})).source, known, DAY)
    told = {finding.code: finding for finding in result.findings}
    assert (told["T52"].places, told["T52"].variant) == ((asked,), "wrong")
    assert told["T05"].places == (asked,)
    assert "T32" not in told


def test_what_nobody_brought_in_is_silent_while_the_return_is_another() -> None:
    vat = {"period": "202604", "output_tax": "0", "input_tax": "100", "previous_credit": "0"}
    told = found(
        taxpayer={"taxpayer": "general", "kind": "producer"},
        terms={"incoterm": "FOB", "currency": "CNY"},
        dates={"export": "2026-05-20", "sale": "2026-05-20"},
        lines=[{**LINE, "made": "own", "amount": "1000"}],
        vat=vat,
    )
    assert told["T52"].variant == "range_wrong"
    assert "T07" not in told


def test_what_was_and_was_not_declared_is_told_alike() -> None:
    parts: dict[str, Any] = {
        "dates": {"export": "2020-01-02", "claim": "2020-02-03"},
        "state": {"declared": False},
    }
    law = {"export": "2026-01-02", "claim": "2026-02-03"}
    result = assess(
        scenario.load(json.dumps({"lines": [LINE], "invoices": [PAPER], **parts, "dates": law})).source,
        book(),
        date(2029, 1, 3),
    )
    told = {finding.code: texts().render(finding, checklists().book.sources) for finding in result.findings}
    assert told["T29"].variant == ""
    assert "没有说明" not in told["T40"].zh


def test_goods_and_invoices_without_a_name_go_by_their_rows() -> None:
    line = {key: value for key, value in LINE.items() if key != "name_zh"}
    told = found(
        lines=[{**line, "id": "aa"}, {**line, "id": "bb", "qty": "12"}],
        invoices=[{**PAPER, "goods": "bb"}, {**PAPER, "goods": "aa", "qty": "11"}],
    )
    assert told["T30"].values["goods_zh"] == "第 2 行货物"
    assert told["T35"].values["invoice_zh"] == "第 2 行（没有号码）"


@pytest.mark.parametrize(
    ("typed", "bundled", "variant"), [("0.09", False, None), ("0.13", False, ""), ("0.13", True, "bundled")]
)
def test_a_typed_rate_that_the_table_has_otherwise_is_told(typed: str, bundled: bool, variant: str | None) -> None:
    table = RateTable((RateRecord(code="0805100000", refund_rate=Decimal("0.09"), vat_rate=Decimal("0.09")),))
    data = {
        "taxpayer": {"taxpayer": "general", "kind": "trader"},
        "lines": [{**LINE, "hs": "0805100000", "refund_rate": typed}],
        "dates": {"export": "2026-05-20"},
    }
    known = replace(book(table), bundled=bundled)
    told = {one.code: one for one in assess(scenario.load(json.dumps(data)).source, known, DAY).findings}
    assert (told["T79"].variant if "T79" in told else None) == variant


@pytest.mark.parametrize(
    ("term", "fees", "told"),
    [
        ("FOB", {"freight": {"amount": "100", "currency": "USD"}}, {"terms.freight"}),
        ("CFR", {"freight": {"amount": "100", "currency": "USD"}}, set()),
        ("CFR", {"insurance": {"amount": "0.3", "mark": "1"}}, {"terms.insurance"}),
        ("C&I", {"freight": {"amount": "1", "currency": "USD"}, "insurance": {"amount": "0.3", "mark": "1"}}, set()),
    ],
)
def test_a_charge_that_the_price_does_not_hold_is_left_alone_and_told(
    term: str, fees: dict[str, Any], told: set[str]
) -> None:
    finding = found(terms={"incoterm": term, "currency": "USD", **fees}).get("T80")
    assert (set() if finding is None else {finding.places[0]}) == told


def test_a_return_of_a_month_ahead_was_not_filed() -> None:
    parts: dict[str, Any] = {
        "taxpayer": {"taxpayer": "general", "kind": "producer"},
        "lines": [{**LINE, "made": "own", "fob_cny": "100"}],
        "dates": {"export": "2026-05-20"},
    }
    for period, variant in (("202611", None), ("202612", "ahead")):
        told = found(**parts, vat={"period": period, "filed": True}).get("T26")
        assert (None if told is None else told.variant) == variant


@pytest.mark.parametrize(("mode", "told"), [("0110", True), ("9810", False)])
def test_a_claim_before_the_sale_was_booked_is_the_wrong_order_but_for_warehouse_goods(mode: str, told: bool) -> None:
    days = {"export": "2026-05-20", "claim": "2026-06-10", "sale": "2026-06-11"}
    finding = found(mode=mode, dates=days).get("T55")
    assert (finding is not None and finding.places == ("dates.claim", "dates.sale")) is told


def test_the_rate_of_a_day_ahead_cannot_be_asked_for_yet() -> None:
    parts: dict[str, Any] = {
        "terms": {"incoterm": "FOB", "currency": "USD"},
        "rate_rule": "day",
        "rates": [{"day": "2026-11-20", "currency": "USD", "cny": "7"}],
    }
    told = {day: found(**parts, dates={"export": day})["T10"].variant for day in ("2026-11-22", "2026-11-23")}
    assert told == {"2026-11-22": "", "2026-11-23": "ahead"}
