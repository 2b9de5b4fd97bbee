"""Judges many random sets of facts: `python -m tests.campaign.random_advice [COUNT] [SEED]`.

Of each set: no exception; each mode with a reason and a source; learning a fact never turns "not applicable" back;
the same answer in any order of the facts. Every twentieth set is also written as JSON with all comparisons.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence

from tests.modes.random_facts import chance, judged, problems, some_facts

COUNT, SEED, WRITTEN_EVERY = 10_000, 20261122, 20


def run(count: int, seed: int) -> int:
    """Judge `count` sets and print the figures; return how many problems there were."""
    begun, found, kinds = time.perf_counter(), 0, Counter[str]()
    for number in range(count):
        name = f"{seed}-{number}"
        for problem in problems(chance(name), whole=number % WRITTEN_EVERY == 0):
            found += 1
            sys.stdout.write(f"{name}: {problem.what}: {problem.facts}\n")
        kinds[_kind(name)] += 1
    seconds = time.perf_counter() - begun
    sys.stdout.write(f"{count} sets, {found} problems, {seconds:.0f} s; {dict(kinds)}\n")
    return found


def _kind(name: str) -> str:
    advice = judged(some_facts(chance(name)))
    if advice.clashes:
        return "contradictory"
    return "undecided" if advice.recommended is None else f"recommended {advice.recommended.mode.code}"


def main(arguments: Sequence[str]) -> int:
    """Read count and seed and run."""
    count, seed = (int(text) for text in (*arguments, *(str(COUNT), str(SEED))[len(arguments) :]))
    return 1 if run(count, seed) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
