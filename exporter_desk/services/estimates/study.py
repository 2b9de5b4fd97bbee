"""Studies the estimate of a shipment beyond its costs, for the window: pure, so that it can run behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.costs.from_case import scenario_from_case
from exporter_desk.costs.simulation.spreads import DEFAULT_SEED
from exporter_desk.costs.study import study
from exporter_desk.services.advice.conclusions import earned_refund
from exporter_desk.services.estimates.files import Studied

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.services.analysis import Analysis

USUAL_RUNS = 10_000


def studied_case(
    analysis: Analysis, *, runs: int = 0, progress: Callable[[int, int], bool] | None = None
) -> Studied | None:
    """Return the studied estimate of a case, None while its block cannot be read; `runs` draws when it is not 0."""
    case, desk, day = analysis.found.coded, analysis.desk, analysis.day
    reading = scenario_from_case(case, refund=earned_refund(case, desk, case.day or day))
    if reading.scenario is None:
        return None
    found = study(reading.scenario, day=day, prices=desk.prices, runs=runs, seed=DEFAULT_SEED, progress=progress)
    told = tuple(one for one in analysis.own_findings if one.code.startswith("C"))
    return Studied(reading.scenario, found, case, day, told)
