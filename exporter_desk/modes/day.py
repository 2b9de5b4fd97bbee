"""The day whose law applies to a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from exporter_desk.rules.facts import typed_day

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.rules.facts import FactSheet

DayIs = Literal["export_date", "today", "given"]


def advice_day(sheet: FactSheet, given: date | None, today: date) -> tuple[date, DayIs]:
    """Return the export date if it is known, else the day given with the case, else today; and which of them it is."""
    exported = typed_day(sheet, "export_date")
    if exported is not None:
        return exported, "export_date"
    return (today, "today") if given is None else (given, "given")
