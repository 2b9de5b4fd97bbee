"""The claims of a company month by month, each firm's apart: who claims when, and what a producer's months come to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from exporter_desk.refund.carried import Earlier, left_by, month_before
from exporter_desk.refund.outlook import Bounds
from exporter_desk.refund.producer_sheet import period_figures
from exporter_desk.refund.quantity import find
from exporter_desk.refund.sheet_parts import Member
from exporter_desk.refund.sound import MONTH, SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from exporter_desk.domain.case import Case
    from exporter_desk.refund.quantity import Quantity


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
    """Return the shipments of every seller apart, in the order of their first ones: a VAT return is of one firm.

    A firm is known by its credit code, or by its name to a code that stands beside that name elsewhere. A shipment that
    names no seller is one of the first.
    """
    listed = list(members)
    codes = {name: code for code, name in map(_firm, listed) if code and name}
    groups: dict[str, list[Member]] = {}
    nameless: list[Member] = []
    for member in listed:
        code, name = _firm(member)
        key = code or codes.get(name, name)
        (groups.setdefault(key, []) if key else nameless).append(member)
    found = list(groups.values()) or [[]]
    own = {id(member) for member in (*found[0], *nameless)}
    first = [member for member in listed if id(member) in own]
    return [one for one in (first, *found[1:]) if one]


def _firm(member: Member) -> tuple[str, str]:
    """Return credit code and name of the seller, "" for what is not there."""
    seller = member.case.party("seller")
    return ("", "") if seller is None else ((seller.uscc or "").strip().upper(), (seller.name_zh or "").strip())


def producer_months(months: Mapping[str | None, Sequence[Member]], to: str = "999912") -> Iterator[ProducerMonth]:
    """Yield the months of one firm in which it claims as a producer, up to `to`, one after the other."""
    last: ProducerMonth | None = None
    for month in sorted(one for one in months if one is not None and SHAPES[MONTH].fullmatch(one) and one <= to):
        own = tuple(member for member in months[month] if member.form == "producer")
        if own:
            last = ProducerMonth(month=month, members=own, earlier=None if last is None else _left(last, month))
            yield last


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
