"""Shares the sales of warehouse goods out: to the normal claim of what was sold by then, then to the pre-refunds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from exporter_desk.domain.tax import WarehouseSale
from exporter_desk.refund.line_days import believed
from exporter_desk.refund.quantity import ZERO, cents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exporter_desk.domain.tax import PreRefund
    from exporter_desk.refund.inputs import Line, RefundInput

UNSOLD: Final = "unsold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Who takes the sales of one goods line; a sale that several take comes as parts, amounts closing.

    `claimed` belongs to the normal claim, `taken` to the pre-refunds by their ids, `over` is the quantity that none of
    them can hold. `missing` are the places without which nothing can be shared.
    """

    claimed: tuple[WarehouseSale, ...] = ()
    taken: Mapping[str, tuple[WarehouseSale, ...]] = field(default_factory=dict)
    over: Decimal = ZERO
    missing: tuple[str, ...] = ()


def line_of(goods: str | None, source: RefundInput) -> Line | None:
    """Return the line that a pre-refund or a sale is of; with a single line there is no doubt."""
    line = next((one for one in source.lines if one.id == goods), None)
    if line is None and len(source.lines) == 1 and goods is None:
        return source.lines[0]
    return line


def of_goods(pre: PreRefund, source: RefundInput) -> tuple[PreRefund, ...]:
    """Return the pre-refunds of the same goods, the oldest first; what was settled as unsold is the last to sell."""
    same = [one for one in source.pre_refunds if _goods(one.goods, source) == _goods(pre.goods, source)]
    return tuple(sorted(same, key=lambda one: (one.outcome == UNSOLD, one.done or date.max)))


def unclaimed(source: RefundInput) -> tuple[WarehouseSale, ...]:
    """Return the sales of which a part at least was not sold before the normal claim."""
    groups: dict[str | None, list[WarehouseSale]] = defaultdict(list)
    for sale in _by_day(source.warehouse_sales):
        groups[_goods(sale.goods, source)].append(sale)
    return tuple(one for goods, sales in groups.items() for one in _after_claim(sales, goods, source)[1])


def _goods(goods: str | None, source: RefundInput) -> str | None:
    line = line_of(goods, source)
    return goods if line is None else line.id


def _by_day(sales: Iterable[WarehouseSale]) -> list[WarehouseSale]:
    return sorted(sales, key=lambda one: one.day or date.max)


def _sales_of(goods: str | None, source: RefundInput) -> list[WarehouseSale]:
    """Where all pre-refunds are of the same goods, there is no doubt about a sale that names none."""
    single = len({_goods(one.goods, source) for one in source.pre_refunds}) == 1
    sales = source.warehouse_sales
    return _by_day(one for one in sales if _goods(one.goods, source) == goods or (one.goods is None and single))


def _claim_day(goods: str | None, source: RefundInput) -> date | None:
    """Return until when a sale can be of the normal claim: the day of it, else of the first pre-refund finished."""
    finished = [believed(one.done, source) for one in source.pre_refunds if _goods(one.goods, source) == goods]
    return source.dates.claim or min((day for day in finished if day is not None), default=None)


def shared(pre: PreRefund, last: Mapping[str, date], source: RefundInput) -> Shares:
    """Share out the sales of the goods of `pre`; each pre-refund takes those up to its day in `last`.

    The quantity sold by the claim was claimed as sold (公告2025年第3号 article 1) and no pre-refund holds it. Of
    several pre-refunds of one goods line the oldest takes first.
    """
    own = of_goods(pre, source)
    latest = max(last[one.id] for one in own)
    goods = _goods(pre.goods, source)
    sales = [one for one in _sales_of(goods, source) if one.day is not None and one.day <= latest]
    missing = _missing(sales, own, source)
    if missing:
        return Shares(missing=missing)
    claimed, rest = _after_claim(sales, goods, source)
    if len(own) == 1:
        return _of_single(pre, claimed, rest)
    taken, over = _dealt(rest, own, last)
    return Shares(claimed=claimed, taken=taken, over=over)


def _dealt(
    sales: Sequence[WarehouseSale], own: Sequence[PreRefund], last: Mapping[str, date]
) -> tuple[dict[str, tuple[WarehouseSale, ...]], Decimal]:
    """Return what each of several pre-refunds takes, and the quantity for which none has room."""
    taken: dict[str, tuple[WarehouseSale, ...]] = {one.id: () for one in own}
    room, over = {one.id: one.qty or ZERO for one in own}, ZERO
    for sale in sales:
        left: WarehouseSale | None = sale
        for one in own:
            if left is not None and left.day is not None and left.day <= last[one.id]:
                part, left = _cut(left, room[one.id])
                if part is not None and part.qty is not None:
                    taken[one.id] += (part,)
                    room[one.id] -= part.qty
        over += ZERO if left is None or left.qty is None else left.qty
    return taken, over


def _of_single(pre: PreRefund, claimed: Sequence[WarehouseSale], rest: Sequence[WarehouseSale]) -> Shares:
    """The only pre-refund of its goods holds every sale, also what is too much for it."""
    sold = sum((one.qty for one in rest if one.qty is not None), ZERO)
    over = ZERO if pre.qty is None else max(ZERO, sold - pre.qty)
    return Shares(claimed=tuple(claimed), taken={pre.id: tuple(rest)}, over=over)


def _missing(sales: Sequence[WarehouseSale], own: Sequence[PreRefund], source: RefundInput) -> tuple[str, ...]:
    """Return what has to be known first: the line, quantities, and until when a sale can belong to the normal claim."""
    line = line_of(own[0].goods, source)
    if line is None:
        return tuple(f"pre_refunds.{one.id}.goods" for one in own)
    places = [f"warehouse_sales.{one.id}.day" for one in sales if not believed(one.day, source)]
    places += [f"warehouse_sales.{one.id}.qty" for one in sales if one.qty is None]
    if len(own) > 1:
        places += [f"pre_refunds.{one.id}.qty" for one in own if one.qty is None]
    if sales and line.sold_qty and _claim_day(line.id, source) is None:
        places += [f"pre_refunds.{one.id}.done" for one in own]
    return tuple(places)


def _after_claim(
    sales: Sequence[WarehouseSale], goods: str | None, source: RefundInput
) -> tuple[tuple[WarehouseSale, ...], tuple[WarehouseSale, ...]]:
    """Cut what a line sold by the claim off its sales; both lists by day."""
    line, until = line_of(goods, source), _claim_day(goods, source)
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
