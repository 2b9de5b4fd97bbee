"""Deadlines (期限): day arithmetic over typed days; every offset and day number is a dated value handed in."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Offsets:
    """The numbers of the law for one export day; None where the law of that day knows no such limit.

    `regular_end` is month and day in the following year; `lapse_months` and `fx_months` count from the export day;
    `april_filing_day` is the practical last day of the April filing period.
    """

    regular_end: tuple[int, int] | None
    lapse_months: int | None
    fx_months: int | None
    archive_days: int | None
    keep_years: int | None
    warehouse_days: int | None
    april_filing_day: int | None


def first_of_month(month: str) -> date:
    """Return the 1st of the month YYYYMM."""
    return date(int(month[:4]), int(month[4:]), 1)


def first_of_next_month(day: date) -> date:
    """Return the 1st of the month after `day`."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def add_months(day: date, months: int) -> date:
    """Return the same day number `months` later, the end of that month where it is too short."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """Return the same day `years` later; 29 February becomes the 28th in a common year."""
    return add_months(day, 12 * years)


def filing_start(export: date) -> date:
    """Return the first day a claim can be filed: the 1st of the month after the export day."""
    return first_of_next_month(export)


def regular_end(export: date, month_day: tuple[int, int]) -> date:
    """Return the end of the normal window: that month and day of the year after the export day."""
    return date(export.year + 1, *month_day)


def practical_end(export: date, month_day: tuple[int, int], filing_day: int) -> date:
    """Return the last day of the VAT filing period inside the month of the regular end."""
    return date(export.year + 1, month_day[0], filing_day)


def fx_deadline(export: date, end: date, contract_final: date | None, months: int | None) -> date:
    """Return the day by which the exchange must be in: `end`, or the contract's last day, at most `months` on."""
    if contract_final is None or contract_final <= end or months is None:
        return end
    return min(contract_final, add_months(export, months))


def lapse_last_day(export: date, months: int) -> date:
    """Return the last day on which the export can still be declared to the tax office."""
    return add_months(export, months)


def deemed_domestic(export: date, months: int) -> date:
    """Return the day on which tax arises as for a domestic sale (视同内销): the day after the last one."""
    return lapse_last_day(export, months) + timedelta(days=1)


def archive_due(claim: date, days: int) -> date:
    """Return the last day to file the papers kept for inspection (备案单证); the day of the claim is not counted."""
    return claim + timedelta(days=days)


def keep_until(claim: date, years: int) -> date:
    """Return the day until which the filed papers must be kept."""
    return add_years(claim, years)


def warehouse_window(done: date, month_day: tuple[int, int]) -> tuple[date, date]:
    """Return the reconciliation window (核算期) of a pre-refund that the tax office finished on `done`."""
    return first_of_next_month(done), date(done.year + 1, *month_day)


def sale_evidence_due(sale: date, days: int) -> date:
    """Return the last day to file the sales evidence of goods sold abroad."""
    return sale + timedelta(days=days)
