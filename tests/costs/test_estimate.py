"""Worked examples A, B and C to the cent, single blocks, ranges, and figures that have no value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from exporter_desk.domain.json_value import JsonObject
from tests.costs.support import amounts, charge, codes, line, priced, scenario_json, worked

TABLES_CNY = {
    "goods.table": "213570.00",
    "refund.table": "-24570.00",
    "pickup": "6200.00",
    "ocean_40hq": "39050.00",
    "insurance": "313.47",
    "s301_list3": "49522.50",
    "s301_forced_labour": "24761.25",
    "mpf": "686.22",
    "hmf": "247.65",
    "drayage": "5538.00",
    "storage": "12478.74",
    "handling": "10224.00",
    "parcel": "146586.60",
    "returns": "6230.25",
    "referral": "90607.01",
    "software": "1775.00",
    "capital": "8080.01",
}
ORANGES_CNY = {
    "goods.orange": "103005.00",
    "refund.orange": "-8505.00",
    "insurance": "283.50",
    "broker": "3145.00",
    "pallet_in": "428.40",
    "cold_store": "1767.15",
    "disposal": "102.00",
    "collection": "1748.45",
    "capital": "1138.82",
}
SHIRTS_CNY = {
    "refund.shirt": "-7800.00",
    "pickup": "345.60",
    "insurance": "130.21",
    "mfn": "9470.67",
    "deconsolidation": "3088.80",
    "import_vat": "214.25",
    "receive": "594.00",
    "storage": "850.09",
    "pick_pack": "35887.50",
    "parcel": "103702.50",
    "payment": "23760.00",
    "software": "1287.00",
    "capital": "1332.99",
}


@pytest.mark.parametrize(
    ("name", "charge_id", "expected"),
    [
        (name, charge_id, expected)
        for name, table in (("tables_us", TABLES_CNY), ("oranges_my", ORANGES_CNY), ("shirts_de", SHIRTS_CNY))
        for charge_id, expected in table.items()
    ],
)
def test_every_line_of_the_worked_examples(name: str, charge_id: str, expected: str) -> None:
    assert charge(worked(name), charge_id) == Decimal(expected)


@pytest.mark.parametrize(
    ("name", "total", "profit", "margin"),
    [
        ("tables_us", "602521.95", "-4865.25", "-0.81"),
        ("oranges_my", "134207.72", "40637.28", "23.24"),
        ("shirts_de", "277349.72", "55983.28", "16.80"),
    ],
)
def test_totals_of_the_worked_examples(name: str, total: str, profit: str, margin: str) -> None:
    result = worked(name)
    found = (result.total.value, result.decisions.profit.value, result.decisions.margin_pct.value)
    assert found == (Decimal(total), Decimal(profit), Decimal(margin))


def test_the_total_is_the_sum_of_the_printed_lines_and_of_the_stages() -> None:
    result = worked("tables_us")
    lines = [entry.amount_reporting for entry in result.lines]
    assert sum(entry for entry in lines if entry is not None) == result.total.value
    assert sum(figure.value for figure in result.by_stage.values() if figure.value is not None) == result.total.value


def test_tables_by_month_unit_and_tier() -> None:
    result = worked("tables_us")
    assert amounts(result, "storage") == ["290.62 USD", "771.01 USD", "620.80 USD", "75.14 USD"]
    assert result.per_unit["landed_per_unit"].value == Decimal("780.2452")
    assert [tier.unit_days for tier in result.stock.tiers][:4] == [12_024, 9_007, 5_399, 1_468]
    assert result.stock.stock_out == date(2027, 5, 13)


def test_tables_break_even_at_201_dollars() -> None:
    result = worked("tables_us")
    assert (result.decisions.break_even_price.value, result.decisions.price_currency) == (Decimal("201.00"), "USD")
    at_201 = priced(scenario_json("tables_us") | {"price": {"amount": "201.00", "currency": "USD"}})
    assert at_201.decisions.profit.value == Decimal("240.36")


@pytest.mark.parametrize(
    ("ocean", "gain"), [("2214", "19033.86"), ("3132", "12357.20"), ("7185", "-17120.18"), ("5500", "-4865.25")]
)
def test_tables_at_other_ocean_rates(ocean: str, gain: str) -> None:
    data = scenario_json("tables_us")
    lines = data["lines"]
    assert isinstance(lines, list)
    freight = next(entry for entry in lines if isinstance(entry, dict) and entry["charge_id"] == "ocean_40hq")
    assert isinstance(freight, dict)
    freight["rate"] = ocean
    assert priced(data).decisions.profit.value == Decimal(gain)


def test_oranges_per_carton_sold_and_customs_value() -> None:
    result = worked("oranges_my")
    assert result.per_unit["per_unit_sold"].value == Decimal("110.9155")
    duty = next(entry for entry in result.lines if entry.stage == "duty")
    assert duty.quantity == Decimal("75802.65")


def test_shirts_at_a_lower_price_lose_money() -> None:
    result = priced(scenario_json("shirts_de") | {"price": {"amount": "16.90", "currency": "EUR"}})
    assert result.decisions.profit.value == Decimal("-27127.22")


def test_only_a_duty_block() -> None:
    result = priced({"reporting": "USD", "duty": {"value": "9981.00", "layers": [{"id": "base", "rate_pct": "2.9"}]}})
    assert amounts(result, "duty") == ["289.45 USD"]
    assert result.total.value == Decimal("289.45")
    assert "storage" in [step.id for step in result.not_included]


def test_only_storage() -> None:
    data: JsonObject = {
        "reporting": "USD",
        "skus": [{"id": "t", "cbm": "0.1452"}],
        "lots": [{"arrive": "2027-01-01", "units": 450}],
        "demand": {"per_day": 4},
        "returns": {"rate": 0},
        "cards": [{"card_id": "US-CN3PL-2024", "only": ["storage"]}],
    }
    assert priced(data).by_stage["storage"].value == Decimal("1439.22")


def test_only_a_premium_with_its_minimum() -> None:
    goods: JsonObject = {"id": "a", "units": 1, "declared": {"amount": "1000", "currency": "USD"}}
    premium = line("insurance", "pct_of_cif", "0.12", "USD", min="25.00")
    result = priced({"reporting": "USD", "skus": [goods], "lines": [premium]})
    assert [(entry.amount, entry.limit) for entry in result.lines] == [(Decimal("25.00"), "min")]


def test_an_empty_scenario_has_no_total_and_leaves_everything_out() -> None:
    result = priced({"reporting": "CNY"})
    assert (result.total.value, result.total.reason is not None) == (None, True)
    assert len(result.not_included) >= 25
    assert result.stock.reason is not None


def test_a_range_gives_three_totals() -> None:
    rate: JsonObject = {"low": "95", "likely": "110", "high": "130"}
    result = priced({"reporting": "USD", "lines": [line("headhaul", "cbm", rate, "USD", quantity="67")]})
    found = result.lines[0]
    assert (found.low, found.amount_reporting, found.high) == (
        Decimal("6365.00"),
        Decimal("7370.00"),
        Decimal("8710.00"),
    )
    assert (result.total.low, result.total.value, result.total.high) == (found.low, found.amount, found.high)


def test_a_missing_rate_of_exchange_takes_the_total_away() -> None:
    result = priced({"reporting": "CNY", "lines": [line("fixed", "shipment", "10", "VND")]})
    assert result.total.value is None
    assert result.lines[0].amount == Decimal(10)
    assert result.lines[0].amount_reporting is None
    assert "C21" in codes(result)


def test_without_price_there_is_cost_but_no_profit() -> None:
    data = scenario_json("tables_us")
    del data["price"]
    data["lines"] = []
    result = priced(data)
    assert result.decisions.profit.value is None
    assert result.decisions.profit.reason is not None
    assert result.decisions.profit.reason.code == "C27"
    assert result.total.value is not None


def test_nothing_sold_is_a_word_and_not_nought() -> None:
    data = scenario_json("tables_us") | {"demand": {"per_day": 0, "units_per_order": 1}, "horizon": 30}
    result = priced(data)
    reason = result.per_unit["per_unit_sold"].reason
    assert reason is not None
    assert reason.code == "C26"
    assert result.decisions.margin_pct.value is None
    unsold = result.decisions.break_even_price.reason
    assert unsold is not None
    assert unsold.code == "C26"


def test_no_break_even_when_every_sale_is_refunded() -> None:
    data = scenario_json("tables_us") | {"returns": {"rate": "1", "delay_days": 1}}
    reason = priced(data).decisions.break_even_price.reason
    assert reason is not None
    assert (reason.code, reason.variant) == ("C28", "")


def test_prices_by_article_have_no_single_break_even() -> None:
    data = scenario_json("oranges_my")
    skus = data["skus"]
    assert isinstance(skus, list)
    assert isinstance(skus[0], dict)
    skus[0]["price"] = {"amount": "85", "currency": "MYR"}
    reason = priced(data).decisions.break_even_price.reason
    assert reason is not None
    assert reason.variant == "several"


def test_an_estimate_spreads_to_what_it_enters() -> None:
    data = scenario_json("tables_us")
    lines = data["lines"]
    assert isinstance(lines, list)
    lines[3] = line("headhaul", "container", "5500", "USD", estimated=True)
    estimated = {entry.charge_id for entry in priced(data).lines if entry.estimated}
    assert {"container", "insurance", "capital"} <= estimated
    assert "s301_list3" not in estimated


def test_findings_are_told_once_and_the_worst_first() -> None:
    result = priced(
        {"reporting": "CNY", "lines": [line("fixed", "shipment", "10", "VND"), line("fixed", "month", "5")]}
    )
    ranks = [finding.severity.rank for finding in result.findings]
    assert ranks == sorted(ranks)
    assert len(set(map(repr, result.findings))) == len(result.findings)
