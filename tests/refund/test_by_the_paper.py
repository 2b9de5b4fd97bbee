"""The formulas of the law written down a second time, and the program held against them over a wide input."""

from __future__ import annotations

import json
from datetime import date
from decimal import ROUND_HALF_UP
from decimal import Decimal as D
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exporter_desk.refund import scenario
from exporter_desk.refund.assess import assess
from tests.support.refund_book import book

DAY = date(2026, 11, 22)
CNY = st.decimals(min_value=0, max_value=99_999, places=2)
USD = st.decimals(min_value=D("-50000"), max_value=50_000, places=2).filter(bool)
QUOTE = st.decimals(min_value=D("6.0000"), max_value=9, places=4)
RATES = st.sampled_from(
    [(D("0.13"), D("0.13")), (D("0.13"), D("0.09")), (D("0.09"), D("0.09")), (D("0.13"), D("0.06"))]
)
LINES = st.lists(st.tuples(USD, RATES), min_size=1, max_size=4)
MATERIAL = st.lists(st.tuples(CNY, RATES), max_size=2)
PAPERS = st.lists(st.tuples(st.integers(1, 40), CNY.filter(bool), st.booleans()), min_size=1, max_size=4)
SUMS = ("BDM", "TAX", "LD", "PAY", "MDT", "REFUND", "EXEMPT_CREDIT", "CREDIT_CARRIED", "MDT_CARRIED")


def cents(value: D) -> D:
    return value.quantize(D("0.01"), ROUND_HALF_UP)


def figures(**parts: object) -> dict[str, D | None]:
    result = assess(scenario.load(json.dumps(parts, default=str)).source, book(), DAY)
    return {f"{one.symbol}.{one.line}".rstrip("."): one.value for one in result.quantities}


@settings(deadline=None)
@given(LINES, QUOTE, CNY, CNY, CNY, MATERIAL, CNY, CNY)
def test_a_period_of_a_producer(
    lines: list[tuple[D, tuple[D, D]]], quote: D, out: D, inward: D, before: D,
    material: list[tuple[D, tuple[D, D]]], brought: D, left_over: D,
) -> None:  # fmt: skip
    fob = [(cents(amount * quote), vat, refund) for amount, (vat, refund) in lines]
    gross = sum((cents(value * (vat - refund)) for value, vat, refund in fob), D(0))
    wanted = left_over + sum((cents(price * (vat - refund)) for price, (vat, refund) in material), D(0))
    bdm = gross - min(wanted, max(gross, D(0)))
    tax = out - (inward - bdm) - before
    credit = max(D(0), -tax)
    mdt = sum((cents(value * refund) for value, _, refund in fob), D(0)) - brought
    mdt -= sum((cents(price * refund) for price, (_, refund) in material), D(0))
    repaid = min(credit, mdt) if mdt > 0 else D(0)
    expected = (bdm, tax, credit, max(D(0), tax), mdt, repaid, max(D(0), mdt) - repaid, credit - repaid, min(D(0), mdt))

    listed: list[dict[str, Any]] = [
        {"made": "own", "amount": amount, "vat_rate": vat, "refund_rate": refund, "reversal": amount < 0 or None}
        for amount, (vat, refund) in lines
    ]
    found = figures(
        taxpayer={"taxpayer": "general", "kind": "producer"},
        terms={"incoterm": "FOB", "currency": "USD"},
        rate_rule="day",
        rates=[{"day": "2026-05-20", "currency": "USD", "cny": quote}],
        dates={"export": "2026-05-20", "sale": "2026-05-20"},
        lines=[{key: value for key, value in one.items() if value is not None} for one in listed],
        vat={
            "output_tax": out, "input_tax": inward, "previous_credit": before, "carried_mdt": -brought,
            "carried_bdm_deduction": left_over,
            "exempt_material": [{"amount": one, "vat_rate": vat, "refund_rate": back} for one, (vat, back) in material],
        },
    )  # fmt: skip
    assert tuple(found[symbol] for symbol in SUMS) == expected


@settings(deadline=None)
@given(PAPERS, st.lists(st.integers(1, 40), min_size=1, max_size=4), st.sampled_from([D("0.13"), D("0.09")]))
def test_the_claim_of_a_trader(bought: list[tuple[int, D, bool]], sold: list[int], library: D) -> None:
    """Oldest invoice first, line after line; what empties an invoice takes its last cents; 3 % of a small supplier."""
    more = max(0, sum(sold) - sum(qty for qty, _, _ in bought))
    papers = [*bought, *([(more, D("77.77"), False)] if more else [])]
    left = [(D(qty), amount) for qty, amount, _ in papers]
    refund = D(0)
    for wanted in sold:
        need = D(wanted)
        for place, (qty, amount, small) in enumerate(papers):
            taken = min(need, left[place][0])
            if not taken:
                continue
            rest = left[place][1]
            part = rest if taken == left[place][0] else min(rest, cents(amount * taken / qty))
            left[place], need = (left[place][0] - taken, rest - part), need - taken
            refund += cents(part * (min(library, D("0.03")) if small else library))
    found = figures(
        taxpayer={"taxpayer": "general", "kind": "trader"},
        lines=[{"goods": "x", "qty": qty, "unit": "011", "vat_rate": "0.13", "refund_rate": library} for qty in sold],
        invoices=[
            {"goods": "x", "number": str(at), "day": f"2026-05-{at + 1:02}", "qty": qty, "amount": amount,
             "unit": "011", "voucher": "vat_special", "rate": "0.03" if small else "0.13",
             "supplier_taxpayer": "small_scale" if small else "general"}
            for at, (qty, amount, small) in enumerate(papers)
        ],
    )  # fmt: skip
    assert found["REFUND"] == refund
