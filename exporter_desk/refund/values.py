"""The value of the export: FOB of every line in the deal currency, in CNY and in USD."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.money import round_money
from exporter_desk.domain.trace import Trace, combine, total
from exporter_desk.refund.fob import Exchange, Fob, fob_value
from exporter_desk.refund.quantity import CNY, Quantity, cents, given, shown
from exporter_desk.refund.rates import FoundRate, middle_rate, rate_day

if TYPE_CHECKING:
    from exporter_desk.refund.book import RefundBook
    from exporter_desk.refund.inputs import Line, RefundInput

USD = "USD"
_SYMBOLS = {"freight": "FREIGHT", "insurance": "INSURANCE", "other_charges": "OTHER_CHARGES"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportValue:
    """FOB in the deal currency, the rates used, and the value of each line in CNY and USD."""

    fob: Fob
    parts: Mapping[str, Trace[Decimal]]
    deal_rate: FoundRate
    usd_rate: FoundRate
    cny: dict[str, Trace[Decimal]]
    usd: dict[str, Trace[Decimal]]
    currency: str

    def quantities(self) -> tuple[Quantity, ...]:
        """Return FOB, the charges taken off, the rates, and the values of all lines with their totals."""
        unit = self.currency or CNY
        figures = [Quantity(symbol=_SYMBOLS[name], trace=trace, unit=unit) for name, trace in self.fob.charges.items()]
        figures.append(Quantity(symbol="FOB", trace=self.fob.total, unit=unit))
        figures += [Quantity(symbol="FOB", line=line, trace=trace, unit=unit) for line, trace in self.parts.items()]
        figures.append(Quantity(symbol="RATE", trace=self.deal_rate.trace, unit=f"CNY/{unit}"))
        figures += [Quantity(symbol="FOB_CNY", line=line, trace=trace) for line, trace in self.cny.items()]
        figures.append(Quantity(symbol="FOB_CNY", trace=total(self.cny.values())))
        figures.append(Quantity(symbol="RATE_USD", trace=self.usd_rate.trace, unit="CNY/USD"))
        figures += [Quantity(symbol="FOB_USD", line=line, trace=trace, unit=USD) for line, trace in self.usd.items()]
        return (*figures, Quantity(symbol="FOB_USD", trace=total(self.usd.values()), unit=USD))


def export_value(source: RefundInput, book: RefundBook) -> ExportValue:
    """Compute the value of the export; the sale day falls back on the export day, which a finding says.

    A line whose FOB value in CNY is settled already (`fob_cny`) keeps it and takes no part in the deal.
    """
    term = book.rules.terms.get(source.terms.incoterm or "")
    wanted = rate_day(source.rate_rule, source.dates.sale or source.dates.export)
    exchange = Exchange(rates=source.rates, wanted=wanted)
    dealt = [line for line in source.lines if line.fob_cny is None]
    fob = fob_value(source.terms, dealt, None if term is None else term.deducts, exchange)
    currency = source.terms.currency or ""
    deal, usd = (middle_rate(code, wanted, source.rates) for code in (currency, USD))
    parts = dict(zip([line.id for line in dealt], fob.lines, strict=True))
    return ExportValue(
        fob=fob,
        parts=parts,
        deal_rate=deal,
        usd_rate=usd,
        cny={line.id: _cny_of(line, parts, deal.trace) for line in source.lines},
        usd={line.id: _usd_of(line, parts, deal.trace, usd.trace, currency) for line in source.lines},
        currency=currency,
    )


def _cny_of(line: Line, parts: Mapping[str, Trace[Decimal]], rate: Trace[Decimal]) -> Trace[Decimal]:
    return given(line.fob_cny, f"lines.{line.id}.fob_cny") if line.id not in parts else _in_cny(parts[line.id], rate)


def _usd_of(
    line: Line, parts: Mapping[str, Trace[Decimal]], rate: Trace[Decimal], usd: Trace[Decimal], currency: str
) -> Trace[Decimal]:
    """Return FOB in USD: a deal in USD keeps its own figures, any other goes through CNY."""
    if currency == USD and line.id in parts:
        return parts[line.id]
    value = _cny_of(line, parts, rate)
    formula = f"{shown(value.value)} ÷ {'?' if usd.value is None else usd.value}"
    return combine([value, usd], lambda v: round_money(v[0] / v[1], USD), formula)


def _in_cny(part: Trace[Decimal], rate: Trace[Decimal]) -> Trace[Decimal]:
    formula = f"{shown(part.value)} × {'?' if rate.value is None else rate.value}"
    return combine([part, rate], lambda values: cents(values[0] * values[1]), formula)
