"""How a campaign is run from the command line: so many times, from a seed, in a throw-away folder."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol


class Tally(Protocol):
    """What a campaign counts; `problems` are sentences."""

    problems: list[str]


def run_campaign(campaign: Callable[[int, int, Path], Tally], about: str | None, times: int, seed: int = 2026) -> int:
    """Run a campaign and say what it found; return 1 when there was a problem."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("times", type=int, nargs="?", default=times)
    parser.add_argument("--seed", type=int, default=seed)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="campaign-") as folder:
        tally = campaign(asked.times, asked.seed, Path(folder))
    sys.stdout.write(f"{tally}\n" + "".join(f"{problem}\n" for problem in tally.problems))
    return 1 if tally.problems else 0
