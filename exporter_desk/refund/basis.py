"""Everything that the amounts of a refund are computed from, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from exporter_desk.refund.carried import Earlier
from exporter_desk.refund.doubts import Doubt
from exporter_desk.refund.inputs import RefundInput
from exporter_desk.refund.line_rates import LineRate
from exporter_desk.refund.listed import Listing
from exporter_desk.refund.matching import Matching
from exporter_desk.refund.policy import Law, Policy
from exporter_desk.refund.red import Red
from exporter_desk.refund.set_aside import SetAside
from exporter_desk.refund.values import ExportValue
from exporter_desk.refund.versions import Choice
from exporter_desk.rules.checklists import Checklists, Concern
from exporter_desk.rules.rulebook import RulesAt


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The input with its policy, rates, values and matched invoices, the law of the export day, and the day itself.

    `law` is that of each line's own export day; `apart` are the lines whose unit and that of their invoices cannot be
    compared, each with the units to ask for, `choices` those whose invoices were entered in several versions, `listing`
    what the declarations say of the goods.
    `reds` are the red invoices, which `source` holds no more: they were taken off; nor
    does it hold those of `aside`, on which the claim does not rest. `earlier` is what a producer's month before left
    over, where that is known. `concerned` tells what each line can still lose by a missed deadline.
    """

    source: RefundInput
    day: date
    policy: Policy
    rates: dict[str, LineRate]
    value: ExportValue
    matching: Matching
    doubts: tuple[Doubt, ...]
    apart: Mapping[str, tuple[str, ...]]
    choices: Mapping[str, Choice]
    listing: Listing
    rules: RulesAt
    law: Law
    checklists: Checklists
    aside: SetAside
    concerned: Mapping[str, frozenset[Concern]]
    reds: tuple[Red, ...] = ()
    earlier: Earlier | None = None
