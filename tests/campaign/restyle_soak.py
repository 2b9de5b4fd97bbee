"""Lets restless people use the window, each in a process of its own: `python -m tests.campaign.restyle_soak [PEOPLE]`.

None of them may end the process, meet an error, or make Qt complain.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.campaign.running import run_campaign

ROOT = Path(__file__).resolve().parents[2]
ACTS, PATIENCE = 250, 600  # things that each of them does; seconds
OF_NO_SCREEN = "This plugin does not support"
MOST_TOLD = 600  # characters of what a process said last


@dataclass(slots=True)
class Tally:
    """What the people met; `problems` must stay empty."""

    people: int = 0
    acts: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.people} people, {self.acts} acts, {len(self.problems)} problems"


def campaign(people: int, seed: int, folder: Path, acts: int = ACTS) -> Tally:
    """Let one after the other use a window on a home of their own."""
    chance, tally = random.Random(seed), Tally()  # noqa: S311  # no secret
    for number in range(people):
        of_this_one = chance.randrange(10**6)
        home = folder / str(number)
        told = _use(home, of_this_one, acts)
        reports = "".join(path.read_text(encoding="utf-8")[:MOST_TOLD] for path in home.rglob("logs/*-*.txt"))
        tally.people += 1
        tally.acts += acts
        if told or reports:
            tally.problems.append(f"seed {of_this_one}, {acts} acts: {told}{reports}")
    return tally


def _use(home: Path, seed: int, acts: int) -> str:
    """What went wrong in words, "" when the person left as planned."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "EXPORTER_DESK_HOME": str(home)}
    command = (sys.executable, "-m", "tests.campaign.restless", str(seed), str(acts))
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    said = "\n".join(line for line in done.stderr.splitlines() if not line.startswith(OF_NO_SCREEN))
    sound = done.returncode == 0 and done.stdout == "left\n" and not said
    return "" if sound else f"exit {done.returncode}, {said[:MOST_TOLD]}"


def main() -> int:
    """Run a campaign and say what it found; 1 when somebody met a problem."""
    return run_campaign(campaign, __doc__, 20)


if __name__ == "__main__":
    sys.exit(main())
