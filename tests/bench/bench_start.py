"""Measures the start: a bare window against the desk at home: `python -m tests.bench.bench_start [runs]`.

Two baselines are printed. The plain one is as bare as PySide6 can be. The same one also loads the Qt module, the
names, the style and the fonts that the desk's look stands on (see `bare_window`): what is above it is our own code.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.windows import BARE, HOME, SAME, Opened, conditions, opened

RUNS = 15
NAMES = ("bare window", "bare, same modules and fonts", "desk at home")


def measure(folder: Path, runs: int) -> list[list[Opened]]:
    """Start the three in turns, after one start each that fills bytecode and disk caches and seeds the samples."""
    environment = conditions(folder)
    commands = (BARE, SAME, HOME)
    for command in commands:
        opened(command, environment)
    rounds = [[opened(command, environment) for command in commands] for _ in range(runs)]
    return [list(column) for column in zip(*rounds, strict=True)]


def report(columns: Sequence[Sequence[Opened]]) -> list[str]:
    """Return the medians, the memory, and the ratios to both baselines."""
    medians = [statistics.median(one.seconds for one in column) for column in columns]
    lines = [
        f"{name:<30} median {1000 * median:6.1f} ms   {_memory(column)}"
        for name, median, column in zip(NAMES, medians, columns, strict=True)
    ]
    lines.append(f"home / bare                    {medians[2] / medians[0]:.2f}")
    lines.append(f"home / bare with the same      {medians[2] / medians[1]:.2f}")
    return lines


def _memory(column: Sequence[Opened]) -> str:
    known = [one.resident_kb for one in column if one.resident_kb is not None]
    return f"{statistics.median(known) / 1024:6.1f} MiB resident" if known else "memory unknown"


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    runs = int(arguments[0]) if arguments else RUNS
    with tempfile.TemporaryDirectory() as name:
        sys.stdout.write("\n".join(report(measure(Path(name), runs))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
