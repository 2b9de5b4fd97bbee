"""Measures the memory of an estimate with its risks, its workbook, and pandas loaded beside it.

`python -m tests.bench.bench_costs_memory` starts one fresh process for each step and prints the most memory that it
held at any moment (VmHWM, Linux), beside that of a bare Python.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LIMIT_MB = 300
BARE = "pass"
ESTIMATE = """
from tests.costs.support import DAY, prices, scenario_json, scenario_of
from exporter_desk.costs.study import study
found = study(scenario_of(scenario_json("tables_us")), day=DAY, prices=prices(), runs={runs}, seed=1)
assert found.estimate.total.value is not None
"""
WORKBOOK = """
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.files import Studied, estimate_workbook
assert estimate_workbook(Studied(scenario_of(scenario_json("tables_us")), found, None, DAY, ()), Desk(), "zh")
"""
PANDAS = "import pandas\npandas.DataFrame({{'a': range(1000)}})"
_TAIL = """
from pathlib import Path
print(next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")))
"""


def most_mb(body: str) -> float:
    """Run some statements in a fresh process and return the most memory that it held, in MB."""
    done = subprocess.run(
        [sys.executable, "-c", body + _TAIL],
        check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    return int(done.stdout.split()[-2]) / 1024


def measured(runs: int = 10_000) -> dict[str, float]:
    """Return the most memory of each step in MB, each with everything of the step before."""
    draws = ESTIMATE.format(runs=runs)
    return {
        "bare Python": most_mb(BARE),
        "estimate": most_mb(ESTIMATE.format(runs=0)),
        f"with {runs} draws": most_mb(draws),
        "with draws and workbook": most_mb(draws + WORKBOOK),
        "with draws, workbook and pandas": most_mb(PANDAS.format() + draws + WORKBOOK),
    }


def report(runs: int = 10_000) -> list[str]:
    """Return the lines to print."""
    return [f"{name}: {size:.0f} MB of {LIMIT_MB}" for name, size in measured(runs).items()]


if __name__ == "__main__":
    sys.stdout.write("\n".join(report()) + "\n")
