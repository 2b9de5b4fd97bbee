"""An answer of 不清楚 is unknown at both doors, the whole case and the small input: nothing is assumed in its place."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from exporter_desk.domain.case_json import from_object, to_object
from exporter_desk.refund import scenario
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.quantity import find
from tests.support import claim_cases
from tests.support.refund_book import book, told_of

DAY = date(2026, 11, 22)
# The steps of 1.2 that ask these are judged as if nothing spoke against a refund while nobody was asked.
ASSUMED = ["exchange", "false_papers", "booked_as_sale", "archive_kept"]
ANSWERS: dict[str, Any] = {"exchange": "collected", "false_papers": False, "booked_as_sale": True, "archive_kept": True}
STATE: dict[str, Any] = {"own_name": True, "entry": "declaration", "departed": True, "declared": False, **ANSWERS}
SMALL: dict[str, Any] = {
    "mode": "0110",
    "taxpayer": {"taxpayer": "general", "kind": "trader", "channel": "own"},
    "lines": [{"id": "a", "hs": "9403609990", "qty": "7", "unit": "011", "amount": "1234.57", "vat_rate": "0.13",
               "refund_rate": "0.13"}],
    "invoices": [{"id": "i1", "number": "1", "day": "2026-08-01", "goods": "a", "unit": "011", "qty": "7",
                  "amount": "4000.00", "rate": "0.13", "voucher": "vat_special", "supplier": "甲",
                  "supplier_taxpayer": "general", "supplier_kind": "producer"}],
    "dates": {"export": "2026-09-10"},
}  # fmt: skip


def small(invoice: dict[str, Any] | None = None, **state: object) -> RefundResult:
    """A trader's 7 pieces, 4,000.00 at 13 %: 520.00."""
    data = {**SMALL, "state": {**STATE, **state}}
    data["invoices"] = [{**SMALL["invoices"][0], **(invoice or {})}]
    return assess(scenario.load(json.dumps(data)).source, book(), DAY)


def whole(fact: dict[str, Any] | None = None, **tax: object) -> RefundResult:
    """The trader's shipment, 1,326.00."""
    data: Any = to_object(claim_cases.trader(claim_date=None, **ANSWERS))
    data["tax"] |= tax
    data["facts"] |= fact or {}
    return assess(from_case(from_object(data)), book(), DAY)


def outcome(result: RefundResult) -> tuple[str, D | None, D | None, D | None]:
    found = find(result.quantities, "REFUND")
    assert found is not None
    return result.policy.result, found.value, found.low, found.high


FIRM, OPEN = ("refund", D("1326.00"), None, None), ("to_confirm", None, D("0.00"), D("1326.00"))


@pytest.mark.parametrize("name", ASSUMED)
def test_of_a_case_an_answer_that_is_not_known_keeps_the_result_open(name: str) -> None:
    result = whole(**{name: None})
    assert (outcome(result), result.policy.missing) == (OPEN, (name,))
    assert told_of(result, "T40")[0].places == (f"tax.{name}",)


@pytest.mark.parametrize("name", ASSUMED)
def test_of_the_small_input_too(name: str) -> None:
    result = small(**{name: None})
    assert (outcome(result), result.policy.missing) == (("to_confirm", None, D("0.00"), D("520.00")), (name,))


def test_with_every_answer_the_refund_is_a_number() -> None:
    assert (outcome(whole()), outcome(small())) == (FIRM, ("refund", D("520.00"), None, None))


def test_who_declares_is_not_assumed_where_that_is_not_known() -> None:
    assert outcome(whole({"declarant": None})) == OPEN
    assert outcome(whole({"declarant": "own_name"})) == FIRM


@pytest.mark.parametrize("exchange", ["not_collectable", "deemed"])
def test_a_reason_that_is_not_known_is_asked_and_not_called_given(exchange: str) -> None:
    """1.2 row 13: without a deemed reason exempt, with one refunded."""
    for result in (whole(exchange=exchange, deemed_reason=None), small(exchange=exchange, deemed_reason=None)):
        assert (result.policy.result, result.policy.missing) == ("to_confirm", ("deemed_reason",))
        assert not [one.id for one in result.policy.reasons if one.outcome == "met"]
        assert set(result.policy.decisions[0].could_be) == {"exempt", "refund"}


def test_no_reason_and_one_that_nobody_knows_of_differ() -> None:
    assert whole(exchange="not_collectable").policy.result == "exempt"
    refused = whole(exchange="not_collectable", deemed_reason="?").policy
    assert [one.id for one in refused.reasons if one.outcome == "met"] == ["R13D"]


def test_a_supplier_that_is_not_known_is_no_supplier_missing_among_the_parties() -> None:
    """What the supplier is taxed as was told: the rate of its invoice is that of a general taxpayer."""
    result = small({"supplier": None})
    assert (outcome(result)[1], told_of(result, "T118")) == (D("520.00"), [])
