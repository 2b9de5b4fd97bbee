"""Surcharges (附加税费) on the exempt credit: city maintenance tax and both education surcharges, each by itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.trace import Trace, combine, total
from exporter_desk.refund.quantity import Quantity, cents, given, share, shown, waiting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.refund.inputs import Taxpayer
    from exporter_desk.rules.rulebook import RulesAt

_EDUCATION = {
    "SURCHARGE_EDUCATION": "refund_education_surcharge",
    "SURCHARGE_LOCAL_EDUCATION": "refund_local_education_surcharge",
}
_PLACE, _SMALL, _MONTH = "taxpayer.place", "taxpayer.small_profit", "vat.period"


def surcharges(credit: Trace[Decimal], taxpayer: Taxpayer, laws: Sequence[RulesAt]) -> tuple[Quantity, ...]:
    """Return the three surcharges on 免抵税额 and their sum by the law of the month in which it arises.

    While nobody told the month, `laws` are those that may count: where they differ, only the bounds are known.
    """
    first, *others = [_by_law(credit, taxpayer, rules) for rules in laws]
    for other in others:
        first = tuple(_either(*pair) for pair in zip(first, other, strict=True))
    return first


def _either(one: Quantity, other: Quantity) -> Quantity:
    """Return a figure of which two laws make something else: it waits for the month of the return."""
    if (one.value, one.trace.missing) == (other.value, other.trace.missing):
        return one
    missing = tuple(dict.fromkeys((*one.trace.missing, *other.trace.missing, _MONTH)))
    opened = replace(one, trace=replace(one.trace, value=None, missing=missing))
    if one.value is None or other.value is None:
        return opened
    return replace(opened, low=min(one.value, other.value), high=max(one.value, other.value))


def _by_law(credit: Trace[Decimal], taxpayer: Taxpayer, rules: RulesAt) -> tuple[Quantity, ...]:
    """Return the surcharges and their sum by the law of one month.

    Only the city maintenance tax depends on the place; a 小型微利企业 pays part of each while the law says so.
    """
    city, kept = f"refund_city_tax_{taxpayer.place}", _share_kept(taxpayer, rules)
    rates = {"SURCHARGE_CITY": waiting(_PLACE) if taxpayer.place is None else _rate(city, rules, _PLACE)}
    rates |= {symbol: _rate(name, rules) for symbol, name in _EDUCATION.items()}
    figures = [Quantity(symbol=symbol, trace=_one(credit, rate, kept)) for symbol, rate in rates.items()]
    whole = total([figure.trace for figure in figures], " + ".join(shown(figure.value) for figure in figures))
    return (*figures, Quantity(symbol="SURCHARGE", trace=whole))


def _share_kept(taxpayer: Taxpayer, rules: RulesAt) -> Trace[Decimal]:
    """Return which part of each surcharge is paid; while no law sets a relief nobody has to say who would have it."""
    part = rules.number("refund_small_profit_share")
    if part is None:
        return Trace(Decimal(1), "1")
    if taxpayer.small_profit is None:
        return waiting(_SMALL)
    return given(part if taxpayer.small_profit else Decimal(1), _SMALL)


def _rate(name: str, rules: RulesAt, *inputs: str) -> Trace[Decimal]:
    rate = rules.number(name)
    return waiting("policy") if rate is None else Trace(rate, share(rate), inputs)


def _one(credit: Trace[Decimal], rate: Trace[Decimal], kept: Trace[Decimal]) -> Trace[Decimal]:
    text = share(rate.value) if kept.value == 1 else f"{share(rate.value)} × {share(kept.value)}"
    return combine([rate, kept, credit], lambda v: cents(v[0] * v[1] * v[2]), f"{shown(credit.value)} × {text}")
