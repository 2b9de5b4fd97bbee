"""The benchmark of the estimate runs once, small; its two simulations give the same cents."""

from __future__ import annotations

import sys

import pytest

from tests.bench import bench_costs, bench_costs_memory

pytestmark = pytest.mark.slow


def test_the_simulation_is_measured_beside_a_plain_one() -> None:
    lines = bench_costs.report(days=120, draws=200, many=50, times=1)
    assert "same cents" in lines[1]
    assert float(lines[1].rsplit(" ", 1)[1]) > 1
    assert len(lines) == 5


def test_a_year_gives_the_same_cents_as_single_units() -> None:
    found = bench_costs.simulated_storage(bench_costs.warehouse())
    assert len(found) == 12  # the inbound of 1 January is paid for from its thirty-first day on
    assert found == bench_costs.plain_storage()


@pytest.mark.skipif(sys.platform != "linux", reason="the most memory held is read from /proc")
def test_an_estimate_with_draws_and_pandas_stays_within_its_memory() -> None:
    found = bench_costs_memory.measured(runs=10_000)
    assert max(found.values()) < bench_costs_memory.LIMIT_MB
    assert found["bare Python"] < found["estimate"]
