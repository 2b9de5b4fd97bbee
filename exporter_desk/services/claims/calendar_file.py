"""The deadlines of shipments as a calendar file that a phone or an office program takes in."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from exporter_desk.documents.icalendar import Event, to_ics
from exporter_desk.domain.practice import mark_of
from exporter_desk.domain.text import Bilingual
from exporter_desk.refund.older import name_of_day, name_of_sale
from exporter_desk.refund.reminders import reminders

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from exporter_desk.domain.text import Language
    from exporter_desk.refund.assess import RefundResult
    from exporter_desk.refund.reminders import Reminder
    from exporter_desk.rules.checklists import Checklists

DOMAIN = "exporter-desk"
_NAME = Bilingual("出口单证台 退税期限", "Exporter Desk refund deadlines")


def refund_calendar(
    results: Iterable[tuple[str, str, RefundResult]],
    book: Checklists,
    today: date,
    language: Language = "zh",
    *,
    practice: bool = False,
) -> bytes:
    """Return the file for shipments given as id, shown name and refund result; what was settled is left out.

    A deadline whose day is not known yet is not in it: the papers and the window say what it waits for.
    """
    events = [
        _event(identifier, " ".join(part for part in (name, mark_of(practice=practice)) if part), one, today, language)
        for identifier, name, result in results
        for one in reminders(result, book.deadlines, today)
        if one.state != "settled"
    ]
    return to_ics(events, today, _NAME.in_language(language))


def _event(identifier: str, name: str, one: Reminder, today: date, language: Language) -> Event:
    rule = one.rule
    both = Bilingual(rule.zh, rule.en) if one.export is None else name_of_day(rule, one.export)
    both = both if one.sale is None else name_of_sale(rule, one.sale)
    title = both.in_language(language)
    return Event(
        uid=f"{identifier}-{rule.id}{_apart(one)}@{DOMAIN}",
        day=one.day,
        summary=f"{title}：{name}" if name and language == "zh" else f"{title}: {name}" if name else title,
        description=Bilingual(rule.note_zh, rule.note_en).in_language(language),
        alarms=tuple(day for day in one.remind_on if day >= today),
    )


def _apart(one: Reminder) -> str:
    """Return what tells deadlines of one kind apart, where declarations or sales of one shipment have several."""
    return "".join(f"-{day:%Y%m%d}" for day in (one.export, one.sale) if day is not None)


def stable_id(result: RefundResult) -> str:
    """Return an id for input that carries none: the same declarations, else the same export day, give the same one."""
    source = result.source
    numbers = sorted({line.declaration for line in source.lines if line.declaration})
    basis = "|".join(numbers) or f"{source.dates.export}|{','.join(line.id for line in source.lines)}"
    return hashlib.sha256(basis.encode("utf-8")).hexdigest()[:16]
