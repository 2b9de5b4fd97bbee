"""Amounts of refunds in words of both languages: a number, its bounds, or that it cannot be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import grouped
from exporter_desk.domain.text import Bilingual
from exporter_desk.refund.quantity import spanned
from exporter_desk.services.answers import same

if TYPE_CHECKING:
    from exporter_desk.refund.outlook import Bounds, Sum


def money_words(money: Bounds) -> Bilingual:
    """Say what is known of a refund, and that it is an estimate; what is not known never stands as zero."""
    words = _amount(money)
    return Bilingual(f"{words.zh}（估算）", f"{words.en} (estimated)") if money.is_estimate else words


def _amount(money: Bounds) -> Bilingual:
    if money.owed:
        back = _amount(money.turned)
        return Bilingual(f"应补缴 {back.zh}", f"to be paid back {back.en}")
    if money.exact is not None:
        return same(grouped(money.exact, 2))
    if money.low is not None and money.high is not None:
        return same(spanned(money.low, money.high))
    if money.high is not None:
        return Bilingual(f"最多 {grouped(money.high, 2)}", f"at most {grouped(money.high, 2)}")
    if money.low is not None and money.known:
        return Bilingual(f"至少 {grouped(money.low, 2)}", f"at least {grouped(money.low, 2)}")
    return Bilingual("还不能估算", "cannot be estimated yet")


def sum_words(whole: Sum) -> Bilingual:
    """Say what a claim comes to, refund or repayment; what is not known is counted and never stands as zero."""
    money = whole.told
    known = money_words(money)
    if not money.owed:
        known = Bilingual(f"退税 {known.zh}", f"refund {known.en}")
    if not whole.unknown:
        return known
    if not money.known:
        return Bilingual(f"{known.zh}（{whole.unknown} 票未知）", f"{known.en} ({whole.unknown} not known)")
    return Bilingual(f"{known.zh} + {whole.unknown} 票未知", f"{known.en} + {whole.unknown} not known")
