"""Measures the estimate: simulation, draws, many articles: `python -m tests.bench.bench_costs`.

Beside the day simulation runs a plain one that follows every single unit; both must give the same cents.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from exporter_desk.costs.estimate import estimate, prepare
from exporter_desk.costs.scenario import Horizon, Lot, Scenario
from exporter_desk.costs.stock import stock_of
from exporter_desk.costs.study import study
from exporter_desk.domain.json_value import Json, JsonObject
from tests.costs import plain_stock
from tests.costs.support import DAY, prices, scenario_json, scenario_of

START, DAYS, ARTICLES, LOTS, DRAWS, MANY = date(2027, 1, 1), 365, 20, 50, 10_000, 2_000
VOLUME = Decimal("0.05")
TIERS: list[tuple[int | None, Decimal]] = [
    (30, Decimal(0)), (60, Decimal("0.50")), (90, Decimal("1.00")), (180, Decimal("1.50")), (270, Decimal("3.00")),
    (360, Decimal("4.00")), (None, Decimal("5.00")),
]  # fmt: skip


def timed(action: Callable[[], object], times: int) -> float:
    """Return the best of `times` runs in milliseconds, the garbage collector out of the way."""
    best = float("inf")
    for _ in range(times):
        gc.collect()
        start = time.perf_counter()
        action()
        best = min(best, (time.perf_counter() - start) * 1000)
    return best


def arrivals(article: int) -> list[tuple[date, int]]:
    """Return the lots of one article: fifty lots over twenty articles, three months apart."""
    lots = [number for number in range(LOTS) if number % ARTICLES == article]
    return [(START + timedelta(days=90 * (number // ARTICLES)), 200 + number) for number in lots]


def warehouse(days: int = DAYS) -> Scenario:
    """Return the plan of twenty articles with fifty lots."""
    skus: list[Json] = [{"id": f"s{n}", "cbm": str(VOLUME)} for n in range(ARTICLES)]
    lots: list[Json] = [
        {"sku": f"s{n}", "arrive": day.isoformat(), "units": units}
        for n in range(ARTICLES)
        for day, units in arrivals(n)
    ]
    demand: list[Json] = [{"sku": f"s{n}", "per_day": "1.7", "factors": {"12": "2.5"}} for n in range(ARTICLES)]
    data: JsonObject = {
        "reporting": "USD",
        "skus": skus,
        "lots": lots,
        "demand": demand,
        "returns": {"rate": "0.05", "delay_days": 14, "resale": "0.5"},
        "cards": [{"card_id": "US-CN3PL-2024", "only": ["storage"]}],
        "horizon": days,
    }
    return scenario_of(data)


def simulated_storage(scenario: Scenario) -> list[Decimal]:
    """Simulate and price the storage of a plan; the amounts of the months."""
    run, _ = prepare(scenario, day=DAY, prices=prices())
    lines = run.sheet(scenario).lines
    return [line.amount for line in lines if line.stage == "storage" and line.amount is not None]


def plain_storage(days: int = DAYS) -> list[Decimal]:
    """Do the same with a plain loop over single units."""
    months: dict[str, Decimal] = {}
    for article in range(ARTICLES):
        plan = plain_stock.PlainPlan(
            lots=arrivals(article),
            per_day=Fraction("1.7"),
            factors={12: Fraction("2.5")},
            days=days,
            return_rate=Fraction("0.05"),
            delay=14,
            resale=Fraction("0.5"),
        )
        for month, amount in plain_stock.storage(plain_stock.run(plan), VOLUME, TIERS).items():
            months[month] = months.get(month, Decimal(0)) + amount
    cent = Decimal("0.01")
    return [amount.quantize(cent, ROUND_HALF_UP) for _, amount in sorted(months.items()) if amount]


def many_articles(count: int) -> Scenario:
    """Return a plan of many small articles with freight, duty, storage and sales."""
    skus: list[Json] = [
        {"id": f"s{n}", "cbm": "0.05", "gross_kg": "5", "units": 10, "cost": "10", "declared": "5", "hs": "9403609990"}
        for n in range(count)
    ]
    return scenario_of(
        {
            "reporting": "USD",
            "skus": skus,
            "lots": [{"depart": "2026-12-01", "arrive": "2027-01-01"}],
            "demand": [{"sku": f"s{n}", "per_day": "1"} for n in range(count)],
            "returns": {"rate": "0"},
            "cards": [{"card_id": "US-CN3PL-2024", "only": ["storage"]}],
            "lines": [
                {"stage": "headhaul", "charge_id": "x", "basis": "cbm", "rate": "50", "currency": "USD"},
                {"stage": "last_mile", "charge_id": "p", "basis": "unit", "rate": "5", "currency": "USD"},
            ],
            "duty": {"destination": "US", "conditions": {"kitchen_cabinet": False, "ocean": True}},
            "price": "30",
            "capital_pct": "6",
            "receivable_days": 14,
        }
    )


def in_lots(count: int) -> Scenario:
    """Return the same plan with three lots of each article, on days of its own, over a whole year."""
    plan = many_articles(count)
    lots = (
        Lot(sku=sku.id, depart=date(2026, 12, 1), arrive=date(2027, 1 + 3 * lot, 1 + n % 20), units=4)
        for n, sku in enumerate(plan.skus)
        for lot in range(3)
    )
    return replace(plan, lots=tuple(lots), horizon=Horizon(days=DAYS))


def report(days: int = DAYS, draws: int = DRAWS, many: int = MANY, times: int = 5) -> list[str]:
    """Measure everything and return the lines to print; refuses to report when the cents differ."""
    plan, tables, wide = warehouse(days), scenario_of(scenario_json("tables_us")), many_articles(many)
    if simulated_storage(plan) != plain_storage(days):
        raise AssertionError("the simulation and the plain loop differ")
    only_stock = timed(lambda: stock_of(plan), times)
    both, plain = timed(lambda: simulated_storage(plan), times), timed(lambda: plain_storage(days), 1)
    drawn = timed(lambda: study(tables, day=DAY, prices=prices(), runs=draws, seed=1), min(times, 3))
    whole = timed(lambda: estimate(wide, day=DAY, prices=prices()), min(times, 3))
    answers = timed(lambda: study(in_lots(many), day=DAY, prices=prices()), min(times, 3))
    return [
        f"{days} days, {ARTICLES} articles, {LOTS} lots: stock {only_stock:.1f} ms, with storage {both:.1f} ms",
        f"the same by single units: {plain:.0f} ms, same cents, ratio {plain / both:.1f}",
        f"{draws} draws of the wooden tables: {drawn:.0f} ms",
        f"estimate of {many} articles: {whole:.0f} ms",
        f"all answers of {many} articles in three lots each over a year: {answers:.0f} ms",
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(report()) + "\n")
