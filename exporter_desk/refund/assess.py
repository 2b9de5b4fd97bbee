"""The whole assessment of an export refund: policy, amounts, deadlines and findings as one value."""

from __future__ import annotations

from collections import defaultdict
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
from exporter_desk.refund.billing import joined, odd_units
from exporter_desk.refund.checks import findings
from exporter_desk.refund.concerned import concerns
from exporter_desk.refund.deemed import DEEMED_REASON
from exporter_desk.refund.doubts import OF_VERSIONS, doubts, undated, with_doubts
from exporter_desk.refund.due import Deadline, due_dates
from exporter_desk.refund.estimates import Estimates, counted_from, with_estimates
from exporter_desk.refund.examined import Examined
from exporter_desk.refund.inputs import RefundInput
from exporter_desk.refund.intended import with_intended_mode
from exporter_desk.refund.known import day_facts, export_facts, judged_on, lapse_is_open, line_facts, open_day_facts
from exporter_desk.refund.late_claim import with_doubted_claim
from exporter_desk.refund.line_days import open_days, undated_lines, with_line_days
from exporter_desk.refund.line_rates import LineRate, line_rates
from exporter_desk.refund.listed import listing_of
from exporter_desk.refund.market import checked_rates
from exporter_desk.refund.matching import Portion
from exporter_desk.refund.places import (
    case_place,
    case_places,
    deadline_in_case,
    exact_places,
    finding_in_case,
    quantity_in_case,
    typed_instead,
)
from exporter_desk.refund.policy import EXPORT_DATE, LAPSED, REFUND, Law, Policy, decide, method_for
from exporter_desk.refund.produce import is_produce
from exporter_desk.refund.quantity import Quantity, find
from exporter_desk.refund.receipts import EXCHANGE, said_but_short, said_lost_but_came
from exporter_desk.refund.reconciled import with_timely_outcomes
from exporter_desk.refund.red import reduced
from exporter_desk.refund.reversal import matched
from exporter_desk.refund.set_aside import SetAside, set_aside
from exporter_desk.refund.sound import Known, sound
from exporter_desk.refund.trader import PortionRefund
from exporter_desk.refund.values import export_value
from exporter_desk.refund.versions import choices, versions
from exporter_desk.refund.warehouse import Reconciliation, Split, cut_at_sold, reconciliations, split_quantities, splits
from exporter_desk.rules.rulebook import Datum, RulesAt
from exporter_desk.rules.walk import weakest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from exporter_desk.refund.book import RefundBook
    from exporter_desk.refund.carried import Earlier
    from exporter_desk.refund.doubts import Doubt
    from exporter_desk.refund.inputs import Invoice
    from exporter_desk.refund.matching import Matching
    from exporter_desk.refund.used_up import Used

# An industry of its own has no rules, but is an answer.
OTHER_INDUSTRY = "other"


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


def assess(
    source: RefundInput,
    book: RefundBook,
    day: date,
    earlier: Earlier | None = None,
    used: Mapping[str, Used] | None = None,
) -> RefundResult:
    """Assess `source` on `day` by the law of its export day (of `day` while that is not known).

    What cannot be (a quantity below zero, a word that nobody knows) is told and then treated as unknown. `earlier` is
    what the month before a producer's claim left over, None where it is not known; `used` what shipments that were
    claimed before took of the purchase invoices, by their ids.
    """
    kept, refused = sound(source, _known(book))
    kept, rates_told = checked_rates(kept, book)
    kept, mode_told = with_intended_mode(kept, book)
    refused = (*refused, *rates_told, *mode_told)
    aside = _set_aside(kept, book, day)
    counted = counted_from(kept, joined(aside.source))
    less = reduced(with_timely_outcomes(with_doubted_claim(with_line_days(counted), book, day), book.rules, day))
    joint = less.ways[0]
    law_day = joint.dates.export or day
    rules = book.rules.at(law_day)
    marks = Estimates.within(joint)
    rates = {line: marks.of_rate(rate) for line, rate in line_rates(joint, book, day).items()}
    doubted = (*doubts(less.bare, rules), *undated(less.ways))
    matching = with_doubts(_matched(joint, rules, used), doubted)
    certain = tuple(one for one in doubted if one.kind not in OF_VERSIONS)
    law = _law(joint, book, rules, day)
    facts = export_facts(joint, book, day)
    own = _line_facts(joint, rates, matching, _versions_of(less.bare, doubted), law, book, day)
    policy = _labelled(decide(own, facts, law), rates)
    basis = Basis(
        source=joint,
        day=day,
        policy=policy,
        rates=rates,
        value=export_value(joint, book),
        matching=matching,
        doubts=doubted,
        apart=_apart(kept, joint),
        choices=choices(less, doubted, lambda part: with_doubts(_matched(part, rules, used), certain)),
        listing=listing_of(joint),
        rules=rules,
        law=law,
        checklists=book.rules,
        aside=aside,
        concerned=concerns(own, facts, law, policy),
        reds=less.reds,
        earlier=earlier,
    )
    basis, facts = _judged_again(basis, own, facts)
    return _concluded(basis, book, facts, _for_papers(facts, own, basis.policy), refused, kept)


def _judged_again(
    basis: Basis, own: dict[str, dict[str, Datum]], facts: dict[str, Datum]
) -> tuple[Basis, dict[str, Datum]]:
    """Judge anew without the word that the exchange cannot be collected, where the receipts say that it came."""
    if not said_lost_but_came(basis):
        return basis, facts
    name = EXCHANGE.rpartition(".")[2]
    without = {fact: value for fact, value in facts.items() if fact != name}
    law = replace(basis.law, refused=basis.law.refused | {name})
    return replace(basis, law=law, policy=_labelled(decide(own, without, law), basis.rates)), without


def _concluded(
    basis: Basis,
    book: RefundBook,
    facts: dict[str, Datum],
    asked: dict[str, Datum],
    refused: tuple[Finding, ...],
    kept: RefundInput,
) -> RefundResult:
    """Return the result of a basis; `kept` are the lines as declared, before they were counted as billed."""
    marks = Estimates.within(basis.source)
    figures, earned = amounts(basis)
    portions = tuple(marks.of_portion(one) for one in earned)
    quantities = tuple(replace(one, trace=marks.of(one.trace)) for one in (*basis.value.quantities(), *figures))
    of_line = {one.line: one.trace for one in quantities if one.line and one.symbol in {"REFUND_LINE", "MDT_LINE"}}
    reconciled = reconciliations(basis)
    parts = tuple(marks.of_split(one) for one in splits(basis, of_line))
    quantities = (*quantities, *split_quantities(parts))
    due, refund = due_dates(basis.source, book, basis.day, basis.concerned), find(quantities, "REFUND")
    file = Examined(basis, kept, quantities, portions, reconciled, due, facts, book, refused)
    found = findings(file)
    doubted = (EXCHANGE,) if said_but_short(basis) else ()
    unordered = {name for one in basis.doubts for name in one.beside}
    result = RefundResult(
        source=replace(basis.source, unknown=(*basis.source.unknown, *doubted)),
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
        open_inputs=() if refund is None else file.typed(refund.trace.missing),
        rests=basis.matching.left_of(one for one in basis.source.invoices if one.id not in unordered),
    )
    return _in_case(result, kept) if basis.source.schema == CASE_SCHEMA else result


def _set_aside(kept: RefundInput, book: RefundBook, day: date) -> SetAside:
    """Return what the claim rests on, and what stands beside it, by the law of the export day."""
    dated = with_line_days(kept)
    rules = book.rules.at(dated.dates.export or day)
    method, _ = method_for(export_facts(dated, book, day), rules, book.rules.methods)
    return set_aside(kept, method, rules)


def _matched(source: RefundInput, rules: RulesAt, used: Mapping[str, Used] | None) -> Matching:
    """Return lines and invoices brought together; what the claim of warehouse goods takes apart is cut in two."""
    matching = with_estimates(matched(source, used), source)
    if source.mode in (rules.codes("refund_pre_refund_modes") or ()):
        return cut_at_sold(matching, [line for line in source.lines if not line.reversal])
    return matching


def _law(source: RefundInput, book: RefundBook, rules: RulesAt, day: date) -> Law:
    """Return the law of the export day, of the own day of lines that left on another, and the facts in doubt."""
    other = {line.id: line.exported for line in source.lines if line.exported not in (None, source.dates.export)}
    own = {line: book.rules.at(exported) for line, exported in other.items() if exported is not None}
    heads = ("taxpayer.", "state.")
    refused = (path for path in source.unknown if "." not in path or path.startswith(heads))
    lines: dict[str, set[str]] = defaultdict(set)
    for path in source.unknown:
        head, _, rest = path.partition(".")
        line, _, name = rest.rpartition(".")
        if head == "lines":
            lines[line].add(name)
    undated, unsure = undated_lines(source), open_days(source)
    for line in undated:
        if lapse_is_open(unsure.get(line, ()), book, judged_on(source, day)):
            lines[line] |= {EXPORT_DATE, LAPSED}
    of_lines = {line: frozenset(names) for line, names in lines.items()}
    names_refused = frozenset(path.rpartition(".")[2] for path in refused)
    return Law(book.rules, rules, own, names_refused, of_lines, undated)


def _versions_of(source: RefundInput, found: tuple[Doubt, ...]) -> dict[str, list[Invoice]]:
    """Return the other entries of every invoice line that was entered several times with other figures."""
    papers = {one.id: one for one in source.invoices}
    others: dict[str, list[Invoice]] = {}
    for group in versions(found):
        for name in group:
            others.setdefault(name, []).extend(papers[other] for other in group if other != name)
    return others


def _line_facts(
    source: RefundInput,
    rates: dict[str, LineRate],
    matching: Matching,
    others: Mapping[str, Sequence[Invoice]],
    law: Law,
    book: RefundBook,
    day: date,
) -> dict[str, dict[str, Datum]]:
    """Return the facts of every line; a period without exports is judged as one line of own making.

    `others` are further entries of an invoice line: whichever is the real one, its voucher counts.
    """
    if not source.lines and source.vat.no_exports:
        return {"": {"rate_zero": False, "made": "own"}}
    own, unsure = {}, open_days(source)
    for line in source.lines:
        rules = law.of(line.id)
        lawful = [*(rules.codes("refund_lawful_vouchers") or ()), *(rules.codes("refund_agency_vouchers") or ())]
        papers = [one.invoice for one in matching.of(line.id)] or matching.among.get(line.id, ())
        entered = (*papers, *(other for one in papers for other in others.get(one.id, ())))
        kinds = [one.voucher for one in entered] or [source.voucher]
        facts = line_facts(line, rates.get(line.id), kinds, lawful)
        produce = is_produce(line, source.industry, rules)
        facts |= {} if produce is None else {"produce": produce}
        days = unsure.get(line.id)
        by_day = day_facts(line, source, book, day) if days is None else open_day_facts(days, source, book, day)
        own[line.id] = {**facts, **by_day}
    return own


def _apart(declared: RefundInput, billed: RefundInput) -> dict[str, tuple[str, ...]]:
    """Return the lines that lost their quantity because no unit of theirs is that of the invoices.

    Each names the units to ask for: its own if nobody knows that one, else those of the invoices that differ.
    """
    pairs = zip(declared.lines, billed.lines, strict=True)
    lost = [line for line, counted in pairs if line.qty is not None and counted.qty is None]
    own = {line.id: f"lines.{line.id}.unit" for line in lost}
    odd, unknown = odd_units(lost, billed), frozenset(declared.unknown) if lost else frozenset[str]()
    return {line.id: (own[line.id],) if own[line.id] in unknown else odd[line.id] for line in lost}


def _known(book: RefundBook) -> Known:
    """Return the words that the rules and the tables of codes know."""
    rules = book.rules.book
    listed: dict[str, Collection[str]] = {"mode": tuple(rules.modes), "industry": (*rules.industries, OTHER_INDUSTRY)}
    listed |= {DEEMED_REASON: [one.value for one in rules.facts[DEEMED_REASON].allowed]}
    listed |= {f"facts.{name}": [one.value for one in spec.allowed] for name, spec in book.rules.case_facts.items()}
    return Known(
        name_of=book.rules.place_name,
        answers_of=partial(_answers_of, book, listed),
        listed=listed,
        unit_code=book.unit_code,
    )


def _answers_of(book: RefundBook, listed: Mapping[str, Collection[str]], name: str) -> Bilingual:
    """Return which answers a field takes, each with its name where the rules know it."""
    rules = book.rules.book
    spec = rules.facts.get(name) or book.rules.case_facts.get(name.removeprefix("facts."))
    named = {} if spec is None else {entry.value: Bilingual(entry.zh, entry.en) for entry in spec.allowed}
    if name in {"mode", "industry"}:
        named = {code: Bilingual(mode.zh, mode.en) for code, mode in rules.modes.items()}
        named |= {code: Bilingual(industry.zh, industry.en) for code, industry in rules.industries.items()}
    words = ALLOWED.get(name) or listed[name]
    zh = [f"{word}（{named[word].zh}）" if word in named else word for word in words]
    en = [f"{word} ({named[word].en})" if word in named else word for word in words]
    return Bilingual("、".join(zh), ", ".join(en))


def _in_case(result: RefundResult, kept: RefundInput) -> RefundResult:
    """Return the result with the places of the case that it was made from."""
    moved = exact_places(kept)
    moved |= {case_place(path): (case_place(to),) for path, to in typed_instead(kept).items()}
    rates = (path for one in result.rates.values() for path in one.refund.missing)
    moved["rate_zero"] = case_places(tuple(rates), moved)
    unmarked = [line for line, one in result.rates.items() if one.refund.value == 0 and one.flag is None]
    moved["zero_flag"] = tuple(f"tax.lines.{line}.zero_flag" for line in unmarked[:1])
    moved["made"] = tuple([f"tax.lines.{line.id}.made" for line in kept.lines if line.made is None][:1])
    return replace(
        result,
        quantities=tuple(quantity_in_case(one, moved) for one in result.quantities),
        deadlines=tuple(deadline_in_case(one) for one in result.deadlines),
        findings=tuple(finding_in_case(one, moved) for one in result.findings),
    )


def _labelled(policy: Policy, rates: dict[str, LineRate]) -> Policy:
    """Return the policy with the weakest label of its steps and of the refund rates it was decided by."""
    labels = [rate.confidence for rate in rates.values()]
    return replace(policy, confidence=weakest([policy.confidence, *labels]) or policy.confidence)


def _for_papers(facts: dict[str, Datum], lines: dict[str, dict[str, Datum]], policy: Policy) -> dict[str, Datum]:
    """Return the facts of the export, what the policy concluded, and what all lines have in common."""
    own = iter(lines.values())
    common = dict(next(own, {}))
    for other in own:
        common = {name: value for name, value in common.items() if other.get(name) == value}
    concluded: dict[str, Datum] = {} if policy.method is None else {"method": policy.method.id}
    results = {decision.result for decision in policy.decisions}
    if REFUND in results or not any(decision.may_refund for decision in policy.decisions):
        concluded["claims_refund"] = REFUND in results
    sold = {name: [own.get(name) for own in lines.values()] for name in ("sold_out", "sold_some")}
    if False in sold["sold_out"]:
        concluded["sold_out"] = False
    if True in sold["sold_some"]:
        concluded["sold_some"] = True
    return {**common, **facts, **concluded}
