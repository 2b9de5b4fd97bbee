"""Amounts of refunds in words: what is below zero is to be paid back, and a range below zero has its signs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.refund.assess import assess
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.outlook import Bounds, Sum, summed
from exporter_desk.refund.quantity import Quantity, waiting
from exporter_desk.services.claims.sums import money_words, sum_words
from exporter_desk.services.claims.view import headline
from exporter_desk.services.desk import Desk
from tests.support import claim_cases


@pytest.mark.parametrize(
    ("low", "high", "zh", "en"),
    [
        ("7", "9", "7.00 – 9.00（估算）", "7.00 – 9.00 (estimated)"),
        ("-5", "7", "−5.00 – 7.00（估算）", "−5.00 – 7.00 (estimated)"),
        (
            "-1289150.59",
            "-5",
            "应补缴 5.00 – 1,289,150.59（估算）",
            "to be paid back 5.00 – 1,289,150.59 (estimated)",
        ),
        ("-5", "-5", "应补缴 5.00", "to be paid back 5.00"),
    ],
)
def test_a_range(low: str, high: str, zh: str, en: str) -> None:
    found = money_words(Bounds(low=D(low), high=D(high)))
    assert (found.zh, found.en) == (zh, en)


@pytest.mark.parametrize(
    ("whole", "zh", "en"),
    [
        (Sum(low=D(7), high=D(7), unknown=0), "退税 7.00", "refund 7.00"),
        (Sum(low=D(-5), high=D(7), unknown=0), "退税 −5.00 – 7.00（估算）", "refund −5.00 – 7.00 (estimated)"),
        (
            Sum(low=D(-9), high=D(-5), unknown=0),
            "应补缴 5.00 – 9.00（估算）",
            "to be paid back 5.00 – 9.00 (estimated)",
        ),
        (summed([Bounds(low=D("326.60"))]), "退税 至少 326.60（估算）", "refund at least 326.60 (estimated)"),
        (
            summed([Bounds(low=D("326.60")), Bounds()]),
            "退税 至少 326.60（估算） + 1 票未知",
            "refund at least 326.60 (estimated) + 1 not known",
        ),
        (Sum(low=D(7), high=None, unknown=2), "退税 7.00 + 2 票未知", "refund 7.00 + 2 not known"),
        (Sum(low=D(-7), high=None, unknown=2), "应补缴 7.00 + 2 票未知", "to be paid back 7.00 + 2 not known"),
        (
            Sum(low=None, high=None, unknown=1),
            "退税 还不能估算（1 票未知）",
            "refund cannot be estimated yet (1 not known)",
        ),
    ],
)
def test_what_a_claim_comes_to(whole: Sum, zh: str, en: str) -> None:
    found = sum_words(whole)
    assert (found.zh, found.en) == (zh, en)


@pytest.mark.parametrize(
    ("low", "high", "zh", "en"),
    [
        ("-9", "-5", "应补缴已退税款在 5.00 到 9.00 元之间", "To be paid back between CNY 5.00 and 9.00"),
        ("-9", "5", "应退税额在 -9.00 到 5.00 元之间", "Refund between CNY -9.00 and 5.00"),
    ],
)
def test_the_headline_of_one_shipment(low: str, high: str, zh: str, en: str) -> None:
    result = assess(from_case(claim_cases.trader()), Desk().refund_book, date(2026, 6, 1))
    refund = Quantity(symbol="REFUND", trace=waiting("invoices"), low=D(low), high=D(high))
    amount = headline(replace(result, quantities=(refund,)))[1]
    assert (amount.zh, amount.en) == (zh, en)
