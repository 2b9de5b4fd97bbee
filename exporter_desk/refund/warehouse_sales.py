"""Shares the sales of warehouse goods out: to the normal claim of what was sold by then, then to the pre-refunds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final

from exporter_desk.domain.tax import WarehouseSale
from exporter_desk.refund.inputs import RefundInput
from exporter_desk.refund.line_days import believed
from exporter_desk.refund.quantity import ZERO, cents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exporter_desk.domain.tax import PreRefund
    from exporter_desk.refund.inputs import Line

UNSOLD: Final = "unsold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Who takes the sales of one goods line; a sale that several take comes as parts, amounts closing.

    `claimed` belongs to the normal claim, `taken` to the pre-refunds by their ids, `over` is the quantity that none of
    them can hold, `over_since` the day of its first sale. `missing` are the places without which nothing can be shared.
    """

    claimed: tuple[WarehouseSale, ...] = ()
    taken: Mapping[str, tuple[WarehouseSale, ...]] = field(default_factory=dict)
    over: Decimal = ZERO
    over_since: date | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stock:
    """The warehouse goods of a refund file: lines, pre-refunds and sales by the line that they are of."""

    source: RefundInput

    @cached_property
    def _lines(self) -> dict[str, Line]:
        return {line.id: line for line in reversed(self.source.lines)}

    @cached_property
    def _pre_refunds(self) -> dict[str | None, tuple[PreRefund, ...]]:
        groups: dict[str | None, list[PreRefund]] = defaultdict(list)
        for one in sorted(self.source.pre_refunds, key=lambda one: (one.outcome == UNSOLD, one.done or date.max)):
            groups[self.goods(one.goods)].append(one)
        return {goods: tuple(own) for goods, own in groups.items()}

    @cached_property
    def _sales(self) -> dict[str | None, list[WarehouseSale]]:
        groups: dict[str | None, list[WarehouseSale]] = defaultdict(list)
        for sale in _by_day(self.source.warehouse_sales):
            groups[self._goods_of(sale)].append(sale)
        return groups

    def _goods_of(self, sale: WarehouseSale) -> str | None:
        """Where all pre-refunds are of the same goods, there is no doubt about a sale that names none."""
        if sale.goods is None and len(self._pre_refunds) == 1:
            return next(iter(self._pre_refunds))
        return self.goods(sale.goods)

    def line(self, goods: str | None) -> Line | None:
        """Return the line that a pre-refund or a sale is of; with a single line there is no doubt."""
        if goods is None and len(self.source.lines) == 1:
            return self.source.lines[0]
        return None if goods is None else self._lines.get(goods)

    def goods(self, goods: str | None) -> str | None:
        """Return the id of the line, what was typed where there is none."""
        line = self.line(goods)
        return goods if line is None else line.id

    def pre_refunds(self, goods: str | None) -> tuple[PreRefund, ...]:
        """Return the pre-refunds of the same goods, the oldest first; what was settled as unsold sells last."""
        return self._pre_refunds.get(self.goods(goods), ())

    def sales(self, goods: str | None) -> Sequence[WarehouseSale]:
        """Return the sales of the same goods by day; those without a day come last."""
        return self._sales.get(self.goods(goods), ())

    def claim_day(self, goods: str | None) -> date | None:
        """Return until when a sale can be of the normal claim: the day of it, else of the first pre-refund finished."""
        finished = [finished_day(one.done, self.source) for one in self.pre_refunds(goods)]
        return self.source.dates.claim or min((day for day in finished if day is not None), default=None)

    def unclaimed(self, ends: Mapping[str, date | None]) -> tuple[WarehouseSale, ...]:
        """Return the sales of pre-refunded goods; `ends` are the last days of the pre-refunds by id, as far as known.

        What was sold by the claim, or after the end of all pre-refunds of the goods, is claimed normally.
        """
        found: list[WarehouseSale] = []
        for goods, sales in self._sales.items():
            known = [day for one in self.pre_refunds(goods) if (day := ends[one.id]) is not None]
            last = max(known) if known and len(known) == len(self.pre_refunds(goods)) else date.max
            found += (one for one in _after_claim(sales, goods, self)[1] if (one.day or date.min) <= last)
        return tuple(found)


def _by_day(sales: Iterable[WarehouseSale]) -> list[WarehouseSale]:
    return sorted(sales, key=lambda one: one.day or date.max)


def finished_day(done: date | None, source: RefundInput) -> date | None:
    """Return the day a pre-refund was finished; None where it lies before the export, or before its own claim."""
    claim = source.dates.claim
    return None if done is not None and claim is not None and done < claim else believed(done, source)


def shared(own: Sequence[PreRefund], last: Mapping[str, date], stock: Stock, today: date) -> Shares:
    """Share out the sales by `today` of the goods of which all of `own` are; each takes those up to its day in `last`.

    The quantity sold by the claim was claimed as sold (公告2025年第3号 article 1) and no pre-refund holds it. Of
    several pre-refunds of one goods line the oldest takes first.
    """
    goods, latest = own[0].goods, max(last[one.id] for one in own)
    sales = [one for one in stock.sales(goods) if one.day is not None and one.day <= today]
    missing = _missing([one for one in sales if one.day is not None and one.day <= latest], own, stock)
    if missing:
        return Shares(missing=missing)
    claimed, rest = _after_claim(sales, goods, stock)
    if len(own) == 1:
        return _of_single(own[0], claimed, rest, latest)
    return replace(_dealt(rest, own, last), claimed=claimed)


def _dealt(sales: Sequence[WarehouseSale], own: Sequence[PreRefund], last: Mapping[str, date]) -> Shares:
    """Return what each of several pre-refunds takes, and the quantity for which none has room.

    What was sold after the day of one that has room left is no more part of it, and too much of nothing.
    """
    taken: dict[str, tuple[WarehouseSale, ...]] = {one.id: () for one in own}
    room, over = {one.id: one.qty or ZERO for one in own}, list[WarehouseSale]()
    for sale in sales:
        left: WarehouseSale | None = sale
        for one in sorted(own, key=lambda one: sale.day is not None and sale.day > last[one.id]):
            part, left = (None, left) if left is None else _cut(left, room[one.id])
            if part is not None and part.qty is not None:
                room[one.id] -= part.qty
                taken[one.id] += (part,) if part.day is not None and part.day <= last[one.id] else ()
        over += [] if left is None else [left]
    return Shares(taken=taken, over=_sum(over), over_since=over[0].day if over else None)


def _of_single(pre: PreRefund, claimed: Sequence[WarehouseSale], rest: Sequence[WarehouseSale], last: date) -> Shares:
    """The only pre-refund of its goods holds every sale up to its day, also what is too much for it."""
    held = tuple(one for one in rest if one.day is not None and one.day <= last)
    found = Shares(claimed=tuple(claimed), taken={pre.id: held})
    if pre.qty is None:
        return found
    beyond = _dealt(rest, [pre], {pre.id: last})
    return replace(found, over=beyond.over, over_since=beyond.over_since)


def _sum(sales: Iterable[WarehouseSale]) -> Decimal:
    return sum((one.qty for one in sales if one.qty is not None), ZERO)


def _missing(sales: Sequence[WarehouseSale], own: Sequence[PreRefund], stock: Stock) -> tuple[str, ...]:
    """Return what has to be known first: the line, quantities, and until when a sale can belong to the normal claim."""
    line = stock.line(own[0].goods)
    if line is None:
        return tuple(f"pre_refunds.{one.id}.goods" for one in own)
    places = [f"warehouse_sales.{one.id}.day" for one in sales if not believed(one.day, stock.source)]
    places += [f"warehouse_sales.{one.id}.qty" for one in sales if one.qty is None]
    if len(own) > 1:
        places += [f"pre_refunds.{one.id}.qty" for one in own if one.qty is None]
    if sales and line.sold_qty and stock.claim_day(line.id) is None:
        places += [f"pre_refunds.{one.id}.done" for one in own]
    return tuple(places)


def _after_claim(
    sales: Sequence[WarehouseSale], goods: str | None, stock: Stock
) -> tuple[tuple[WarehouseSale, ...], tuple[WarehouseSale, ...]]:
    """Cut what a line sold by the claim off its sales; both lists by day."""
    line, until = stock.line(goods), stock.claim_day(goods)
    room = ZERO if line is None or line.sold_qty is None or until is None else line.sold_qty
    claimed: list[WarehouseSale] = []
    rest: list[WarehouseSale] = []
    for sale in sales:
        early = until is not None and sale.day is not None and sale.day <= until
        part, left = _cut(sale, room) if early else (None, sale)
        room -= ZERO if part is None or part.qty is None else part.qty
        claimed += [] if part is None else [part]
        rest += [] if left is None else [left]
    return tuple(claimed), tuple(rest)


def _cut(sale: WarehouseSale, room: Decimal) -> tuple[WarehouseSale | None, WarehouseSale | None]:
    """Cut at most `room` pieces off a sale; one without a quantity cannot be cut."""
    if sale.qty is None or room <= 0:
        return None, sale
    if sale.qty <= room:
        return sale, None
    amount = None if sale.amount is None else cents(sale.amount * room / sale.qty)
    rest = None if sale.amount is None or amount is None else sale.amount - amount
    return replace(sale, qty=room, amount=amount), replace(sale, qty=sale.qty - room, amount=rest)
