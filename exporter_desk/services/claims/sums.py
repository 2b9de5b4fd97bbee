"""Amounts of refunds in words of both languages: a number, its bounds, or that it cannot be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import grouped
from exporter_desk.domain.text import Bilingual
from exporter_desk.refund.outlook import Bounds
from exporter_desk.refund.quantity import spanned
from exporter_desk.services.answers import same

if TYPE_CHECKING:
    from exporter_desk.refund.outlook import Sum


def money_words(money: Bounds) -> Bilingual:
    """Say what is known of the refund of one shipment; what is not known never stands as zero."""
    if money.owed:
        back = money_words(money.turned)
        return Bilingual(f"应补缴 {back.zh}", f"to be paid back {back.en}")
    low, high = (money.low, money.high) if money.value is None else (money.value, money.value)
    if low is not None and low == high:
        exact = grouped(low, 2)
        return Bilingual(f"{exact}（估算）", f"{exact} (estimated)") if money.estimated else same(exact)
    if low is not None and high is not None:
        return same(spanned(low, high))
    if high is not None:
        return Bilingual(f"最多 {grouped(high, 2)}", f"at most {grouped(high, 2)}")
    if low:
        return Bilingual(f"至少 {grouped(low, 2)}", f"at least {grouped(low, 2)}")
    return Bilingual("还不能估算", "cannot be estimated yet")


def sum_words(whole: Sum) -> Bilingual:
    """Say what a claim comes to, refund or repayment; what is not known is counted and never stands as zero."""
    if whole.low is None:
        return Bilingual(
            f"退税 还不能估算（{whole.unknown} 票未知）", f"refund cannot be estimated yet ({whole.unknown} not known)"
        )
    money = Bounds(value=whole.low) if whole.high is None else Bounds(low=whole.low, high=whole.high)
    known = money_words(money)
    if not money.owed:
        known = Bilingual(f"退税 {known.zh}", f"refund {known.en}")
    if whole.high is None:
        return Bilingual(f"{known.zh} + {whole.unknown} 票未知", f"{known.en} + {whole.unknown} not known")
    return known
