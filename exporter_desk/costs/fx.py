"""Exchange rates of an estimate: the scenario's own win, else the bundled history on the nearest earlier day."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation, localcontext

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.money import WIDE, round_money
from exporter_desk.domain.numbers import trimmed

HOME = "CNY"
STALE_AFTER_DAYS = 10
TYPED = "scenario"
_PRECISION = 60


@dataclass(frozen=True, slots=True)
class Quote:
    """Reporting currency per one unit of a foreign currency, with its source and day; an ECB cross is an estimate."""

    rate: Decimal
    source: str
    as_of: date | None = None
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class FxHistory:
    """A bundled table of CNY per one unit of each currency, by day of publication."""

    source: str
    days: tuple[date, ...]
    rows: Mapping[date, Mapping[str, Decimal]]

    def on(self, currency: str, day: date) -> Quote | None:
        """Return CNY per unit of `currency` on the nearest published day up to `day`; None before the table begins."""
        if currency == HOME:
            return Quote(Decimal(1), self.source, day)
        for published in reversed(self.days[: bisect_right(self.days, day)]):
            rate = self.rows[published].get(currency)
            if rate is not None:
                return Quote(rate, self.source, published, estimated=True)
        return None


def read_history(text: str, source: str) -> FxHistory:
    """Read a CSV with a `date` column and columns such as `USD_CNY` or `100JPY_CNY` (CNY per that many units).

    Raises ValueError naming the line when a day or a rate cannot be read.
    """
    rows: dict[date, Mapping[str, Decimal]] = {}
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            day = date.fromisoformat(row.pop("date"))
            rows[day] = dict(_rate(name, value) for name, value in row.items() if value)
        except (ValueError, InvalidOperation, KeyError) as error:
            raise ValueError(f"line {number}: {error}") from error
    return FxHistory(source, tuple(sorted(rows)), rows)


def _rate(column: str, value: str) -> tuple[str, Decimal]:
    pair = column.removesuffix(f"_{HOME}")
    units = pair.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return pair.removeprefix(units), Decimal(value) / Decimal(units or 1)


NO_HISTORY = FxHistory("", (), {})


class Exchange:
    """Converts between the currencies of one estimate, and notes which rates it used and which it lacks."""

    def __init__(self, reporting: str, own: Mapping[str, Decimal], history: FxHistory, day: date) -> None:
        self.reporting = reporting
        self._own, self._history, self._day = own, history, day
        self._used: dict[str, Quote | None] = {}

    def quote(self, currency: str) -> Quote | None:
        """Return reporting currency per unit of `currency`; None when nobody gives a rate."""
        if currency == self.reporting:
            return Quote(Decimal(1), TYPED)
        if currency not in self._used:
            self._used[currency] = self._find(currency)
        return self._used[currency]

    def _find(self, currency: str) -> Quote | None:
        if currency in self._own:
            return Quote(self._own[currency], TYPED)
        foreign, home = self._history.on(currency, self._day), self._history.on(self.reporting, self._day)
        if foreign is None or home is None:
            return None
        with localcontext() as context:
            context.prec = _PRECISION
            return Quote(foreign.rate / home.rate, foreign.source, foreign.as_of or home.as_of, estimated=True)

    def foreign(self) -> dict[str, Decimal]:
        """Return the rates used so far, by foreign currency."""
        return {code: quote.rate for code, quote in self._used.items() if quote is not None}

    def convert(self, amount: Decimal, currency: str, into: str) -> Decimal | None:
        """Return `amount` in another currency by the exact cross of both rates, rounded once; None without a rate."""
        if currency == into:
            return round_money(amount, into)
        source, target = self.quote(currency), self.quote(into)
        if source is None or target is None:
            return None
        with localcontext() as context:
            context.prec = _PRECISION
            return round_money(amount * source.rate / target.rate, into)

    def findings(self) -> tuple[Finding, ...]:
        """Return what to know about the rates used so far: missing ones, and those from the bundled table."""
        return tuple(finding for currency, quote in self._used.items() for finding in self._about(currency, quote))

    def _about(self, currency: str, quote: Quote | None) -> tuple[Finding, ...]:
        place = (f"estimate.fx.{currency}",)
        if quote is None:
            return (Finding("C21", Severity.ERROR, place, {"currency": currency, "reporting": self.reporting}),)
        if quote.as_of is None:
            return ()
        values = {
            "currency": currency,
            "reporting": self.reporting,
            "rate": trimmed(quote.rate.quantize(Decimal("0.000001"), context=WIDE)),
            "as_of": quote.as_of.isoformat(),
            "day": self._day.isoformat(),
            "source": quote.source,
        }
        old = (self._day - quote.as_of).days > STALE_AFTER_DAYS
        severity, variant = (Severity.CONFIRM, "old") if old else (Severity.HINT, "")
        return (Finding("C22", severity, place, values, variant=variant),)
