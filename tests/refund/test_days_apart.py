"""Days that cannot both be right: a claim still to come that was declared, payments before their contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain.tax import PreRefund, Receipt
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.inputs import Dates, Deal, ExportState, Line, RefundInput, Taxpayer
from exporter_desk.refund.reminders import reminders
from tests.support.refund_book import book, told_of

TODAY = date(2026, 11, 25)
FILE = RefundInput(
    mode="0110", taxpayer=Taxpayer(taxpayer="general", kind="trader", channel="own"),
    lines=(Line(id="a", qty=D(10), vat_rate=D("0.13"), refund_rate=D("0.13")),),
    dates=Dates(export=date(2026, 9, 10)), state=ExportState(own_name=True, departed=True, declared=True),
)  # fmt: skip


def looked(**changes: object) -> RefundResult:
    return assess(replace(FILE, **changes), book(), TODAY)  # type: ignore[arg-type] # mixed test values


def open_days(result: RefundResult) -> set[str]:
    return {
        one.rule.id for one in reminders(result, book().rules.deadlines, TODAY)
        if one.rule.id in {"regular_end", "lapse_last_day"} and one.state != "settled"
    }  # fmt: skip


@pytest.mark.parametrize(("claim", "told"), [(date(2026, 11, 25), False), (date(2026, 11, 26), True), (None, False)])
def test_what_is_declared_was_claimed_by_today(claim: date | None, told: bool) -> None:
    result = looked(dates=replace(FILE.dates, claim=claim))
    assert [one.variant for one in told_of(result, "T56")] == ["claim"] * told
    assert open_days(result) == ({"regular_end", "lapse_last_day"} if told else set())


@pytest.mark.parametrize(
    "changes",
    [
        {"state": replace(FILE.state, declared=False)},  # a plan
        {"mode": "9810", "pre_refunds": (PreRefund(id="p", done=date(2026, 10, 20)),)},  # declared with the departure
        {"lines": (replace(FILE.lines[0], qty=D(-1), reversal=True),)},  # declared with its first claim
    ],
)
def test_a_later_claim_of_what_was_declared_otherwise_is_no_contradiction(changes: dict[str, object]) -> None:
    result = looked(dates=replace(FILE.dates, claim=date(2026, 12, 12)), **changes)
    assert [one for one in told_of(result, "T56") if one.variant == "claim"] == []


@pytest.mark.parametrize(
    ("final", "told"), [(date(2026, 7, 31), True), (date(2026, 8, 1), False), (date(2026, 9, 1), False), (None, False)]
)
def test_a_contract_sets_no_day_of_payment_before_itself(final: date | None, told: bool) -> None:
    """A day between contract and export is a payment in advance."""
    deal = Deal(currency="USD", contract_date=date(2026, 8, 1))
    result = looked(terms=deal, dates=replace(FILE.dates, contract_final=final))
    assert [one.places for one in told_of(result, "T55")] == [("dates.contract_final", "terms.contract_date")] * told


@pytest.mark.parametrize(
    ("day", "told"), [(date(2020, 10, 1), True), (date(2026, 7, 31), True), (date(2026, 8, 1), False)]
)
def test_what_came_in_before_the_contract_is_asked_about(day: date, told: bool) -> None:
    deal = Deal(currency="USD", contract_date=date(2026, 8, 1))
    result = looked(terms=deal, receipts=(Receipt(id="r", day=day, currency="USD", amount=D(100)),))
    assert [(one.variant, one.severity.value) for one in told_of(result, "T55")] == [("receipt", "confirm")] * told
