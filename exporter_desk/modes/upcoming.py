"""Changes of the law that come soon and touch what the advisor concluded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.modes.advice import Verdict
from exporter_desk.modes.assess import known
from exporter_desk.rules.schema import Watch
from exporter_desk.rules.upcoming import Upcoming, upcoming

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.modes.advice import Advice, ModeAdvice, Reason
    from exporter_desk.rules.rulebook import RuleBook
    from exporter_desk.rules.schema import Record


def upcoming_changes(advice: Advice, book: RuleBook) -> tuple[Upcoming, ...]:
    """Return what changes in the window after the day of the advice and touches this case, earliest first."""
    knowledge = known(advice.sheet, book, advice.day).with_facts(**advice.result)
    return upcoming(knowledge, _speaking(advice, book), _cited(advice), _new_modes(advice))


def _speaking(advice: Advice, book: RuleBook) -> Iterator[Record]:
    """Yield the rules that may speak about the case: of the modes still open, of its industry, and all warnings."""
    open_modes = [one.mode for one in advice.modes if one.verdict is not Verdict.NOT_APPLICABLE]
    gates = [gate for mode in open_modes for gate in mode.gates] + list(_only_obstacles(advice))
    yield from (book.gates[name] for name in dict.fromkeys(gates) if name in book.gates)
    for mode in open_modes:
        yield from (*mode.channel, *mode.refund, *mode.note)
    yield from (*book.cautions, *book.registrations)
    industry = book.industries.get(str(advice.sheet.values.get("pack")))
    if industry is not None:
        yield from (*industry.paper, *industry.note)


def _only_obstacles(advice: Advice) -> Iterator[str]:
    """Yield the gate that alone closes a mode: when its day comes, the mode opens."""
    for one in advice.modes:
        against = [reason.id for reason in one.reasons if reason.blocks and reason.outcome is False]
        yield from against if len(against) == 1 else ()


def _new_modes(advice: Advice) -> Iterator[Watch]:
    """Yield the modes that nothing closes but their starting day."""
    waiting = [one.mode for one in advice.modes if "in_force" in _only_obstacles(replace(advice, modes=(one,)))]
    for mode in waiting:
        if mode.in_force_from is not None:
            zh, en = f"可以用{mode.code}（{mode.short_zh}）。", f"mode {mode.code} ({mode.short_en}) exists."
            yield Watch(id=f"mode.{mode.code}", from_=mode.in_force_from, zh=zh, en=en, cite=mode.cite)


def _cited(advice: Advice) -> Iterator[str]:
    open_modes = [one for one in advice.modes if one.verdict is not Verdict.NOT_APPLICABLE]
    for told in (advice.scenarios, advice.remarks, *(_reasons(one) for one in open_modes)):
        yield from (source for reason in told for source in reason.sources)
    yield from (source for caution in advice.cautions for source in caution.sources)
    for registration in advice.registrations:
        yield from (cite.source for cite in registration.registration.cite)
    for paper in advice.papers:
        yield from (cite.source for cite in paper.paper.cite)


def _reasons(one: ModeAdvice) -> tuple[Reason, ...]:
    return (*one.reasons, *one.channel.reasons, *one.refund.reasons, *one.notes)
