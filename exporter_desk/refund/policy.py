"""Refund, exemption or taxation (退税、免税、征税): the steps of the rules in order, three-valued, first one met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from exporter_desk.refund.older import older_label
from exporter_desk.rules.checklists import Checklists, Outcome, RefundMethod
from exporter_desk.rules.conditions import Evaluation, Knowledge, evaluate
from exporter_desk.rules.rulebook import RulesAt
from exporter_desk.rules.schema import Cite, Confidence, Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.rules.checklists import PolicyStep
    from exporter_desk.rules.rulebook import Datum

Met = Literal["met", "failed", "unknown"]
REFUND: Final = "refund"
TAXED: Final = "taxed"
EXEMPT: Final = "exempt"
TO_CONFIRM: Final = "to_confirm"
RATE, FLAG = "rate_zero", "zero_flag"
EXPORT_DATE: Final = "export_date"
LAPSED: Final = "lapsed"
_LAPSE = frozenset({LAPSED})
_DAY_FACTS = frozenset({EXPORT_DATE, LAPSED})
_WORDS: dict[bool | None, Met] = {True: "met", False: "failed", None: "unknown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """How one step came out; an unknown step that is not asked about is a `precondition` of the result.

    `by_lapse` tells that the step asks whether the last day to declare has passed.
    """

    id: str
    outcome: Met
    zh: str
    en: str
    cite: tuple[Cite, ...]
    confidence: Confidence
    line: str = ""
    missing: tuple[str, ...] = ()
    precondition: bool = False
    by_lapse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The policy of one export line: the result, everything it could still be, and what would decide."""

    line: str
    result: Outcome
    could_be: tuple[Outcome, ...]
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...] = ()

    @property
    def may_refund(self) -> bool:
        """Tell whether a refund is the result or still possible."""
        return REFUND in self.could_be


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The policy of an export: one result over all lines, the method, every decision, and remarks that apply."""

    result: Outcome
    mixed: bool
    method: RefundMethod | None
    decisions: tuple[Decision, ...]
    notes: tuple[Note, ...]
    confidence: Confidence

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Return the reasons of all lines, one that all lines share only once."""
        return tuple(dict.fromkeys(reason for decision in self.decisions for reason in decision.reasons))

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the facts that keep the result open."""
        return tuple(dict.fromkeys(fact for decision in self.decisions for fact in decision.missing))

    def of(self, line: str) -> Decision:
        """Return the decision on one line."""
        return self._by_line[line]

    @cached_property
    def _by_line(self) -> dict[str, Decision]:
        return {decision.line: decision for decision in self.decisions}


def method_for(
    facts: Mapping[str, Datum], rules: RulesAt, methods: Sequence[RefundMethod], refused: frozenset[str] = frozenset()
) -> tuple[RefundMethod | None, tuple[str, ...]]:
    """Return the first method whose condition is met, and no facts; else no method and the facts that it waits for."""
    knowledge = Knowledge(facts, rules, refused)
    for method in methods:
        judged = evaluate(method.when, knowledge)
        if judged.outcome:
            return method, ()
        if judged.outcome is None and (method.asked or not refused.isdisjoint(judged.missing)):
            return None, judged.missing
    return None, ()


@dataclass(frozen=True, slots=True)
class Law:
    """What the lines are judged by: the rules, their state at the export day, and at the own day of some lines.

    `undated` are lines of which nobody knows the export day, though that of others is known. `refused` are facts whose
    answer could not be believed, `refused_of` those of single lines: a step that hangs on one keeps the result open.
    """

    checklists: Checklists
    rules: RulesAt
    own: Mapping[str, RulesAt] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    refused_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    undated: frozenset[str] = frozenset()

    def of(self, line: str) -> RulesAt:
        """Return the law of the export day of one line."""
        return self.own.get(line, self.rules)

    def refused_at(self, line: str) -> frozenset[str]:
        """Return the facts of which the answer for one line could not be believed."""
        return self.refused | self.refused_of.get(line, frozenset())


def decide(lines: Mapping[str, Mapping[str, Datum]], facts: Mapping[str, Datum], law: Law) -> Policy:
    """Decide every line (`lines`: line id to its facts) by the facts of the export and those of the line."""
    checklists, rules = law.checklists, law.rules
    method, waits = method_for(facts, rules, checklists.methods, law.refused)
    decisions = decided(lines or {"": {}}, facts, law)
    if method is None:
        decisions = [_without_method(decision, waits) for decision in decisions]
    results = {decision.result for decision in decisions}
    voucher = tuple(dict.fromkeys(kind for own in lines.values() for kind in _texts(own.get("voucher"))))
    said: dict[str, Datum] = {"result": tuple(sorted(results)), **({"voucher": voucher} if voucher else {})}
    remarks = Knowledge({**facts, **said}, rules)
    return Policy(
        result=_overall(results),
        mixed=len(results) > 1,
        method=method,
        decisions=tuple(decisions),
        notes=tuple(note for note in checklists.notes if evaluate(note.when, remarks).outcome),
        confidence=_confidence(decisions, method, rules),
    )


def _texts(value: Datum | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _overall(results: set[Outcome]) -> Outcome:
    """Return the common result; open as soon as one line is, else a refund if any line has one."""
    order: tuple[Outcome, ...] = (TO_CONFIRM, REFUND, TAXED, EXEMPT)
    return next(result for result in order if result in results)


def alike(lines: Mapping[str, Mapping[str, Datum]], law: Law) -> dict[str, str]:
    """Return for every line the first one of which the same is known: the steps make the same of both."""
    first: dict[tuple[frozenset[tuple[str, Datum]], frozenset[str], bool], str] = {}
    return {
        line: first.setdefault(
            (frozenset(own.items()), law.refused_of.get(line, frozenset()), line in law.undated), line
        )
        for line, own in lines.items()
    }


def decided(lines: Mapping[str, Mapping[str, Datum]], facts: Mapping[str, Datum], law: Law) -> list[Decision]:
    """Return what the steps make of every line, whatever its method; lines of which the same is known go together."""
    made: dict[str, Decision] = {}
    timeless = {name: value for name, value in facts.items() if name not in _DAY_FACTS}
    decisions = []
    for line, first in alike(lines, law).items():
        if line == first:
            undated, own = line in law.undated, lines[line]
            whole = timeless if undated else facts
            made[line] = _decided(line, {**whole, **own}, law, own_day=undated or EXPORT_DATE in own)
        decisions.append(_for_line(made[first], line))
    return decisions


def _for_line(decision: Decision, line: str) -> Decision:
    if decision.line == line:
        return decision
    reasons = tuple(replace(reason, line=line) if reason.line else reason for reason in decision.reasons)
    return replace(decision, line=line, reasons=reasons)


def _decided(line: str, facts: Mapping[str, Datum], law: Law, *, own_day: bool) -> Decision:
    rules, refused = law.of(line), law.refused_at(line)
    knowledge = Knowledge(facts, rules, refused)
    reasons: list[Reason] = []
    still: list[Outcome] = []
    missing: list[str] = []
    final: tuple[Outcome, ...] = (REFUND,)
    result: Outcome = REFUND
    for step in law.checklists.steps:
        judged = evaluate(step.when, knowledge)
        doubted = tuple(fact for fact in judged.missing if fact in refused)
        asked = step.asked or bool(doubted)
        own = line if step.per_line or (own_day and _asks(judged, _DAY_FACTS)) else ""
        reasons.append(_reason(step, judged, own, rules, asked=asked))
        if judged.outcome is None and asked:
            still += step.could_be or (step.result,)
            missing += doubted or judged.missing  # what else it needs is asked once that is clear
        elif judged.outcome and step.goes_on:
            still += step.could_be
            missing += step.asks
        elif judged.outcome:
            result, final = step.result, step.could_be or (step.result,)
            missing += step.asks
            break
    could_be = tuple(dict.fromkeys((*final, *still)))
    if set(still) - {result}:
        result = TO_CONFIRM
    waits = _asked(missing) if result == TO_CONFIRM else ()
    return Decision(line=line, result=result, could_be=could_be, reasons=tuple(reasons), missing=waits)


def _asked(missing: Sequence[str]) -> tuple[str, ...]:
    """Return the facts to ask for, each once; what follows from another one is no question while that is unknown."""
    facts = dict.fromkeys(missing)
    if EXPORT_DATE in facts:
        facts.pop(LAPSED, None)
    if RATE in facts:
        facts.pop(FLAG, None)
    return tuple(facts)


def _asks(judged: Evaluation, facts: frozenset[str]) -> bool:
    """Tell whether a step looks at one of `facts`: by those of the export day lines of several days come out apart."""
    return any(test.fact in facts for test in judged.steps)


def _reason(step: PolicyStep, judged: Evaluation, line: str, rules: RulesAt, *, asked: bool) -> Reason:
    return Reason(
        id=step.id,
        outcome=_WORDS[judged.outcome],
        zh=step.zh,
        en=step.en,
        cite=step.cite,
        confidence=rules.book.confidence_of(step.cite, step.confidence, older_label(rules)),
        line=line,
        missing=judged.missing,
        precondition=judged.outcome is None and not asked,
        by_lapse=_asks(judged, _LAPSE),
    )


def _without_method(decision: Decision, waits: tuple[str, ...]) -> Decision:
    """A refund needs a method: while it is open, so is the result."""
    if decision.result != REFUND:
        return decision
    missing = tuple(dict.fromkeys((*decision.missing, *waits)))
    return replace(decision, result=TO_CONFIRM, missing=missing)


def _confidence(decisions: Sequence[Decision], method: RefundMethod | None, rules: RulesAt) -> Confidence:
    """Return the weakest label of what decided: the steps that were met or stay open, and the method."""
    used = [
        reason.confidence
        for decision in decisions
        for reason in decision.reasons
        if reason.outcome == "met" or (reason.outcome == "unknown" and not reason.precondition)
    ]
    if method is not None and any(decision.may_refund for decision in decisions):
        used.append(rules.book.confidence_of(method.cite, method.confidence, older_label(rules)))
    return max(used, key=lambda label: label.rank, default=Confidence.UNCONFIRMED)
