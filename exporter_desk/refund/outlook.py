"""What the owner asks of a refund: how much to expect, whether it was claimed, and by which day it would be lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.refund.line_rates import unconfirmed
from exporter_desk.refund.policy import EXEMPT, REFUND
from exporter_desk.refund.quantity import ZERO, find
from exporter_desk.refund.reminders import LOST, Reminder, lost_on, reminders, settled, urgent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from exporter_desk.refund.assess import RefundResult
    from exporter_desk.rules.checklists import DeadlineRule

_PRESSING = ("overdue", "near")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """An amount in CNY: `value` when it is known, else its bounds; all None when nothing can be said.

    `may_sink` tells that it takes something back, so that without a lower bound it may be below zero.
    """

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    estimated: bool = False
    may_sink: bool = False

    @property
    def known(self) -> bool:
        """Tell whether there is a number, or bounds that say something."""
        return self.value is not None or self.high is not None or (self.low is not None and self.low > 0)

    @property
    def exact(self) -> Decimal | None:
        """Return the one amount that it is, None while it has a range or nothing can be said."""
        return self.low if self.value is None and self.low == self.high else self.value

    @property
    def is_estimate(self) -> bool:
        """Tell whether what is said has to be called an estimate: a guess went into it, or it is no more than bounds.

        What cannot be said is none.
        """
        return self.known and (self.estimated or self.exact is None)

    @property
    def owed(self) -> bool:
        """Tell whether all that it can be is to be paid back."""
        low, high = (self.low, self.high) if self.value is None else (self.value, self.value)
        return high is not None and high <= 0 and (high if low is None else low) < 0

    @property
    def turned(self) -> Bounds:
        """Return the same amount as one to be paid back."""
        value, low, high = (None if one is None else -one for one in (self.value, self.high, self.low))
        return replace(self, value=value, low=low, high=high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """How the refund of one shipment stands on a day; `lost` is the deadline whose missing loses it.

    An export that is exempt has no refund to lose, but is taxed when nobody declares it in time: `urgent` tells that.
    `unsure` is how many refund rates went into the money that are still to be confirmed.
    """

    wanted: bool
    money: Bounds
    claimed: bool
    urgent: tuple[Reminder, ...]
    lost: Reminder | None
    unsure: int = 0

    @property
    def at_risk(self) -> bool:
        """Tell whether the refund is close to being lost, or past the day."""
        return self.wanted and self.lost is not None and self.lost.state in _PRESSING


def outlook(result: RefundResult, rules: Mapping[str, DeadlineRule], today: date) -> Outlook:
    """Return what to expect of a refund; a refund that the policy rules out expects nothing."""
    found = reminders(result, rules, today)
    wanted = result.policy.result == REFUND or any(one.may_refund for one in result.policy.decisions)
    money = _money(result) if wanted else Bounds(value=ZERO)
    pressing = _pressing(urgent(found), result)
    if not _can_be_lost(money, result):
        found = tuple(one for one in found if one.rule.risk != LOST)
        pressing = tuple(one for one in pressing if one.rule.risk != LOST)
    return Outlook(
        wanted=wanted,
        money=money,
        claimed="claim" in settled(result.source, today),
        urgent=pressing,
        lost=lost_on(found) if wanted else None,
        unsure=unconfirmed(result.rates) if wanted else 0,
    )


def _can_be_lost(money: Bounds, result: RefundResult) -> bool:
    """Tell whether there is something to lose: what only takes back, or is to be repaid on the whole, is not."""
    lines = result.source.lines
    if lines and all(line.reversal for line in lines):
        return False
    most = money.high if money.value is None else money.value
    return not money.may_sink or most is None or most >= 0


def _pressing(found: tuple[Reminder, ...], result: RefundResult) -> tuple[Reminder, ...]:
    """Return what presses: everything of a refund; of an exempt export only the day after which it is taxed."""
    if any(one.may_refund for one in result.policy.decisions):
        return found
    exempt = result.policy.result == EXEMPT
    return tuple(one for one in found if exempt and "declared" in one.rule.settled_by and one.rule.risk == LOST)


def _money(result: RefundResult) -> Bounds:
    quantity = find(result.quantities, "REFUND")
    if quantity is None:
        return Bounds()
    back = any(line.reversal for line in result.source.lines)
    estimated = quantity.is_guess
    return Bounds(value=quantity.value, low=quantity.low, high=quantity.high, estimated=estimated, may_sink=back)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Amounts of several shipments: what is known together, its bounds, and how many say nothing yet.

    While one of them says nothing, or no more than its least, there is no upper bound; while all of them say nothing,
    or one takes back nobody knows what, no lower one either. `at_least`: without an upper bound, those that say
    something come to no less than the lower one, but may come to more; else they come to just that.
    """

    low: Decimal | None
    high: Decimal | None
    unknown: int
    estimated: bool = False
    at_least: bool = False

    @property
    def exact(self) -> bool:
        """Tell whether it is one number and no shipment is left out."""
        return self.low is not None and self.low == self.high and not self.unknown

    @property
    def told(self) -> Bounds:
        """Return what those come to that say something."""
        if self.low is None:
            return Bounds()
        if self.low == self.high or (self.high is None and not self.at_least):
            return Bounds(value=self.low, estimated=self.estimated)
        return Bounds(low=self.low, high=self.high, estimated=self.estimated)


def summed(amounts: Iterable[Bounds]) -> Sum:
    """Add amounts up: an unknown one widens the bounds or is counted, one of the two, and never stands as zero."""
    low = high = ZERO
    said, unknown, estimated, ranges, topless, bottomless = 0, 0, False, False, False, False
    for one in amounts:
        said += one.known or one.low is not None
        unknown += not one.known
        least, most = (one.low, one.high) if one.exact is None else (one.exact, one.exact)
        low += least or ZERO
        high += most or ZERO
        ranges = ranges or (one.known and one.exact is None)
        topless = topless or most is None
        bottomless = bottomless or (least is None and one.may_sink)
        estimated = estimated or one.estimated
    return Sum(
        low=low if (said or not unknown) and not bottomless else None,
        high=None if topless else high,
        unknown=unknown,
        estimated=estimated,
        at_least=topless and ranges,
    )


def less_certain(whole: Sum, twice: Decimal) -> Sum:
    """Return a sum of which `twice` is claimed a second time: that much of it may come off."""
    if whole.low is None:
        return whole
    return replace(whole, low=whole.low - twice, at_least=whole.at_least or (whole.high is None and twice > 0))
