"""FOB value (离岸价): from the declared total less freight, insurance and other charges, spread over the lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.incoterms import INCOTERMS
from exporter_desk.domain.money import deal_digits, round_deal, split_last
from exporter_desk.domain.tax import Rate
from exporter_desk.domain.trace import Trace, combine
from exporter_desk.refund.estimates import Estimates
from exporter_desk.refund.quantity import given, shown, waiting
from exporter_desk.refund.rates import HOME, middle_rate
from exporter_desk.refund.settled import rate_of_claim

if TYPE_CHECKING:
    from exporter_desk.domain.shipment import Fee
    from exporter_desk.refund.inputs import Deal, Line

RATE, UNIT_PRICE = "1", "2"
NO_ESTIMATES = Estimates()
KG_PER_TONNE = Decimal(1000)
OTHER, SIDE, INCLUDED, ON_TOP = "other_charges", "terms.other_charges_side", "included", "on_top"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fob:
    """The FOB value of a deal in its own currency: total, each charge taken off, and the share of every line.

    `declared` is the sum of all lines, `sold` that of the lines which take nothing back: charges are taken off those.
    `refused` is what would be left of them where that is nothing or below, which cannot be: `total` and `lines` are
    unknown then and wait for the charges.
    """

    declared: Trace[Decimal]
    sold: Trace[Decimal]
    charges: dict[str, Trace[Decimal]]
    total: Trace[Decimal]
    lines: tuple[Trace[Decimal], ...]
    refused: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What is needed to bring a charge into the currency of the deal: published rates and the day that counts.

    `refused` are paths that may not be taken for nothing: their value could not be believed, or has to be told;
    `estimates` tell which values are estimates, `missing` is what the day waits for while it is not known.
    """

    rates: Sequence[Rate]
    wanted: date | None
    refused: frozenset[str] = frozenset()
    estimates: Estimates = NO_ESTIMATES
    missing: tuple[str, ...] = ("dates.sale", "rate_rule")


def fob_value(deal: Deal, lines: Sequence[Line], deducts: Sequence[str] | None, exchange: Exchange) -> Fob:
    """Take the charges that the term includes (`deducts`; None for a term that is not known) off the declared total.

    The remainder is shared over the lines by their amounts, half up to the minor unit, the last line closing it. A line
    that takes an earlier one back is no part of that: it has a value of its own, below zero.
    """
    currency = deal.currency or ""
    amounts = [given(line.amount, f"lines.{line.id}.amount") for line in lines]
    sold = [one for one, line in zip(amounts, lines, strict=True) if not line.reversal]
    declared = _declared(sold if sold else amounts, currency)
    asked = OTHER not in (deducts or ()) and deal.other_charges_side != INCLUDED
    deducts = held(deal, deducts)
    charges = {
        name: waiting(SIDE) if name == OTHER and asked else _charge(name, deal, declared, exchange)
        for name in (deducts or () if sold else ())
    }
    total = _less(declared, charges, currency) if deducts is not None else waiting("terms.incoterm")
    total = exchange.estimates.of(total)
    refused = total.value if sold and total.value is not None and total.value <= 0 else None
    total = total if refused is None else waiting(*_taken_off(charges))
    shares = iter(_spread(total, sold, currency) if sold else ())
    parts = tuple(_taken_back(line, deducts) if line.reversal else next(shares) for line in lines)
    back = [part for part, line in zip(parts, lines, strict=True) if line.reversal]
    if back:
        total = with_more(total if sold else None, back, currency)
    whole = _declared(amounts, currency)
    return Fob(declared=whole, sold=declared, charges=charges, total=total, lines=parts, refused=refused)


def _taken_off(charges: dict[str, Trace[Decimal]]) -> tuple[str, ...]:
    """Return the amounts of the charges that left nothing of the deal."""
    return tuple(f"terms.{name}.amount" for name, charge in charges.items() if charge.value) or ("terms",)


def held(deal: Deal, deducts: Sequence[str] | None) -> Sequence[str] | None:
    """Return the charges that the price holds: those of its term, and others unless they are paid on top of it.

    Whether other charges lie in the price is asked where the term does not tell.
    """
    fee = deal.other_charges
    if deducts is None or fee is None or fee.amount == 0:
        return deducts
    if deal.other_charges_side == ON_TOP and not _holds_costs_abroad(deal):
        return tuple(one for one in deducts if one != OTHER)
    return deducts if OTHER in deducts else (*deducts, OTHER)


def _holds_costs_abroad(deal: Deal) -> bool:
    """Tell whether other charges are what the seller pays in the country of destination (D rules)."""
    term = INCOTERMS.get(deal.incoterm or "")
    return term is not None and term.abroad_in_price


def _declared(amounts: Sequence[Trace[Decimal]], currency: str) -> Trace[Decimal]:
    declared = combine(amounts, lambda values: sum(values, Decimal(0)), "Σ") if amounts else waiting("lines")
    return declared if currency else waiting("terms.currency", *declared.missing)


def _taken_back(line: Line, deducts: Sequence[str] | None) -> Trace[Decimal]:
    """Return the FOB value of a line that takes back (冲减): its amount, where the term holds nothing beyond FOB.

    What freight and insurance were in it was settled with the claim that it takes back, so its FOB is asked.
    """
    if deducts is None:
        return waiting("terms.incoterm")
    if deducts and line.fob_cny is not None:
        return rate_of_claim(line.id)
    return waiting(f"lines.{line.id}.fob_cny") if deducts else given(line.amount, f"lines.{line.id}.amount")


def with_more(sold: Trace[Decimal] | None, back: Sequence[Trace[Decimal]], currency: str) -> Trace[Decimal]:
    """Return the FOB value of what was sold, None for nothing, with lines that have a value of their own."""
    parts = [*([] if sold is None else [sold]), *back]
    formula = " + ".join(shown(part.value, deal_digits(currency)) for part in parts)
    return combine(parts, lambda values: sum(values, Decimal(0)), formula)


def _less(declared: Trace[Decimal], charges: dict[str, Trace[Decimal]], currency: str) -> Trace[Decimal]:
    parts = [declared, *charges.values()]
    digits = deal_digits(currency)
    formula = " − ".join(shown(part.value, digits) for part in parts)
    return combine(parts, lambda values: values[0] - sum(values[1:], Decimal(0)), formula)


def _spread(total: Trace[Decimal], amounts: Sequence[Trace[Decimal]], currency: str) -> tuple[Trace[Decimal], ...]:
    weights = [amount.value for amount in amounts if amount.value is not None]
    missing = waiting(*total.missing)
    if total.value is None or len(weights) != len(amounts):
        return tuple(missing for _ in amounts)
    try:
        shares = split_last(total.value, weights, currency)
    except ValueError:
        return tuple(waiting(*amount.inputs) for amount in amounts)
    whole = sum(weights, Decimal(0))
    if len(weights) == 1:
        return (total,)
    # Named are the line's own amount and what was taken off: with every other line's, a long claim would be all names.
    of_lines = {path for amount in amounts for path in amount.inputs}
    taken_off = tuple(path for path in total.inputs if path not in of_lines)
    return tuple(
        Trace(
            part,
            f"{shown(total.value)} × {shown(amount.value)} / {shown(whole)}",
            (*amount.inputs, *taken_off),
            total.sources,
            # Where nothing was taken off, a share is the line's own amount and hangs on no other.
            total.estimated and total.value != whole,
        )
        for part, amount in zip(shares, amounts, strict=True)
    )


def _charge(name: str, deal: Deal, declared: Trace[Decimal], exchange: Exchange) -> Trace[Decimal]:
    """Return one charge in the currency of the deal, rounded to its minor unit."""
    fee: Fee | None = getattr(deal, name)
    path = f"terms.{name}"
    if fee is None or fee.amount is None:
        nothing = name == OTHER and fee is None and f"{path}.amount" not in exchange.refused
        return Trace(Decimal(0), "0", (path,)) if nothing else waiting(path if fee is None else f"{path}.amount")
    if f"{path}.mark" in exchange.refused:
        return waiting(f"{path}.mark")  # an amount, a rate or a price by the tonne
    if fee.mark == RATE:
        return _as_rate(name, fee.amount, deal, _rate_base(name, deal, declared, exchange))
    amount = given(fee.amount, f"{path}.amount")
    if fee.mark == UNIT_PRICE:
        tonnes = given(deal.gross_kg, "terms.gross_kg")
        formula = f"{shown(fee.amount)} × {shown(deal.gross_kg, 3)} kg / 1000"
        amount = combine([amount, tonnes], lambda values: values[0] * values[1] / KG_PER_TONNE, formula)
    return _in_deal_currency(amount, fee.currency, deal.currency or "", path, exchange)


def _rate_base(name: str, deal: Deal, declared: Trace[Decimal], exchange: Exchange) -> Trace[Decimal]:
    """Return what a rate is taken on: the declared total; for insurance always the CIF total."""
    term = INCOTERMS.get(deal.incoterm or "")
    if name != "insurance" or term is None:
        return declared
    if term.abroad_in_price:
        parts = [declared, _charge(OTHER, deal, declared, exchange)]
        return combine(parts, lambda v: v[0] - v[1], " − ".join(shown(part.value) for part in parts))
    if term.freight_in_price or not term.insurance_in_price:
        return declared
    parts = [declared, _charge("freight", deal, declared, exchange)]
    return combine(parts, lambda v: v[0] + v[1], " + ".join(shown(part.value) for part in parts))


def _as_rate(name: str, percent: Decimal, deal: Deal, base: Trace[Decimal]) -> Trace[Decimal]:
    formula = f"{shown(base.value)} × {percent}%"
    currency = deal.currency or HOME
    parts = [base, given(percent, f"terms.{name}.amount")]
    return combine(parts, lambda v: round_deal(v[0] * v[1] / 100, currency), formula)


def _in_deal_currency(
    amount: Trace[Decimal], own: str | None, deal: str, path: str, exchange: Exchange
) -> Trace[Decimal]:
    if not own or not deal:
        return waiting(f"{path}.currency" if not own else "terms.currency")
    if own == deal:
        return combine([amount], lambda values: round_deal(values[0], deal), amount.formula)
    source = middle_rate(own, exchange.wanted, exchange.rates, exchange.missing).trace
    target = middle_rate(deal, exchange.wanted, exchange.rates, exchange.missing).trace
    formula = f"{own} {shown(amount.value)} × {source.value} / {target.value}"
    return combine([amount, source, target], lambda v: round_deal(v[0] * v[1] / v[2], deal), formula)
