"""The workbook of an estimate: recomputed by another program it gives the same cents, line by line and in all."""

from __future__ import annotations

import io
import json
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from exporter_desk.costs.scenario import read_scenario
from exporter_desk.costs.study import study
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.files import Studied, estimate_workbook
from tests.support.workbooks import OFFICE, recomputed

SCENARIOS = Path(__file__).parents[1] / "costs" / "scenarios"
DAY = date(2026, 11, 22)
# The totals of the three worked examples, computed by hand from their line tables.
TOTALS = {"oranges_my": "134207.72", "tables_us": "602521.95", "shirts_de": "277349.72"}


@cache
def desk() -> Desk:
    return Desk()


@cache
def workbook(name: str) -> bytes:
    data = json.loads((SCENARIOS / f"{name}.json").read_text(encoding="utf-8"))
    return made(data)


def made(data: dict[str, object]) -> bytes:
    scenario = read_scenario(data).scenario  # type: ignore[arg-type]
    assert scenario is not None
    found = study(scenario, day=DAY, prices=desk().prices)
    return estimate_workbook(Studied(scenario, found, None, DAY, ()), desk(), "en")


def formulas(content: bytes) -> dict[tuple[str, str], str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    }


def cents(value: object) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.0001"))


@pytest.mark.skipif(OFFICE is None, reason="no second spreadsheet program on this machine")
@pytest.mark.parametrize("name", list(TOTALS))
def test_another_program_computes_the_same_cents(name: str, tmp_path: Path) -> None:
    content = workbook(name)
    again = recomputed(content, tmp_path)
    shown = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    live = formulas(content)
    assert len(live) > 60
    for sheet, cell in live:
        assert cents(again[sheet][cell].value) == cents(shown[sheet][cell].value), (sheet, cell, live[sheet, cell])
    summary = {row[0].value: row[1].value for row in again["Summary"].iter_rows()}
    assert cents(summary["All costs"]) == Decimal(TOTALS[name])


def _many() -> dict[str, object]:
    """Twenty-five articles with stock, returns, a monthly minimum and a fee on each payment."""
    numbers = range(1, 26)
    skus = [{"id": f"s{n}", "units": n, "cbm": "0.0313", "gross_kg": "2.7", "vat_pct": "13", "refund_pct": "13",
             "cost": {"amount": "7.77", "currency": "CNY"}, "price": {"amount": "19.99", "currency": "USD"}}
            for n in numbers]  # fmt: skip
    lots = [{"sku": f"s{n}", "arrive": "2027-01-05", "depart": "2026-12-01", "units": n} for n in numbers]
    lines = [
        {"stage": "fulfilment", "basis": "order", "rate": "1.45", "currency": "USD"},
        {"stage": "fixed", "basis": "month", "minimum_spend": "150", "counts": ["storage"], "currency": "USD"},
        {"stage": "payment", "basis": "pct_of_sale", "rate": "2.9", "fixed": "0.3", "currency": "USD",
         "round": {"when": "order"}},
    ]  # fmt: skip
    return {
        "reporting": "CNY", "fx": {"USD": "7.1"}, "skus": skus, "lots": lots, "lines": lines, "capital_pct": "6.25",
        "demand": [{"sku": f"s{n}", "per_day": "0.7"} for n in numbers], "receivable_days": 7,
        "returns": {"rate": "0.1", "delay_days": 5, "resale": "0.5"},
        "cards": [{"card_id": "US-CN3PL-2024", "only": ["storage", "return_receive"]}],
    }  # fmt: skip


ODD: dict[str, dict[str, object]] = {
    "many articles": _many(),
    "yen, a minimum, a negative price": {
        "reporting": "CNY", "fx": {"JPY": "0.0463", "EUR": "8.25"},
        "skus": [{"id": "a", "units": 333, "cost": {"amount": "10.005", "currency": "EUR"}}],
        "lines": [
            {"stage": "destination", "basis": "unit", "rate": "333.5", "currency": "JPY", "min": "200000"},
            {"stage": "refund", "basis": "unit", "rate": "-1.005", "currency": "EUR"},
            {"stage": "last_mile", "basis": "pct_of_stage", "of": ["destination"], "rate": "33.3333",
             "currency": "JPY"},
        ],
    },
    "duty layer by layer": {
        "reporting": "USD",
        "duty": {"value": "9403.60", "hs": "9403608093", "destination": "US", "day": "2027-01-01",
                 "conditions": {"ocean": True, "kitchen_cabinet": True}},
    },
}  # fmt: skip


@pytest.mark.skipif(OFFICE is None, reason="no second spreadsheet program on this machine")
@pytest.mark.parametrize("name", list(ODD))
def test_odd_plans_give_the_same_cents_elsewhere(name: str, tmp_path: Path) -> None:
    scenario = read_scenario(ODD[name]).scenario  # type: ignore[arg-type]
    assert scenario is not None
    total = study(scenario, day=DAY, prices=desk().prices).estimate.total.value
    summary = {row[0].value: row[1].value for row in recomputed(made(ODD[name]), tmp_path)["Summary"].iter_rows()}
    assert total is not None
    assert cents(summary["All costs"]) == cents(total)


def test_a_rate_of_nought_stays_a_percentage() -> None:
    """The base duty is 0 %: whoever types 5 into the cell gets 5 % of the value, not five times it."""
    book = openpyxl.load_workbook(io.BytesIO(made(ODD["duty layer by layer"])))
    row = next(row for row in book["Lines"].iter_rows(min_row=2) if "Base duty" in str(row[1].value))
    assert row[5].value == 0
    assert str(row[8].value).startswith(f"=ROUND(ROUND(E{row[0].row}*F{row[0].row}/100")


@pytest.mark.skipif(OFFICE is None, reason="no second spreadsheet program on this machine")
def test_a_changed_rate_of_exchange_moves_the_total(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook("tables_us")))
    rates = book["Exchange rates"]
    [row] = [row for row in rates.iter_rows(min_row=2) if row[0].value == "USD"]
    row[1].value = 7.2
    buffer = io.BytesIO()
    book.save(buffer)
    again = recomputed(buffer.getvalue(), tmp_path)
    summary = {row[0].value: row[1].value for row in again["Summary"].iter_rows()}
    [ocean] = [line for line in again["Lines"].iter_rows(min_row=2) if line[19].value == "headhaul"]
    assert cents(ocean[10].value) == Decimal("39600.00")  # 5500 × 7.20
    assert cents(summary["All costs"]) > Decimal(TOTALS["tables_us"])


def test_every_line_of_the_examples_is_live() -> None:
    for name in TOTALS:
        book = openpyxl.load_workbook(io.BytesIO(workbook(name)))
        words = [row[14].value for row in book["Lines"].iter_rows(min_row=2) if row[19].value]
        assert words
        assert set(words) == {"a formula"}, name


def test_a_line_without_amount_leaves_no_total() -> None:
    content = workbook("furniture_de_estimate")
    book = openpyxl.load_workbook(io.BytesIO(content))
    summary = {row[0].value: row[1].value for row in book["Summary"].iter_rows()}
    assert summary["All costs"] == "cannot be estimated"
    assert not [key for key, text in formulas(content).items() if key[0] == "Summary" and "SUM(" in text]


def test_texts_never_become_formulas() -> None:
    line = {"stage": "headhaul", "charge_id": "x", "basis": "shipment", "rate": "10", "currency": "CNY",
            "name_zh": "=1+1", "name_en": "=cmd|' /C calc'!A0", "source": "@SUM(A1)"}  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(made({"reporting": "CNY", "lines": [line]})))
    cells = [cell for row in book["Lines"].iter_rows(min_row=2, max_row=2) for cell in row]
    assert [cell.data_type for cell in cells if cell.value in ("=cmd|' /C calc'!A0", "@SUM(A1)")] == ["s", "s"]


def test_the_same_estimate_gives_the_same_bytes() -> None:
    data = json.loads((SCENARIOS / "tables_us.json").read_text(encoding="utf-8"))
    assert made(data) == workbook("tables_us")


def test_amounts_of_a_yen_estimate_have_no_decimals_and_a_share_keeps_its_own() -> None:
    plan = {
        "reporting": "JPY",
        "skus": [{"id": "a", "units": 3, "cost": {"amount": "333", "currency": "JPY"}}],
        "lots": [{"arrive": "2027-01-01", "units": 3}],
        "demand": {"per_day": 3, "units_per_order": 1},
        "returns": {"rate": 0},
        "price": "901",
    }
    book = openpyxl.load_workbook(io.BytesIO(made(plan)))
    summary = {row[0].value: row[1].number_format for row in book["Summary"].iter_rows(min_row=2)}
    names = ("All costs", "Profit", "Break-even price JPY", "Margin %", "All costs, a piece sold")
    assert [summary[name] for name in names] == ["#,##0", "#,##0", "#,##0", "#,##0.00", "#,##0.0000"]
    lines = book["Lines"]
    assert {lines[f"K{row}"].number_format for row in (2, 3)} == {"#,##0"}
