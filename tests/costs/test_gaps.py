"""Where the money of one block meets a gap in another: currencies, months, ranges and zero amounts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from exporter_desk.domain.json_value import Json, JsonObject
from tests.costs.support import amounts, charge, line, priced, worked

PLAN: JsonObject = {
    "reporting": "USD",
    "skus": [{"id": "a", "units": 10, "cbm": "1"}],
    "lots": [{"arrive": "2027-01-01", "units": 10}],
    "demand": {"per_day": 1, "units_per_order": 1},
    "returns": {"rate": 0},
}
FLOOR = line("fixed", "month", None, "USD", minimum_spend="50", counts=["receiving", "returns", "storage"])


def test_the_entry_takes_the_currency_of_its_value() -> None:
    duty: JsonObject = {"value": {"amount": "100", "currency": "EUR"}, "layers": [{"id": "x", "rate_pct": "12"}]}
    assert amounts(priced({"reporting": "USD", "fx": {"EUR": "1.2"}, "duty": duty}), "duty") == ["12.00 EUR"]


def test_declared_values_need_units() -> None:
    duty: JsonObject = {"basis": "FOB", "layers": [{"id": "x", "rate_pct": "12"}]}
    result = priced({"reporting": "USD", "skus": [{"id": "a", "declared": "5"}], "duty": duty})
    assert amounts(result, "duty") == ["None USD"]


def test_unknown_freight_leaves_a_cif_value_unknown() -> None:
    duty: JsonObject = {"basis": "CIF", "layers": [{"id": "x", "rate_pct": "12"}]}
    goods: list[Json] = [{"id": "a", "units": 1, "declared": "5"}]
    charges: list[Json] = [line("headhaul", "container", "10", "USD")]
    result = priced({"reporting": "USD", "skus": goods, "duty": duty, "lines": charges})
    assert amounts(result, "duty") == ["None USD"]


@pytest.mark.parametrize("currency", ["XAF", "XOF"])
def test_a_declared_value_without_rate_is_unknown(currency: str) -> None:
    duty: JsonObject = {"basis": "FOB", "currency": "USD", "layers": [{"id": "x", "rate_pct": "12"}]}
    goods: list[Json] = [{"id": "a", "units": 1, "declared": {"amount": "5", "currency": currency}}]
    assert amounts(priced({"reporting": "USD", "skus": goods, "duty": duty}), "duty") == ["None USD"]


def test_a_range_of_cost_is_a_range_of_profit() -> None:
    rate: JsonObject = {"low": "1", "likely": "2", "high": "4"}
    result = priced(PLAN | {"price": "9", "lines": [line("fixed", "shipment", rate, "USD")]})
    profit = result.decisions.profit
    assert (profit.low, profit.value, profit.high) == (Decimal("86.00"), Decimal("88.00"), Decimal("89.00"))


def test_a_minimum_without_simulation_is_unknown() -> None:
    assert amounts(priced({"reporting": "USD", "lines": [FLOOR]}), "fixed") == ["None USD"]


def test_a_minimum_over_an_unknown_charge_is_unknown() -> None:
    result = priced(PLAN | {"lines": [FLOOR, line("receiving", "container", "10", "USD")]})
    assert amounts(result, "fixed") == ["None USD"]


def test_a_minimum_counts_what_no_unit_caused_in_the_first_month() -> None:
    result = priced(PLAN | {"lines": [FLOOR, line("returns", "shipment", "20", "USD")]})
    assert amounts(result, "fixed") == ["30.00 USD"]


def test_a_minimum_shares_receiving_over_the_months_of_arrival() -> None:
    lots: list[Json] = [{"arrive": "2027-01-20", "units": 30}, {"arrive": "2027-02-01", "units": 10}]
    more: JsonObject = {"lots": lots, "skus": [{"id": "a", "units": 40}]}
    result = priced(PLAN | more | {"lines": [FLOOR, line("receiving", "shipment", "40", "USD")]})
    assert amounts(result, "fixed") == ["20.00 USD", "40.00 USD"]  # January 30 of 40, February 10


def test_a_minimum_in_another_currency_converts_what_it_counts() -> None:
    floor = FLOOR | {"currency": "EUR"}
    result = priced(PLAN | {"fx": {"EUR": "2"}, "lines": [floor, line("receiving", "shipment", "40", "USD")]})
    assert amounts(result, "fixed") == ["30.00 EUR"]
    assert charge(result, "month") == Decimal("60.00")


def test_tiers_by_the_plain_quantity() -> None:
    tiers: list[Json] = [{"to": 9, "rate": "3"}, {"rate": "2"}]
    assert amounts(priced(PLAN | {"lines": [line("receiving", "unit", None, "USD", tiers=tiers)]}), "receiving") == [
        "20.00 USD"
    ]


def test_a_lot_that_brings_everything_needs_the_units() -> None:
    data = PLAN | {"skus": [{"id": "a"}], "lots": [{"arrive": "2027-01-02", "depart": "2027-01-01"}]}
    result = priced(data | {"capital_pct": "6", "receivable_days": 1})
    assert result.stock.reason is not None
    assert result.stock.reason.places == ("estimate.skus.a.units",)


def test_lots_give_the_units_that_the_article_does_not_say() -> None:
    result = priced(PLAN | {"skus": [{"id": "a"}], "lines": [line("receiving", "unit", "1", "USD")]})
    assert amounts(result, "receiving") == ["10.00 USD"]


def test_a_demand_that_starts_before_the_goods_loses_sales() -> None:
    result = priced(PLAN | {"demand": {"per_day": 2, "from": "2026-12-30", "units_per_order": 1}})
    assert (result.stock.lost, result.stock.sold) == (4, 10)


def test_articles_without_own_demand_cannot_be_followed() -> None:
    data = PLAN | {"skus": [{"id": "a", "units": 1}, {"id": "b", "units": 1}], "lots": [{"arrive": "2027-01-01"}]}
    result = priced(data | {"demand": {"sku": "a", "per_day": 1}})
    assert result.stock.reason is not None
    assert result.stock.reason.variant == "simulation_demand"
    assert priced(data | {"demand": {"sell_out_days": 5}}).stock.sold == 2
    one_lot = data | {"demand": {"sell_out_days": 5}, "lots": [{"sku": "a", "arrive": "2027-01-01"}]}
    assert priced(one_lot).stock.reason is not None


def test_returns_by_weight_wait_for_the_simulation() -> None:
    tiers: list[Json] = [{"to": 5, "rate": "1"}, {"rate": "2"}]
    charges: list[Json] = [line("returns", "unit", None, "USD", tiers=tiers, tier_by="unit_kg")]
    result = priced({"reporting": "USD", "skus": [{"id": "a", "units": 1}], "lines": charges})
    assert amounts(result, "returns") == ["None USD"]


def test_two_charges_that_only_their_stage_names_can_be_told_apart() -> None:
    """260 and 420 of the tables stood under one name; a charge alone in its stage keeps the plain one."""
    found = {one.charge_id: (one.name_zh, one.name_en) for one in worked("tables_us").lines}
    assert all(name.endswith(end) for name, end in zip(found["broker"], ("（broker）", " (broker)"), strict=True))
    assert found["port_chassis"] != found["broker"]
    assert "(" not in found["drayage"][1]


def test_articles_do_not_have_their_charge_beside_the_name() -> None:
    skus: list[Json] = [{"id": name, "units": 1, "cost": "5"} for name in "ab"]
    assert len({one.name_zh for one in priced({"reporting": "CNY", "skus": skus}).lines}) == 1
