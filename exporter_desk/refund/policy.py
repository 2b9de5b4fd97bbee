"""Refund, exemption or taxation (退税、免税、征税): the steps of the rules in order, three-valued, first one met."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from exporter_desk.rules.checklists import Outcome, RefundMethod
from exporter_desk.rules.conditions import Evaluation, Knowledge, evaluate
from exporter_desk.rules.schema import Cite, Confidence, Note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exporter_desk.rules.checklists import Checklists, PolicyStep
    from exporter_desk.rules.rulebook import Datum, RulesAt

Met = Literal["met", "failed", "unknown"]
REFUND: Final = "refund"
TAXED: Final = "taxed"
EXEMPT: Final = "exempt"
TO_CONFIRM: Final = "to_confirm"
RATE, FLAG = "rate_zero", "zero_flag"
_WORDS: dict[bool | None, Met] = {True: "met", False: "failed", None: "unknown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """How one step came out; an unknown step that is not asked about is a `precondition` of the result."""

    id: str
    outcome: Met
    zh: str
    en: str
    cite: tuple[Cite, ...]
    confidence: Confidence
    line: str = ""
    missing: tuple[str, ...] = ()
    precondition: bool = False


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
    facts: Mapping[str, Datum], rules: RulesAt, methods: Sequence[RefundMethod]
) -> tuple[RefundMethod | None, tuple[str, ...]]:
    """Return the first method whose condition is met, and no facts; else no method and the facts that it waits for."""
    knowledge = Knowledge(facts, rules)
    for method in methods:
        judged = evaluate(method.when, knowledge)
        if judged.outcome:
            return method, ()
        if judged.outcome is None and method.asked:
            return None, judged.missing
    return None, ()


def decide(
    lines: Mapping[str, Mapping[str, Datum]], facts: Mapping[str, Datum], checklists: Checklists, rules: RulesAt
) -> Policy:
    """Decide every line (`lines`: line id to its facts) by the facts of the export and those of the line."""
    method, waits = method_for(facts, rules, checklists.methods)
    decisions = _all_decided(lines or {"": {}}, facts, checklists, rules)
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


def _all_decided(
    lines: Mapping[str, Mapping[str, Datum]], facts: Mapping[str, Datum], checklists: Checklists, rules: RulesAt
) -> list[Decision]:
    """Decide every line; lines of which the same is known are decided once."""
    made: dict[frozenset[tuple[str, Datum]], Decision] = {}
    decisions = []
    for line, own in lines.items():
        key = frozenset(own.items())
        if key not in made:
            made[key] = _decided(line, {**facts, **own}, checklists, rules)
        decisions.append(_for_line(made[key], line))
    return decisions


def _for_line(decision: Decision, line: str) -> Decision:
    if decision.line == line:
        return decision
    reasons = tuple(replace(reason, line=line) if reason.line else reason for reason in decision.reasons)
    return replace(decision, line=line, reasons=reasons)


def _decided(line: str, facts: Mapping[str, Datum], checklists: Checklists, rules: RulesAt) -> Decision:
    knowledge = Knowledge(facts, rules)
    reasons: list[Reason] = []
    still: list[Outcome] = []
    missing: list[str] = []
    final: tuple[Outcome, ...] = (REFUND,)
    result: Outcome = REFUND
    for step in checklists.steps:
        judged = evaluate(step.when, knowledge)
        reasons.append(_reason(step, judged, line, rules))
        if judged.outcome is None and step.asked:
            still += step.could_be or (step.result,)
            missing += judged.missing
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
    """Return the facts to ask for, each once; the flag of a zero rate is no question while the rate is unknown."""
    facts = dict.fromkeys(missing)
    if RATE in facts:
        facts.pop(FLAG, None)
    return tuple(facts)


def _reason(step: PolicyStep, judged: Evaluation, line: str, rules: RulesAt) -> Reason:
    return Reason(
        id=step.id,
        outcome=_WORDS[judged.outcome],
        zh=step.zh,
        en=step.en,
        cite=step.cite,
        confidence=rules.book.confidence_of(step.cite, step.confidence),
        line=line if step.per_line else "",
        missing=judged.missing,
        precondition=judged.outcome is None and not step.asked,
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
        used.append(rules.book.confidence_of(method.cite, method.confidence))
    return max(used, key=lambda label: label.rank, default=Confidence.UNCONFIRMED)
