"""What `refund --period` prints of each shipment: number, standing in the language of the reader, and its refund."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.services.claims.command import Wish, one_month
from exporter_desk.services.desk import Desk
from tests.support import claim_cases

DAY = date(2026, 11, 22)
DESK = Desk()


def lines(*cases: Case) -> tuple[list[str], list[str]]:
    told = one_month(DESK, cases, "202604", DAY, Wish(), "zh").lines
    own = [one for one in told if "\t" in one.zh]
    return [one.zh for one in own], [one.en for one in own]


NO_VOUCHER = [
    {"id": "i1", "number": "10", "goods": "g1", "qty": "100", "amount": "1000.00", "rate": "0.13"},
    {"id": "i2", "number": "20", "goods": "g2", "qty": "50", "amount": "1000.00", "rate": "0.13"},
]


@pytest.mark.parametrize(
    ("tax", "zh", "en"),
    [
        ({}, "2026-101\t已申报\t1,326.00", "2026-101\tclaimed\t1,326.00"),
        ({"claim_date": None}, "2026-101\t准备申报\t1,326.00", "2026-101\tprepared\t1,326.00"),
        (
            {"claim_date": None, "claim_period": None},
            "2026-101\t可以申报\t1,326.00",
            "2026-101\tcould be claimed\t1,326.00",
        ),
        # 2 x 1,000.00 x 13 % if the vouchers turn out to be lawful, else nothing
        (
            {"purchase_invoices": NO_VOUCHER},
            "2026-101\t已申报\t0.00 – 260.00（估算）",
            "2026-101\tclaimed\t0.00 – 260.00 (estimated)",
        ),
        (
            {"purchase_invoices": []},
            "2026-101\t已申报\t还不能估算",
            "2026-101\tclaimed\tcannot be estimated yet",
        ),
    ],
)
def test_a_shipment_of_a_trader(tax: dict[str, object], zh: str, en: str) -> None:
    assert lines(claim_cases.trader(**tax)) == ([zh], [en])


def test_without_an_export_day_it_is_said() -> None:
    declared = [{"id": "d1", "number": claim_cases.NUMBER, "export_date": None, "lines": ["g1", "g2"]}]
    zh, en = lines(claim_cases.trader(claim_date=None, claim_period=None, declarations=declared))
    assert (zh[0].split("\t")[1], en[0].split("\t")[1]) == ("没有出口日期", "no export date")


def test_the_shipments_of_a_producer_have_no_amount_of_their_own() -> None:
    other = [{"id": "d1", "number": claim_cases.NUMBER[:-1] + "7", "export_date": "2026-03-12", "lines": ["g1", "g2"]}]
    one, second = claim_cases.producer("2026-201"), claim_cases.producer("2026-202", declarations=other)
    zh, _ = lines(one, second)
    assert zh == ["2026-201\t已申报\t与本月其他各票合并计算", "2026-202\t已申报\t与本月其他各票合并计算"]
    assert lines(one)[0] == ["2026-201\t已申报\t932.00（估算）"]  # what an earlier month left was not told


def test_no_word_of_another_language() -> None:
    zh, en = lines(claim_cases.trader(), replace(claim_cases.trader(claim_date=None), number="2026-102", id="b" * 16))
    assert all(line.split("\t")[1].isascii() for line in en)
    assert not any(line.split("\t")[1].isascii() for line in zh)
