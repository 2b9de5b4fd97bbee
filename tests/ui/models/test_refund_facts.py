"""What the strip above a refund says of its amount."""

from __future__ import annotations

from decimal import Decimal

import pytest

from exporter_desk.refund.outlook import Money, Outlook
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.models.refund_facts import money_words, refund_facts


@pytest.mark.parametrize(
    ("money", "words"),
    [
        (Money(value=Decimal("1234.5")), "¥1,234.50"),
        (Money(value=Decimal(0)), "¥0.00"),
        (Money(value=Decimal(-390)), "要补缴 ¥390.00"),
        (Money(low=Decimal(-5), high=Decimal(7)), "¥-5.00 – 7.00"),
        (Money(high=Decimal(7)), "≤ ¥7.00"),
        (Money(low=Decimal(7)), "≥ ¥7.00"),
        (Money(low=Decimal(0)), "还不能估算"),
        (Money(), "还不能估算"),
    ],
)
def test_an_amount_is_said_as_what_it_is(language: Language, money: Money, words: str) -> None:
    assert money_words(money) == words


def test_money_to_pay_back_is_not_called_a_refund_to_come(language: Language) -> None:
    def first(amount: str) -> tuple[str, str]:
        money = Money(value=Decimal(amount))
        strip = refund_facts(Outlook(wanted=True, money=money, claimed=False, urgent=(), lost=None))
        return strip[0].label, strip[0].value

    assert first("-390") == ("退税减去冲减", "要补缴 ¥390.00")
    assert first("390") == ("预计退税", "¥390.00")


def test_what_cannot_be_estimated_is_not_called_an_estimate(language: Language) -> None:
    def chip(money: Money) -> str:
        return refund_facts(Outlook(wanted=True, money=money, claimed=False, urgent=(), lost=None))[0].estimated

    assert chip(Money()) == ""
    assert chip(Money(low=Decimal(7))) == "估算"
    assert chip(Money(value=Decimal(7), estimated=True)) == "估算"
    assert chip(Money(value=Decimal(7))) == ""
