"""Measures whether home opens as fast with 5,000 shipments as with 5: `python -m tests.bench.bench_home [runs]`."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from exporter_desk.storage.connection import open_store
from exporter_desk.storage.lock import Holder
from exporter_desk.storage.sqlite_repository import SqliteRepository
from tests.bench.bench_storage import fill
from tests.bench.windows import HOME, conditions, opened

RUNS, FEW, MANY = 15, 5, 5000
COMPANY = ("home", "companies", "company.exdb")


def prepare(folder: Path, cases: int) -> Mapping[str, str]:
    """Make a company with that many small shipments and return the environment that opens it."""
    path = folder.joinpath(*COMPANY)
    path.parent.mkdir(parents=True)
    with closing(SqliteRepository(open_store(path, Holder(who="bench", since="")))) as desk:
        fill(desk, 1, cases)
    # One folder of bytecode for both, so that the second one does not start cold.
    return conditions(folder) | {"PYTHONPYCACHEPREFIX": str(folder.parent / "bytecode")}


def report(folder: Path, runs: int, many: int = MANY) -> list[str]:
    """Open both in turns after one start each that does not count."""
    homes = {count: prepare(folder / str(count), count) for count in (FEW, many)}
    for environment in homes.values():
        opened(HOME, environment)
    rounds = [[opened(HOME, environment).usable for environment in homes.values()] for _ in range(runs)]
    medians = [statistics.median(column) for column in zip(*rounds, strict=True)]
    lines = [
        f"home with {count:>5} shipments: median {1000 * middle:6.1f} ms"
        for count, middle in zip(homes, medians, strict=True)
    ]
    return [*lines, f"ratio {medians[1] / medians[0]:.2f}"]


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    runs = int(arguments[0]) if arguments else RUNS
    with tempfile.TemporaryDirectory() as name:
        sys.stdout.write("\n".join(report(Path(name), runs)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
