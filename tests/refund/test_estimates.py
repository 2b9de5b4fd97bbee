"""What is computed from an estimate is an estimate: every number of the samples is guessed and changed, one by one."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from exporter_desk.domain.case_json import load
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.book import RefundBook, bundled_table
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.producer_sheet import producer_period
from exporter_desk.refund.sheet_parts import Member, Words
from exporter_desk.refund.worksheets import Worksheets, worksheets
from exporter_desk.rules.codes import CodeTables
from exporter_desk.system import resources
from tests.support.changed_numbers import (
    NAMES,
    Case,
    changed,
    guessed,
    numbers,
    of_each_kind,
    sample,
    with_values,
)
from tests.support.refund_book import checklists


@cache
def shipped() -> RefundBook:
    return RefundBook(checklists(), bundled_table(CodeTables(resources.read_tree("codes"))))


def figures(case: Case) -> RefundResult:
    loaded = load(json.dumps(case))
    return assess(from_case(loaded), shipped(), loaded.day or date(2026, 11, 25))


def marked(case: Case, path: str) -> dict[tuple[str, str], bool]:
    return {(one.symbol, one.line): one.trace.estimated for one in figures(guessed(case, path)).quantities}


def values(result: RefundResult) -> dict[tuple[str, str], Decimal | None]:
    return {(one.symbol, one.line): one.value for one in result.quantities}


def unmarked(case: Case, path: str, before: dict[tuple[str, str], Decimal | None]) -> set[tuple[str, str]]:
    """Return the figures that change with the number at `path`, and are no estimates while it is one.

    What becomes unknown is no other figure: the number was refused then, or contradicts another.
    """
    found = set[tuple[str, str]]()
    for factor in ("0.9", "1.1"):
        after = values(figures(changed(case, path, factor)))
        found |= {
            key for key, value in before.items() if None not in (value, other := after.get(key)) and other != value
        }
    marks = marked(case, path) if found else {}
    return {key for key in found if not marks[key]}


def unmarked_in(case: Case, *paths: str) -> dict[str, list[tuple[str, str]]]:
    before = values(figures(case))
    return {path: sorted(found) for path in paths or tuple(numbers(case)) if (found := unmarked(case, path, before))}


@pytest.mark.parametrize("name", NAMES)
def test_whatever_changes_with_an_estimated_number_is_an_estimate(name: str) -> None:
    case = sample(name)
    assert unmarked_in(case, *of_each_kind(numbers(case))) == {}


def one_line() -> Case:
    """A trader under CIF in USD: one of two lines takes half of its invoice, freight is in EUR by the tonne."""
    goods = {"hs": "9403609990", "unit": "011", "unit1": "035", "origin": "CN"}
    invoice = {"number": "7", "day": "2026-05-01", "rate": "0.13", "voucher": "vat_special", "unit": "011"}
    package = {"kind": "22", "net_kg": "9", "size_cm": ["60", "45", "50"]}
    return {
        "schema": "exporter-desk/case",
        "schema_version": 1,
        "day": "2026-06-20",
        "facts": {"export_date": "2026-05-20", "seller_kind": "trader", "seller_taxpayer": "general"},
        "terms": {
            "incoterm": "CIF",
            "currency": "USD",
            "freight": {"amount": "90.00", "currency": "EUR", "mark": "2"},
            "insurance": {"amount": "0.3", "mark": "1"},
        },
        "goods": [
            {**goods, "id": "g1", "qty": "1200", "qty1": "600", "unit_price": "2.37"},
            {**goods, "id": "g2", "qty": "300", "qty1": "450", "unit_price": "7.10"},
        ],
        "packages": [
            {**package, "id": "p1", "from": 1, "to": 60, "gross_kg": "11.4", "contents": {"g1": "20"}},
            {**package, "id": "p2", "from": 61, "to": 110, "gross_kg": "10.6", "contents": {"g2": "6"}},
        ],
        "tax": {
            "rate_rule": "first_of_month",
            "sale_date": "2026-05-20",
            "lines": [{"id": one, "vat_rate": "0.13", "refund_rate": "0.13"} for one in ("g1", "g2")],
            "rates": [
                {"day": "2026-05-01", "currency": "USD", "cny": "7.1"},
                {"day": "2026-05-01", "currency": "EUR", "cny": "8.2"},
                {"day": "2026-04-01", "currency": "USD", "cny": "7.2"},
            ],
            "purchase_invoices": [
                {**invoice, "id": "i1", "goods": "g1", "qty": "2414", "amount": "28968.00"},
                {**invoice, "id": "i2", "goods": "g2", "qty": "300", "amount": "10500.00"},
            ],
        },
        "origins": {},
    }


VARIANTS: dict[str, dict[str, object]] = {
    "half an invoice, freight by the tonne": {},
    "freight in the currency of the deal": {"terms__freight": {"amount": "80", "currency": "USD", "mark": "2"}},
    "free on board": {"terms__incoterm": "FOB", "terms__freight": None, "terms__insurance": None},
    "from an overseas warehouse": {
        "choices": [{"what": "mode", "value": "9810"}],
        "tax__lines__g1": {"id": "g1", "vat_rate": "0.13", "refund_rate": "0.13", "sold_qty": "500"},
        "tax__lines__g2": {"id": "g2", "vat_rate": "0.13", "refund_rate": "0.13", "sold_qty": "300"},
    },
    "billed by weight": {
        "tax__purchase_invoices__i1__unit": "035",
        "tax__purchase_invoices__i1__qty": "1200",
    },
    "a producer": {
        "facts__seller_kind": "producer",
        "tax__vat": {"period": "202605", "output_tax": "100", "input_tax": "9000", "previous_credit": "50"},
    },
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_so_it_is_with_charges_parts_of_invoices_and_other_units(variant: str) -> None:
    case = with_values(one_line(), **VARIANTS[variant])
    assert any(value for (symbol, _), value in values(figures(case)).items() if symbol in {"REFUND", "MDT"})
    assert unmarked_in(case) == {}


@pytest.mark.parametrize(
    ("path", "symbol", "line"),
    [
        ("tax.rates.2.cny", "RATE", ""),
        ("tax.rates.1.cny", "RATE", ""),
        ("packages.p1.net_kg", "FREIGHT", ""),
        ("goods.g2.net_kg", "FOB", ""),
        ("goods.g2.qty", "REFUND_LINE", "g1"),
        ("tax.purchase_invoices.i2.amount", "BASE", "g1"),
        ("tax.lines.g2.refund_rate", "REFUND_LINE", "g1"),
        ("tax.lines.g1.vat_rate", "REFUND_RATE", "g1"),
    ],
)
def test_what_does_not_rest_on_an_estimate_is_none(path: str, symbol: str, line: str) -> None:
    assert marked(one_line(), path)[symbol, line] is False


def test_the_value_of_a_line_hangs_on_the_others_only_where_charges_are_shared() -> None:
    free = with_values(one_line(), **VARIANTS["free on board"])
    assert (
        marked(one_line(), "goods.g2.unit_price")["FOB", "g1"],
        marked(free, "goods.g2.unit_price")["FOB", "g1"],
    ) == (
        True,
        False,
    )


def test_a_figure_names_every_value_that_it_was_computed_from() -> None:
    inputs = {(one.symbol, one.line): set(one.trace.inputs) for one in figures(one_line()).quantities}
    assert {"goods.g1.qty", "goods.g1.unit_price"} <= inputs["FOB", "g1"]
    assert inputs["RATE", ""] == {"tax.rates.0.cny"}
    bought = {"tax.purchase_invoices.i1.amount", "tax.purchase_invoices.i1.qty", "goods.g1.qty"}
    assert inputs["BASE", "g1"] == bought
    assert {*bought, "tax.purchase_invoices.i1.rate"} < inputs["REFUND_LINE", "g1"]


def test_an_estimated_exchange_rate_reaches_the_refund_of_a_producer_but_not_a_gap_of_equal_rates() -> None:
    # 9 % and 9 %: nothing goes to cost at any rate of exchange
    marks = marked(sample("navel-orange"), "tax.rates.0.cny")
    assert [marks[symbol, ""] for symbol in ("RATE", "FOB_CNY", "MDT", "REFUND", "EXEMPT_CREDIT")] == [True] * 5
    assert [marks[symbol, ""] for symbol in ("FOB", "BDM", "TAX", "LD", "INPUT")] == [False] * 5


def sheets(case: Case) -> Worksheets:
    loaded = load(json.dumps(case))
    return worksheets([Member(case=loaded, result=figures(case))], Words(unit=str, vouchers={}, vat="V", summary={}))


def test_the_sheets_of_a_claim_mark_estimates_row_by_row() -> None:
    case = with_values(one_line(), origins={"goods.g2.qty": {"kind": "estimated", "at": "2026-11-24T09:00:00"}})
    rows = sheets(case)
    assert [(row["qty"].estimated, row["fob_usd"].estimated) for row in rows.exports] == [(False, True), (True, True)]
    bought = [(row["base"].estimated, row["refund"].estimated, row["number"].estimated) for row in rows.purchases]
    assert bought == [(False, False, False), (True, True, False)]
    assert rows.refund.estimated


def test_an_estimate_of_the_vat_return_reaches_the_period_of_several_shipments() -> None:
    origin = {"kind": "estimated", "at": "2026-11-24T09:00:00"}
    case = with_values(one_line(), **VARIANTS["a producer"], origins={"tax.vat.input_tax": origin})
    loaded = [load(json.dumps({**case, "number": number})) for number in ("2026-001", "2026-002")]
    period = producer_period([Member(case=one, result=figures(case)) for one in loaded])
    assert period is not None
    marks = {one.symbol: one.trace.estimated for one in period.quantities if not one.line}
    assert [marks[symbol] for symbol in ("INPUT", "TAX", "LD", "REFUND")] == [True] * 4
    assert [marks[symbol] for symbol in ("FOB_CNY", "OUTPUT", "MDT_GROSS")] == [False] * 3
