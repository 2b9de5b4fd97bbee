"""Which unknown facts still matter, and what each of them would decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.modes.advice import Verdict
from exporter_desk.modes.changes import possible_answers
from exporter_desk.modes.suppose import supposed
from exporter_desk.rules.rulebook import Datum
from exporter_desk.rules.schema import FactSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exporter_desk.modes.advice import Advice
    from exporter_desk.rules.rulebook import RuleBook

RANKING, CHANNEL, REFUND = "ranking", "channel", "refund"


@dataclass(frozen=True, slots=True)
class Question:
    """An unknown fact; `would_decide` names ranking, channel, refund, mode codes, warnings, registrations, papers."""

    spec: FactSpec
    would_decide: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Supposed:
    """An answer that might be given, and the verdict of every mode with it."""

    answer: Datum
    verdicts: Mapping[str, Verdict]

    @property
    def decides(self) -> bool:
        """Tell whether it leads to one mode, or to none, and does not just leave several open."""
        left = [verdict for verdict in self.verdicts.values() if verdict is not Verdict.NOT_APPLICABLE]
        return len(left) <= 1 or not {Verdict.RECOMMENDED, Verdict.POSSIBLE}.isdisjoint(left)


def questions(advice: Advice, book: RuleBook) -> tuple[Question, ...]:
    """Return what is left to ask: what decides modes first, then channel and refund, then the rest; else rule order."""
    decides: dict[str, list[str]] = {}
    for fact, what in _open_ends(advice):
        asked = book.facts[fact].asks or fact
        if asked not in advice.sheet.values and _fits(book.facts[asked], advice):
            decides.setdefault(asked, []).append(what)
    order = list(book.facts)
    found = [Question(book.facts[fact], tuple(dict.fromkeys(whats))) for fact, whats in decides.items()]
    return tuple(sorted(found, key=lambda one: (_weight(one, book), order.index(one.spec.path))))


def answers(question: Question, advice: Advice, book: RuleBook) -> tuple[Supposed, ...]:
    """Return what each answer would make of the modes, for a question that decides them; none for the others."""
    if _weight(question, book) > 0:
        return ()
    path = question.spec.path
    tried = [(one, supposed(advice, book, path, one)) for one in possible_answers(question.spec, advice, book)]
    return tuple(Supposed(one, {code: found.verdict for code, found in then.outlooks.items()}) for one, then in tried)


def _open_ends(advice: Advice) -> Iterator[tuple[str, str]]:
    open_modes = [mode for mode in advice.modes if mode.verdict is not Verdict.NOT_APPLICABLE]
    if open_modes:
        yield from _each(advice.ranking_missing, RANKING)
    for mode in open_modes:
        for reason in mode.reasons:
            yield from _each(reason.missing, mode.mode.code if reason.blocks else reason.fix or mode.mode.code)
        yield from _each(mode.channel.missing, CHANNEL)
        yield from _each(mode.refund.missing, REFUND)
    for caution in advice.cautions:
        yield from _each(caution.missing, caution.caution.code)
    for registration in advice.registrations:
        yield from _each(registration.missing, registration.registration.id)
    for paper in advice.papers:
        yield from _each(paper.missing, paper.paper.id)


def _each(facts: Iterable[str], what: str) -> Iterator[tuple[str, str]]:
    return ((fact, what) for fact in facts)


def _fits(spec: FactSpec, advice: Advice) -> bool:
    pack = advice.sheet.values.get("pack")
    return not spec.reserved and (not spec.packs or pack is None or pack in spec.packs)


def _weight(question: Question, book: RuleBook) -> int:
    whats = set(question.would_decide)
    if whats & {RANKING, *book.modes}:
        return 0
    return 1 if whats & {CHANNEL, REFUND} else 2
