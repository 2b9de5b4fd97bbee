"""Papers of a whole case against each other: numbers, days and quantities that two places tell differently."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from exporter_desk.domain import case_json
from exporter_desk.domain.finding import Finding
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.outlook import outlook
from exporter_desk.refund.quantity import find
from tests.support import claim_cases
from tests.support.refund_book import book, checklists, texts

DAY = date(2026, 11, 25)
# 80 + 20 chairs are 3,000 and 40 of 80 at 4,400 (2,200), at 13 % 676.00; tables 5,000 x 13 % = 650.00
CHAIRS, TABLES = D("676.00"), D("650.00")


def data() -> dict[str, Any]:
    made: dict[str, Any] = deepcopy(claim_cases.TRADER)
    return made


def result_of(made: dict[str, Any]) -> RefundResult:
    result = assess(from_case(case_json.load(json.dumps(made))), book(), DAY)
    for one in result.findings:
        texts().render(one, checklists().book.sources)
    return result


def told(result: RefundResult, code: str) -> list[Finding]:
    return [one for one in result.findings if one.code == code]


@pytest.mark.parametrize(
    ("number", "variants"),
    [
        (None, [""]),
        ("12", ["digits"]),
        ("2" * 19, ["digits"]),
        ("2" * 21, ["long"]),
        ("2" * 20, []),
        ("2" * 18, []),
        ("2" * 8, []),
    ],
)
def test_a_voucher_is_claimed_by_a_whole_number(number: str | None, variants: list[str]) -> None:
    made = data()
    for at, one in enumerate(made["tax"]["purchase_invoices"]):
        one["number"] = f"{at}{'9' * 19}"
    made["tax"]["purchase_invoices"][2]["number"] = number
    found = told(result_of(made), "T68")
    assert [one.variant for one in found] == variants
    assert {one.places for one in found} <= {("tax.purchase_invoices.i3.number",)}


def test_a_day_that_was_answered_and_a_day_on_the_declaration_are_both_named() -> None:
    made = data()
    made["facts"]["export_date"] = "2026-02-12"
    [found] = told(result_of(made), "T09")
    assert (found.places[0], found.values["whole"], found.values["own_zh"]) == (
        "facts.export_date", "2026-02-12", "2026-03-12",
    )  # fmt: skip
    made["facts"]["export_date"] = "2026-03-12"
    assert told(result_of(made), "T09") == []


def test_a_day_that_nobody_answered_is_not_held_against_the_declarations() -> None:
    made = data()
    made["facts"].pop("export_date", None)
    goods = [line["id"] for line in made["goods"]]
    made["tax"]["declarations"] = [
        {"id": "d1", "number": "400420260000123456", "export_date": "2026-02-12"},
        {"id": "d2", "number": "400420260000123457", "export_date": "2026-03-12", "lines": goods},
    ]
    assert (told(result_of(made), "T09"), len(told(result_of(made), "T119"))) == ([], 1)
    made["facts"]["export_date"] = "2026-02-12"
    assert len(told(result_of(made), "T09")) == 1


def test_more_is_taken_back_than_its_invoice_holds() -> None:
    made = data()
    made["goods"][1]["qty"] = "60"
    made["tax"]["lines"][1]["reversal"] = True
    result = result_of(made)
    [found] = told(result, "T66")
    assert (found.variant, found.places) == ("more", ("goods.g2.qty", "tax.purchase_invoices.i3.qty"))
    assert (found.values["qty_en"].split()[0], found.values["held"]) == ("60", "50")
    refund = find(result.quantities, "REFUND")
    assert refund is not None
    assert (refund.value, refund.low, refund.high) == (None, None, CHAIRS)
    assert [one.variant for one in told(result, "T52")] == ["most"]


def test_an_unknown_amount_is_asked_and_no_quantity() -> None:
    made = data()
    made["tax"]["purchase_invoices"][2]["amount"] = None
    result = result_of(made)
    line = find(result.quantities, "REFUND_LINE", "g2")
    assert line is not None
    assert line.trace.missing == ("tax.purchase_invoices.i3.amount",)
    assert told(result, "T31") == []


def test_beside_an_unknown_amount_the_others_wait_for_it() -> None:
    made = data()
    made["tax"]["purchase_invoices"][0]["amount"] = None
    line = find(result_of(made).quantities, "REFUND_LINE", "g1")
    assert line is not None
    assert line.trace.missing == ("tax.purchase_invoices.i2.amount",)


def test_a_price_without_a_quantity_waits_for_the_quantity() -> None:
    made = data()
    made["goods"][1]["qty"] = None
    fob = find(result_of(made).quantities, "FOB", "g2")
    assert fob is not None
    assert fob.trace.missing == ("goods.g2.qty",)


@pytest.mark.parametrize(
    ("back", "value"), [((), CHAIRS + TABLES), (("g1",), TABLES - CHAIRS), (("g1", "g2"), -CHAIRS - TABLES)]
)
def test_money_to_repay_is_not_lost(back: tuple[str, ...], value: D) -> None:
    made = data()
    made["tax"]["claim_date"] = None
    for one in made["tax"]["lines"]:
        one["reversal"] = one["id"] in back
    view = outlook(result_of(made), checklists().deadlines, DAY)
    assert view.money.value == value
    assert (view.lost is None) == (value < 0)
    assert not [one for one in view.urgent if one.rule.risk == "lost" and value < 0]


def test_a_month_that_is_too_early_for_one_declaration_is_not_said_to_be_so_for_all_goods() -> None:
    made = data()
    first, *others = [line["id"] for line in made["goods"]]
    made["facts"].pop("export_date", None)
    made["tax"]["claim_period"] = "202604"
    for day, variant in (("2026-03-12", "part"), ("2026-04-02", "")):
        made["tax"]["declarations"] = [
            {"id": "d1", "number": "400420260000123456", "export_date": day, "lines": [first]},
            {"id": "d2", "number": "400420260000123457", "export_date": "2026-04-12", "lines": others},
        ]
        [found] = told(result_of(made), "T28")
        assert (found.variant, found.values["first"]) == (variant, "202605")
