"""The whole assessment of an export refund: policy, amounts, deadlines and findings as one value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from exporter_desk.domain.case_json import SCHEMA as CASE_SCHEMA
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.text import Bilingual
from exporter_desk.refund.allowed import ALLOWED
from exporter_desk.refund.amounts import amounts
from exporter_desk.refund.basis import Basis
from exporter_desk.refund.billing import joined
from exporter_desk.refund.checks import findings
from exporter_desk.refund.deadlines import deemed_domestic
from exporter_desk.refund.due import Deadline, due_dates
from exporter_desk.refund.examined import Examined
from exporter_desk.refund.inputs import RefundInput
from exporter_desk.refund.known import export_facts, line_facts
from exporter_desk.refund.line_rates import LineRate, line_rates
from exporter_desk.refund.matching import Portion, match
from exporter_desk.refund.places import case_place, deadline_in_case, finding_in_case, quantity_in_case
from exporter_desk.refund.policy import Policy, decide
from exporter_desk.refund.quantity import Quantity, find
from exporter_desk.refund.sound import sound
from exporter_desk.refund.trader import PortionRefund
from exporter_desk.refund.values import export_value
from exporter_desk.refund.warehouse import Reconciliation, Split, cut_at_sold, reconciliations, split_quantities, splits
from exporter_desk.rules.rulebook import Datum, RulesAt
from exporter_desk.rules.walk import weakest

if TYPE_CHECKING:
    from exporter_desk.refund.book import RefundBook


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundResult:
    """What came out for one export on one day; `law_day` is the day whose law was applied.

    `facts` are those the steps were judged by (paper lists ask about the same ones, `method` added); `open_inputs` the
    paths of the input that the refund waits for, `rests` what is left of the purchase invoices.
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
    reconciliations: tuple[Reconciliation, ...]
    deadlines: tuple[Deadline, ...]
    findings: tuple[Finding, ...]
    open_inputs: tuple[str, ...] = ()
    rests: tuple[Portion, ...] = ()


def assess(source: RefundInput, book: RefundBook, day: date) -> RefundResult:
    """Assess `source` on `day` by the law of its export day (of `day` while that is not known).

    What cannot be (a quantity below zero, a word that nobody knows) is told and then treated as unknown.
    """
    kept, refused = sound(source, book.rules.place_name, partial(_answers_of, book))
    joint = joined(kept)
    law_day = kept.dates.export or day
    rules = book.rules.at(law_day)
    rates = line_rates(joint, book, day)
    matching = match([line for line in joint.lines if not line.reversal], joint.invoices, joint.match)
    if joint.mode in (rules.codes("refund_pre_refund_modes") or ()):
        matching = cut_at_sold(matching, joint.lines)
    lawful = [*(rules.codes("refund_lawful_vouchers") or ()), *(rules.codes("refund_agency_vouchers") or ())]
    facts = export_facts(joint, book, day)
    own = {line.id: line_facts(line, rates.get(line.id), matching, lawful, joint.voucher) for line in joint.lines}
    if not own and joint.vat.no_exports:
        own = {"": {"rate_zero": False, "made": "own"}}
    policy = _labelled(decide(own, facts, book.rules, rules), rates)
    basis = Basis(
        source=joint,
        day=day,
        policy=policy,
        rates=rates,
        value=export_value(joint, book),
        matching=matching,
        apart=_apart(kept, joint),
        rules=rules,
        tax_rules=book.rules.at(_tax_day(joint, facts, rules) or law_day),
        checklists=book.rules,
    )
    return _concluded(basis, book, facts, _for_papers(facts, own, policy), refused, kept)


def _concluded(
    basis: Basis,
    book: RefundBook,
    facts: dict[str, Datum],
    asked: dict[str, Datum],
    refused: tuple[Finding, ...],
    kept: RefundInput,
) -> RefundResult:
    """Return the result of a basis; `kept` are the lines as declared, before they were counted as billed."""
    figures, portions = amounts(basis)
    quantities = tuple(_marked(one, basis.source) for one in (*basis.value.quantities(), *figures))
    of_line = {one.line: one.trace for one in quantities if one.line and one.symbol in {"REFUND_LINE", "MDT_LINE"}}
    reconciled = reconciliations(basis)
    parts = splits(basis, of_line)
    quantities = (*quantities, *split_quantities(parts))
    due, refund = due_dates(basis.source, book, basis.day), find(quantities, "REFUND")
    found = findings(Examined(basis, kept, quantities, portions, reconciled, due, facts, book))
    result = RefundResult(
        source=basis.source,
        day=basis.day,
        law_day=basis.source.dates.export or basis.day,
        facts=asked,
        policy=basis.policy,
        quantities=quantities,
        portions=portions,
        rates=basis.rates,
        splits=parts,
        reconciliations=reconciled,
        deadlines=due,
        findings=(*refused, *found),
        open_inputs=() if refund is None else refund.trace.missing,
        rests=basis.matching.left_of(basis.source.invoices),
    )
    return _in_case(result) if basis.source.schema == CASE_SCHEMA else result


def _apart(declared: RefundInput, billed: RefundInput) -> frozenset[str]:
    """Return the lines that lost their quantity because no unit of theirs is that of the invoices."""
    pairs = zip(declared.lines, billed.lines, strict=True)
    return frozenset(line.id for line, counted in pairs if line.qty is not None and counted.qty is None)


def _tax_day(source: RefundInput, facts: dict[str, Datum], rules: RulesAt) -> date | None:
    """Return the day on which tax arises after a lapse, None for an export that has not lapsed."""
    months = rules.number("refund_lapse_months")
    if facts.get("lapsed") is not True or source.dates.export is None or months is None:
        return None
    return deemed_domestic(source.dates.export, int(months))


def _answers_of(book: RefundBook, name: str) -> Bilingual:
    """Return which answers a field takes, each with its name where the facts know it."""
    spec = book.rules.book.facts.get(name)
    named = {} if spec is None else {entry.value: entry for entry in spec.allowed}
    zh = [f"{word}（{named[word].zh}）" if word in named else word for word in ALLOWED[name]]
    en = [f"{word} ({named[word].en})" if word in named else word for word in ALLOWED[name]]
    return Bilingual("、".join(zh), ", ".join(en))


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
    own = iter(lines.values())
    common = dict(next(own, {}))
    for other in own:
        common = {name: value for name, value in common.items() if other.get(name) == value}
    method = {} if policy.method is None else {"method": policy.method.id}
    return {**common, **facts, **method}
