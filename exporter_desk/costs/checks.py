"""What a readable scenario or card must still satisfy: vocabulary, ranges, references, one price at a time."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from exporter_desk.costs.charge import BASES, CONFIDENCES, STAGES, SURCHARGE_SIZES, TIER_VARIABLES
from exporter_desk.costs.fitting import fitting_problems
from exporter_desk.costs.inventory import MAX_DAYS
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.money import is_currency, minor_digits
from exporter_desk.domain.record import joined, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
    from decimal import Decimal

    from exporter_desk.costs.cards import Card
    from exporter_desk.costs.charge import ChargeTerms, Tier
    from exporter_desk.costs.scenario import Demand, Duty, Lot, Scenario, Sku

GREATEST = 10**12  # beyond it no amount, weight or count of a shipment makes sense
LONGEST_CM = 10_000
_MOST_PREMIUM_PCT = 50  # 110 % of the value is insured: near 91 % the premium would be all of it
_WHOLE_PCT = 100
_COUNTRY = re.compile("[A-Z]{2}")
_ROUNDINGS = ("month", "order", "end")
_COUNTS = ("shipment", "container", "carton", "pallet", "order", "parcel", "month", "sku")


def not_in_list(place: str, found: str | None, allowed: Iterable[str]) -> Iterator[Finding]:
    """Report a word that is not in a closed list; None is no word and passes."""
    if found is not None and found not in (words := tuple(allowed)):
        yield Finding("C11", Severity.ERROR, (place,), {"found": shown(found), "allowed": " / ".join(words)})


def out_of_range(place: str, value: Decimal | int | None, low: int, high: int | None = None) -> Iterator[Finding]:
    """Report a number outside `low` to `high`, both inclusive; None passes, and no number may be beyond reason."""
    if value is not None and not low <= value <= (GREATEST if high is None else high):
        allowed = f"≥ {low}" if high is None and value < low else f"{low} … {GREATEST if high is None else high}"
        yield Finding("C12", Severity.ERROR, (place,), {"found": shown(value), "allowed": allowed})


def needed(place: str, value: object) -> Iterator[Finding]:
    """Report that something without which the entry makes no sense is absent."""
    if value is None:
        yield Finding("C13", Severity.ERROR, (place,), {"name": place.rsplit(".", 1)[-1]})


def currency_problem(place: str, code: str | None) -> Iterator[Finding]:
    """Report a text that has not the shape of a currency code; None passes."""
    if code is not None and not is_currency(code):
        yield Finding("C12", Severity.ERROR, (place,), {"found": shown(code), "allowed": "USD, EUR, CNY …"})


def charge_problems(terms: ChargeTerms, place: str) -> Iterator[Finding]:
    """Check one charge, of a card or typed."""
    yield from needed(f"{place}.stage", terms.stage)
    yield from needed(f"{place}.basis", terms.basis)
    yield from _vocabulary(terms, place)
    yield from _rate_problems(terms, place)
    yield from tier_problems(terms.tiers, f"{place}.tiers")
    yield from _calendar(terms, place)
    yield from fitting_problems(terms, place)
    for surcharge in terms.surcharges:
        for name in surcharge.when:
            yield from not_in_list(f"{place}.surcharges.{surcharge.id}.if.{name}", name, SURCHARGE_SIZES)
        for name in ("flat", "pct"):
            yield from out_of_range(f"{place}.surcharges.{surcharge.id}.{name}", getattr(surcharge, name), 0)
    for name in ("quantity", "qty_step", "qty_min", "max_charge", "minimum_spend", "recovered_after_days"):
        yield from out_of_range(joined(place, name), getattr(terms, name), 0)
    for name in ("density_kg_per_cbm", "divisor_cm_kg"):
        yield from _positive(joined(place, name), getattr(terms, name))
    for name in ("divisor_cm_kg", "divisor_in_lb", "step_kg", "step_lb"):
        for rule in (terms.weight, terms.over, *(fee.weight for fee in terms.fees), *(fee.over for fee in terms.fees)):
            yield from _positive(f"{place}.weight.{name}", getattr(rule, name, None))


def _positive(place: str, value: Decimal | None) -> Iterator[Finding]:
    if value is not None and value <= 0:
        yield Finding("C12", Severity.ERROR, (place,), {"found": str(value), "allowed": "> 0"})


def _calendar(terms: ChargeTerms, place: str) -> Iterator[Finding]:
    """A season names months of the year, and a validity ends no earlier than it begins: else the charge never holds."""
    yield from _ordered(f"{place}.valid_to", terms.valid_from, terms.valid_to)
    if terms.season is None:
        return
    if not terms.season.months:
        yield from needed(f"{place}.season.months", None)
    for index, month in enumerate(terms.season.months):
        yield from out_of_range(f"{place}.season.months.{index}", month, 1, 12)


def _ordered(place: str, first: date | None, last: date | None) -> Iterator[Finding]:
    if first is not None and last is not None and last < first:
        values = {"found": last.isoformat(), "allowed": f"≥ {first.isoformat()}"}
        yield Finding("C12", Severity.ERROR, (place,), values)


def _vocabulary(terms: ChargeTerms, place: str) -> Iterator[Finding]:
    yield from not_in_list(f"{place}.stage", terms.stage, STAGES)
    yield from not_in_list(f"{place}.basis", terms.basis, BASES)
    yield from not_in_list(f"{place}.tier_by", terms.tier_by, TIER_VARIABLES)
    yield from not_in_list(f"{place}.mode", terms.mode, ("step", "slab"))
    yield from not_in_list(f"{place}.each", terms.each, ("shipment", "piece"))
    yield from out_of_range(f"{place}.snapshot_day", terms.snapshot_day, 1, 28)
    for rule in (terms.weight, *(fee.weight for fee in terms.fees)):
        yield from not_in_list(f"{place}.weight.mode", rule.mode if rule else None, ("max_actual_dim", "actual"))
    yield from not_in_list(f"{place}.snapshot", terms.snapshot, ("end_of_day", "start_of_day"))
    if terms.round is not None:
        yield from not_in_list(f"{place}.round.when", terms.round.when, _ROUNDINGS)
    for name in ("counts", "of"):
        for index, stage in enumerate(getattr(terms, name)):
            yield from not_in_list(f"{place}.{name}.{index}", stage, STAGES)


def _rate_problems(terms: ChargeTerms, place: str) -> Iterator[Finding]:
    if terms.rate is None and not (terms.tiers or terms.table or terms.fees or terms.minimum_spend is not None):
        yield Finding("C13", Severity.ERROR, (f"{place}.rate",), {"name": "rate"})
    rates = [tier.rate for tier in terms.tiers if tier.rate is not None]
    if terms.rate is not None:
        rates += [terms.rate.low, terms.rate.likely, terms.rate.high]
        if not terms.rate.low <= terms.rate.likely <= terms.rate.high:
            allowed = "low ≤ likely ≤ high"
            yield Finding(
                "C12", Severity.ERROR, (f"{place}.rate",), {"found": str(terms.rate.likely), "allowed": allowed}
            )
    least = -GREATEST if terms.stage == "refund" else 0
    most = _MOST_PREMIUM_PCT if terms.basis == "pct_of_cif" else None
    for rate in dict.fromkeys((min(rates, default=None), max(rates, default=None))):
        yield from out_of_range(f"{place}.rate", rate, least, most)
    for name in ("min", "min_charge", "fixed"):
        yield from out_of_range(joined(place, name), getattr(terms, name, None), 0)


def tier_problems(tiers: Sequence[Tier], place: str) -> Iterator[Finding]:
    """Tiers grow strictly, and exactly the last one is open."""
    bounds = [tier.to for tier in tiers]
    closed = [bound for bound in bounds[:-1] if bound is not None]
    grows = all(left < right for left, right in pairwise(closed))
    if bounds and (len(closed) != len(bounds) - 1 or bounds[-1] is not None or not grows):
        yield Finding("C14", Severity.ERROR, (place,), {"found": ", ".join(str(bound or "…") for bound in bounds)})


def _rounding(terms: ChargeTerms, currency: str | None, place: str) -> Iterator[Finding]:
    """A charge is always rounded to the minor unit: a card that asks for other digits is not silently overruled."""
    if terms.round is not None and terms.round.dp is not None and currency is not None:
        digits = minor_digits(currency)
        yield from out_of_range(f"{place}.round.dp", terms.round.dp, digits, digits)


def card_problems(card: Card, place: str) -> Iterator[Finding]:
    """Check one rate card: its head, each charge, and that no two rows of an id hold at once."""
    for name in ("card_id", "currency", "source", *(() if card.card.undated else ("as_of",))):
        yield from needed(f"{place}.card.{name}", getattr(card.card, name))
    yield from currency_problem(f"{place}.card.currency", card.card.currency)
    yield from _ordered(f"{place}.card.valid_to", card.card.valid_from, card.card.valid_to)
    for gap in card.gap:
        yield from _ordered(f"{place}.gap.{gap.id}.to", gap.valid_from, gap.valid_to)
    yield from not_in_list(f"{place}.card.confidence", card.card.confidence, CONFIDENCES)
    for charge in card.charge:
        yield from charge_problems(charge, f"{place}.charge.{charge.id}")
        yield from not_in_list(f"{place}.charge.{charge.id}.confidence", charge.confidence, CONFIDENCES)
        yield from _size_names(charge, card, f"{place}.charge.{charge.id}")
        yield from _rounding(charge, card.card.currency, f"{place}.charge.{charge.id}")
    for first, second in combinations(card.charge, 2):
        if first.id == second.id and _hold_at_once(first, second):
            yield Finding("C16", Severity.ERROR, (f"{place}.charge.{first.id}",), {"charge": first.id})


def _size_names(charge: ChargeTerms, card: Card, place: str) -> Iterator[Finding]:
    known = {entry.id for entry in card.size}
    for name in (*charge.sizes, *(fee.size for fee in charge.fees)):
        yield from not_in_list(f"{place}.sizes", name, sorted(known))


def _hold_at_once(first: ChargeTerms, second: ChargeTerms) -> bool:
    exclusive = any(
        key in second.applies_if and second.applies_if[key] != value for key, value in first.applies_if.items()
    )
    months = [set(terms.season.months) if terms.season else set(range(1, 13)) for terms in (first, second)]
    starts = max(terms.valid_from or date.min for terms in (first, second))
    ends = min(terms.valid_to or date.max for terms in (first, second))
    return not exclusive and bool(months[0] & months[1]) and starts <= ends


def scenario_problems(scenario: Scenario, place: str, more_skus: Set[str] = frozenset()) -> Iterator[Finding]:
    """Check a whole scenario after reading; `more_skus` are articles that the case will add to it."""
    yield from needed(f"{place}.reporting", scenario.reporting)
    yield from currency_problem(f"{place}.reporting", scenario.reporting)
    yield from _rates_of_exchange(scenario.fx, f"{place}.fx")
    for sku in scenario.skus:
        yield from _sku(sku, f"{place}.skus.{sku.id}")
    known = {sku.id for sku in scenario.skus} | more_skus
    for index, lot in enumerate(scenario.lots):
        yield from _lot(lot, f"{place}.lots.{index}", known)
    yield from _demands(scenario, f"{place}.demand", known)
    for index, line in enumerate(scenario.lines):
        yield from charge_problems(line, f"{place}.lines.{index}")
        yield from _rounding(line, line.currency, f"{place}.lines.{index}")
        yield from needed(f"{place}.lines.{index}.currency", line.currency)
        yield from currency_problem(f"{place}.lines.{index}.currency", line.currency)
        yield from not_in_list(f"{place}.lines.{index}.confidence", line.confidence, CONFIDENCES)
    for index, use in enumerate(scenario.cards):
        if use.inline is not None:
            yield from card_problems(use.inline, f"{place}.cards.{index}")
    yield from _duty(scenario.duty, f"{place}.duty")
    yield from _numbers(scenario, place)


def _rates_of_exchange(fx: Mapping[str, Decimal], place: str) -> Iterator[Finding]:
    for code, rate in fx.items():
        yield from currency_problem(joined(place, code), code)
        yield from out_of_range(joined(place, code), rate, 0)
        yield from _positive(joined(place, code), rate)


def _sku(sku: Sku, place: str) -> Iterator[Finding]:
    for name in ("units", "cbm", "gross_kg"):
        yield from out_of_range(joined(place, name), getattr(sku, name), 0)
    yield from out_of_range(f"{place}.vat_pct", sku.vat_pct, 0, _WHOLE_PCT)
    yield from out_of_range(f"{place}.refund_pct", sku.refund_pct, 0, _WHOLE_PCT)
    if sku.refund_pct is not None and sku.vat_pct is not None and 0 <= sku.vat_pct < sku.refund_pct <= _WHOLE_PCT:
        values = {"found": shown(sku.refund_pct), "allowed": f"≤ {sku.vat_pct}"}  # no more comes back than was paid
        yield Finding("C12", Severity.ERROR, (f"{place}.refund_pct",), values)
    if sku.cbm == 0:
        yield from _positive(f"{place}.cbm", sku.cbm)
    for name in ("units_per_carton", "units_per_pallet"):
        yield from out_of_range(joined(place, name), getattr(sku, name), 1)
    for name in ("cost", "declared", "price"):
        money = getattr(sku, name)
        if money is not None:
            yield from out_of_range(joined(place, name), money.amount, 0)
            yield from currency_problem(f"{place}.{name}.currency", money.currency)
    if sku.size_cm and (len(sku.size_cm) != 3 or min(sku.size_cm) <= 0 or max(sku.size_cm) > LONGEST_CM):
        found = " × ".join(str(side) for side in sku.size_cm)
        yield Finding(
            "C12", Severity.ERROR, (f"{place}.size_cm",), {"found": found, "allowed": f"3 × 0 … {LONGEST_CM}"}
        )


def _lot(lot: Lot, place: str, skus: Set[str]) -> Iterator[Finding]:
    yield from needed(f"{place}.arrive", lot.arrive)
    yield from _reference(f"{place}.sku", lot.sku, skus, shared=lot.units is None)
    yield from out_of_range(f"{place}.units", lot.units, 0)
    yield from out_of_range(f"{place}.rejected", lot.rejected, 0, lot.units)
    if lot.depart and lot.arrive and lot.depart > lot.arrive:
        values = {"found": lot.depart.isoformat(), "allowed": f"≤ {lot.arrive.isoformat()}"}
        yield Finding("C12", Severity.ERROR, (f"{place}.depart",), values)


def _reference(place: str, name: str | None, known: Set[str], *, shared: bool) -> Iterator[Finding]:
    if name is None and len(known) > 1 and not shared:
        yield Finding("C13", Severity.ERROR, (place,), {"name": "sku"})
    if name is not None and known and name not in known:
        yield Finding("C15", Severity.ERROR, (place,), {"found": shown(name), "allowed": " / ".join(sorted(known))})


def _demands(scenario: Scenario, place: str, skus: Set[str]) -> Iterator[Finding]:
    twice = [sku for sku, count in Counter(entry.sku for entry in scenario.demand).items() if count > 1]
    for index, entry in enumerate(scenario.demand):
        yield from _demand(entry, joined(place, str(index)), skus)
        if entry.sku in twice:
            yield Finding("C10", Severity.ERROR, (joined(place, str(index)),), {"key": str(entry.sku or "")})


def _demand(entry: Demand, place: str, skus: Set[str]) -> Iterator[Finding]:
    yield from _reference(f"{place}.sku", entry.sku, skus, shared=entry.sell_out_days is not None)
    yield from out_of_range(f"{place}.per_day", entry.per_day, 0)
    yield from out_of_range(f"{place}.sell_out_days", entry.sell_out_days, 1)
    yield from out_of_range(f"{place}.units_per_order", entry.units_per_order, 1)
    yield from not_in_list(f"{place}.unmet", entry.unmet, ("lost", "backorder"))
    if (entry.per_day is None) == (entry.sell_out_days is None):
        yield Finding("C17", Severity.ERROR, (place,), {"first": "per_day", "second": "sell_out_days"})
    for month, factor in entry.factors.items():
        yield from not_in_list(f"{place}.factors.{month}", month, map(str, range(1, 13)))
        yield from out_of_range(f"{place}.factors.{month}", factor, 0)


def _duty(duty: Duty | None, place: str) -> Iterator[Finding]:
    if duty is None:
        return
    yield from not_in_list(f"{place}.basis", duty.basis, ("FOB", "CIF"))
    if duty.destination is not None and not _COUNTRY.fullmatch(duty.destination):
        values = {"found": shown(duty.destination), "allowed": "US, DE, JP …"}
        yield Finding("C12", Severity.ERROR, (f"{place}.destination",), values)
    yield from currency_problem(f"{place}.currency", duty.currency)
    for name in ("kg", "antidumping_pct", "total_pct", "tax_recovered_after_days"):
        yield from out_of_range(joined(place, name), getattr(duty, name), 0)
    if duty.value is not None:
        yield from out_of_range(f"{place}.value", duty.value.amount, 0)
        yield from currency_problem(f"{place}.value.currency", duty.value.currency)
    for layer in duty.layers:
        yield from not_in_list(f"{place}.layers.{layer.id}.mode", layer.mode, ("sum", "max"))
        yield from _ordered(f"{place}.layers.{layer.id}.to", layer.valid_from, layer.valid_to)
        for name in ("rate_pct", "per_kg", "min", "max"):
            yield from out_of_range(f"{place}.layers.{layer.id}.{name}", getattr(layer, name), 0)


def _numbers(scenario: Scenario, place: str) -> Iterator[Finding]:
    yield from out_of_range(f"{place}.capital_pct", scenario.capital_pct, 0)
    yield from out_of_range(f"{place}.receivable_days", scenario.receivable_days, 0)
    yield from out_of_range(f"{place}.price_vat_pct", scenario.price_vat_pct, 0, _WHOLE_PCT)
    yield from out_of_range(f"{place}.decay_per_day", scenario.decay_per_day, 0, 1)
    if scenario.price is not None:
        yield from out_of_range(f"{place}.price", scenario.price.amount, 0)
        yield from currency_problem(f"{place}.price.currency", scenario.price.currency)
    if scenario.returns is not None:
        for name in ("rate", "resale"):
            yield from out_of_range(f"{place}.returns.{name}", getattr(scenario.returns, name), 0, 1)
        yield from out_of_range(f"{place}.returns.delay_days", scenario.returns.delay_days, 0)
    if scenario.horizon is not None:
        yield from out_of_range(f"{place}.horizon", scenario.horizon.days, 1, MAX_DAYS)
    for name, count in scenario.counts.items():
        yield from not_in_list(f"{place}.counts.{name}", name, _COUNTS)
        yield from out_of_range(f"{place}.counts.{name}", count, 0)
