"""What keeps a refund from being a number is named as it is typed: which currency, which day or rule, the quantity."""

from __future__ import annotations

import json
from datetime import date

import pytest

from exporter_desk.domain import case_json
from exporter_desk.domain.case import Case
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.for_case import from_case
from tests.support import claim_cases
from tests.support.refund_book import book, told_of

DAY = date(2026, 11, 22)
GBP = {"incoterm": "CFR", "freight": {"amount": "300.00", "currency": "GBP"}}


def of(case: Case, **parts: object) -> RefundResult:
    data = json.loads(case_json.dump(case))
    for head, changed in parts.items():
        data[head] = {**data[head], **changed} if isinstance(changed, dict) else changed
    return assess(from_case(case_json.load(json.dumps(data))), book(), DAY)


def test_freight_in_a_currency_without_a_rate_names_that_currency() -> None:
    (rate,) = told_of(of(claim_cases.producer(), terms=GBP), "T11")
    assert (rate.values["currency"], rate.values["wanted"], rate.places) == ("GBP", "2026-03-01", ("tax.rates",))


def test_freight_in_a_currency_with_a_rate_needs_no_more() -> None:
    quotes = [{"day": "2026-03-01", "currency": code, "cny": "7.1000"} for code in ("USD", "GBP")]
    one = of(claim_cases.producer(rates=quotes), terms=GBP)
    assert (told_of(one, "T11"), told_of(one, "T52")) == ([], [])


@pytest.mark.parametrize(
    "charge", [{"amount": "0", "currency": "GBP"}, {"amount": "3", "currency": "GBP", "mark": "1"}]
)
def test_a_charge_of_nothing_or_a_share_needs_no_rate(charge: dict[str, str]) -> None:
    assert told_of(of(claim_cases.producer(), terms={"incoterm": "CFR", "freight": charge}), "T11") == []


NO_DAY = [{"id": "d1", "number": claim_cases.NUMBER, "export_date": None, "lines": ["g1", "g2"]}]


@pytest.mark.parametrize(
    ("tax", "place"),
    [
        ({"rate_rule": None}, ("tax.rate_rule",)),
        ({"rate_rule": None, "sale_date": None}, ("tax.rate_rule",)),  # the export day stands in for that of the sale
        ({"sale_date": None, "declarations": NO_DAY}, ("tax.sale_date",)),
        ({"rate_rule": None, "sale_date": None, "declarations": NO_DAY}, ("tax.sale_date", "tax.rate_rule")),
    ],
)
def test_of_day_and_rule_of_the_rate_the_missing_one_is_asked(tax: dict[str, object], place: tuple[str, ...]) -> None:
    (open_amount,) = told_of(of(claim_cases.producer("2026-201", **tax)), "T52")
    assert open_amount.places == place


def test_goods_without_a_quantity_are_asked_for_it_and_not_for_the_price() -> None:
    case = claim_cases.producer()
    goods = [{**one, "qty": None} if one["id"] == "g2" else one for one in json.loads(case_json.dump(case))["goods"]]
    one = of(case, goods=goods)
    (open_amount,) = told_of(one, "T52")
    assert (open_amount.places, open_amount.values["missing_zh"]) == (("goods.g2.qty",), "出口数量")
    assert one.open_inputs == ("lines.g2.qty",)
