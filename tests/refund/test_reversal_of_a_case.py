"""A claim that takes an earlier one back, told in a whole case: the same goods below zero, to the cent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter_desk.domain import case_json
from exporter_desk.domain.case import Case
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.quantity import find
from tests.support import claim_cases
from tests.support.refund_book import book, checklists, texts

DAY = date(2026, 11, 22)
MONEY = st.decimals(min_value=D("0.01"), max_value=90_000, places=2)
RATE = st.decimals(min_value=D("0.0001"), max_value=20, places=4)
PIECES = st.integers(1, 999)


def result_of(case: Case) -> RefundResult:
    return assess(from_case(case), book(), DAY)


def taken_back(case: Case, **fob: D) -> Case:
    """The same shipment claimed again in a later month, every line to be taken back."""
    lines = tuple(replace(one, reversal=True, fob_cny=fob.get(one.id)) for one in case.tax.lines)
    tax = replace(case.tax, lines=lines, claim_period="202606", claim_batch="001", claim_date=date(2026, 6, 8))
    return replace(case, id="b" * 16, number="2026-301", tax=tax)


def figures(result: RefundResult, *symbols: str) -> dict[tuple[str, str], D | None]:
    return {(one.symbol, one.line): one.value for one in result.quantities if one.symbol in symbols}


def assert_nets_to_zero(first: RefundResult, back: RefundResult, *symbols: str) -> None:
    before, after = figures(first, *symbols), figures(back, *symbols)
    assert before.keys() == after.keys()
    assert all(value is not None and after[key] == -value for key, value in before.items())


def test_a_traders_claim_and_its_reversal() -> None:
    """80 + 20 chairs: 60 at 50.00 and 40 of 80 at 55.00; 5,200 x 13 % = 676; tables 5,000 x 13 % = 650."""
    first, back = result_of(claim_cases.trader()), result_of(taken_back(claim_cases.trader()))
    assert figures(first, "REFUND")["REFUND", ""] == D("1326.00")
    assert figures(back, "REFUND", "REPAY") == {("REFUND", ""): D("-1326.00"), ("REPAY", ""): D("1326.00")}
    assert_nets_to_zero(first, back, "REFUND_LINE", "BASE", "COST_GAP", "FOB_CNY", "FOB_USD", "FOB")
    assert {one.code for one in back.findings} >= {"T66"}
    assert not {one.code for one in back.findings} & {"T30", "T35", "T46", "T47", "T52"}


def test_a_producers_reversal_alone_is_carried_on() -> None:
    """Two lines of 7,100: MDT -639 each, no refund, -1,278 goes on to the next period."""
    back = result_of(taken_back(claim_cases.producer()))
    assert figures(back, "MDT", "REFUND", "MDT_CARRIED", "BDM_GROSS") == {
        ("MDT", ""): D("-1278.00"),
        ("REFUND", ""): D("0.00"),
        ("MDT_CARRIED", ""): D("-1278.00"),
        ("BDM_GROSS", ""): D("-568.00"),
    }
    first = result_of(claim_cases.producer())
    assert_nets_to_zero(first, back, "MDT_LINE", "BDM_LINE", "FOB_CNY")


@pytest.mark.parametrize("settled", [True, False])
def test_under_cif_the_fob_of_the_claim_is_asked(settled: bool) -> None:
    case = claim_cases.producer()
    terms = {**json.loads(case_json.dump(case))["terms"], "incoterm": "CIF"}
    charged = {"amount": "100.00", "currency": "USD"}
    data = {**json.loads(case_json.dump(case)), "terms": {**terms, "freight": charged, "insurance": charged}}
    case = case_json.load(json.dumps(data))
    first = result_of(case)
    fob = {line: value for (_, line), value in figures(first, "FOB_CNY").items() if line and value is not None}
    back = result_of(taken_back(case, **fob) if settled else taken_back(case))
    if settled:
        assert_nets_to_zero(first, back, "MDT_LINE", "BDM_LINE", "FOB_CNY")
    else:
        asked = find(back.quantities, "FOB_CNY", "g1")
        assert asked is not None
        assert asked.trace.missing == ("tax.lines.g1.fob_cny",)


EUR_AND_USD = (("EUR", "8.0000"), ("USD", "7.0000"))


def settled_back(currency: str, rates: tuple[tuple[str, str], ...], **terms: object) -> RefundResult:
    """The tables, 1,000 in the deal, taken back at 7,300.00 settled in CNY."""
    lines = [{"id": one, "refund_rate": "0.13", "vat_rate": "0.13"} for one in ("g1", "g2")]
    quotes = [{"day": "2026-03-01", "currency": code, "cny": cny} for code, cny in rates]
    case = claim_cases.trader(lines=[lines[0], {**lines[1], "reversal": True, "fob_cny": "7300.00"}], rates=quotes)
    data = json.loads(case_json.dump(case))
    return result_of(case_json.load(json.dumps({**data, "terms": {**data["terms"], "currency": currency, **terms}})))


FREIGHT = {
    "incoterm": "CIF",
    "freight": {"amount": "0", "currency": "USD"},
    "insurance": {"amount": "0", "currency": "USD"},
}


@pytest.mark.parametrize(
    ("result", "usd"),
    [
        (settled_back("EUR", EUR_AND_USD), "-1042.86"),  # 7,300.00 / 7.0000
        (settled_back("USD", (("USD", "7.1100"),), **FREIGHT), "-1026.72"),  # 7,300.00 / 7.1100 = 1,026.7229...
    ],
)
def test_in_usd_a_settled_reversal_is_estimated_by_the_rate_of_its_day(result: RefundResult, usd: str) -> None:
    found = find(result.quantities, "FOB_USD", "g2")
    assert found is not None
    assert (found.value, found.trace.estimated) == (D(usd), True)
    (told,) = [one for one in result.findings if one.code == "T18"]
    assert (told.variant, told.places) == ("usd", ("tax.lines.g2.fob_cny",))
    assert "美元离岸价" in texts().render(told, checklists().book.sources).zh


def test_without_the_rate_of_usd_that_is_what_is_missing() -> None:
    found = find(settled_back("EUR", EUR_AND_USD[:1]).quantities, "FOB_USD", "g2")
    assert found is not None
    assert (found.value, found.trace.missing) == (None, ("tax.rates",))


def test_the_rate_of_a_settled_reversal_is_not_asked_at_the_rates() -> None:
    found = find(settled_back("EUR", EUR_AND_USD).quantities, "RATE", "g2")
    assert found is not None
    assert found.trace.missing == ("tax.lines.g2.fob_cny",)


def test_a_file_that_takes_back_is_never_late() -> None:
    case = taken_back(claim_cases.trader())
    late = replace(case, tax=replace(case.tax, claim_date=date(2029, 5, 2)))
    codes = {one.code for one in assess(from_case(late), book(), date(2029, 5, 3)).findings}
    assert not codes & {"T29", "T40", "T46", "T47"}


def test_what_is_taken_back_survives_the_file() -> None:
    case = taken_back(claim_cases.trader(), g1=D("7100.00"))
    again = case_json.load(case_json.dump(case))
    assert again.tax.lines == case.tax.lines
    assert json.loads(case_json.dump(case))["tax"]["lines"][0]["fob_cny"] == "7100.00"


@settings(deadline=None)
@given(PIECES, MONEY, st.lists(st.tuples(PIECES, MONEY), min_size=1, max_size=3), RATE)
def test_claim_and_reversal_are_nothing_together(qty: int, price: D, bought: list[tuple[int, D]], rate: D) -> None:
    goods = [{"id": "g1", "name_zh": "餐椅", "qty": str(qty), "unit": "007", "unit_price": str(price)}]
    invoices = [
        {"id": f"i{at}", "number": str(at), "goods": "g1", "supplier": "pt3", "unit": "007", "qty": str(pieces),
         "day": "2026-02-10", "amount": str(amount), "rate": "0.13", "voucher": "vat_special"}
        for at, (pieces, amount) in enumerate([*bought, (qty, price)])
    ]  # fmt: skip
    rates = [{"day": "2026-03-01", "currency": "USD", "cny": str(rate)}]
    for made, symbols in (
        (claim_cases.trader, ("REFUND_LINE", "REFUND")),
        (claim_cases.producer, ("MDT_LINE", "BDM_LINE")),
    ):
        listed = invoices if made is claim_cases.trader else None
        data = json.loads(case_json.dump(made(rates=rates, purchase_invoices=listed)))
        kept = [one for one in data["tax"]["lines"] if one["id"] == "g1"]
        data["tax"]["declarations"][0]["lines"] = ["g1"]
        case = case_json.load(json.dumps({**data, "goods": goods, "tax": {**data["tax"], "lines": kept}}))
        assert_nets_to_zero(result_of(case), result_of(taken_back(case)), *symbols, "FOB_CNY")
