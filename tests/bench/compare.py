"""Times two commands in turns in the same run, so that the ratio stays fair when the machine is busy.

Example: python tests/bench/compare.py --first "python -c pass" --second "python -m exporter_desk sample"
"""

from __future__ import annotations

import argparse
import json
import shlex
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Run = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds that one command took, run by run."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of the times."""
        return statistics.median(self.seconds)

    def line(self, name: str) -> str:
        """Minimum, median and maximum in milliseconds."""
        low, middle, high = (1000 * value for value in (min(self.seconds), self.median, max(self.seconds)))
        return f"{name:<10} min {low:8.1f} ms   median {middle:8.1f} ms   max {high:8.1f} ms"


def compare(first: Run, second: Run, times: int) -> tuple[Times, Times]:
    """Run both in turns after one run each that does not count: it fills the caches of disk and bytecode."""
    first(), second()
    pairs = [(first(), second()) for _ in range(times)]
    return Times(tuple(pair[0] for pair in pairs)), Times(tuple(pair[1] for pair in pairs))


def timed(command: Sequence[str]) -> Run:
    """Make a run of a command; a command that fails is no measurement and ends the comparison."""

    def run() -> float:
        start = time.perf_counter()
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - start

    return run


def report(first: Times, second: Times) -> str:
    """Say both and how often the median of the first goes into the second."""
    return "\n".join((first.line("first"), second.line("second"), f"ratio      {second.median / first.median:.2f}"))


def main(arguments: Sequence[str]) -> int:
    """Compare two command lines and print the report, or the raw seconds as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--first", required=True, type=shlex.split)
    parser.add_argument("--second", required=True, type=shlex.split)
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args(arguments)
    first, second = compare(timed(wanted.first), timed(wanted.second), wanted.times)
    said = json.dumps({"first": first.seconds, "second": second.seconds}) if wanted.json else report(first, second)
    sys.stdout.write(said + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
