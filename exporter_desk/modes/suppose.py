"""A case supposed otherwise: one answer changed, whatever follows from it followed, nothing stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from exporter_desk.modes.advice import Outlook
from exporter_desk.modes.assess import known, outlooks
from exporter_desk.modes.clashes import clashes
from exporter_desk.rules.conditions import Knowledge, evaluate

if TYPE_CHECKING:
    from exporter_desk.modes.advice import Advice
    from exporter_desk.rules.facts import FactSheet
    from exporter_desk.rules.rulebook import Datum, RuleBook


@dataclass(frozen=True, slots=True)
class Supposition:
    """What becomes of every mode, and which contradictions stand then."""

    outlooks: Mapping[str, Outlook]
    clashes: frozenset[str]


def supposed(advice: Advice, book: RuleBook, fact: str, answer: Datum | None) -> Supposition:
    """Return what would hold if `fact` had that answer, None for 不清楚; the advice stays as it is."""
    day = answer if fact == "export_date" and isinstance(answer, date) else advice.day
    sheet = with_answer(advice.sheet, fact, answer, book, day)
    clashing = clashes(sheet, known(sheet, book, day))
    return Supposition(outlooks(sheet, book, day), frozenset(clash.id for clash in clashing))


def with_answer(sheet: FactSheet, fact: str, answer: Datum | None, book: RuleBook, day: date) -> FactSheet:
    """Return the sheet with that answer, and with what the industry implies then instead of what it implied before."""
    changed = sheet.answered(fact, answer)
    entries = [entry for industry in book.industries.values() for entry in industry.implies]
    followed = {entry.fact for entry in entries if not book.facts[entry.fact].derive} & sheet.derived - {fact}
    said = {path: value for path, value in changed.values.items() if path not in followed}
    knowledge = Knowledge(said, book.at(day))
    implied = {entry.fact: entry.value for entry in entries if evaluate(entry.when, knowledge).outcome}
    return replace(
        changed,
        values={**implied, **said},
        derived=(sheet.derived - followed - {fact}) | (implied.keys() - said.keys()),
        not_known=sheet.not_known | {fact} if answer is None else sheet.not_known - {fact},
    )
