"""Middle rates (人民币汇率中间价): the day the chosen rule asks for, the nearest earlier one if none was published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import trimmed
from exporter_desk.domain.trace import Trace
from exporter_desk.refund.quantity import waiting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.domain.tax import Rate

RULES = ("day", "first_of_month")
# Rates are published on every working day; not even around the long holidays do they stay away for longer than this.
LONGEST_GAP_DAYS = 10
HOME = "CNY"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRate:
    """The rate of one currency: CNY for one unit, the day asked for and the day of the quote that was used.

    `clash` holds place and rate of the quotes of that day, where they differ, and `refused` tells that the quote of
    that day could not be believed: then there is no rate.
    """

    trace: Trace[Decimal]
    currency: str
    wanted: date | None = None
    used: date | None = None
    clash: tuple[tuple[str, Decimal], ...] = ()
    refused: bool = False

    @property
    def earlier(self) -> bool:
        """Tell whether the quote is of an earlier day than the rule asks for; this must be shown."""
        return self.used is not None and self.used != self.wanted

    @property
    def age_days(self) -> int:
        """Return how many days the quote is older than the day that the rule asks for."""
        return 0 if self.used is None or self.wanted is None else (self.wanted - self.used).days


def rate_day(rule: str | None, sale: date | None) -> date | None:
    """Return the day whose middle rate counts: of the sale, or the 1st of its month; None when something is missing."""
    if sale is None or rule not in RULES:
        return None
    return sale if rule == "day" else sale.replace(day=1)


def lacking(rule: str | None, sale: date | None) -> tuple[str, ...]:
    """Return what is missing for the day of the rate: the rule, the day of the sale, or both."""
    return (*(("dates.sale",) if sale is None else ()), *(("rate_rule",) if rule not in RULES else ()))


def middle_rate(
    currency: str, wanted: date | None, rates: Sequence[Rate], missing: Sequence[str] = ("dates.sale", "rate_rule")
) -> FoundRate:
    """Return CNY for one unit of `currency`; quotes for 100 units are brought to one, none earlier means unknown.

    `missing` is what the day waits for while it is not known.
    """
    if currency == HOME:
        return FoundRate(trace=Trace(Decimal(1), "1"), currency=currency, wanted=wanted, used=wanted)
    if wanted is None:
        return _waiting(currency, None, *missing)
    found = _latest(currency, wanted, rates)
    if not found:
        return _waiting(currency, wanted, f"rates.{currency}.{wanted.isoformat()}")
    (_, rate), *_ = found
    if rate.per <= 0:
        trace = waiting(*(f"rates.{index}.cny" for index, _ in found))
        return FoundRate(trace=trace, currency=currency, wanted=wanted, used=rate.day, refused=True)
    day, values = rate.day or wanted, {(one.cny or Decimal(0)) / one.per for _, one in found}
    if len(values) > 1:
        clash = tuple((f"rates.{index}.cny", one.cny or Decimal(0)) for index, one in found)
        trace = waiting(*(place for place, _ in clash))
        return FoundRate(trace=trace, currency=currency, wanted=wanted, used=day, clash=clash)
    formula = f"{day.isoformat()} {currency} {trimmed(rate.cny or Decimal(0))} / {trimmed(rate.per)}"
    places = (f"rates.{currency}.{day.isoformat()}", *(f"rates.{index}.cny" for index, _ in found))
    trace = Trace(values.pop(), formula, inputs=places, estimated=(wanted - day).days > LONGEST_GAP_DAYS)
    return FoundRate(trace=trace, currency=currency, wanted=wanted, used=day)


def _latest(currency: str, wanted: date, rates: Sequence[Rate]) -> list[tuple[int, Rate]]:
    """Return the quotes of the last day up to `wanted`, each with its position in the list.

    A quote that was refused (for 0 units) counts where its day has no other: no earlier one stands in for it.
    """
    listed = [
        (index, rate, rate.day)
        for index, rate in enumerate(rates)
        if rate.currency == currency and rate.day is not None and (rate.cny is not None or rate.per <= 0)
    ]
    last = max((day for _, _, day in listed if day <= wanted), default=None)
    of_day = [(index, rate) for index, rate, day in listed if day == last]
    return [(index, rate) for index, rate in of_day if rate.per > 0] or of_day


def _waiting(currency: str, wanted: date | None, *missing: str) -> FoundRate:
    return FoundRate(trace=waiting(*missing), currency=currency, wanted=wanted)
