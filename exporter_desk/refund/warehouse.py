"""Warehouse goods (海外仓): sold and unsold claimed apart, and the pre-refund reconciled with the sales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from exporter_desk.domain.tax import PreRefund, WarehouseSale
from exporter_desk.domain.trace import Trace, combine, total
from exporter_desk.refund.billing import sliced
from exporter_desk.refund.deadlines import archive_due, sale_evidence_due
from exporter_desk.refund.due import window_of
from exporter_desk.refund.line_days import believed
from exporter_desk.refund.quantity import ZERO, Quantity, cents, given, share, shown, waiting
from exporter_desk.refund.rates import middle_rate, rate_day
from exporter_desk.refund.trader import portion_refund
from exporter_desk.refund.warehouse_sales import UNSOLD, Shares, Stock, shared

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exporter_desk.refund.basis import Basis
    from exporter_desk.refund.inputs import Line
    from exporter_desk.refund.matching import Matching, Portion

Outcome = Literal["equal", "adjusted", "unsold"]
Status = Literal["no_day", "too_early", "open", "closed", "settled"]
EQUAL: Final = "equal"
ADJUSTED: Final = "adjusted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """How one warehouse line is claimed: sold part as usual, unsold part as pre-refund (海外仓预退).

    Quantities are in the unit of the claim; `sold_refund` and `unsold_refund` are the refund of a trader, the
    免抵退税额 of a producer. `code` is the business type of the unsold part.
    """

    line: str
    sold: Decimal | None
    unsold: Decimal | None
    sold_refund: Trace[Decimal]
    unsold_refund: Trace[Decimal]
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the reconciliation to be filed: quantity and refund, below zero where it takes something back."""

    kind: Literal["reversal", "right"]
    qty: Decimal | None
    refund: Trace[Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """What comes of one pre-refund: sold and unsold by the day, the refund that is really due, what is to be filed.

    `outcome` is what the records lead to, None while they do not tell; `difference` is what is refunded in addition,
    below zero what is paid back. `own` is what this file earns for the whole quantity pre-refunded, which the typed
    amount should be. `sales` are the sales that it takes, `evidence` holds the last day to file the sales evidence of
    every sale. `unsure_after` is the day up to which sales were counted where nobody told when it was reconciled, and
    that changes what comes of it.
    """

    pre_refund: PreRefund
    window: tuple[date, date] | None
    status: Status
    sold: Decimal | None
    unsold: Decimal | None
    too_many: Decimal | None
    right: Trace[Decimal]
    own: Trace[Decimal]
    difference: Trace[Decimal]
    outcome: Outcome | None
    entries: tuple[Entry, ...]
    evidence: tuple[tuple[str, date], ...]
    sales: tuple[WarehouseSale, ...] = ()
    unsure_after: date | None = None


def is_warehouse(basis: Basis) -> bool:
    """Tell whether the supervision mode of the export knows the pre-refund."""
    return basis.source.mode in (basis.rules.codes("refund_pre_refund_modes") or ())


def cut_at_sold(matching: Matching, lines: Sequence[Line]) -> Matching:
    """Return the matching with the portion in which a line's sold part ends cut in two: both parts are claim lines."""
    portions: list[Portion] = []
    for line in lines:
        own = matching.of(line.id)
        first, rest = sliced(own, line.sold_qty) if line.sold_qty is not None else ((), own)
        portions += [*first, *rest]
    return replace(matching, portions=tuple(portions))


def splits(basis: Basis, amounts: dict[str, Trace[Decimal]]) -> tuple[Split, ...]:
    """Return the split of every warehouse line; `amounts` is the refund, or the 免抵退税额, of each."""
    if not is_warehouse(basis):
        return ()
    code = basis.rules.find("refund_pre_refund_code")
    name = code.value if code is not None and isinstance(code.value, str) else ""
    return tuple(_split(line, basis, amounts.get(line.id), name) for line in basis.source.lines if not line.reversal)


def _split(line: Line, basis: Basis, amount: Trace[Decimal] | None, code: str) -> Split:
    unsold = None if line.qty is None or line.sold_qty is None else line.qty - line.sold_qty
    whole = amount or waiting("policy")
    sold_part = _sold_part(line, basis, whole)
    return Split(
        line=line.id,
        sold=line.sold_qty,
        unsold=unsold,
        sold_refund=sold_part,
        unsold_refund=combine(
            [whole, sold_part], lambda v: v[0] - v[1], f"{shown(whole.value)} − {shown(sold_part.value)}"
        ),
        code=code,
    )


def split_quantities(parts: Sequence[Split]) -> tuple[Quantity, ...]:
    """Return what the sold and the unsold part of every line earn, with the totals."""
    figures: list[Quantity] = []
    for symbol, traces in (
        ("SOLD_REFUND", {part.line: part.sold_refund for part in parts}),
        ("PRE_REFUND", {part.line: part.unsold_refund for part in parts}),
    ):
        figures += [Quantity(symbol=symbol, line=line, trace=trace) for line, trace in traces.items()]
        whole = " + ".join(shown(trace.value) for trace in traces.values())
        figures += [Quantity(symbol=symbol, trace=total(traces.values(), whole))] if traces else []
    return tuple(figures)


def _sold_part(line: Line, basis: Basis, whole: Trace[Decimal]) -> Trace[Decimal]:
    if line.qty is None or line.sold_qty is None or line.sold_qty > line.qty:
        return waiting(f"lines.{line.id}.sold_qty")
    if _is_trader(basis):
        first, _ = sliced(basis.matching.of(line.id), line.sold_qty)
        nothing = Trace(ZERO, "0", (f"lines.{line.id}.sold_qty",))
        return _refund_of(first, line, basis) if first or line.sold_qty else nothing
    part, text = line.sold_qty / line.qty, f"{shown(whole.value)} × {line.sold_qty} / {line.qty}"
    parts = [whole, given(line.sold_qty, f"lines.{line.id}.sold_qty"), given(line.qty, f"lines.{line.id}.qty")]
    return combine(parts, lambda v: cents(v[0] * part), text)


def _is_trader(basis: Basis) -> bool:
    return basis.policy.method is not None and basis.policy.method.form == "trader"


def _refund_of(portions: Sequence[Portion], line: Line, basis: Basis) -> Trace[Decimal]:
    method = basis.policy.method
    lawful = None if method is None else basis.rules.codes(method.vouchers)
    library = basis.rates[line.id].refund
    parts = [portion_refund(portion, library, lawful).refund for portion in portions]
    return total(parts, " + ".join(part.formula for part in parts)) if parts else waiting("invoices")


@dataclass(frozen=True, slots=True)
class _Goods:
    """The pre-refunds of one goods line, oldest first, with the sales shared out among them.

    `last` is the day up to which the sales of each count, `unsure` are those of which nobody told that day.
    """

    own: tuple[PreRefund, ...]
    stock: Stock
    last: Mapping[str, date]
    unsure: frozenset[str]
    shares: Shares


def reconciliations(basis: Basis) -> tuple[Reconciliation, ...]:
    """Return what comes of every pre-refund by the sales recorded to the day."""
    stock = Stock(basis.source)
    groups = {stock.goods(one.goods): one.goods for one in basis.source.pre_refunds}
    goods = {name: _goods(stock.pre_refunds(typed), stock, basis) for name, typed in groups.items()}
    return tuple(_reconciled(one, goods[stock.goods(one.goods)], basis) for one in basis.source.pre_refunds)


def _goods(own: tuple[PreRefund, ...], stock: Stock, basis: Basis) -> _Goods:
    """Share the sales out; what was reconciled stays as it was, whatever was sold later."""
    last, unsure = {one.id: _last(one, basis) for one in own}, set()
    for one in own:
        if one.outcome is None or one.reconciled is not None:
            continue
        fitting = _fitting(one, own, last, stock, basis)
        if fitting and (len(fitting) > 1 or fitting[0] != last[one.id]):
            unsure.add(one.id)
        last[one.id] = fitting[0] if fitting else last[one.id]
    return _Goods(own, stock, last, frozenset(unsure), shared(own, last, stock, basis.day))


def _fitting(
    pre: PreRefund, own: tuple[PreRefund, ...], last: Mapping[str, date], stock: Stock, basis: Basis
) -> list[date]:
    """Return the latest days up to which the sales lead to the outcome that was noted, two at most that differ."""
    found: dict[Decimal, date] = {}
    for day in _days(pre, last[pre.id], stock, basis):
        tried = {**last, pre.id: day}
        goods = _Goods(own, stock, tried, frozenset(), shared(own, tried, stock, basis.day))
        one = _reconciled(pre, goods, basis)
        if one.sold is not None and one.outcome == pre.outcome:
            found.setdefault(one.sold, day)
        if one.sold is None or len(found) > 1 or (pre.outcome == EQUAL and one.sold != pre.qty):
            break
    return list(found.values())


def _days(pre: PreRefund, last: date, stock: Stock, basis: Basis) -> Iterator[date]:
    """Yield the days on which a pre-refund can have been reconciled, the latest first: before each sale in its window.

    What was unsold then had not been sold at all.
    """
    yield last
    window = window_of(pre, basis.source, basis.checklists)
    if window is None:
        return
    days = {sale.day for sale in stock.sales(pre.goods) if sale.day is not None and window[0] <= sale.day <= last}
    before = [day - timedelta(days=1) for day in sorted(days, reverse=True)]
    yield from before[-1:] if pre.outcome == UNSOLD else before


def _reconciled(pre: PreRefund, goods: _Goods, basis: Basis) -> Reconciliation:
    window, shares = window_of(pre, basis.source, basis.checklists), goods.shares
    sales = shares.taken.get(pre.id, ())
    sold = None if shares.missing else _sold(pre, sales, shares)
    counted = None if sold is None or pre.qty is None else min(sold, pre.qty)
    too_much = shares.over_since is not None and shares.over_since <= goods.last[pre.id]
    wrong = shares.missing or (("warehouse_sales",) if too_much else ())
    right = waiting(*wrong) if wrong else _right(pre, sales, counted, goods, basis)
    claimed = given(pre.refund, f"pre_refunds.{pre.id}.refund")
    difference = combine([right, claimed], lambda v: v[0] - v[1], f"{shown(right.value)} − {shown(claimed.value)}")
    outcome = _outcome(pre, counted, difference)
    return Reconciliation(
        pre_refund=pre,
        window=window,
        status=_status(pre, window, basis.day),
        sold=counted,
        unsold=None if counted is None or pre.qty is None else pre.qty - counted,
        too_many=shares.over if shares.over and pre is goods.own[-1] else None,
        right=right,
        own=_earned(pre, goods, basis),
        difference=difference,
        outcome=outcome,
        entries=_entries(pre, counted, right, outcome),
        evidence=_evidence(shares.claimed, sales, basis),
        sales=sales,
        unsure_after=goods.last[pre.id] if pre.id in goods.unsure else None,
    )


def _last(pre: PreRefund, basis: Basis) -> date:
    """Return the day up to which the sales of a pre-refund count: its window ends them, and its reconciliation."""
    window, day = window_of(pre, basis.source, basis.checklists), believed(pre.reconciled, basis.source)
    ends = [basis.day, *([] if window is None else [window[1]]), *([] if day is None else [day])]
    return min(ends)


def _status(pre: PreRefund, window: tuple[date, date] | None, day: date) -> Status:
    if pre.outcome is not None:
        return "settled"
    if window is None:
        return "no_day"
    return "too_early" if day < window[0] else "closed" if day > window[1] else "open"


def _sold(pre: PreRefund, sales: Sequence[WarehouseSale], shares: Shares) -> Decimal | None:
    """Return what was sold; without any record only the answer that nothing was sold makes it zero."""
    if any(shares.taken.values()):
        return sum((sale.qty for sale in sales if sale.qty is not None), Decimal(0))
    return Decimal(0) if pre.outcome == UNSOLD else None


def _right(
    pre: PreRefund, sales: Sequence[WarehouseSale], sold: Decimal | None, goods: _Goods, basis: Basis
) -> Trace[Decimal]:
    """Return the refund that the goods sold really earn: by purchase price for a trader, by FOB for a producer."""
    if sold is None:
        return waiting("warehouse_sales" if not sales else f"pre_refunds.{pre.id}.qty")
    if sold == 0:
        return Trace(ZERO, "0")
    line = goods.stock.line(pre.goods)
    if line is None:
        return waiting(f"pre_refunds.{pre.id}.goods")
    return _by_price(pre, line, sold, goods, basis) if _is_trader(basis) else _by_sales(sales, line, basis)


def _earned(pre: PreRefund, goods: _Goods, basis: Basis) -> Trace[Decimal]:
    """Return what the whole quantity pre-refunded earns by this file: by invoices for a trader, else by FOB."""
    line = goods.stock.line(pre.goods)
    if line is None:
        return waiting(f"pre_refunds.{pre.id}.goods")
    if pre.qty is None:
        return waiting(f"pre_refunds.{pre.id}.qty")
    if _is_trader(basis):
        return _by_price(pre, line, pre.qty, goods, basis)
    if line.qty is None:
        return waiting(f"lines.{line.id}.qty")
    part, value, rate = pre.qty / line.qty, basis.value.cny[line.id], basis.rates[line.id].refund
    formula = f"{shown(value.value)} × {share(rate.value)} × {pre.qty} / {line.qty}"
    return combine([value, rate], lambda v: cents(cents(v[0] * v[1]) * part), formula)


def _by_price(pre: PreRefund, line: Line, sold: Decimal, goods: _Goods, basis: Basis) -> Trace[Decimal]:
    """The purchase price does not move: what is sold earns what its invoices give, used up one after the other.

    What was sold by the day of the claim, and what older pre-refunds claimed, was taken from them first.
    """
    used = line.sold_qty or ZERO
    for other in goods.own:
        if other is pre:
            break
        if other.outcome != UNSOLD:
            if other.qty is None:
                return waiting(f"pre_refunds.{other.id}.qty")
            used += other.qty
    _, unsold = sliced(basis.matching.of(line.id), used)
    first, _ = sliced(unsold, sold)
    covered = sum((portion.qty or ZERO for portion in first), ZERO)
    return _refund_of(first, line, basis) if covered == sold else waiting("invoices")


def _by_sales(sales: Sequence[WarehouseSale], line: Line, basis: Basis) -> Trace[Decimal]:
    rate = basis.rates[line.id].refund
    parts = [combine([_in_cny(sale, basis), rate], lambda v: cents(v[0] * v[1]), "") for sale in sales]
    formula = " + ".join(f"{shown(_in_cny(sale, basis).value)} × {share(rate.value)}" for sale in sales)
    return total(parts, formula)


def _in_cny(sale: WarehouseSale, basis: Basis) -> Trace[Decimal]:
    path = f"warehouse_sales.{sale.id}"
    if sale.currency is None:
        return waiting(f"{path}.currency")
    wanted = rate_day(basis.source.rate_rule, sale.day)
    rate = middle_rate(sale.currency, wanted, basis.source.rates).trace
    return combine([given(sale.amount, f"{path}.amount"), rate], lambda v: cents(v[0] * v[1]), "")


def _outcome(pre: PreRefund, sold: Decimal | None, difference: Trace[Decimal]) -> Outcome | None:
    if sold is None or pre.qty is None:
        return None
    if sold == 0:
        return UNSOLD
    if sold < pre.qty:
        return ADJUSTED
    return None if difference.value is None else EQUAL if difference.value == 0 else ADJUSTED


def _entries(pre: PreRefund, sold: Decimal | None, right: Trace[Decimal], outcome: Outcome | None) -> tuple[Entry, ...]:
    """Return what is filed: nothing where the amount stands, else the reversal and the right line of what was sold."""
    if outcome is None or outcome == EQUAL:
        return ()
    claimed = given(pre.refund, f"pre_refunds.{pre.id}.refund")
    back = combine([claimed], lambda v: -v[0], f"−{shown(claimed.value)}")
    reversal = Entry(kind="reversal", qty=None if pre.qty is None else -pre.qty, refund=back)
    return (reversal,) if outcome == UNSOLD else (reversal, Entry(kind="right", qty=sold, refund=right))


def _evidence(
    claimed: Sequence[WarehouseSale], sales: Sequence[WarehouseSale], basis: Basis
) -> tuple[tuple[str, date], ...]:
    """Return when the evidence of every sale is due: after the sale, of what was claimed as sold after the claim."""
    due: dict[str, date] = {}
    rules, claim = basis.checklists.at(basis.source.dates.export or basis.day), basis.source.dates.claim
    days = rules.number("refund_archive_days")
    if claim is not None and days is not None:
        due |= {sale.id: archive_due(claim, int(days)) for sale in claimed}
    for sale in sales:
        days = None if sale.day is None else basis.checklists.at(sale.day).number("refund_sale_evidence_days")
        if sale.day is not None and days is not None:
            due[sale.id] = sale_evidence_due(sale.day, int(days))
    return tuple(due.items())
