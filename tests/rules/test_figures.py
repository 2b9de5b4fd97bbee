"""Figures of law inside sentences follow the day."""

from __future__ import annotations

from datetime import date

import pytest

from exporter_desk.rules.figures import figures_in, filled
from tests.rules.book_files import small_book


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 1, 1), "up to 5,000"),
        (date(2024, 1, 1), "up to 6,000.5"),
        (date(2019, 1, 1), "up to (to be confirmed)"),
    ],
)
def test_filled(day: date, expected: str) -> None:
    assert filled("up to {limit}", small_book().at(day), "en") == expected


def test_chinese() -> None:
    assert filled("{limit}元", small_book().at(date(2019, 1, 1)), "zh") == "（待确认）元"


def test_figures_in() -> None:
    assert figures_in("{a.b} and {c}, not {D} or {}") == ("a.b", "c")
