"""The simulation: the same table for the same seed, the estimate when nothing moves, and sound distributions."""

from __future__ import annotations

import sys
from decimal import Decimal

import numpy as np
import pytest

from exporter_desk.costs.cash import CashCurve, cash_curve
from exporter_desk.costs.decisions import profit_of
from exporter_desk.costs.estimate import estimate_run, prepare
from exporter_desk.costs.moves import Move, moved
from exporter_desk.costs.questions import Outlook, Risk
from exporter_desk.costs.simulation.draws import normal, normal_share, tied, uniforms, values_of
from exporter_desk.costs.simulation.spreads import Spreads, simulate_risks
from exporter_desk.costs.study import study
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.json_value import JsonObject
from tests.costs.support import DAY, line, priced, prices, scenario_json, scenario_of

EXAMPLES = ("tables_us", "oranges_my", "shirts_de")


def simulated(data: JsonObject, *risks: Risk, runs: int = 200, seed: int = 1) -> Spreads:
    scenario = scenario_of(data)
    run, chosen = prepare(scenario, day=DAY, prices=prices())
    _, likely = estimate_run(run, chosen, scenario)
    found = simulate_risks(run, likely, risks, runs=runs, seed=seed)
    assert isinstance(found, Spreads)
    return found


@pytest.mark.parametrize("name", EXAMPLES)
def test_at_rest_every_draw_is_the_estimate(name: str) -> None:
    profits = {"tables_us": "-4865.25", "oranges_my": "40637.28", "shirts_de": "55983.28"}
    found = simulated(scenario_json(name))
    assert found.percentiles["profit"] == (Decimal(profits[name]),) * 3
    assert all(abs(peak - peak_of(scenario_json(name))) < 1 for peak in found.percentiles["peak_cash"])


def peak_of(data: JsonObject, move: Move | None = None) -> Decimal:
    """Return the peak of the exact cash curve, of the plan or with one factor moved."""
    scenario = scenario_of(data)
    run, _ = prepare(scenario, day=DAY, prices=prices())
    sheet = run.sheet(scenario)
    sheet = sheet if move is None else moved(run, sheet, move)
    assert not isinstance(sheet, Finding)
    curve = cash_curve(sheet)
    assert isinstance(curve, CashCurve)
    return curve.peak


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize(
    ("factor", "value"),
    [("freight", "1.5"), ("last_mile", "0.9"), ("fx", "1.05"), ("demand", "0.7"), ("demand", "1.3"),
     ("returns", "0.12"), ("transit", "9")],
)  # fmt: skip
def test_one_sure_value_is_the_plan_moved_there(name: str, factor: str, value: str) -> None:
    sure = Risk(factor=factor, shape="discrete", values=(Outlook(value=Decimal(value), weight=Decimal(1)),))
    scenario = scenario_of(scenario_json(name))
    run, _ = prepare(scenario, day=DAY, prices=prices())
    by_value = factor in {"returns", "transit"}
    move = Move(factor, to=Decimal(value)) if by_value else Move(factor, by_pct=(Decimal(value) - 1) * 100)
    sheet = moved(run, run.sheet(scenario), move)
    assert not isinstance(sheet, Finding)
    exact = profit_of(sheet)
    assert isinstance(exact, Decimal)
    found = simulated(scenario_json(name), sure, runs=100).percentiles["profit"][1]
    # Fees with a smallest charge and fees by order do not scale exactly.
    assert abs(found - exact) < max(Decimal(60), abs(exact) * Decimal("0.01"))
    peak = simulated(scenario_json(name), sure, runs=100).percentiles["peak_cash"][1]
    assert abs(peak - peak_of(scenario_json(name), move)) < peak * Decimal("0.01")


def test_the_same_seed_gives_the_same_table() -> None:
    plan = scenario_of(scenario_json("tables_us"))
    first, second, other = (study(plan, day=DAY, prices=prices(), runs=1500, seed=seed).risks for seed in (42, 42, 43))
    assert isinstance(first, Spreads)
    assert first == second
    assert first != other


def test_the_bits_of_the_stream_are_fixed() -> None:
    # The first words of PCG64 seeded with 1, shifted and scaled.
    first = uniforms(1, 1, 3)[0]
    assert [f"{value:.12f}" for value in first] == ["0.511821624700", "0.950463696326", "0.144159612720"]


def test_the_table_of_a_seed_is_written_down() -> None:
    found = study(scenario_of(scenario_json("tables_us")), day=DAY, prices=prices(), runs=1000, seed=3).risks
    assert isinstance(found, Spreads)
    low, middle, high = found.percentiles["profit"]
    assert low < middle < high
    assert low < found.mean_profit < high
    assert Decimal("0.5") < found.chance_of_loss < Decimal("0.7")
    assert {driver.factor for driver in found.drivers} == {
        "demand", "freight", "transit", "fx", "returns", "last_mile",
    }  # fmt: skip
    assert sum(one.count for one in found.bins) == 1000


def test_the_caller_can_stop_it() -> None:
    told: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> bool:
        told.append((done, of))
        return done < 2000

    plan = scenario_of(scenario_json("tables_us"))
    assert study(plan, day=DAY, prices=prices(), runs=5000, seed=1, progress=progress).risks is None
    assert told == [(1000, 5000), (2000, 5000)]


def test_no_profit_no_simulation() -> None:
    data = {key: value for key, value in scenario_json("tables_us").items() if key != "price"}
    assert isinstance(study(scenario_of(data), day=DAY, prices=prices(), runs=100).risks, Finding)


def test_an_event_costs_its_share() -> None:
    data = scenario_json("tables_us") | {"events": [{"id": "exam", "probability": "0.2", "cost": "5000"}]}
    with_exam, without = simulated(data, runs=5000), simulated(scenario_json("tables_us"), runs=100)
    assert abs(without.mean_profit - with_exam.mean_profit - 1000) < 60


@pytest.mark.parametrize(
    ("risk", "mean", "spread"),
    [
        (Risk(factor="demand", shape="gamma", cv=Decimal("0.35")), 1.0, 0.35),
        (Risk(factor="demand", shape="gamma", cv=Decimal("1.2")), 1.0, 1.2),
        (Risk(factor="returns", shape="beta", mean=Decimal("0.06"), cv=Decimal("0.3")), 0.06, 0.018),
        (Risk(factor="fx", shape="lognormal", sigma=Decimal("0.05")), 1.0, 0.0500),
        (Risk(factor="fx", shape="normal", sigma=Decimal("0.05")), 1.0, 0.05),
        (Risk(factor="last_mile", shape="uniform", low=Decimal("0.9"), high=Decimal("1.1")), 1.0, 0.0577),
        (Risk(factor="transit", shape="triangular", low=Decimal(0), mode=Decimal(3), high=Decimal(9)), 4.0, 1.8708),
    ],
    ids=lambda value: value.shape if isinstance(value, Risk) else str(value),
)
def test_mean_and_spread_of_each_shape(risk: Risk, mean: float, spread: float) -> None:
    even = (np.arange(200_000) + 0.5) / 200_000
    values = values_of(risk, even)
    assert np.all(np.diff(values) >= 0)
    assert float(values.mean()) == pytest.approx(mean, rel=2e-3)
    assert float(values.std()) == pytest.approx(spread, rel=1e-2)


def test_a_quarter_has_half_the_spread_of_a_year() -> None:
    even = (np.arange(100_000) + 0.5) / 100_000
    risk = Risk(factor="freight", shape="lognormal", sigma=Decimal("0.70"), over_days=91)
    assert float(np.log(values_of(risk, even)).std()) == pytest.approx(0.35, rel=1e-2)


def test_the_tail_takes_its_share() -> None:
    even = (np.arange(100_000) + 0.5) / 100_000
    tail = {"tail_share": Decimal("0.05"), "tail_high": Decimal(45)}
    risk = Risk(factor="transit", shape="triangular", low=Decimal(0), mode=Decimal(3), high=Decimal(14), **tail)
    values = values_of(risk, even)
    assert float((values > 14).mean()) == pytest.approx(0.05, abs=1e-3)
    assert 44 < float(values.max()) <= 45


def test_discrete_weights_are_shares() -> None:
    even = (np.arange(1000) + 0.5) / 1000
    outlooks = tuple(Outlook(value=Decimal(v), weight=Decimal(w)) for v, w in (("25", 1), ("37.5", 2), ("50", 1)))
    values = values_of(Risk(factor="duty", shape="discrete", values=outlooks), even)
    assert [int((values == value).sum()) for value in (25.0, 37.5, 50.0)] == [250, 500, 250]


def test_normal_there_and_back_and_tied() -> None:
    even = (np.arange(10_000) + 0.5) / 10_000
    assert float(np.abs(normal_share(normal(even)) - even).max()) < 1e-6
    assert float(normal(np.array([0.975]))[0]) == pytest.approx(1.959964, abs=1e-5)
    rows = uniforms(5, 2, 50_000)
    both = normal(tied(rows[0], rows[1], 0.5)), normal(rows[1])
    assert float(np.corrcoef(both[0], both[1])[0, 1]) == pytest.approx(0.5, abs=0.02)


TWO_ARTICLES: JsonObject = {
    "reporting": "CNY",
    "fx": {"USD": "7.1", "EUR": "8"},
    "skus": [
        {"id": "a", "units": 100, "cbm": "0.1", "cost": "50", "declared": {"amount": "10", "currency": "USD"}},
        {"id": "b", "units": 60, "cbm": "0.3", "cost": "80", "declared": {"amount": "15", "currency": "USD"},
         "price": {"amount": "30", "currency": "EUR"}},
    ],
    "lots": [
        {"sku": "a", "depart": "2026-12-01", "arrive": "2027-01-01", "units": 60},
        {"sku": "a", "depart": "2027-01-10", "arrive": "2027-02-10", "units": 40, "rejected": 3},
        {"sku": "b", "depart": "2026-12-15", "arrive": "2027-01-20", "units": 60},
    ],
    "demand": [
        {"sku": "a", "per_day": "1.3", "factors": {"2": "1.5"}},
        {"sku": "b", "per_day": "0.9", "from": "2027-01-05"},
    ],
    "returns": {"rate": "0.1", "delay_days": 7, "resale": "0.5"},
    "decay_per_day": "0.002",
    "lines": [
        line("storage", "cbm_day", None, "USD", tier_by="age_days", tiers=[{"to": 10, "rate": "0"}, {"rate": "0.7"}]),
        line("headhaul", "cbm", "90", "USD"),
        line("last_mile", "unit", "4", "EUR"),
        line("returns", "unit", "2", "USD"),
        line("loss", "unit", "1", "USD"),
        line("platform", "pct_of_sale", "15", "USD", kept={"max": "1", "pct": "20"}),
        line("fixed", "month", "30", "USD"),
    ],
    "duty": {"basis": "CIF", "currency": "USD", "layers": [{"id": "d", "rate_pct": "12"}]},
    "price": {"amount": "25", "currency": "USD"},
    "capital_pct": "6",
    "receivable_days": 14,
    "horizon": "2027-06-30",
}  # fmt: skip


ADVANCED = line("import_tax", "pct_of_tax_base", "19", "USD", recovered_after_days=75)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"horizon": None},
        {"demand": [{"sku": "a", "per_day": "9", "unmet": "backorder"}, {"sku": "b", "per_day": "0.9"}]},
        {"lines": [line("storage", "cuft_month", "0.8", "USD"), line("headhaul", "cbm", "90", "USD")]},
        {"returns": {"rate": "0.1", "delay_days": 7, "resale": "0.5", "restock": False}},
        {"refund": {"amount": "900", "currency": "CNY"}, "refund_after_days": 20},
        {"lines": [ADVANCED, line("headhaul", "cbm", "900", "USD"), line("fulfilment", "order", "9", "USD")]},
        {"lots": [{"sku": "a", "arrive": "2027-01-01", "units": 100}, {"sku": "b", "arrive": "2027-03-20"}]},
        {"lines": [line("fulfilment", "unit", "8", "USD", season={"months": [2, 3]}),
                   line("storage", "cbm_day", "1", "USD", valid_from="2027-02-10")]},
    ],
    ids=["plan", "no end", "backorder", "cubic feet", "no restock", "refund", "tax got back", "no departure", "season"],
)  # fmt: skip
def test_two_articles_at_rest_are_the_estimate(change: JsonObject) -> None:
    exact = priced(TWO_ARTICLES | change)
    found = simulated(TWO_ARTICLES | change)
    assert found.percentiles["profit"] == (exact.decisions.profit.value,) * 3
    assert found.percentiles["sold"][1] == exact.stock.sold
    assert all(abs(peak - peak_of(TWO_ARTICLES | change)) < 1 for peak in found.percentiles["peak_cash"])


def test_tax_paid_in_advance_is_money_tied_up() -> None:
    # 1 unit costs 100, its tax of 50 is paid on arrival and comes back 60 days later: 150 are tied up.
    data: JsonObject = {
        "reporting": "USD",
        "skus": [{"id": "a", "units": 1, "cost": "100"}],
        "lots": [{"depart": "2026-12-01", "arrive": "2027-01-01"}],
        "demand": {"per_day": "0.01"},
        "returns": {"rate": "0"},
        "duty": {"value": "100", "layers": [{"id": "none", "rate_pct": "0"}]},
        "lines": [line("import_tax", "pct_of_tax_base", "50", "USD", recovered_after_days=60)],
        "capital_pct": "0",
        "price": "300",
    }
    assert peak_of(data) == Decimal("150.00")
    assert simulated(data).percentiles["peak_cash"] == (Decimal("150.00"),) * 3


def test_an_event_that_is_sure_is_money_tied_up() -> None:
    data = TWO_ARTICLES | {"events": [{"id": "exam", "probability": "1", "cost": {"amount": "500", "currency": "CNY"}}]}
    calm, sure = (simulated(one).percentiles["peak_cash"][1] for one in (TWO_ARTICLES, data))
    assert calm < sure <= calm + 500


def test_without_numpy_every_other_figure_stands_and_a_sentence_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer on which numpy cannot be loaded: the same cents, and told that no risks were drawn."""
    scenario = scenario_of(scenario_json("tables_us"))
    with_it = study(scenario, day=DAY, prices=prices(), runs=100)
    monkeypatch.setitem(sys.modules, "numpy", None)
    without = study(scenario, day=DAY, prices=prices(), runs=100)
    assert isinstance(without.risks, Finding)
    assert without.risks.code == "C82"
    assert without.risks in without.estimate.findings
    assert without.estimate.lines == with_it.estimate.lines
    assert without.tornado == with_it.tornado
    assert without.cash == with_it.cash


@pytest.mark.parametrize(("mean", "cv"), [("0", "0.3"), ("1", "0.3"), ("0.000001", "5"), ("0.5", "0.0001")])
def test_a_share_at_the_edge_is_drawn_without_a_murmur(mean: str, cv: str) -> None:
    """Returns of nothing or of all: every draw is a share, and no warning is given."""
    risk = Risk(factor="returns", shape="beta", mean=Decimal(mean), cv=Decimal(cv))
    found = values_of(risk, uniforms(1, 1, 500)[0])
    assert float(found.min()) >= 0
    assert float(found.max()) <= 1
