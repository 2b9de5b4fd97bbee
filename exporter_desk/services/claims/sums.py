"""Amounts of refunds in words of both languages: a number, its bounds, or that it cannot be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import grouped
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.answers import same

if TYPE_CHECKING:
    from exporter_desk.refund.outlook import Bounds, Sum


def money_words(money: Bounds) -> Bilingual:
    """Say what is known of the refund of one shipment; what is not known never stands as zero."""
    low, high = (money.low, money.high) if money.value is None else (money.value, money.value)
    if low is not None and low == high:
        exact = grouped(low, 2)
        return Bilingual(f"{exact}（估算）", f"{exact} (estimated)") if money.estimated else same(exact)
    if low is not None and high is not None:
        return same(f"{grouped(low, 2)} – {grouped(high, 2)}")
    if high is not None:
        return Bilingual(f"最多 {grouped(high, 2)}", f"at most {grouped(high, 2)}")
    if low:
        return Bilingual(f"至少 {grouped(low, 2)}", f"at least {grouped(low, 2)}")
    return Bilingual("还不能估算", "cannot be estimated yet")


def sum_words(whole: Sum) -> Bilingual:
    """Say what is known of a sum; what is not known is counted and never stands as zero."""
    if whole.low is None:
        return Bilingual(
            f"还不能估算（{whole.unknown} 票未知）", f"cannot be estimated yet ({whole.unknown} not known)"
        )
    known = grouped(whole.low, 2)
    if whole.high is None:
        return Bilingual(f"{known} + {whole.unknown} 票未知", f"{known} + {whole.unknown} not known")
    return same(known if whole.low == whole.high else f"{known} – {grouped(whole.high, 2)}")
