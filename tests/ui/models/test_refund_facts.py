"""What the strip above a refund says of its amount."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.refund.inputs import RefundInput
from exporter_desk.refund.outlook import Bounds, Outlook, Sum, summed
from exporter_desk.services.claims.watch import Standing
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.models.refund_facts import brief_words, money_words, refund_facts, standing_facts, sum_fact
from exporter_desk.ui.models.refund_month_rows import month_row


@pytest.mark.parametrize(
    ("money", "words"),
    [
        (Bounds(value=Decimal("1234.5")), "¥1,234.50"),
        (Bounds(value=Decimal(0)), "¥0.00"),
        (Bounds(value=Decimal(-390)), "要补缴 ¥390.00"),
        (Bounds(low=Decimal(-5), high=Decimal(7)), "−¥5.00 – ¥7.00"),
        (Bounds(low=Decimal("-1289150.59"), high=Decimal(-5)), "要补缴 ¥5.00 – 1,289,150.59"),
        (Bounds(low=Decimal(-5), high=Decimal(0)), "要补缴 ¥0.00 – 5.00"),
        (Bounds(high=Decimal(-5)), "要补缴 ≥ ¥5.00"),
        (Bounds(high=Decimal(7)), "≤ ¥7.00"),
        (Bounds(low=Decimal(7)), "≥ ¥7.00"),
        (Bounds(low=Decimal(0)), "还不能估算"),
        (Bounds(), "还不能估算"),
    ],
)
def test_an_amount_is_said_as_what_it_is(language: Language, money: Bounds, words: str) -> None:
    assert money_words(money) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("7", "7", "¥7.00"),
        ("7", "9", "¥7.00 – 9.00"),
        ("-5", "7", "−¥5.00 – ¥7.00"),
        ("-5", "-5", "要补缴 ¥5.00"),
        ("-9", "-5", "要补缴 ¥5.00 – 9.00"),
    ],
)
def test_a_sum_below_nothing_is_to_be_paid_back(language: Language, low: str, high: str, words: str) -> None:
    fact = sum_fact("", Sum(low=Decimal(low), high=Decimal(high), unknown=0))
    assert (fact.value, fact.estimated) == (words, "" if low == high else "估算")


@pytest.mark.parametrize(
    ("amounts", "words", "chip"),
    [
        ([Bounds(low=Decimal("326.60"), estimated=True)], "≥ ¥326.60", "估算"),
        ([Bounds(value=Decimal(10)), Bounds(low=Decimal(2)), Bounds()], "≥ ¥12.00 + 1 票未知", "估算"),
        ([Bounds(value=Decimal(10)), Bounds(low=Decimal(0), high=Decimal(5)), Bounds()], "≥ ¥10.00 + 1 票未知", "估算"),
        ([Bounds(value=Decimal(10)), Bounds()], "¥10.00 + 1 票未知", ""),
        ([Bounds(value=Decimal(10), estimated=True)], "¥10.00", "估算"),
        ([Bounds(), Bounds()], "还不能估算", ""),
    ],
)
def test_a_shipment_is_in_the_sum_or_counted_beside_it_not_both(
    language: Language, amounts: list[Bounds], words: str, chip: str
) -> None:
    fact = sum_fact("", summed(amounts))
    assert (fact.value, fact.estimated) == (words, chip)


def test_a_refund_of_which_only_the_least_is_known_can_be_at_risk(language: Language) -> None:
    least = summed([Bounds(low=Decimal("326.60"))])
    standing = Standing(shipments=1, expected=least, at_risk=least, first_lost=None, urgent=())
    assert [(one.label, one.value) for one in standing_facts(standing)] == [
        ("预计退税（1 票）", "≥ ¥326.60"),
        ("有风险", "≥ ¥326.60"),
    ]


def test_money_to_pay_back_is_not_called_a_refund_to_come(language: Language) -> None:
    def first(amount: str) -> tuple[str, str]:
        money = Bounds(value=Decimal(amount))
        strip = refund_facts(Outlook(wanted=True, money=money, claimed=False, urgent=(), lost=None))
        return strip[0].label, strip[0].value

    assert first("-390") == ("退税减去冲减", "要补缴 ¥390.00")
    assert first("390") == ("预计退税", "¥390.00")


@pytest.mark.parametrize(("estimated", "words"), [(True, "¥7.00 估算"), (False, "¥7.00")])
def test_an_estimate_is_called_one_in_few_words_too(language: Language, estimated: bool, words: str) -> None:
    money = Bounds(value=Decimal(7), estimated=estimated)
    assert brief_words(Outlook(wanted=True, money=money, claimed=False, urgent=(), lost=None)) == (words,)


def test_figures_to_confirm_are_counted_beside_the_estimate(language: Language) -> None:
    money = Bounds(value=Decimal("19930.56"), estimated=True)
    outlook = Outlook(wanted=True, money=money, claimed=False, urgent=(), lost=None, unsure=2)
    assert refund_facts(outlook)[0].estimated == "估算，用了 2 个待确认数"
    assert brief_words(outlook) == ("¥19,930.56 估算，用了 2 个待确认数",)


def test_what_cannot_be_estimated_is_not_called_an_estimate(language: Language) -> None:
    def chip(money: Bounds) -> str:
        return refund_facts(Outlook(wanted=True, money=money, claimed=False, urgent=(), lost=None))[0].estimated

    assert chip(Bounds()) == ""
    assert chip(Bounds(low=Decimal(7))) == "估算"
    assert chip(Bounds(value=Decimal(7), estimated=True)) == "估算"
    assert chip(Bounds(value=Decimal(7))) == ""


@pytest.mark.parametrize(
    ("money", "state", "chip"),
    [
        (Bounds(value=Decimal(7), estimated=True), "estimated", "估算"),
        (Bounds(value=Decimal(7)), "computed", ""),
        (Bounds(low=Decimal(7)), "estimated", "估算"),
        (Bounds(low=Decimal(0), estimated=True), "unknown", ""),
    ],
)
def test_the_claim_of_a_month_marks_a_refund_that_is_an_estimate(
    language: Language, money: Bounds, state: str, chip: str
) -> None:
    member = SimpleNamespace(case=Case(number="2026-001"), result=SimpleNamespace(source=RefundInput()))
    outlook = Outlook(wanted=True, money=money, claimed=False, urgent=(), lost=None)
    cells = month_row(SimpleNamespace(outlook=outlook, member=member, standing="open"))  # type: ignore[arg-type]  # what it reads
    assert (cells[3].state, cells[3].chip) == (state, chip)
