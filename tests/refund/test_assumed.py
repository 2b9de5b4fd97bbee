"""What an earlier month left over and nobody told: the figures take it for nothing, and each says so."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.refund import scenario
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.carried import Earlier
from exporter_desk.refund.explain import to_json
from exporter_desk.refund.outlook import outlook
from exporter_desk.refund.quantity import find
from exporter_desk.services.claims.view import headline
from tests.support.refund_book import book, checklists, texts

EX1 = {"output_tax": "19500.00", "input_tax": "92000.00", "previous_credit": "0"}
EQUAL, GAP = {"vat_rate": "0.13", "refund_rate": "0.13"}, {"vat_rate": "0.17", "refund_rate": "0.15"}
MDT, BDM = "vat.carried_mdt", "vat.carried_bdm_deduction"


def result(
    earlier: Earlier | None = None,
    rates: dict[str, str] = EQUAL,
    state: dict[str, bool] | None = None,
    **vat: object,
) -> RefundResult:
    """EX-1: FOB 86,400.00 x 7.1234 = 615,461.76, MDT 80,010.03, LD 72,500.00, which is the refund."""
    data = {
        "mode": "0110",
        "taxpayer": {"taxpayer": "general", "kind": "producer"},
        "terms": {"incoterm": "FOB", "currency": "USD"},
        "lines": [{"id": "1", "amount": "86400.00", "made": "own", **rates}],
        "rates": [{"day": "2026-03-01", "currency": "USD", "cny": "7.1234"}],
        "rate_rule": "first_of_month",
        "dates": {"export": "2026-03-15", "sale": "2026-03-15"},
        "state": {"own_name": True, "departed": True, "booked_as_sale": True, "exchange": "collected", **(state or {})},
        "vat": {**EX1, **vat},
    }
    return assess(scenario.load(json.dumps(data)).source, book(), date(2026, 11, 22), earlier)


def told(one: RefundResult) -> list[Finding]:
    return [finding for finding in one.findings if finding.code == "T07"]


def figures(one: RefundResult) -> dict[str, D | None]:
    return {found.symbol: found.value for found in one.quantities if not found.line}


def assumed(one: RefundResult) -> set[str]:
    return {found.symbol for found in one.quantities if found.assumed}


def label(one: RefundResult, symbol: str) -> object:
    listed = to_json(one, book(), texts())["quantities"]
    assert isinstance(listed, list)
    return next(each["confidence"] for each in listed if isinstance(each, dict) and each["symbol"] == symbol)


def test_the_figure_stands_and_is_to_be_confirmed() -> None:
    one = result()
    assert figures(one)["REFUND"] == D("72500.00")
    assert assumed(one) == {
        "MDT_CARRIED_IN", "MDT", "REFUND", "EXEMPT_CREDIT", "CREDIT_CARRIED", "MDT_CARRIED",
        "SURCHARGE", "SURCHARGE_CITY", "SURCHARGE_EDUCATION", "SURCHARGE_LOCAL_EDUCATION",
    }  # fmt: skip
    assert (label(one, "REFUND"), label(one, "LD")) == ("unconfirmed", "official")
    assert [text.zh for text in headline(one)][1] == "应退税额 72,500.00 元（待确认）"
    money = outlook(one, checklists().deadlines, date(2026, 11, 22)).money
    assert (money.value, money.estimated) == (D("72500.00"), True)
    [found] = told(one)
    assert (found.severity, found.places, found.variant) == (Severity.CONFIRM, (MDT,), "")
    sentence = texts().render(found, checklists().book.sources)
    assert "72,500.00" in sentence.zh
    assert "72,500.00" in sentence.en


@pytest.mark.parametrize(
    ("earlier", "state", "vat"),
    [
        (None, {}, {"carried_mdt": "0"}),
        (None, {"first_claim": True}, {}),  # nothing was claimed before
        (Earlier(month="202602", shipment="2026-101", mdt=D(0), bdm=D(0)), {}, {}),
    ],
)
def test_told_or_settled_it_is_firm(earlier: Earlier | None, state: dict[str, bool], vat: dict[str, Any]) -> None:
    one = result(earlier, state=state, **vat)
    assert (figures(one)["REFUND"], assumed(one), told(one)) == (D("72500.00"), set(), [])
    assert (label(one, "REFUND"), headline(one)[1].zh) == ("secondary", "应退税额 72,500.00 元")


@pytest.mark.parametrize(
    "earlier",
    [
        Earlier(month="202602", shipment="2026-101"),  # that month's own figures are not known
        Earlier(month="202601", shipment="2026-101", mdt=D(0), bdm=D(0), gap=True),
    ],
)
def test_an_earlier_month_that_does_not_settle_it_leaves_it_to_be_confirmed(earlier: Earlier) -> None:
    one = result(earlier)
    assert (figures(one)["REFUND"], len(told(one))) == (D("72500.00"), 1)
    assert "REFUND" in assumed(one)


def test_what_the_month_before_left_gives_bounds_not_an_assumption() -> None:
    """It left 20,000.00 to take off: MDT 80,010.03 or 60,010.03, and the credit is 72,500.00."""
    one = result(Earlier(month="202602", shipment="2026-101", mdt=D("-20000.00"), bdm=D(0)))
    found = find(one.quantities, "REFUND")
    assert found is not None
    assert (found.value, found.low, found.high) == (None, D("60010.03"), D("72500.00"))
    assert (assumed(one), told(one)) == (set(), [])


def test_with_a_gap_of_rates_the_deduction_brought_in_counts_too() -> None:
    """615,461.76 x 2 % = 12,309.24 not creditable; TAX = 19,500 - (92,000 - 12,309.24) = -60,190.76."""
    one = result(rates=GAP)
    assert figures(one)["REFUND"] == D("60190.76")
    assert [found.places for found in told(one)] == [(MDT, BDM)]
    assert {"BDM", "TAX", "LD", "REFUND"} <= assumed(one)
    assert told(result(rates=GAP, carried_mdt="0", carried_bdm_deduction="0")) == []
