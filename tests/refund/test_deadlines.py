"""Day arithmetic of the deadlines: month ends, leap years, and windows."""

from __future__ import annotations

from datetime import date

import pytest

from exporter_desk.refund import deadlines as d


@pytest.mark.parametrize(
    ("export", "last", "taxed"),
    [
        (date(2026, 1, 1), date(2029, 1, 1), date(2029, 1, 2)),
        (date(2026, 2, 28), date(2029, 2, 28), date(2029, 3, 1)),
        (date(2028, 2, 29), date(2031, 2, 28), date(2031, 3, 1)),
        (date(2026, 12, 31), date(2029, 12, 31), date(2030, 1, 1)),
    ],
)
def test_thirty_six_months(export: date, last: date, taxed: date) -> None:
    assert d.lapse_last_day(export, 36) == last
    assert d.deemed_domestic(export, 36) == taxed


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_short_months_end_on_their_last_day(start: date, months: int, end: date) -> None:
    assert d.add_months(start, months) == end


@pytest.mark.parametrize(
    ("export", "start"), [(date(2026, 11, 30), date(2026, 12, 1)), (date(2026, 12, 1), date(2027, 1, 1))]
)
def test_claims_start_in_the_next_month(export: date, start: date) -> None:
    assert d.filing_start(export) == start


@pytest.mark.parametrize(
    ("final", "expected"),
    [
        (None, date(2027, 4, 30)),
        (date(2027, 3, 1), date(2027, 4, 30)),
        (date(2027, 9, 30), date(2027, 9, 30)),
        (date(2035, 1, 1), date(2029, 6, 10)),
    ],
)
def test_a_later_contract_day_counts_up_to_thirty_six_months(final: date | None, expected: date) -> None:
    assert d.fx_deadline(date(2026, 6, 10), date(2027, 4, 30), final, 36) == expected


@pytest.mark.parametrize(
    ("done", "window"),
    [
        (date(2025, 2, 13), (date(2025, 3, 1), date(2026, 4, 30))),
        (date(2026, 1, 2), (date(2026, 2, 1), date(2027, 4, 30))),
        (date(2026, 12, 20), (date(2027, 1, 1), date(2027, 4, 30))),
    ],
)
def test_reconciliation_window(done: date, window: tuple[date, date]) -> None:
    assert d.warehouse_window(done, (4, 30)) == window


def test_archive_and_keeping() -> None:
    assert d.archive_due(date(2026, 2, 20), 15) == date(2026, 3, 7)
    assert d.keep_until(date(2028, 2, 29), 10) == date(2038, 2, 28)
