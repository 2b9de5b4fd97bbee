"""What the tests of costs share: the shipped prices, the worked examples, and short ways to price a scenario."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from exporter_desk.costs.estimate import Estimate, estimate
from exporter_desk.costs.prices import Prices, read_prices
from exporter_desk.costs.scenario import Scenario, read_scenario
from exporter_desk.domain.case_json import parse
from exporter_desk.domain.json_value import Json, JsonObject

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = Path(__file__).parent / "scenarios"
DAY = date(2026, 11, 22)


@cache
def prices() -> Prices:
    """Return the shipped prices."""
    folder = ROOT / "resources" / "rates"
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return replace(read_prices(files), ahead_days=180)


def scenario_json(name: str) -> JsonObject:
    """Return a worked example as decoded JSON."""
    return parse((SCENARIOS / f"{name}.json").read_bytes())


def scenario_of(data: JsonObject) -> Scenario:
    """Read a scenario that must be without problems."""
    reading = read_scenario(data)
    assert reading.findings == ()
    assert reading.scenario is not None
    return reading.scenario


@cache
def worked(name: str) -> Estimate:
    """Price a worked example."""
    return priced(scenario_json(name))


def priced(data: JsonObject, *, day: date = DAY, chain: bool = True) -> Estimate:
    """Price decoded JSON with the shipped prices."""
    at_hand = prices() if chain else replace(prices(), chain=())
    return estimate(scenario_of(data), day=day, prices=at_hand)


def amounts(result: Estimate, stage: str) -> list[str]:
    """Return `amount currency` of the lines of one stage."""
    return [f"{line.amount} {line.currency}" for line in result.lines if line.stage == stage]


def charge(result: Estimate, charge_id: str) -> Decimal:
    """Return the summed reporting amount of the lines with one charge id."""
    found = [line.amount_reporting for line in result.lines if line.charge_id == charge_id]
    assert found
    return sum((amount for amount in found if amount is not None), Decimal(0))


def codes(result: Estimate) -> list[str]:
    """Return the codes of all findings."""
    return [finding.code for finding in result.findings]


def line(stage: str, basis: str, rate: Json = None, currency: str = "CNY", **more: Json) -> JsonObject:
    """Return one typed cost line."""
    entry: JsonObject = {"stage": stage, "charge_id": basis, "basis": basis, "currency": currency}
    return entry | more | ({} if rate is None else {"rate": rate})
