"""Studies the estimate of a shipment beyond its costs, for the window: pure, so that it can run behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter_desk.costs.from_case import scenario_from_case
from exporter_desk.costs.simulation.spreads import DEFAULT_SEED, LEAST_RUNS, MOST_RUNS, MOST_SEED
from exporter_desk.costs.study import study
from exporter_desk.domain.numbers import parse_decimal
from exporter_desk.services.advice.conclusions import earned_of
from exporter_desk.services.estimates.files import Studied
from exporter_desk.services.estimates.scenarios import has_variants, scenario_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from exporter_desk.services.analysis import Analysis

USUAL_RUNS = 10_000


@dataclass(frozen=True, slots=True)
class Draws:
    """How many draws a simulation makes, and the seed they follow from; no draws without a simulation."""

    runs: int = 0
    seed: int = DEFAULT_SEED


def read_draws(runs: str, seed: str) -> tuple[int | None, int | None]:
    """Read both as they were typed; None for what is no whole number or outside what a simulation can do."""
    counted, begun = (parse_decimal(text) for text in (runs, seed))
    return _between(counted, LEAST_RUNS, MOST_RUNS), _between(begun, 0, MOST_SEED)


def _between(value: Decimal | None, least: int, most: int) -> int | None:
    whole = value is not None and value == value.to_integral_value() and least <= value <= most
    return int(value) if whole and value is not None else None


def studied_case(
    analysis: Analysis,
    *,
    runs: int = 0,
    seed: int = DEFAULT_SEED,
    progress: Callable[[int, int], bool] | None = None,
) -> Studied | None:
    """Return the studied estimate of a case, None while its block cannot be read.

    With `runs` other than 0 so many draws are made; the same `seed` makes the same draws on every machine.
    """
    case, desk, day = analysis.found.coded, analysis.desk, analysis.day
    reading = scenario_from_case(case, refund=earned_of(analysis.refund))
    if reading.scenario is None:
        return None
    found = study(reading.scenario, day=day, prices=desk.prices, runs=runs, seed=seed, progress=progress)
    told = tuple(one for one in analysis.own_findings if one.code.startswith("C"))
    return Studied(reading.scenario, found, case, day, told)


def with_scenarios(studied: Studied, analysis: Analysis, check: Callable[[], None] = lambda: None) -> Studied:
    """Return the studied estimate with the scenarios of its plan priced beside it; `check` may stop it in between."""
    return replace(studied, scenarios=scenario_table(analysis, check)) if has_variants(analysis) else studied
