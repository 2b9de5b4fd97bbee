"""The value of the export: FOB of every line in the deal currency, in CNY and in USD."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.money import round_deal
from exporter_desk.domain.trace import Trace, combine, total
from exporter_desk.refund.estimates import Estimates
from exporter_desk.refund.fob import RATE as PERCENT
from exporter_desk.refund.fob import Exchange, Fob, fob_value, held, with_more
from exporter_desk.refund.line_days import undated_lines
from exporter_desk.refund.quantity import CNY, Quantity, cents, shown, waiting
from exporter_desk.refund.rates import FoundRate, lacking, middle_rate, rate_day
from exporter_desk.refund.settled import follows, rate_of_claim, settled_value, stands_alone, strays

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.refund.book import RefundBook
    from exporter_desk.refund.inputs import Line, RefundInput
    from exporter_desk.rules.checklists import DealTerm

USD = "USD"
_SYMBOLS = {"freight": "FREIGHT", "insurance": "INSURANCE", "other_charges": "OTHER_CHARGES"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportValue:
    """FOB in the deal currency, the rates used, and the value of each line in CNY and USD.

    `deal_rates` and `usd_rates` are by line; `one_day` tells that all lines are converted by the same day. `settled`
    are lines whose value in CNY was settled at another rate than that of the day, `strayed` those whose settled value
    no rate explains, with what their amount comes to; `charge_rates` are those of charges in other currencies.
    """

    fob: Fob
    parts: Mapping[str, Trace[Decimal]]
    deal_rates: Mapping[str, FoundRate]
    usd_rates: Mapping[str, FoundRate]
    one_day: bool
    cny: dict[str, Trace[Decimal]]
    usd: dict[str, Trace[Decimal]]
    currency: str
    settled: frozenset[str] = frozenset()
    strayed: Mapping[str, Decimal] = field(default_factory=dict)
    charge_rates: tuple[FoundRate, ...] = ()

    @property
    def rates(self) -> tuple[FoundRate, ...]:
        """Return every rate that was asked for, each once."""
        both = (*self.deal_rates.values(), *self.usd_rates.values(), *self.charge_rates)
        return tuple({(one.currency, one.wanted): one for one in both if one.currency}.values())

    def quantities(self) -> tuple[Quantity, ...]:
        """Return FOB, the charges taken off, the rates, and the values of all lines with their totals."""
        unit = self.currency or CNY
        figures = [Quantity(symbol=_SYMBOLS[name], trace=trace, unit=unit) for name, trace in self.fob.charges.items()]
        figures.append(Quantity(symbol="FOB", trace=self.fob.total, unit=unit))
        figures += [Quantity(symbol="FOB", line=line, trace=trace, unit=unit) for line, trace in self.parts.items()]
        figures += self._rate_figures("RATE", self.deal_rates, unit)
        figures += [Quantity(symbol="FOB_CNY", line=line, trace=trace) for line, trace in self.cny.items()]
        figures.append(Quantity(symbol="FOB_CNY", trace=total(self.cny.values())))
        figures += self._rate_figures("RATE_USD", self.usd_rates, USD)
        figures += [Quantity(symbol="FOB_USD", line=line, trace=trace, unit=USD) for line, trace in self.usd.items()]
        return (*figures, Quantity(symbol="FOB_USD", trace=total(self.usd.values()), unit=USD))

    def _rate_figures(self, symbol: str, rates: Mapping[str, FoundRate], unit: str) -> list[Quantity]:
        """Return the rate of all lines as one figure, or each by itself where their days differ."""
        ratio = f"CNY/{unit}"
        own = {line: rate_of_claim(line) if line in self.settled else one.trace for line, one in rates.items()}
        if self.one_day:
            shared = [Quantity(symbol=symbol, trace=one.trace, unit=ratio) for one in list(rates.values())[:1]]
            own = {line: trace for line, trace in own.items() if line in self.settled}
            return shared + [Quantity(symbol=symbol, line=line, trace=one, unit=ratio) for line, one in own.items()]
        return [Quantity(symbol=symbol, line=line, trace=trace, unit=ratio) for line, trace in own.items()]


def _open_charges(source: RefundInput, term: DealTerm | None) -> frozenset[str]:
    """Under a term whose price holds costs abroad, other charges that nobody told are not none: they are asked."""
    fee = source.terms.other_charges
    told = fee is not None and fee.amount is not None
    return frozenset() if told or term is None or not term.abroad else frozenset({"terms.other_charges.amount"})


def export_value(source: RefundInput, book: RefundBook) -> ExportValue:
    """Compute the value of the export; the sale day falls back on the export day, which a finding says.

    Each line is converted by the day of its own declaration while no day of the sale is known. A line whose FOB value
    in CNY is settled already (`fob_cny`) keeps it; in the currency of the deal its amount counts like any other.
    """
    term = book.rules.terms.get(source.terms.incoterm or "")
    days = {line.id: rate_day(source.rate_rule, source.dates.sale or line.exported) for line in source.lines}
    undated = frozenset() if source.dates.sale else undated_lines(source)
    days = {name: day or (None if name in undated else _shared_day(source)) for name, day in days.items()}
    days = days or {"": _shared_day(source)}
    currency = source.terms.currency or ""
    missing = lacking(source.rate_rule, source.dates.sale or source.dates.export)
    found = {
        (code, day): middle_rate(code, day, source.rates, missing)
        for day in set(days.values())
        for code in (currency, USD)
    }
    deal, usd = ({name: found[code, day] for name, day in days.items()} for code in (currency, USD))
    fob, parts = _deal(source, term, currency, missing)
    settled = frozenset(one.id for one in source.lines if not follows(one, parts.get(one.id), deal[one.id].trace))
    found_far = {
        one.id: strays(one, bool(term is None or held(source.terms, term.deducts)), deal[one.id].trace)
        for one in source.lines
    }
    strayed = {name: value for name, value in found_far.items() if value is not None}
    refused = frozenset(source.unknown) | {f"lines.{name}.fob_cny" for name in strayed}
    cny = {line.id: _cny_of(line, parts, deal[line.id].trace, refused) for line in source.lines}
    return ExportValue(
        fob=fob,
        parts=parts,
        deal_rates=deal,
        usd_rates=usd,
        one_day=len(set(days.values())) == 1,
        cny=cny,
        usd={
            line.id: _usd_of(line, parts, cny[line.id], usd[line.id].trace, settled, currency) for line in source.lines
        },
        currency=currency,
        settled=settled,
        strayed=strayed,
        charge_rates=_charge_rates(source, fob, missing),
    )


def _charge_rates(source: RefundInput, fob: Fob, missing: tuple[str, ...]) -> tuple[FoundRate, ...]:
    """Return the rates of charges that are in a currency of their own."""
    fees = {name: getattr(source.terms, name) for name in fob.charges}
    own = {fee.currency for fee in fees.values() if fee is not None and fee.amount and fee.mark != PERCENT}
    other = sorted(own - {None, source.terms.currency, CNY})
    return tuple(middle_rate(code, _shared_day(source), source.rates, missing) for code in other)


def _deal(
    source: RefundInput, term: DealTerm | None, currency: str, missing: tuple[str, ...]
) -> tuple[Fob, dict[str, Trace[Decimal]]]:
    """Return the FOB value of the deal, and of each line in its currency where that is known."""
    refused = frozenset(source.unknown) | _open_charges(source, term)
    exchange = Exchange(
        rates=source.rates,
        wanted=_shared_day(source),
        refused=refused,
        estimates=Estimates.within(source),
        missing=missing,
    )
    told = {line.id for line in source.lines if f"lines.{line.id}.amount" in refused}  # some amount, nobody knows which
    dealt = [line for line in source.lines if line.id in told or not stands_alone(line, currency)]
    fob = fob_value(source.terms, dealt, None if term is None else term.deducts, exchange)
    parts = dict(zip([line.id for line in dealt], fob.lines, strict=True))
    alone = [line for line in source.lines if line.id not in parts]
    if currency == CNY and alone:
        own = {line.id: settled_value(line) for line in alone}
        fob, parts = (
            replace(fob, total=with_more(fob.total if dealt else None, list(own.values()), currency)),
            parts | own,
        )
    return fob, parts


def _shared_day(source: RefundInput) -> date | None:
    return rate_day(source.rate_rule, source.dates.sale or source.dates.export)


def _cny_of(
    line: Line, parts: Mapping[str, Trace[Decimal]], rate: Trace[Decimal], refused: frozenset[str]
) -> Trace[Decimal]:
    """Return the settled value, else that of the deal; a settled one that cannot be is not replaced by another."""
    place = f"lines.{line.id}.fob_cny"
    if place in refused:
        return waiting(place)
    return settled_value(line) if line.fob_cny is not None else _in_cny(parts[line.id], rate)


def _usd_of(
    line: Line,
    parts: Mapping[str, Trace[Decimal]],
    value: Trace[Decimal],
    usd: Trace[Decimal],
    settled: frozenset[str],
    currency: str,
) -> Trace[Decimal]:
    """Return FOB in USD: a deal in USD keeps its own figures, any other goes through CNY by the rate of its day.

    What a settled value was in USD in the claim that is taken back, nobody told: its conversion is an estimate.
    """
    settled_back = bool(line.reversal) and line.id in settled
    own = parts.get(line.id)
    if currency == USD and not (settled_back and own is not None and own.value is None):
        return own or waiting(f"lines.{line.id}.amount")
    formula = f"{shown(value.value)} ÷ {'?' if usd.value is None else usd.value}"
    converted = combine([value, usd], lambda v: round_deal(v[0] / v[1], USD), formula)
    return replace(converted, estimated=converted.estimated or settled_back)


def _in_cny(part: Trace[Decimal], rate: Trace[Decimal]) -> Trace[Decimal]:
    formula = f"{shown(part.value)} × {'?' if rate.value is None else rate.value}"
    return combine([part, rate], lambda values: cents(values[0] * values[1]), formula)
