"""The claims of a company month by month, each firm's apart: who claims when, and what a producer's months come to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from exporter_desk.refund.carried import Earlier, left_by, month_before
from exporter_desk.refund.outlook import Bounds
from exporter_desk.refund.producer_sheet import period_figures
from exporter_desk.refund.quantity import find
from exporter_desk.refund.sheet_parts import Member
from exporter_desk.refund.sound import MONTH, SHAPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from exporter_desk.domain.case import Case
    from exporter_desk.refund.quantity import Quantity

Of = TypeVar("Of")


@dataclass(frozen=True, kw_only=True)
class ProducerMonth:
    """What one firm claims as a producer in a month YYYYMM; `earlier` is what its month before left over."""

    month: str
    members: tuple[Member, ...]
    earlier: Earlier | None = None

    def of(self, members: Sequence[Member]) -> ProducerMonth:
        """Return the month as if only these shipments were claimed in it."""
        return replace(self, members=tuple(members))

    @cached_property
    def figures(self) -> tuple[Quantity, ...]:
        """Return the figures of the month, computed together."""
        return period_figures(self.members, self.earlier)


def claimed_in(case: Case) -> str | None:
    """Return the month that a shipment is claimed for, YYYYMM; None while it is for none."""
    tax = case.tax
    return tax.claim_period or (None if tax.claim_date is None else f"{tax.claim_date:%Y%m}")


def by_month(members: Iterable[Member]) -> dict[str | None, list[Member]]:
    """Return shipments by the month that they are claimed for."""
    months: dict[str | None, list[Member]] = defaultdict(list)
    for member in members:
        months[claimed_in(member.case)].append(member)
    return months


def by_firm(members: Iterable[Member]) -> list[list[Member]]:
    """Return the shipments of every seller apart, as `by_seller` does."""
    return by_seller(members, lambda member: seller_of(member.case))


def by_seller(listed: Iterable[Of], seller: Callable[[Of], tuple[str, str]]) -> list[list[Of]]:
    """Return what belongs to every `seller` apart, in the order of their first ones: a VAT return is of one firm.

    A firm is known by its credit code, or by its name to a code that stands beside that name elsewhere. A shipment that
    names no seller is one of the first.
    """
    named = [(one, *seller(one)) for one in listed]
    codes = {name: code for _, code, name in named if code and name}
    groups: dict[str, list[Of]] = {}
    nameless: list[Of] = []
    for one, code, name in named:
        key = code or codes.get(name, name)
        (groups.setdefault(key, []) if key else nameless).append(one)
    found = list(groups.values()) or [[]]
    own = {id(one) for one in (*found[0], *nameless)}
    first = [one for one, *_ in named if id(one) in own]
    return [one for one in (first, *found[1:]) if one]


def seller_of(case: Case) -> tuple[str, str]:
    """Return credit code and name of the seller, "" for what is not there."""
    seller = case.party("seller")
    return ("", "") if seller is None else ((seller.uscc or "").strip().upper(), (seller.name_zh or "").strip())


def producer_months(months: Mapping[str | None, Sequence[Member]], to: str = "999912") -> Iterator[ProducerMonth]:
    """Yield the months of one firm in which it claims as a producer, up to `to`, one after the other."""
    last: ProducerMonth | None = None
    for month in sorted(one for one in months if one is not None and SHAPES[MONTH].fullmatch(one) and one <= to):
        own = tuple(member for member in months[month] if member.form == "producer")
        if own:
            last = ProducerMonth(month=month, members=own, earlier=None if last is None else _left(last, month))
            yield last


def left_before(members: Iterable[Member], month: str) -> Earlier | None:
    """Return what the last month of one firm before `month` leaves for it, None where none is among its `members`."""
    months = [one for one in producer_months(by_month(members)) if one.month < month]
    return _left(months[-1], month) if months else None


def _left(last: ProducerMonth, month: str) -> Earlier:
    """Return what `last` leaves for `month`, which may lie some months behind it."""
    left = left_by(last.month, last.members[0].name, last.figures)
    return replace(left, gap=month_before(month) != last.month)


def money_of(figures: Iterable[Quantity]) -> Bounds:
    """Return the refund among the figures of a month."""
    refund = find(tuple(figures), "REFUND")
    if refund is None:
        return Bounds()
    return Bounds(value=refund.value, low=refund.low, high=refund.high, estimated=refund.is_guess)
