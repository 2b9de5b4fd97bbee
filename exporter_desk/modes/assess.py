"""The mode advisor: facts, law and a day in, every supervision mode judged with its reasons out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.modes.advice import Advice, Decided, ModeAdvice, Outlook, Verdict
from exporter_desk.modes.clashes import clash_reason, clashes
from exporter_desk.modes.obligations import cautions, papers, registrations
from exporter_desk.modes.ranking import Ranking, rank, stopped, verdicts
from exporter_desk.modes.reasons import access_reason, decide, gate_reason, in_force, remark, worded
from exporter_desk.rules.conditions import Knowledge

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from exporter_desk.modes.advice import Clash, Reason
    from exporter_desk.rules.facts import FactSheet
    from exporter_desk.rules.rulebook import Datum, RuleBook
    from exporter_desk.rules.schema import Access, Mode

_NOT_DECIDED = Decided(None)


def assess(sheet: FactSheet, book: RuleBook, day: date) -> Advice:
    """Judge every mode for the known facts under the law of `day`; unknown facts stay unknown, none is assumed."""
    knowledge = known(sheet, book, day)
    clashing = clashes(sheet, knowledge)
    gates, ranking = _judged(knowledge, clashing)
    found = verdicts(ranking, gates)
    modes = [
        _advice(book.modes[code], found[code], (*reasons, *_of_ranking(code, found[code], ranking)), knowledge)
        for code, reasons in gates.items()
    ]
    modes.sort(key=lambda advice: _place(advice, ranking))
    result = _result(modes, ranking)
    knowledge = knowledge.with_facts(**result)
    return Advice(
        day,
        sheet,
        ranking.reasons,
        tuple(modes),
        cautions(knowledge),
        registrations(knowledge),
        papers(knowledge),
        _industry_remarks(knowledge),
        ranking.missing,
        clashing,
        result,
    )


def outlooks(sheet: FactSheet, book: RuleBook, day: date) -> dict[str, Outlook]:
    """Return verdict, channel and refund path of every mode, as `assess` finds them, without words and papers."""
    knowledge = known(sheet, book, day)
    gates, ranking = _judged(knowledge, clashes(sheet, knowledge))
    return {code: _outlook(book.modes[code], verdict, knowledge) for code, verdict in verdicts(ranking, gates).items()}


def _outlook(mode: Mode, verdict: Verdict, knowledge: Knowledge) -> Outlook:
    if verdict is Verdict.NOT_APPLICABLE:
        return Outlook(verdict, None, None)
    return Outlook(verdict, decide(mode.channel, knowledge).value, decide(mode.refund, knowledge).value)


def _judged(knowledge: Knowledge, clashing: tuple[Clash, ...]) -> tuple[dict[str, tuple[Reason, ...]], Ranking]:
    """Judge every gate and rank the modes; answers that contradict each other hold up every mode."""
    held = tuple(clash_reason(clash) for clash in clashing)
    gates = {code: (*_gates(mode, knowledge), *held) for code, mode in knowledge.rules.book.modes.items()}
    dropped = frozenset(code for code, reasons in gates.items() if _is_blocked(reasons))
    ranking = rank(knowledge, dropped)
    return gates, stopped(ranking) if held else ranking


def known(sheet: FactSheet, book: RuleBook, day: date) -> Knowledge:
    """Return what conditions are judged by: an unknown export date is the day asked about."""
    return Knowledge({"export_date": day, **sheet.values, **_access(sheet, book, day)}, book.at(day))


def _access_row(facts: Mapping[str, Datum], book: RuleBook, day: date) -> Access | None:
    industry = book.industries.get(str(facts.get("pack")))
    rows = (row for row in (industry.access if industry else ()) if facts.get("dest") in row.dest)
    return next((row for row in rows if row.since is None or row.since <= day), None)


def _access(sheet: FactSheet, book: RuleBook, day: date) -> dict[str, Datum]:
    row = _access_row(sheet.values, book, day)
    return {} if row is None else {"dest_access": str(row.state)} | _registration(row)


def _registration(row: Access) -> dict[str, Datum]:
    return {} if row.registration == "unknown" else {"dest_registration": row.registration}


def _gates(mode: Mode, knowledge: Knowledge) -> tuple[Reason, ...]:
    gates = knowledge.rules.book.gates
    return (*in_force(mode, knowledge), *(gate_reason(gates[name], knowledge) for name in mode.gates))


def _is_blocked(reasons: tuple[Reason, ...]) -> bool:
    return any(reason.blocks and reason.outcome is False for reason in reasons)


def _of_ranking(code: str, verdict: Verdict, ranking: Ranking) -> tuple[Reason, ...]:
    """Return what the ranking says against a mode: it is blocked there, or waits for a scenario to be decided."""
    if code in ranking.blocked:
        return (ranking.blocked[code],)
    return ranking.open_for.get(code, ()) if verdict is Verdict.TO_CONFIRM else ()


def _advice(mode: Mode, verdict: Verdict, reasons: tuple[Reason, ...], knowledge: Knowledge) -> ModeAdvice:
    features = {row.key: worded(row, knowledge.rules) for row in mode.feature}
    if verdict is Verdict.NOT_APPLICABLE:
        return ModeAdvice(mode, verdict, reasons, _NOT_DECIDED, _NOT_DECIDED, features=features)
    notes = tuple(note for note in (remark(entry, knowledge) for entry in mode.note) if note.outcome is not False)
    channel, refund = decide(mode.channel, knowledge), decide(mode.refund, knowledge)
    return ModeAdvice(mode, verdict, reasons, channel, refund, notes, features)


def _place(advice: ModeAdvice, ranking: Ranking) -> tuple[int, int, int]:
    order = [*ranking.order, *ranking.extra]
    code = advice.mode.code
    return advice.verdict.rank, order.index(code) if code in order else len(order), advice.mode.order


def _result(modes: list[ModeAdvice], ranking: Ranking) -> dict[str, Datum]:
    """Return what rules may ask of the result itself: the modes in order, and the channel of the first."""
    lead = next((advice.channel.value for advice in modes if advice.mode.code in ranking.order[:1]), None)
    return {"ranked": ranking.order} if lead is None else {"ranked": ranking.order, "channel": lead}


def _industry_remarks(knowledge: Knowledge) -> tuple[Reason, ...]:
    rules = knowledge.rules
    industry = rules.book.industries.get(str(knowledge.facts.get("pack")))
    row = _access_row(knowledge.facts, rules.book, rules.day)
    access = () if row is None else (access_reason(row, str(knowledge.facts["dest"]), rules),)
    notes = (remark(note, knowledge) for note in (industry.note if industry else ()))
    return (*access, *(note for note in notes if note.outcome is not False))
