"""Deemed collection: a reason beside exchange without one is a contradiction, and without a reason it is asked."""

from __future__ import annotations

import json
from datetime import date

import pytest

from exporter_desk.domain.finding import Severity
from exporter_desk.refund import scenario
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.quantity import find
from tests.support.refund_book import book, checklists, told_of

LINE = {"id": "1", "vat_rate": "0.13", "refund_rate": "0.13", "qty": "10", "unit": "011"}
PAPER = {
    "id": "p",
    "amount": "1000",
    "qty": "10",
    "rate": "0.13",
    "voucher": "vat_special",
    "supplier_taxpayer": "general",
}


def result(**state: str | None) -> RefundResult:
    data = {
        "taxpayer": {"taxpayer": "general", "kind": "trader"},
        "lines": [LINE],
        "invoices": [{**PAPER, "unit": "011"}],
        "state": state,
    }
    return assess(scenario.load(json.dumps(data)).source, book(), date(2026, 11, 25))


def bounds(one: RefundResult) -> tuple[str, ...]:
    refund = find(one.quantities, "REFUND")
    assert refund is not None
    return tuple(str(value) for value in (refund.value, refund.low, refund.high))


REASONS = [entry.value for entry in checklists().book.facts["deemed_reason"].allowed]


def test_there_are_ten_reasons() -> None:
    assert len(set(REASONS)) == 10


@pytest.mark.parametrize("reason", REASONS)
def test_each_of_the_ten_reasons_is_taken(reason: str) -> None:
    one = result(exchange="deemed", deemed_reason=reason, deemed_evidence="报告")
    assert (told_of(one, "T01"), told_of(one, "T104"), bounds(one)[0]) == ([], [], "130.00")  # 1,000 x 13 %


def test_another_reason_is_told_and_asked_again() -> None:
    one = result(exchange="deemed", deemed_reason="xxx", deemed_evidence="x")
    [found] = told_of(one, "T01")
    assert (found.severity, found.places) == (Severity.ERROR, ("state.deemed_reason",))
    assert ("xxx" in found.values["found"], "force majeure" in found.values["allowed_en"]) == (True, True)
    assert [one.places for one in told_of(one, "T104")] == [("state.deemed_reason",)]
    assert (one.policy.result, bounds(one)) == ("to_confirm", ("None", "0.00", "130.00"))


def test_another_reason_beside_exchange_that_cannot_be_collected_leaves_it_open() -> None:
    one = result(exchange="not_collectable", deemed_reason="xxx")
    assert (one.policy.result, bounds(one)) == ("to_confirm", ("None", "0.00", "130.00"))


def test_not_collectable_without_a_reason_is_exempt() -> None:  # §1.2 row 13
    one = result(exchange="not_collectable")
    assert (one.policy.result, bounds(one)[0], told_of(one, "T103")) == ("exempt", "0.00", [])


def test_a_reason_contradicts_exchange_that_is_said_to_have_none() -> None:  # 1,000 x 13 % or nothing
    one = result(exchange="not_collectable", deemed_reason="质量")
    [found] = told_of(one, "T103")
    assert (found.severity, found.places) == (Severity.ERROR, ("state.exchange", "state.deemed_reason"))
    assert "质量" in found.values["reason"]
    assert (one.policy.result, bounds(one)) == ("to_confirm", ("None", "0.00", "130.00"))


@pytest.mark.parametrize(
    ("given", "places"),
    [
        ({}, ("state.deemed_reason", "state.deemed_evidence")),
        ({"deemed_reason": "质量"}, ("state.deemed_evidence",)),
        ({"deemed_evidence": "检验报告", "deemed_reason": ""}, ("state.deemed_reason",)),
    ],
)
def test_deemed_collection_asks_for_what_it_rests_on(given: dict[str, str], places: tuple[str, ...]) -> None:
    [found] = told_of(result(exchange="deemed", **given), "T104")
    assert (found.severity, found.places) == (Severity.CONFIRM, places)


def test_deemed_collection_with_reason_and_evidence_is_refunded() -> None:
    one = result(exchange="deemed", deemed_reason="质量", deemed_evidence="检验报告")
    assert (bounds(one)[0], told_of(one, "T103"), told_of(one, "T104")) == ("130.00", [], [])


@pytest.mark.parametrize("exchange", ["collected", "pending", None])
def test_nothing_is_asked_of_other_exchange(exchange: str | None) -> None:
    one = result(exchange=exchange)
    assert not told_of(one, "T103") + told_of(one, "T104")
