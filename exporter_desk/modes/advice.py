"""What the mode advisor answers: verdicts with reasons, warnings, registrations, papers, questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.facts import FactSheet
from exporter_desk.rules.rulebook import Datum
from exporter_desk.rules.schema import Caution, Confidence, Mode, Paper, Registration
from exporter_desk.rules.walk import weakest


class Verdict(StrEnum):
    """How a mode fits, in the order of the answer: 推荐, 可以, 待确认, 不适用."""

    RECOMMENDED = "recommended"
    POSSIBLE = "possible"
    TO_CONFIRM = "to_confirm"
    NOT_APPLICABLE = "not_applicable"

    @property
    def rank(self) -> int:
        """Return 0 for the best verdict."""
        return list(Verdict).index(self)


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence behind a verdict: met, failed or unknown, with its sources and what it waits for.

    `missing` are facts, `no_value` dated values that are not in force on the day. `blocks` tells whether failing rules
    the mode out (else something must be done first: `fix`, a registration).
    """

    id: str
    outcome: bool | None
    zh: str
    en: str
    sources: tuple[str, ...]
    confidence: Confidence
    blocks: bool = False
    fix: str = ""
    missing: tuple[str, ...] = ()
    no_value: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """The row of a list that decided, or None while several rows are still open."""

    value: str | None
    hs_digits: int | None = None
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModeAdvice:
    """One supervision mode, judged for this case; `features` is its column of the side-by-side table."""

    mode: Mode
    verdict: Verdict
    reasons: tuple[Reason, ...]
    channel: Decided
    refund: Decided
    notes: tuple[Reason, ...] = ()
    features: Mapping[str, Bilingual] = field(default_factory=dict)

    @property
    def confidence(self) -> Confidence:
        """Return the weakest label of what led to the verdict and the channel: 待确认 spreads."""
        deciding = [reason for reason in self.reasons if reason.blocks]
        if self.verdict is Verdict.NOT_APPLICABLE:
            deciding = [reason for reason in deciding if reason.outcome is False]
        labels = (reason.confidence for reason in (*deciding, *self.channel.reasons))
        return weakest(labels) or Confidence.UNCONFIRMED


@dataclass(frozen=True, slots=True)
class CautionAdvice:
    """A warning that was raised, in words of the day; `to_confirm` when only because an answer is missing."""

    caution: Caution
    severity: str
    to_confirm: bool
    zh: str
    en: str
    sources: tuple[str, ...]
    confidence: Confidence
    facts: tuple[str, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegistrationAdvice:
    """A registration that this case needs, or is told not to; state done | needed | unknown | cancelled."""

    registration: Registration
    state: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperAdvice:
    """An industry paper; `needed` is None while an answer is missing."""

    paper: Paper
    needed: bool | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clash:
    """Answers that cannot all be true: why, the sources that need one of them, their label, and the facts."""

    id: str
    zh: str
    en: str
    sources: tuple[str, ...]
    confidence: Confidence
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What becomes of one mode, without the words: verdict, channel and refund path."""

    verdict: Verdict
    channel: str | None
    refund: str | None


@dataclass(frozen=True, slots=True)
class Advice:
    """The whole answer at one day; `modes` stand in the order in which they are shown.

    While `clashes` stand, nothing is ranked. `result` holds the facts that rules may ask of the answer itself.
    """

    day: date
    sheet: FactSheet
    scenarios: tuple[Reason, ...]
    modes: tuple[ModeAdvice, ...]
    cautions: tuple[CautionAdvice, ...]
    registrations: tuple[RegistrationAdvice, ...]
    papers: tuple[PaperAdvice, ...]
    remarks: tuple[Reason, ...]
    ranking_missing: tuple[str, ...]
    clashes: tuple[Clash, ...] = ()
    result: Mapping[str, Datum] = field(default_factory=dict)

    def mode(self, code: str) -> ModeAdvice:
        """Return the advice on one mode; raises KeyError for a mode that the rules do not have."""
        for advice in self.modes:
            if advice.mode.code == code:
                return advice
        raise KeyError(code)

    @property
    def no_value(self) -> tuple[str, ...]:
        """Return the dated values that the answer needed and that are not in force on the day."""
        told = [reason for one in self.modes for reason in (*one.reasons, *one.channel.reasons, *one.refund.reasons)]
        return tuple(dict.fromkeys(value for reason in told for value in reason.no_value))

    @property
    def recommended(self) -> ModeAdvice | None:
        """Return the recommended mode, None while nothing can be recommended."""
        return next((advice for advice in self.modes if advice.verdict is Verdict.RECOMMENDED), None)
