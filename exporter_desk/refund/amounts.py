"""The amounts that follow from the policy: refund by its method, cost where exempt or taxed, bounds where open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from exporter_desk.domain.trace import Trace, total
from exporter_desk.domain.watched import progressed
from exporter_desk.refund.allowed import AGENT
from exporter_desk.refund.billing import billed_unlike_fob
from exporter_desk.refund.carried import brought_in
from exporter_desk.refund.deadlines import first_of_month
from exporter_desk.refund.doubts import BOTH, OF_VERSIONS
from exporter_desk.refund.input_tax import Produce, input_bounds, input_of
from exporter_desk.refund.late_claim import claim_day
from exporter_desk.refund.line_days import is_of_earlier_month
from exporter_desk.refund.listed import listing_of, with_listing
from exporter_desk.refund.matching import Portion
from exporter_desk.refund.outcomes import cost_of_policy, produce_of
from exporter_desk.refund.policy import TO_CONFIRM
from exporter_desk.refund.producer import TaxedLine, exempt_credit_refund
from exporter_desk.refund.quantity import ZERO, Quantity, cents, find, formula, shown, waiting
from exporter_desk.refund.reversal import bounds_of
from exporter_desk.refund.surcharge import surcharges
from exporter_desk.refund.trader import PortionRefund, line_quantities, portion_refund
from exporter_desk.refund.vat_return import CARRIED_BDM, CARRIED_MDT, PERIOD, Beside
from exporter_desk.refund.versions import between, in_all, versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from decimal import Decimal

    from exporter_desk.refund.basis import Basis
    from exporter_desk.refund.inputs import Line, RefundInput
    from exporter_desk.refund.listed import Listing
    from exporter_desk.refund.matching import Matching
    from exporter_desk.refund.policy import Decision, Policy
    from exporter_desk.rules.rulebook import RulesAt

_OPEN_WITH_POLICY = {"REFUND", "EXEMPT_CREDIT", "REFUND_LINE", "REPAY"}


def amounts(basis: Basis) -> tuple[tuple[Quantity, ...], tuple[PortionRefund, ...]]:
    """Return every figure of the refund, and for a trader what each line takes from each purchase invoice."""
    no_portions: tuple[PortionRefund, ...] = ()
    policy, lines = basis.policy, basis.source.lines
    eligible = [line for line in lines if policy.of(line.id).may_refund]
    before = (*_rates(basis), *cost_of_policy(basis))
    producer = policy.method is not None and policy.method.form == "producer"
    if not lines and not (producer and basis.source.vat.no_exports):
        return (*before, Quantity(symbol="REFUND", trace=waiting("lines"))), ()
    if lines and not eligible:
        return (*before, Quantity(symbol="REFUND", trace=Trace(ZERO, "0"))), ()
    if policy.method is None:
        return (*before, Quantity(symbol="REFUND", trace=waiting(*(policy.missing or ("policy",))))), ()
    decisions, listing = {line.id: policy.of(line.id) for line in eligible}, basis.listing
    judged = partial(_by_policy, decisions=decisions, listing=listing)
    if producer:
        figures, portions = tuple(judged(one) for one in _producer(eligible, basis, before)), no_portions
    else:
        figures, portions = _trader(eligible, basis, judged)
    listed = with_listing(figures, listing, basis.source, trader=not producer)
    return (*before, *_certified(listed, basis.source)), portions


def without_certificate(source: RefundInput) -> tuple[str, ...]:
    """Return where the number of a certificate of agency export (代理出口货物证明) stands open: it is claimed on."""
    if source.taxpayer.channel != AGENT:
        return ()
    return tuple(f"lines.{line.id}.certificate" for line in source.lines if not line.certificate)


def _certified(figures: Iterable[Quantity], source: RefundInput) -> tuple[Quantity, ...]:
    """Return figures with the refund as taken for granted while the certificate that it is claimed on is open."""
    asked = without_certificate(source)
    return tuple(
        replace(one, assumed=(*one.assumed, *asked)) if one.symbol == "REFUND" and asked else one for one in figures
    )


def _rates(basis: Basis) -> tuple[Quantity, ...]:
    refund = [
        Quantity(symbol="REFUND_RATE", line=line, trace=one.refund, unit="1") for line, one in basis.rates.items()
    ]
    vat = [Quantity(symbol="VAT_RATE", line=line, trace=one.vat, unit="1") for line, one in basis.rates.items()]
    return (*refund, *vat)


def wholes_judged(figures: Sequence[Quantity], source: RefundInput, policy: Policy) -> tuple[Quantity, ...]:
    """Return figures of several shipments of a producer, as open as the policy and the declarations of one of them."""
    decisions, listing = {one.line: one for one in policy.decisions if one.may_refund}, listing_of(source)
    judged = (one if one.line else _by_policy(one, decisions, listing) for one in figures)
    return _certified(with_listing(tuple(judged), listing, source, trader=False), source)


def _by_policy(quantity: Quantity, decisions: Mapping[str, Decision], listing: Listing) -> Quantity:
    """A refund that hangs on an open policy, or on which declaration a line is of, is no number.

    It lies between zero and what was computed; with two export days nobody can say how much at the most.
    """
    if quantity.symbol not in _OPEN_WITH_POLICY:
        return quantity
    own = list(decisions.values()) if not quantity.line else [decisions[quantity.line]]
    unsure = [one for one in own if one.result == TO_CONFIRM]
    places = [place for one in own for place in listing.doubt_of(one.line)]
    if not unsure and not places:
        return quantity
    facts = tuple(dict.fromkeys(fact for one in unsure for fact in one.missing)) or (("policy",) if unsure else ())
    bounded = not any(listing.of_several_days(one.line) for one in own)
    return _opened(quantity, (*facts, *places), bounded=bounded)


def _opened(quantity: Quantity, facts: tuple[str, ...], *, bounded: bool) -> Quantity:
    high = quantity.high if quantity.value is None else quantity.value
    missing = tuple(dict.fromkeys((*quantity.trace.missing, *facts)))
    open_trace = replace(quantity.trace, value=None, missing=missing)
    if high is None or not bounded:
        return replace(quantity, trace=open_trace, low=None, high=None)
    low = quantity.low if quantity.value is None else quantity.value
    return replace(quantity, trace=open_trace, low=None if low is None else min(ZERO, low), high=max(ZERO, high))


def _producer(lines: Sequence[Line], basis: Basis, before: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    taxed = [
        TaxedLine(
            id=line.id,
            fob_cny=basis.value.cny[line.id],
            vat_rate=basis.rates[line.id].vat,
            refund_rate=basis.rates[line.id].refund,
        )
        for line in lines
    ]
    beside = _with_listed(beside_return(basis.source, before), lines, basis)
    vat = basis.source.vat
    figures = exempt_credit_refund(taxed, vat, brought_in(beside, vat, basis.earlier))
    credit = find(figures, "EXEMPT_CREDIT")
    hidden = surcharges(credit.trace if credit else waiting("lines"), basis.source.taxpayer, _laws_of_return(basis))
    return (*figures, *(replace(one, assumed=credit.assumed if credit else ()) for one in hidden))


def _laws_of_return(basis: Basis) -> tuple[RulesAt, ...]:
    """Return the law of the month whose return the exempt credit is of.

    While nobody told the month, it may be any from that of the export to today's: the laws of both count.
    """
    claimed = claim_day(basis.source)
    month = basis.source.vat.period
    day = first_of_month(month) if month is not None else claimed[1] if claimed else None
    if day is not None:
        return (basis.checklists.at(day),)
    export = basis.source.dates.export
    return (basis.rules, basis.checklists.at(basis.day)) if export and export < basis.day else (basis.rules,)


def beside_return(source: RefundInput, figures: tuple[Quantity, ...]) -> Beside:
    """Return what stands beside the VAT return: exports taxed or exempt among the `figures`, an earlier month."""
    deemed, exempt = find(figures, "OUTPUT_DEEMED"), find(figures, "INPUT_TO_COST")
    return Beside(
        deemed=None if deemed is None else deemed.trace,
        deemed_most=None if deemed is None else deemed.high,
        exempt_input=None if exempt is None else exempt.trace,
        exempt_most=None if exempt is None else exempt.high,
        doubted=(PERIOD, "dates.export") if is_of_earlier_month(source) else (),
        unknown=frozenset(source.unknown),
        settled=frozenset({CARRIED_MDT, CARRIED_BDM} if source.state.first_claim else ()),
    )


def _with_listed(beside: Beside, lines: Sequence[Line], basis: Basis) -> Beside:
    """Return what stands beside the return with the input tax of all listed vouchers and what doubtful ones add."""
    whole = [Portion(line="", invoice=one, qty=one.qty, amount=one.amount) for one in basis.source.invoices]
    produce = _produce_by_pool(lines, basis)
    found = [(portion, produce[portion.invoice.goods]) for portion in whole]
    parts = [input_of(portion, made, basis.rules) for portion, made in found]
    listed = total(parts, " + ".join(part.formula or "?" for part in parts)) if parts else None
    taxes = {one.invoice.id: part.value or ZERO for part, one in zip(parts, whole, strict=True)}
    doubted = {one.invoice.id for one in basis.doubts if one.kind not in {BOTH, *OF_VERSIONS}}
    twice = sum((taxes.get(name, ZERO) for name in doubted), ZERO)
    several = [[taxes.get(name, ZERO) for name in group] for group in versions(basis.doubts)]
    twice += sum((sum(group, ZERO) - min(group) for group in several), ZERO)
    if listed is None or listed.value is not None:
        return replace(beside, listed=listed, twice=twice)
    bounds = [input_bounds(portion, made, basis.rules) for portion, made in found]
    most = [high for _, high in bounds if high is not None]
    return replace(
        beside,
        listed=listed,
        twice=twice,
        listed_least=max(ZERO, sum((low for low, _ in bounds), ZERO) - twice),
        listed_most=sum(most, ZERO) if len(most) == len(bounds) else None,
    )


def _produce_by_pool(lines: Sequence[Line], basis: Basis) -> Mapping[str | None, Produce]:
    """Return what farm produce is made into, by the goods that an invoice names; else what all goods have in common."""
    every = list[Produce]()
    pools = defaultdict[str | None, list[Produce]](list)
    for line in lines:
        every.append(produce_of(line, basis))
        pools[line.pool].append(every[-1])
    common = _common(every)
    return defaultdict(lambda: common, {pool: _common(own) for pool, own in pools.items()})


def _common(every: Iterable[Produce]) -> Produce:
    found = list(dict.fromkeys(every))
    if len(found) == 1:
        return found[0]
    farms = {one.farm for one in found}
    farm = True if True in farms else None if None in farms else False
    makers = {one.makes for one in found}
    makes = makers.pop() if len(makers) == 1 else None
    return Produce(farm=farm, made_at=None, asked=tuple(place for one in found for place in one.asked), makes=makes)


def _trader(
    lines: Sequence[Line], basis: Basis, judged: Callable[[Quantity], Quantity]
) -> tuple[tuple[Quantity, ...], tuple[PortionRefund, ...]]:
    """Return the figures line by line, each as open as its own policy, and their totals."""
    figures: list[Quantity] = []
    listed: list[PortionRefund] = []
    tried: dict[str, tuple[list[Quantity], list[list[Quantity]]]] = {}
    for done, line in enumerate(lines):
        progressed(done, len(lines))
        plain, portions = _of_line(line, basis.matching, basis)
        own = tuple(judged(one) for one in plain)
        choice = basis.choices.get(line.id)
        if choice is not None:
            found = (_by_way(*_of_line(line, one, basis), line) for one in choice.ways)
            ways = [[judged(one) for one in way] for way in found]
            own = tuple(between(one, ways, choice.places) for one in own)
            before, summed = tried.setdefault(choice.lines[0], ([], [[] for _ in ways]))
            before += own
            for so_far, more in zip(summed, ways, strict=True):
                so_far.extend(more)
        figures += own
        listed += portions
    back = frozenset(line.id for line in lines if line.reversal)
    totals = [_least(one, figures, back) for one in _totals(figures, tuple(tried.values()))]
    repaid = [_repaid(one) for one in totals if one.symbol == "REFUND" and any(line.reversal for line in lines)]
    return (*figures, *totals, *repaid), tuple(listed)


def _of_line(line: Line, matching: Matching, basis: Basis) -> tuple[tuple[Quantity, ...], tuple[PortionRefund, ...]]:
    """Return the figures of one line by a matching, and what it takes from each invoice."""
    method, rate = basis.policy.method, basis.rates[line.id].refund
    library = rate.value
    lawful = None if method is None else basis.law.of(line.id).codes(method.vouchers)
    apart = basis.apart.get(line.id, ())
    portions = tuple(portion_refund(one, rate, lawful, apart=apart) for one in matching.of(line.id))
    own = line_quantities(line.id, portions, library)
    if line.reversal and not portions:
        bounds = bounds_of(line, matching.among.get(line.id, ()), library)
        own = tuple(_given_back(one, bounds) for one in own)
    unlike = billed_unlike_fob(line, matching.of(line.id), basis)
    if unlike is not None:
        own = tuple(_not_at_fob(one, line, unlike[1], portions) for one in own)
    return tuple(_uncovered(one) if line.id in matching.uncovered else one for one in own), portions


def _not_at_fob(quantity: Quantity, line: Line, fob: Decimal, portions: Sequence[PortionRefund]) -> Quantity:
    """The agency invoice is made out at FOB: while it is not, the refund is of one of both amounts."""
    rates = {one.rate.value for one in portions}
    rate = rates.pop() if len(rates) == 1 else None
    if quantity.symbol != "REFUND_LINE" or quantity.value is None or rate is None:
        return quantity
    own, other = quantity.value, cents(fob * rate)
    missing = (*(f"invoices.{one.portion.invoice.id}.amount" for one in portions), f"lines.{line.id}.amount")
    trace = replace(quantity.trace, value=None, missing=missing)
    return quantity if own == other else replace(quantity, trace=trace, low=min(own, other), high=max(own, other))


def _by_way(figures: tuple[Quantity, ...], portions: tuple[PortionRefund, ...], line: Line) -> Sequence[Quantity]:
    """Return the figures of a line by one way to choose; without an invoice what is claimed earns nothing."""
    return figures if portions or line.reversal else [replace(one, trace=Trace(ZERO, "0")) for one in figures]


def _given_back(quantity: Quantity, bounds: tuple[Decimal, Decimal] | None) -> Quantity:
    """A line that takes back nobody knows what: it lies between what its invoices would give back, at most nothing."""
    if quantity.symbol != "REFUND_LINE":
        return quantity
    return replace(quantity, high=ZERO) if bounds is None else replace(quantity, low=bounds[0], high=bounds[1])


def _repaid(refund: Quantity) -> Quantity:
    """Return what is paid back: a claim whose total is below zero."""
    trace = formula([refund.trace], lambda v: max(ZERO, -v[0]), "max(0, −({0}))")
    if refund.low is None or refund.high is None:
        return Quantity(symbol="REPAY", trace=trace)
    low, high = max(ZERO, -refund.high), max(ZERO, -refund.low)
    if low == high:
        return Quantity(symbol="REPAY", trace=replace(trace, value=low, missing=()))
    return Quantity(symbol="REPAY", trace=trace, low=low, high=high)


def _uncovered(quantity: Quantity) -> Quantity:
    """A line whose quantity is not covered by invoices has only a lower bound."""
    if quantity.value is None:
        return replace(quantity, high=None)
    return replace(quantity, trace=waiting("invoices"), low=quantity.value, high=None)


def _totals(
    figures: Sequence[Quantity], tried: Sequence[tuple[list[Quantity], list[list[Quantity]]]]
) -> list[Quantity]:
    """Return the totals; lines whose invoices come in several versions are bounded together, way by way (`tried`)."""
    apart = {one.line for own, _ in tried for one in own}
    result = []
    for symbol, name in (("BASE", "BASE"), ("REFUND_LINE", "REFUND"), ("COST_GAP", "COST_GAP")):
        parts = [one for one in figures if one.symbol == symbol]
        bounded = [one for one in parts if one.line not in apart]
        bounded += [in_all(own, ways, symbol) for own, ways in tried]
        lows = [one.low if one.value is None else one.value for one in bounded]
        highs = [one.high if one.value is None else one.value for one in bounded]
        whole = total([one.trace for one in parts], " + ".join(shown(one.value) for one in parts))
        low, high = (None, None) if whole.value is not None else (_added(lows), _added(highs))
        if tried and low is not None and low == high:  # by every way the lines come to the same together
            whole, low, high = replace(whole, value=low, missing=()), None, None
        result.append(Quantity(symbol=name, trace=whole, low=low, high=high))
    return result


def _least(whole: Quantity, figures: Sequence[Quantity], back: frozenset[str]) -> Quantity:
    """Return the total refund with what is sure of it while a part is not known: no line that is claimed takes away."""
    if whole.symbol != "REFUND" or whole.value is not None or whole.low is not None:
        return whole
    parts = [one for one in figures if one.symbol == "REFUND_LINE"]
    lows = [one.low if one.value is None else one.value for one in parts]
    if any(low is None and one.line in back for one, low in zip(parts, lows, strict=True)):
        return whole
    sure = sum((low for low in lows if low is not None), ZERO)
    return replace(whole, low=sure) if sure > 0 else whole


def _added(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, ZERO) if known and len(known) == len(values) else None
