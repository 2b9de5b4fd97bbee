"""The codes of the refund rate library that a goods line may have, where several stand under its commodity code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import trimmed
from exporter_desk.refund.line_rates import codes_under
from exporter_desk.refund.sheet_values import PERCENT
from exporter_desk.rules.typed_codes import normalise_codes

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.refund.rate_table import RateRecord
    from exporter_desk.services.desk import Desk


def library_codes(case: Case, goods: str, desk: Desk, day: date) -> dict[str, str]:
    """Return each code with its rate and name in words; nothing where there is no choice.

    The rates are those of the day of its export, else of `day`.
    """
    line = case.line(goods)
    if line is None or not line.hs:
        return {}
    alone = normalise_codes(replace(case, goods=(line,)), desk.codes).goods[0]
    found = codes_under(alone.hs or "", desk.refund_book.table, _export_day(case, goods) or day)
    return {one.code: _words(one) for one in found}


def _export_day(case: Case, goods: str) -> date | None:
    declaration = case.tax.declaration_of(goods)
    return None if declaration is None else declaration.export_date


def _words(one: RateRecord) -> str:
    rate = "?" if one.refund_rate is None else f"{trimmed(one.refund_rate * PERCENT)}%"
    return " ".join(part for part in (one.code, rate, one.name) if part)
