"""A word that nobody knows in a field of choices: where the field matters, no figure is firm, and it is named."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from typing import TYPE_CHECKING, Never, cast

import pytest

from exporter_desk.refund import scenario
from exporter_desk.refund.allowed import ALLOWED
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.quantity import find
from tests.support.refund_book import book

if TYPE_CHECKING:
    from exporter_desk.refund.inputs import RefundInput

NONSENSE = "xyz"
LINE = {"id": "a", "vat_rate": "0.13", "refund_rate": "0.13", "qty": "10", "amount": "1000.00", "made": "own"}
PAPER = {"id": "p", "number": "1", "day": "2026-08-01", "qty": "10", "amount": "6000", "rate": "0.13"}
BOUGHT = {**PAPER, "voucher": "vat_special", "supplier_taxpayer": "general", "simple_method": False}
TERMS = {
    "incoterm": "CIF",
    "currency": "USD",
    "freight": {"amount": "50", "currency": "USD"},
    "insurance": {"amount": "50", "currency": "USD"},
}
STATE = {"own_name": True, "departed": True, "false_papers": False, "booked_as_sale": True, "archive_kept": True}


def result(kind: str, words: dict[str, str] | None = None, **more: object) -> RefundResult:
    """The refund of a trader or a producer with these words at these places of the input."""
    data: dict[str, object] = {
        "mode": "0110",
        "industry": "other",
        "taxpayer": {"taxpayer": "general", "kind": kind, "channel": "own"},
        "dates": {"export": "2026-09-10", "sale": "2026-09-10"},
        "terms": TERMS,
        "rate_rule": "day",
        "rates": [{"day": "2026-09-10", "currency": "USD", "cny": "7.0000"}],
        "state": {**STATE, "exchange": "collected", "entry": "declaration"},
        "lines": [LINE],
        "invoices": [BOUGHT],
        "vat": {"output_tax": "0", "input_tax": "9000", "previous_credit": "0", "carried_mdt": "0"},
        **more,
    }
    source = scenario.load(json.dumps(data)).source
    for path, word in (words or {}).items():
        source = cast("RefundInput", _put(source, path.split("."), word))
    return assess(source, book(), date(2026, 11, 25))


def _put(record: object, path: list[str], word: str) -> object:
    if isinstance(record, tuple):
        return (_put(record[0], path, word), *record[1:])
    if not path:
        return word
    more = {path[0]: _put(getattr(record, path[0]), path[1:], word)}
    return replace(cast("RefundInput", record), **cast("dict[str, Never]", more))


def refund(one: RefundResult) -> tuple[D | None, D | None, D | None]:
    found = find(one.quantities, "REFUND")
    assert found is not None
    return found.value, found.low, found.high


def open_places(one: RefundResult) -> tuple[str, ...]:
    found = find(one.quantities, "REFUND")
    assert found is not None
    return found.trace.missing


def test_without_nonsense_the_figures_are_firm() -> None:
    """6,000 x 13 % = 780.00; FOB 1,000 - 50 - 50 = 900, x 7 = 6,300, x 13 % = 819.00."""
    assert refund(result("trader")) == (D("780.00"), None, None)
    assert refund(result("producer")) == (D("819.00"), None, None)


@pytest.mark.parametrize("mark", ["%", "rate", NONSENSE])
@pytest.mark.parametrize("charge", ["freight", "insurance"])
def test_a_charge_that_may_be_an_amount_or_a_rate_is_not_taken_for_an_amount(charge: str, mark: str) -> None:
    place = f"terms.{charge}.mark"
    one = result("producer", {place: mark})
    assert (refund(one), open_places(one)) == ((None, D(0), D("9000.00")), (place,))  # no more than the credit
    fob = find(one.quantities, "FOB")
    assert fob is not None
    assert (fob.value, fob.trace.missing) == (None, (place,))


def test_goods_of_nobody_knows_what_making_may_be_exempt() -> None:
    one = result("producer", {"lines.made": "processed"})
    assert (one.policy.result, refund(one), open_places(one)) == ("to_confirm", (None, D(0), D("819.00")), ("made",))


def test_of_two_lines_the_one_with_the_word_is_open() -> None:
    one = result("producer", {"lines.made": "processed"}, lines=[LINE, {**LINE, "id": "b"}])
    assert [decision.result for decision in one.policy.decisions] == ["to_confirm", "refund"]
    assert refund(one)[0] is None


@pytest.mark.parametrize(("kind", "bounds"), [("trader", (None, D(0), D("780.00"))), ("producer", (None, None, None))])
def test_a_channel_that_nobody_knows_may_be_a_service_company(kind: str, bounds: tuple[D | None, ...]) -> None:
    """A trader may not claim through one; for a producer the claim would rest on other invoices."""
    one = result(kind, {"taxpayer.channel": NONSENSE})
    assert (refund(one), open_places(one)) == (bounds, ("channel",))


def test_a_side_of_other_charges_that_nobody_knows_is_asked() -> None:
    terms = {"incoterm": "FOB", "currency": "USD", "other_charges": {"amount": "50", "currency": "USD"}}
    one = result("producer", {"terms.other_charges_side": NONSENSE}, terms=terms)
    assert open_places(one) == ("terms.other_charges_side",)


# Every field of choices, and whether the refund of a trader, of a producer, hangs on it.
FIELDS = {
    "taxpayer.taxpayer": (True, True),
    "taxpayer.kind": (True, True),
    "taxpayer.channel": (True, True),
    "taxpayer.place": (False, False),
    "taxpayer.management_class": (False, False),
    "state.exchange": (True, True),
    "state.entry": (True, True),  # a list is no voucher
    "state.brand_owner": (False, False),
    "rate_rule": (False, True),
    "match": (False, False),  # one invoice has no order
    "lines.made": (False, True),
    "lines.zero_flag": (False, False),  # the rate is not zero
    "invoices.voucher": (True, False),
    "invoices.supplier_kind": (False, False),
    "invoices.supplier_taxpayer": (True, False),
    "terms.freight.mark": (False, True),
    "terms.other_charges_side": (False, False),  # there are none
}
PRE_REFUND = "outcome"


@pytest.mark.parametrize("path", FIELDS)
@pytest.mark.parametrize("kind", ["trader", "producer"])
def test_what_hangs_on_a_word_nobody_knows_is_open(path: str, kind: str) -> None:
    low = {**BOUGHT, "rate": "0.03"} if path.endswith("supplier_taxpayer") else BOUGHT
    one = result(kind, {path: NONSENSE}, invoices=[low])
    assert "T01" in {finding.code for finding in one.findings}
    assert (refund(one)[0] is None) is FIELDS[path][kind == "producer"]


def test_every_field_of_choices_is_tried() -> None:
    assert set(ALLOWED) == {PRE_REFUND, *(path.rpartition(".")[2] for path in FIELDS)}


def test_an_outcome_of_a_pre_refund_that_nobody_knows_settles_nothing() -> None:
    before = {"id": "r", "goods": "a", "qty": "10", "refund": "780.00", "done": "2026-10-01", "outcome": "unsold"}
    lines = [{**LINE, "sold_qty": "0"}]
    one = result("trader", {"pre_refunds.outcome": NONSENSE}, mode="9810", lines=lines, pre_refunds=[before])
    [found] = one.reconciliations
    assert (found.status, found.outcome, found.difference.value) == ("open", None, None)
