"""Shared costs of several articles: exact shares by each key, own lines to their article, and keys that are nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from exporter_desk.costs.allocation import allocate
from exporter_desk.costs.estimate import prepare
from exporter_desk.costs.scenario import read_scenario
from exporter_desk.costs.study import study
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.json_value import Json, JsonObject
from tests.costs.support import DAY, line, prices, scenario_of


def shared(skus: list[Json], key: str, lines: list[Json]) -> list[tuple[str, str]] | Finding:
    scenario = scenario_of({"reporting": "USD", "fx": {"EUR": "1.1"}, "skus": skus, "lines": lines})
    run, _ = prepare(scenario, day=DAY, prices=prices())
    found = allocate(run.sheet(scenario), key)
    return found if isinstance(found, Finding) else [(row.sku, str(row.landed)) for row in found]


def article(name: str, **more: Json) -> JsonObject:
    return {"id": name, "units": 1} | more


def test_a_charge_of_eighty_over_120_200_and_0() -> None:
    skus: list[Json] = [article("a", cost="120"), article("b", cost="200"), article("c", cost="0")]
    found = shared(skus, "value", [line("domestic", "shipment", "80", "USD")])
    assert found == [("a", "150.00"), ("b", "250.00"), ("c", "0.00")]


def test_four_cents_over_seven_articles() -> None:
    skus: list[Json] = [article(f"s{n}") for n in range(7)]
    found = shared(skus, "units", [line("domestic", "shipment", "0.04", "USD")])
    assert found == [(f"s{n}", "0.01" if n < 4 else "0.00") for n in range(7)]


@pytest.mark.parametrize(
    ("key", "expected"), [("volume", ["30.00", "10.00"]), ("weight", ["8.00", "32.00"]), ("units", ["20.00", "20.00"])]
)
def test_each_key(key: str, expected: list[str]) -> None:
    skus: list[Json] = [article("a", cbm="3", gross_kg="2"), article("b", cbm="1", gross_kg="8")]
    found = shared(skus, key, [line("drayage", "shipment", "40", "USD")])
    assert found == list(zip(("a", "b"), expected, strict=True))


def test_values_in_two_currencies() -> None:
    skus: list[Json] = [article("a", cost={"amount": "100", "currency": "EUR"}), article("b", cost="110")]
    assert shared(skus, "value", [line("drayage", "shipment", "10", "USD")]) == [("a", "115.00"), ("b", "115.00")]


def test_a_line_of_one_article_stays_with_it() -> None:
    skus: list[Json] = [article("a", gross_kg="1", units=2), article("b", gross_kg="9")]
    tiers: list[Json] = [{"to": 5, "rate": "1"}, {"rate": "7"}]
    lines: list[Json] = [line("receiving", "unit", None, "USD", tier_by="unit_kg", tiers=tiers)]
    assert shared(skus, "units", lines) == [("a", "2.00"), ("b", "7.00")]


def test_a_key_of_nothing_is_refused() -> None:
    found = shared([article("a", cost="0"), article("b", cost="0")], "value", [line("drayage", "shipment", "1", "USD")])
    assert isinstance(found, Finding)
    assert found.code == "C60"


def test_a_refused_key_is_an_error_of_the_plan() -> None:
    data: JsonObject = {"reporting": "USD", "skus": [article("a", cost="0"), article("b", cost="0")]}
    answer = study(scenario_of(data | {"allocate_by": "value"}), day=DAY, prices=prices())
    assert [one.code for one in answer.estimate.findings if one.severity is Severity.ERROR] == ["C60"]


def test_an_unknown_key_or_line_says_what_is_missing() -> None:
    unknown = shared([article("a"), article("b", cbm="1")], "volume", [])
    assert isinstance(unknown, Finding)
    assert unknown.places == ("estimate.skus.a.cbm",)
    waits = shared([article("a"), article("b")], "units", [line("drayage", "container", "1", "USD")])
    assert isinstance(waits, Finding)
    assert waits.places == ("estimate.counts.container",)


def test_another_key_is_not_known() -> None:
    assert [one.code for one in read_scenario({"reporting": "USD", "allocate_by": "colour"}).findings] == ["C11"]


def test_shares_add_up_to_the_lines() -> None:
    skus: list[Json] = [article(f"s{n}", cost=str(n), units=n) for n in range(1, 6)]
    found = shared(skus, "value", [line("drayage", "shipment", "100.01", "USD")])
    assert not isinstance(found, Finding)
    assert sum(Decimal(landed) for _, landed in found) == Decimal("100.01") + 1 + 4 + 9 + 16 + 25
