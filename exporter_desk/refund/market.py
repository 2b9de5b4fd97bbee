"""Typed exchange rates against the reference table of the program: far off is told, beyond belief is not used.

The table is no middle rate (人民币汇率中间价) and stands in for none; it only shows slipped points and wrong units.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.money import round_half_up
from exporter_desk.domain.numbers import trimmed
from exporter_desk.domain.record import shown as foreign
from exporter_desk.domain.tax import Rate
from exporter_desk.refund.rates import HOME

if TYPE_CHECKING:
    from exporter_desk.refund.book import Market, RefundBook
    from exporter_desk.refund.inputs import RefundInput
    from exporter_desk.rules.rulebook import RulesAt

# Boards quote many currencies for 100 units: where that is missed, the rate is wrong by this.
_UNITS = Decimal(100)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A typed rate beside that of the table: how many times as much it is, and of which day the table speaks."""

    rate: Rate
    day: date
    table: Decimal
    table_day: date

    @property
    def times(self) -> Decimal:
        """Return how many times the rate of the table was typed."""
        return (self.rate.cny or Decimal(0)) / self.rate.per / self.table

    def values(self) -> dict[str, str]:
        """Return what a sentence names of both."""
        return {
            "currency": foreign(self.rate.currency or ""),
            "day": self.day.isoformat(),
            "typed": trimmed(self.rate.cny or Decimal(0)),
            "per": trimmed(self.rate.per),
            "table": trimmed(round_half_up(self.table * self.rate.per, 6)),
            "table_day": self.table_day.isoformat(),
        }


def checked_rates(source: RefundInput, book: RefundBook) -> tuple[RefundInput, tuple[Finding, ...]]:
    """Return the input without rates that cannot be, and a finding for every one that is far from the table.

    A rate that is not used counts for 0 units, and its place is named in `unknown`: no earlier one stands in for it.
    """
    found: list[Finding] = []
    kept: list[Rate] = []
    for at, rate in enumerate(source.rates):
        beside = None if book.market is None else _beside(rate, book.market)
        finding = None if beside is None else _judged(f"rates.{at}.cny", beside, book.rules.at(beside.day))
        found += [] if finding is None else [finding]
        refused = finding is not None and finding.severity is Severity.ERROR
        kept.append(replace(rate, cny=None, per=Decimal(0)) if refused else rate)
    places = (place for one in found if one.severity is Severity.ERROR for place in one.places)
    unknown = tuple(dict.fromkeys((*source.unknown, *places)))
    return (replace(source, rates=tuple(kept), unknown=unknown) if found else source), tuple(found)


def _beside(rate: Rate, market: Market) -> _Typed | None:
    """Return a typed rate with that of the table on its day, or the last day before; None where there is nothing."""
    if rate.day is None or not rate.currency or rate.currency == HOME or not rate.cny or rate.per <= 0:
        return None
    quote = market(rate.currency, rate.day)
    if quote is None or quote.as_of is None or quote.rate <= 0:
        return None
    return _Typed(rate, rate.day, quote.rate, quote.as_of)


def _judged(place: str, typed: _Typed, rules: RulesAt) -> Finding | None:
    """Return the finding on a rate by the limits of its day; None where it is near, or no limit is known."""
    factor, times = rules.number("exchange_check_factor"), typed.times
    if factor is not None and not _within(times, factor):
        by_units = _within(times / _UNITS, factor) or _within(times * _UNITS, factor)
        more = {"times": trimmed(round_half_up(max(times, 1 / times), 1))}
        return Finding("T107", Severity.ERROR, (place,), typed.values() | more, variant="per" if by_units else "")
    days = rules.number("exchange_check_days")
    old = days is None or (typed.day - typed.table_day).days > days
    band, off = rules.number("exchange_check_band_old" if old else "exchange_check_band"), abs(times - 1)
    if band is None or off <= band:
        return None
    more = {"percent": trimmed(round_half_up(off * 100, 1))}
    return Finding("T105", Severity.CONFIRM, (place,), typed.values() | more, variant="old" if old else "")


def _within(times: Decimal, factor: Decimal) -> bool:
    """Tell whether a rate is less than `factor` times another, and the other less than that of it."""
    return 1 / factor < times < factor
