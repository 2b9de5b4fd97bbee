"""Whatever the figures: sums close to the cent, splitting moves only the rounding, nothing is refunded twice."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal as D
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exporter_desk.refund import scenario
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.quantity import find
from tests.support.refund_book import book

DAY = date(2026, 11, 22)
CENT = D("0.01")
RATES = st.sampled_from([("0.13", "0.13"), ("0.13", "0.09"), ("0.09", "0.09"), ("0.13", "0.10"), ("0.09", "0.06")])
MONEY = st.decimals(min_value=D("0.01"), max_value=10_000_000, places=2)
AMOUNT = st.decimals(min_value=0, max_value=1_000_000, places=2)


def assessed(**parts: object) -> RefundResult:
    return assess(scenario.load(json.dumps(parts, default=str)).source, book(), DAY)


def value(result: RefundResult, symbol: str, line: str = "") -> D:
    found = find(result.quantities, symbol, line)
    assert found is not None
    assert found.value is not None, (symbol, found.trace.missing)
    return found.value


def producer(lines: list[dict[str, Any]], **vat: D) -> RefundResult:
    period = {"output_tax": D(0), "input_tax": D(0), "previous_credit": D(0), **vat}
    return assessed(
        taxpayer={"taxpayer": "general", "kind": "producer"},
        terms={"incoterm": "FOB", "currency": "CNY"},
        lines=lines,
        vat={key: str(amount) for key, amount in period.items()},
    )


def sold(amount: D, rates: tuple[str, str] = ("0.13", "0.13")) -> dict[str, Any]:
    return {"amount": str(amount), "vat_rate": rates[0], "refund_rate": rates[1], "made": "own"}


@settings(deadline=None)
@given(st.lists(st.tuples(MONEY, RATES), min_size=1, max_size=6), AMOUNT, AMOUNT, AMOUNT)
def test_a_period_closes(lines: list[tuple[D, tuple[str, str]]], output: D, inward: D, before: D) -> None:
    result = producer(
        [sold(amount, rates) for amount, rates in lines], output_tax=output, input_tax=inward, previous_credit=before
    )
    refund, credit, whole = (value(result, symbol) for symbol in ("REFUND", "LD", "MDT"))
    numbered = [str(number) for number in range(1, len(lines) + 1)]
    assert whole == sum(value(result, "MDT_LINE", line) for line in numbered)
    assert 0 <= refund <= min(credit, whole)
    assert refund + value(result, "CREDIT_CARRIED") == credit
    assert refund + value(result, "EXEMPT_CREDIT") == whole
    assert value(result, "PAY") - credit == value(result, "TAX")
    assert value(result, "TAX") == output - (inward - value(result, "BDM")) - before


@settings(deadline=None)
@given(MONEY, MONEY, RATES)
def test_splitting_a_line_of_a_producer_moves_a_cent_at_most(first: D, second: D, rates: tuple[str, str]) -> None:
    whole = producer([sold(first + second, rates)], input_tax=D(10_000_000))
    parts = producer([sold(first, rates), sold(second, rates)], input_tax=D(10_000_000))
    assert abs(value(whole, "REFUND") - value(parts, "REFUND")) <= CENT


def trader(lines: list[dict[str, Any]], invoices: list[dict[str, Any]], **more: object) -> RefundResult:
    return assessed(
        taxpayer={"taxpayer": "general", "kind": "trader"},
        lines=[{"unit": "011", "vat_rate": "0.13", "refund_rate": "0.13", **line} for line in lines],
        invoices=[
            {"unit": "011", "rate": "0.13", "voucher": "vat_special", "supplier_taxpayer": "general", **paper}
            for paper in invoices
        ],
        **more,
    )


QTY = st.integers(min_value=1, max_value=500)


@settings(deadline=None)
@given(QTY, QTY, MONEY)
def test_splitting_a_line_of_a_trader_moves_a_cent_at_most(first: int, second: int, amount: D) -> None:
    paper = {"qty": str(first + second), "amount": str(amount), "goods": "x"}
    whole = trader([{"goods": "x", "qty": str(first + second)}], [paper])
    parts = trader([{"goods": "x", "qty": str(first)}, {"goods": "x", "qty": str(second)}], [paper])
    assert value(parts, "BASE") == value(whole, "BASE") == amount
    assert abs(value(whole, "REFUND") - value(parts, "REFUND")) <= CENT


@settings(deadline=None)
@given(
    st.integers(min_value=0, max_value=300),
    st.integers(min_value=1, max_value=300),
    st.lists(MONEY, min_size=1, max_size=4),
)
def test_sold_and_unsold_are_the_whole(part: int, more: int, amounts: list[D]) -> None:
    whole = (part + more) * len(amounts)
    papers = [{"day": "2026-05-08", "qty": str(part + more), "amount": str(amount)} for amount in amounts]
    result = trader([{"qty": str(whole), "sold_qty": str(part)}], papers, mode="9810")
    assert value(result, "SOLD_REFUND") + value(result, "PRE_REFUND") == value(result, "REFUND")
    assert value(result, "BASE") == sum(amounts)
    assert value(result, "SOLD_REFUND") >= 0


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=100), st.integers(min_value=0, max_value=100), MONEY)
def test_a_reconciliation_pays_back_what_was_not_earned(qty: int, sold_qty: int, amount: D) -> None:
    assume(sold_qty <= qty)
    claimed = trader([{"qty": str(qty), "sold_qty": "0"}], [{"qty": str(qty), "amount": str(amount)}], mode="9810")
    before = value(claimed, "PRE_REFUND")
    pre = {"goods": "1", "qty": str(qty), "refund": str(before), "done": "2026-07-10"}
    sales = [{"goods": "1", "day": "2026-08-01", "qty": str(sold_qty)}] if sold_qty else []
    pre |= {} if sold_qty else {"outcome": "unsold"}
    result = trader(
        [{"qty": str(qty), "sold_qty": "0"}],
        [{"qty": str(qty), "amount": str(amount)}],
        mode="9810",
        pre_refunds=[pre],
        warehouse_sales=sales,
    )
    found = result.reconciliations[0]
    assert found.right.value is not None
    assert found.difference.value is not None
    assert 0 <= found.right.value <= before
    assert found.difference.value == found.right.value - before
    filed = sum((entry.refund.value or D(0) for entry in found.entries), D(0))
    assert filed == found.difference.value


UNLAWFUL = st.sampled_from(["ordinary", "farm_purchase", "government_receipt", "auction", "reorganisation", "none"])


@settings(deadline=None)
@given(st.lists(st.tuples(MONEY, UNLAWFUL), min_size=1, max_size=4))
def test_nothing_is_refunded_without_a_lawful_voucher(papers: list[tuple[D, str]]) -> None:
    listed = [{"qty": "1", "amount": str(amount), "voucher": kind} for amount, kind in papers]
    result = trader([{"qty": str(len(papers))}], listed)
    assert value(result, "REFUND") == 0
    assert result.policy.result in {"exempt", "taxed"}


@settings(deadline=None)
@given(MONEY, st.decimals(min_value=D("0.001"), max_value=D("0.5"), places=3), st.lists(MONEY, min_size=1, max_size=6))
def test_fob_is_shared_without_a_remainder(freight: D, percent: D, amounts: list[D]) -> None:
    assume(sum(amounts) > freight + D("0.02") * len(amounts) + sum(amounts) * percent)
    result = assessed(
        taxpayer={"taxpayer": "general", "kind": "producer"},
        terms={
            "incoterm": "CIF",
            "currency": "USD",
            "freight": {"amount": str(freight), "currency": "USD"},
            "insurance": {"amount": str(percent), "mark": "1"},
        },
        lines=[sold(amount) for amount in amounts],
        rate_rule="day",
        dates={"export": "2026-05-20", "sale": "2026-05-20"},
        rates=[{"day": "2026-05-20", "currency": "USD", "cny": "7.1"}],
    )
    parts = [value(result, "FOB", str(number)) for number in range(1, len(amounts) + 1)]
    assert sum(parts) == value(result, "FOB")
    assert value(result, "FOB") == sum(amounts) - freight - value(result, "INSURANCE")
