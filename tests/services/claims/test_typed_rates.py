"""Typed exchange rates are held against the shipped reference table, and against fetched rates over it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from exporter_desk.services.desk import Desk


def test_the_shipped_table_speaks_for_its_days(
    desk: Desk,
) -> None:  # 2026-09-01,6.722261,… and the last row, 2026-10-30
    market = desk.refund_book.market
    assert market is not None
    of_day, later, yen = (
        market("USD", date(2026, 9, 1)),
        market("USD", date(2026, 12, 1)),
        market("JPY", date(2026, 9, 1)),
    )
    assert of_day is not None
    assert (of_day.rate, of_day.as_of) == (Decimal("6.722261"), date(2026, 9, 1))
    assert later is not None
    assert (later.rate, later.as_of) == (Decimal("6.652882"), date(2026, 10, 30))
    assert yen is not None  # 4.197113 for a hundred
    assert yen.rate == Decimal("0.04197113")


def test_what_it_does_not_hold_has_no_rate(desk: Desk) -> None:
    market = desk.refund_book.market
    assert market is not None
    assert (market("KES", date(2026, 9, 1)), market("USD", date(2024, 1, 1))) == (None, None)
