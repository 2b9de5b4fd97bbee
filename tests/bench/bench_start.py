"""Measures the start: a bare window against the desk at home: `python -m tests.bench.bench_start [runs]`.

Three baselines are printed. The plain one is as bare as PySide6 can be. The same one also loads the Qt module, the
names, the style and the fonts that the desk's look stands on (see `bare_window`). Both import PySide6 as it comes; the
third does so from the code that the set-up kept, as the desk does: what is above it is our own code.

Painted is the first complete picture, for the desk with its shipments; usable is the moment from which a key is
answered at once. Processor time is told too: on a busy machine it is the steadier of the two ratios.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.windows import BARE, HOME, KEPT, ROOT, SAME, Opened, conditions, opened

RUNS = 15
NAMES = ("bare window", "bare, same modules and fonts", "the same from kept code", "desk at home")


def measure(folder: Path, runs: int) -> list[list[Opened]]:
    """Start the four in turns, after one start each that fills bytecode and disk caches and seeds the samples.

    Before that the set-up's last step is done: what is kept for quick starts is that of the present sources.
    """
    for module in ("exporter_desk.ui.bindings", "exporter_desk.system.kept_code"):
        subprocess.run([sys.executable, "-X", "no_debug_ranges", "-m", module], cwd=ROOT, check=True)
    environment = conditions(folder)
    commands = (BARE, SAME, KEPT, HOME)
    for command in commands:
        opened(command, environment)
    rounds = [[opened(command, environment) for command in commands] for _ in range(runs)]
    return [list(column) for column in zip(*rounds, strict=True)]


def report(columns: Sequence[Sequence[Opened]]) -> list[str]:
    """Return the medians, the memory, and the ratios to the baselines, which are medians of those of each round."""
    painted, usable, cpu = (
        [statistics.median(getattr(one, figure) for one in column) for column in columns]
        for figure in ("painted", "usable", "cpu")
    )
    lines = [
        f"{name:<30} painted {1000 * first:6.1f} ms   usable {1000 * then:6.1f} ms   processor {1000 * used:6.1f} ms"
        f"   {_memory(column)}"
        for name, first, then, used, column in zip(NAMES, painted, usable, cpu, columns, strict=True)
    ]
    for base, name in enumerate(("home / bare", "home / bare with the same", "home / bare from kept code")):
        times, processor = (_ratio(columns[-1], columns[base], figure) for figure in ("usable", "cpu"))
        lines.append(f"{name:<30} usable {times:.2f}   processor {processor:.2f}")
    return lines


def _ratio(home: Sequence[Opened], base: Sequence[Opened], figure: str) -> float:
    """The median of the ratios of each round: a machine that is slow for a while is slow for both."""
    pairs = zip(home, base, strict=True)
    return statistics.median(getattr(one, figure) / getattr(other, figure) for one, other in pairs)


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
