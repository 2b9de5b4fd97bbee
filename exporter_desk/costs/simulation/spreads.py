"""Monte Carlo of a plan (蒙特卡罗): thousands of draws of demand, freight, transit, duty and currency at once.

The stock is followed day by day for all draws together; prices are scaled from the exact estimate. With all risks at
rest every draw gives the profit of the estimate. Its figures are statistics: never a line, a total or a filing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.decisions import profit_of
from exporter_desk.costs.questions import Risk
from exporter_desk.costs.simulation.draws import can_draw, tied, uniforms, values_of
from exporter_desk.costs.simulation.model import model_of
from exporter_desk.domain.finding import Finding, Severity

if TYPE_CHECKING:
    from exporter_desk.costs.estimate import Run
    from exporter_desk.costs.questions import Event
    from exporter_desk.costs.sheet import Sheet
    from exporter_desk.costs.simulation.draws import Floats

LEAST_RUNS, MOST_RUNS, DEFAULT_SEED = 100, 200_000, 1
MOST_SEED = 2**63 - 1
NOT_DRAWN = "C82"  # this computer cannot load what the draws need
_CHUNK = 1_000
_BINS = 20
# Told how many draws are done of how many; answers False to stop.
Progress = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """How strongly one risk moves the profit: the correlation of their ranks."""

    factor: str
    rank_correlation: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """One bar of the distribution of the profit."""

    low: Decimal
    high: Decimal
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spreads:
    """What the draws say, in the reporting currency: percentiles, chances, what drives the result.

    `percentiles` holds 10, 50 and 90 of `profit`, `cost`, `sold` and `peak_cash`. `risks` are the assumptions used.
    """

    runs: int
    seed: int
    percentiles: Mapping[str, tuple[Decimal, Decimal, Decimal]]
    mean_profit: Decimal
    chance_of_loss: Decimal
    chance_of_stock_out: Decimal
    drivers: tuple[Driver, ...]
    bins: tuple[Bin, ...]
    risks: tuple[Risk, ...]


def simulate_risks(
    run: Run, likely: Sheet, risks: Sequence[Risk], *, runs: int, seed: int, progress: Progress | None = None
) -> Spreads | Finding | None:
    """Draw `runs` times; None when `progress` said to stop.

    A finding when the plan has no profit to simulate, or when this computer cannot load numpy: everything else of an
    estimate is computed without it.
    """
    known = profit_of(likely)
    if isinstance(known, Finding):
        return known
    if not can_draw():
        return Finding(NOT_DRAWN, Severity.CONFIRM, ("estimate.risks",))
    model, events = model_of(run, likely), likely.scenario.events
    drawn = drawn_values(risks, events, seed=seed, runs=runs)
    parts: list[Mapping[str, Floats]] = []
    for start in range(0, runs, _CHUNK):
        end = min(runs, start + _CHUNK)
        parts.append(model.outcomes({name: row[start:end] for name, row in drawn.items()}, end - start))
        if progress is not None and not progress(end, runs):
            return None
    return _summed(parts, drawn, risks, runs, seed)


def drawn_values(risks: Sequence[Risk], events: Sequence[Event], *, seed: int, runs: int) -> dict[str, Floats]:
    """Return the drawn values of every risk and event by name."""
    rows = uniforms(seed, len(risks) + len(events), runs)
    own = {risk.factor: row for risk, row in zip(risks, rows, strict=False)}
    drawn: dict[str, Floats] = {}
    for risk in risks:
        row = own[risk.factor]
        if risk.with_factor in own and risk.correlation:
            row = tied(row, own[risk.with_factor or ""], float(risk.correlation))
        drawn[risk.factor] = values_of(risk, row)
    for event, row in zip(events, rows[len(risks) :], strict=True):
        drawn[f"event.{event.id}"] = (row < float(event.probability)).astype(row.dtype)
    return drawn


def _summed(
    parts: Sequence[Mapping[str, Floats]], drawn: Mapping[str, Floats], risks: Sequence[Risk], runs: int, seed: int
) -> Spreads:
    import numpy as np

    found = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    profit = found["profit"]
    return Spreads(
        runs=runs,
        seed=seed,
        percentiles={name: _percentiles(found[name]) for name in ("profit", "cost", "sold", "peak_cash")},
        mean_profit=_money(float(profit.mean())),
        chance_of_loss=_share(float((profit < 0).mean())),
        chance_of_stock_out=_share(float((found["lost"] > 0).mean())),
        drivers=_drivers(profit, drawn),
        bins=_bins(profit),
        risks=tuple(risks),
    )


def _percentiles(values: Floats) -> tuple[Decimal, Decimal, Decimal]:
    """Return the values of rank 10, 50 and 90 percent: always one that was drawn."""
    import numpy as np

    ordered = np.sort(values)
    low, middle, high = (float(ordered[math.ceil(share * len(ordered)) - 1]) for share in (0.1, 0.5, 0.9))
    return _money(low), _money(middle), _money(high)


def _drivers(profit: Floats, drawn: Mapping[str, Floats]) -> tuple[Driver, ...]:
    found = [(name, _rank_correlation(values, profit)) for name, values in drawn.items()]
    ordered = sorted(found, key=lambda pair: (-abs(pair[1]), pair[0]))
    return tuple(Driver(factor=name, rank_correlation=_share(value)) for name, value in ordered)


def _rank_correlation(first: Floats, second: Floats) -> float:
    import numpy as np

    if float(first.max()) == float(first.min()) or float(second.max()) == float(second.min()):
        return 0.0
    ranks = [_ranks(values) for values in (first, second)]
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def _ranks(values: Floats) -> Floats:
    """Return the ranks of values; equal values share the middle of their ranks."""
    import numpy as np

    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2.0)[inverse], dtype=np.float64)


def _bins(profit: Floats) -> tuple[Bin, ...]:
    import numpy as np

    low, high = float(profit.min()), float(profit.max())
    if low == high:
        return (Bin(low=_money(low), high=_money(high), count=len(profit)),)
    counts, edges = np.histogram(profit, bins=_BINS, range=(low, high))
    return tuple(
        Bin(low=_money(float(edges[index])), high=_money(float(edges[index + 1])), count=int(count))
        for index, count in enumerate(counts)
    )


def _money(value: float) -> Decimal:
    return Decimal(f"{value:.2f}") + 0


def _share(value: float) -> Decimal:
    return Decimal(f"{value:.4f}") + 0
