"""The whole assessment of an export refund: policy, amounts, deadlines and findings as one value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.case_json import SCHEMA as CASE_SCHEMA
from exporter_desk.domain.finding import Finding
from exporter_desk.refund.amounts import Basis, amounts
from exporter_desk.refund.checks import findings
from exporter_desk.refund.due import Deadline, due_dates
from exporter_desk.refund.inputs import RefundInput
from exporter_desk.refund.known import export_facts, line_facts
from exporter_desk.refund.line_rates import LineRate, line_rates
from exporter_desk.refund.matching import match
from exporter_desk.refund.places import case_place, deadline_in_case, finding_in_case, quantity_in_case
from exporter_desk.refund.policy import Policy, decide
from exporter_desk.refund.quantity import Quantity
from exporter_desk.refund.trader import PortionRefund
from exporter_desk.refund.values import export_value
from exporter_desk.rules.rulebook import Datum
from exporter_desk.rules.walk import weakest

if TYPE_CHECKING:
    from exporter_desk.refund.book import RefundBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """How one warehouse line is claimed: sold part as usual, unsold part as pre-refund (海外仓预退, HWC-YT)."""

    line: str
    sold: Decimal | None
    unsold: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundResult:
    """What came out for one export on one day; `law_day` is the day whose law was applied.

    `facts` are those the steps were judged by (paper lists ask about the same ones, `method` added).
    """

    source: RefundInput
    day: date
    law_day: date
    facts: dict[str, Datum]
    policy: Policy
    quantities: tuple[Quantity, ...]
    portions: tuple[PortionRefund, ...]
    rates: dict[str, LineRate]
    splits: tuple[Split, ...]
    deadlines: tuple[Deadline, ...]
    findings: tuple[Finding, ...]


def assess(source: RefundInput, book: RefundBook, day: date) -> RefundResult:
    """Assess `source` on `day` by the law of its export day (of `day` while that is not known)."""
    law_day = source.dates.export or day
    rules = book.rules.at(law_day)
    rates = line_rates(source, book, day)
    matching = match(source.lines, source.invoices, source.match)
    lawful = [*(rules.codes("refund_lawful_vouchers") or ()), *(rules.codes("refund_agency_vouchers") or ())]
    facts = export_facts(source, book, day)
    own = {line.id: line_facts(line, rates.get(line.id), matching, lawful, source.voucher) for line in source.lines}
    policy = _labelled(decide(own, facts, book.rules, rules), rates)
    basis = Basis(
        source=source,
        policy=policy,
        rates=rates,
        value=export_value(source, book),
        matching=matching,
        rules=rules,
        checklists=book.rules,
    )
    figures, portions = amounts(basis)
    quantities = tuple(_marked(one, source) for one in (*basis.value.quantities(), *figures))
    result = RefundResult(
        source=source,
        day=day,
        law_day=law_day,
        facts=_for_papers(facts, own, policy),
        policy=policy,
        quantities=quantities,
        portions=portions,
        rates=rates,
        splits=_splits(source, rules.codes("refund_pre_refund_modes") or ()),
        deadlines=due_dates(source, book, day),
        findings=findings(basis, quantities, portions, facts),
    )
    return _in_case(result) if source.schema == CASE_SCHEMA else result


def _in_case(result: RefundResult) -> RefundResult:
    """Return the result with the places of the case that it was made from."""
    return replace(
        result,
        quantities=tuple(quantity_in_case(one) for one in result.quantities),
        deadlines=tuple(deadline_in_case(one) for one in result.deadlines),
        findings=tuple(finding_in_case(one) for one in result.findings),
    )


def _labelled(policy: Policy, rates: dict[str, LineRate]) -> Policy:
    """Return the policy with the weakest label of its steps and of the refund rates it was decided by."""
    labels = [rate.confidence for rate in rates.values()]
    return replace(policy, confidence=weakest([policy.confidence, *labels]) or policy.confidence)


def _marked(quantity: Quantity, source: RefundInput) -> Quantity:
    """Return the figure marked as an estimate when one of its inputs is one."""
    if quantity.trace.estimated or not source.estimated:
        return quantity
    used = {place for path in quantity.trace.inputs for place in (path, case_place(path))}
    touched = any(path == one or path.startswith(f"{one}.") for path in used for one in source.estimated)
    return replace(quantity, trace=replace(quantity.trace, estimated=touched))


def _for_papers(facts: dict[str, Datum], lines: dict[str, dict[str, Datum]], policy: Policy) -> dict[str, Datum]:
    """Return the facts of the export with the method and what all lines have in common."""
    common = {
        name: value
        for own in lines.values()
        for name, value in own.items()
        if all(other.get(name) == value for other in lines.values())
    }
    method = {} if policy.method is None else {"method": policy.method.id}
    return {**common, **facts, **method}


def _splits(source: RefundInput, modes: tuple[str, ...]) -> tuple[Split, ...]:
    if source.mode not in modes:
        return ()
    return tuple(
        Split(
            line=line.id,
            sold=line.sold_qty,
            unsold=None if line.qty is None or line.sold_qty is None else line.qty - line.sold_qty,
        )
        for line in source.lines
    )
