"""Exports under an earlier law whose text was not read: what follows from the same formulas is to be confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.refund.due import Deadline
    from exporter_desk.refund.inputs import RefundInput
    from exporter_desk.rules.checklists import Checklists, DeadlineRule
    from exporter_desk.rules.rulebook import Found, RulesAt
    from exporter_desk.rules.schema import Confidence

OLDER_LAW: Final = "refund_older_law"


def older_law(rules: RulesAt) -> Found | None:
    """Return the law of an earlier time whose text was not read, None where the law in force was."""
    return rules.find(OLDER_LAW)


def older_label(rules: RulesAt) -> Confidence | None:
    """Return the label that nothing of an earlier law can be better than."""
    older = older_law(rules)
    return None if older is None else older.confidence


def older_on(export: date | None, book: Checklists) -> Found | None:
    """Return the earlier law of an export day, None while that is not known."""
    return None if export is None else older_law(book.at(export))


def older_by_line(source: RefundInput, law_day: date, book: Checklists) -> dict[str, Found]:
    """Return the earlier law that the figures of each line follow; those of all lines ("") do with any such line."""
    found = {line.id: older_on(line.exported or law_day, book) for line in source.lines}
    named = {line: older for line, older in found.items() if older is not None}
    shared = next(iter(named.values()), None if found else older_on(law_day, book))
    return named if shared is None else {**named, "": shared}


def deadline_name(deadline: Deadline, book: Checklists) -> Bilingual:
    """Return the name of a deadline, with the day of export or sale where that of another day has another one."""
    rule = book.deadlines[deadline.id]
    if deadline.sale is not None:
        return name_of_sale(rule, deadline.sale)
    if not deadline.lines:
        return Bilingual(rule.zh, rule.en)
    if deadline.export is None:
        return Bilingual(f"{rule.zh}（没有填出口日期的货物）", f"{rule.en} (goods without an export day)")
    return name_of_day(rule, deadline.export)


def name_of_day(rule: DeadlineRule, export: date) -> Bilingual:
    """Return the name of a deadline of the goods exported on one of several days."""
    day = export.isoformat()
    return Bilingual(f"{rule.zh}（{day} 出口）", f"{rule.en} (exported {day})")


def name_of_sale(rule: DeadlineRule, sale: date) -> Bilingual:
    """Return the name of a deadline of the goods sold abroad on one of several days."""
    return Bilingual(f"{rule.zh}（{sale.isoformat()} 售出）", f"{rule.en} (sold {sale.isoformat()})")


def remark_on(deadline: Deadline, book: Checklists) -> tuple[Bilingual, Confidence]:
    """Return what to say of a deadline by the law of its export day, and the label of it."""
    rule: DeadlineRule = book.deadlines[deadline.id]
    older = older_on(deadline.export, book)
    label = book.book.confidence_of(rule.cite, rule.confidence, None if older is None else older.confidence)
    if older is not None or deadline.no_rule:
        return Bilingual(rule.older_zh, rule.older_en), label
    return Bilingual(rule.note_zh, rule.note_en), label
