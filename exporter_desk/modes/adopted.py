"""A mode that was adopted, beside what the rules say now: what changed since, and whether to look at it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.case import Choice
from exporter_desk.domain.numbers import trimmed
from exporter_desk.modes.advice import Reason, Verdict
from exporter_desk.modes.changes import deciding_facts
from exporter_desk.rules.rulebook import Datum
from exporter_desk.rules.schema import FactSpec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.modes.advice import Advice, ModeAdvice
    from exporter_desk.rules.rulebook import RuleBook

WHAT = "mode"
CHANNEL = "channel"
_LIST_SIGN = ","
_OUTCOMES = {True: "met", False: "failed", None: "unknown"}


@dataclass(frozen=True, slots=True)
class FactChanged:
    """An answer that is another one now; None where there was none, or is none."""

    spec: FactSpec
    was: Datum | None
    now: Datum | None


@dataclass(frozen=True, slots=True)
class RuleChanged:
    """A rule of the adopted mode that comes out otherwise; `reason` is None when it is no longer there."""

    id: str
    was: str | None
    now: str | None
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Recheck:
    """The decision on the mode beside the present advice; `code` is None when none was adopted.

    A decision without `remembered` facts was noted elsewhere: only the rules can be compared.
    """

    choice: Choice
    rules_now: str
    day_now: date
    verdict_was: Verdict | None
    verdict_now: Verdict | None
    facts: tuple[FactChanged, ...]
    rules: tuple[RuleChanged, ...]
    remembered: bool

    @property
    def code(self) -> str | None:
        """Return the adopted mode, None when none of them was adopted."""
        return self.choice.value

    @property
    def rules_was(self) -> str | None:
        """Return the rules of the decision as `id@version`, without the digest that is noted behind `#`."""
        return None if self.choice.rules is None else self.choice.rules.partition("#")[0]

    @property
    def newer_rules(self) -> bool:
        """Tell whether the rules are other ones than those of the decision."""
        return self.rules_was is not None and self.rules_was != self.rules_now

    @property
    def is_due(self) -> bool:
        """Tell whether the decision should be looked at again."""
        turned = self.remembered and self.verdict_was is not self.verdict_now
        return bool(self.newer_rules or self.facts or self.rules or turned)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a decision rests on: the day of the law, the answers, and what the rules found."""

    day: date
    facts: Mapping[str, str]
    found: Mapping[str, str]


def basis(advice: Advice, book: RuleBook) -> Basis:
    """Return what a decision remembers: the answers that verdicts rest on, and what the rules found for every mode."""
    deciding = deciding_facts(book)
    facts = {fact: fact_text(value) for fact, value in advice.sheet.values.items() if fact in deciding}
    return Basis(advice.day, dict(sorted(facts.items())), _found(advice, book))


def _found(advice: Advice, book: RuleBook) -> dict[str, str]:
    found: dict[str, str] = {}
    for mode in advice.modes:
        found[mode.mode.code] = str(mode.verdict)
        found |= {key: state for key, state, _ in _outcomes(mode, book)}
    return found


def _outcomes(mode: ModeAdvice, book: RuleBook) -> Iterator[tuple[str, str, Reason | None]]:
    """Yield each rule that can rule the mode out with its outcome, and the channel."""
    code = mode.mode.code
    for reason in mode.reasons:
        if reason.id in book.gates and book.gates[reason.id].fails == "X":
            yield f"{code}.{reason.id}", _OUTCOMES[reason.outcome], reason
    if mode.channel.value is not None:
        yield f"{code}.{CHANNEL}", mode.channel.value, next(iter(mode.channel.reasons[-1:]), None)


def recheck(case: Case, advice: Advice, book: RuleBook) -> Recheck | None:
    """Compare the latest decision on the mode with the present advice; None while nobody has decided."""
    choice = case.decision(WHAT)
    if choice is None:
        return None
    mode = next((one for one in advice.modes if one.mode.code == choice.value), None)
    remembered = bool(choice.found)
    was = choice.found.get(choice.value or "")
    return Recheck(
        choice,
        book.version,
        advice.day,
        Verdict(was) if was in list(Verdict) else None,
        None if mode is None else mode.verdict,
        tuple(_facts_changed(choice, advice, book)) if remembered else (),
        tuple(_rules_changed(choice, mode, book)) if remembered and mode is not None else (),
        remembered,
    )


def _facts_changed(choice: Choice, advice: Advice, book: RuleBook) -> Iterator[FactChanged]:
    deciding = deciding_facts(book)
    for fact, spec in book.facts.items():
        now = advice.sheet.values.get(fact) if fact in deciding else None
        was = choice.facts.get(fact)
        if was != (None if now is None else fact_text(now)):
            yield FactChanged(spec, None if was is None else read_text(spec, was), now)


def _rules_changed(choice: Choice, mode: ModeAdvice, book: RuleBook) -> Iterator[RuleChanged]:
    now = {key: (state, reason) for key, state, reason in _outcomes(mode, book)}
    mine = {key: state for key, state in choice.found.items() if key.startswith(f"{mode.mode.code}.")}
    for key in (*now, *(key for key in mine if key not in now)):
        state, reason = now.get(key, (None, None))
        if state != mine.get(key) and not (key.endswith(CHANNEL) and state is None):
            yield RuleChanged(key.partition(".")[2], mine.get(key), state, reason)


def fact_text(value: Datum) -> str:
    """Return an answer as a decision keeps it: one line of text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return _LIST_SIGN.join(value)
    return trimmed(value) if isinstance(value, Decimal) else str(value)


def read_text(spec: FactSpec, text: str) -> Datum:
    """Return a kept answer as it was; text that no longer fits its fact stays text."""
    if spec.type == "bool" and text in ("true", "false"):
        return text == "true"
    if spec.type == "list":
        return tuple(text.split(_LIST_SIGN)) if text else ()
    return text
