"""Formulas of a workbook from the record of a line: read, rounded in steps, and refused where they miss a cent."""

from __future__ import annotations

from decimal import Decimal

import pytest

from exporter_desk.costs.lines import CostLine
from exporter_desk.tables.live_formula import line_formula

D = Decimal


def line(formula: str, amount: str, quantity: str | None = None, rate: str | None = None, **more: str) -> CostLine:
    numbers = [None if one is None else D(one) for one in (quantity, rate)]
    return CostLine(
        stage="x", charge_id="x", place="x", currency=more.get("currency", "USD"), limit=more.get("limit", ""),
        formula=formula, amount=D(amount), quantity=numbers[0], rate=numbers[1],
    )  # fmt: skip


def live(one: CostLine) -> str | None:
    term = line_formula(one, "E2", "F2", "G2")
    return None if term is None else term.text


@pytest.mark.parametrize(
    ("formula", "amount", "expected"),
    [
        (
            "879.0408 × 0 + 581.2356 × 0.5 = 290.6178 → 290.62 USD",
            "290.62",
            "ROUND(ROUND(879.0408*0+581.2356*0.5,8),2)",
        ),
        ("450 × 29.85 − 27 × 24.85 = 12761.55 USD", "12761.55", "ROUND(ROUND(450*29.85-27*24.85,8),2)"),
        ("2106.85 × 75/365 × 6 % = 25.97 EUR", "25.97", "ROUND(ROUND(2106.85*75/365*(6/100),8),2)"),
        (
            "−(103005.00 ÷ 1.09 = 94500.00) × 9 % = -8505.00 CNY",
            "-8505.00",
            "ROUND(ROUND((-ROUND(ROUND(103005.00/1.09,8),2))*(9/100),8),2)",
        ),
    ],
)
def test_printed_formulas_become_live(formula: str, amount: str, expected: str) -> None:
    assert live(line(formula, amount)) == expected


def test_a_later_part_goes_on_from_the_rounded_result_before() -> None:
    text = live(line("CIF 33400 ÷ (1 − 1.1 × 0.12 %) = 33444.15; × 110 % × 0.12 % = 44.146278 → 44.15 USD", "44.15"))
    assert text is not None
    assert text.startswith("ROUND(ROUND(ROUND(ROUND(33400/")


def test_cells_are_used_where_quantity_and_rate_give_the_amount() -> None:
    assert live(line("5.76 rt × 148 = 852.48 USD", "852.48", "5.76", "148")) == "ROUND(ROUND(E2*F2,8),2)"
    assert live(line("27900 × 25 % = 6975", "6975.00", "27900", "25")) == "ROUND(ROUND(E2*F2/100,8),2)"


def test_half_a_cent_goes_away_from_zero() -> None:
    assert live(line("", "34.88", "27900", "0.125")) is not None  # 34.875


def test_a_minimum_stays_a_minimum() -> None:
    assert (
        live(line("2 rt × 10 = 20 → min 45.00 USD", "45.00", "2", "10", limit="min"))
        == "MAX(ROUND(ROUND(E2*F2,8),2),G2)"
    )


def test_currencies_without_cents_are_rounded_to_whole_units() -> None:
    assert live(line("", "1235", "1", "1234.5", currency="JPY")) == "ROUND(ROUND(E2*F2,8),0)"


@pytest.mark.parametrize(
    "formula",
    [
        "",
        "1 ÷ 0 = 3",
        "2 × 3 = 7",
        "((1",
        "× 3 = 3.00",
        "=HYPERLINK()",
        "1 × 2 ^ 3 = 3.00",
        "a; b; c",
        "1 1 = 3.00",
        "9" * 3000,
    ],
)
def test_what_misses_the_amount_is_no_formula(formula: str) -> None:
    assert live(line(formula, "3.00")) is None
