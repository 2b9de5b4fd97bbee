"""Kills a move of the data at random moments and looks what is left: `python -m tests.campaign.kill_move [KILLS]`.

After every kill exactly one place counts, all shipments are there, and nothing was made anew.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.keeping.company import company_path
from exporter_desk.storage.backup import read_backup
from exporter_desk.storage.backup_name import named
from exporter_desk.system.paths import HOME_VARIABLE
from tests.campaign.running import run_campaign
from tests.storage.desk import with_one_case

ROOT = Path(__file__).resolve().parents[2]
LONGEST_LIFE = 0.25  # seconds between the first sign of life and the kill
MOVER = """
import sys
from pathlib import Path
from exporter_desk.services.keeping import data_move
print("go", flush=True)
data_move.move_to(Path(sys.argv[1]))
"""


@dataclass(slots=True)
class Tally:
    """What the kills did; `problems` must stay empty."""

    kills: int = 0
    moved: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.kills} kills of a move, {self.moved} moves counted, {len(self.problems)} problems"


def campaign(kills: int, seed: int, folder: Path) -> Tally:
    """Move the data round and round and kill each move."""
    chance, tally = random.Random(seed), Tally()  # noqa: S311  # no secret
    with mock.patch.dict(os.environ, {HOME_VARIABLE: str(folder / "home")}):
        backups = with_one_case(company_path()).parent / "backups"
        backups.mkdir()
        for number in range(3):
            (backups / f"company-20261122-12000{number}.no000{number + 1}.exdb").write_bytes(bytes(200_000))
        places = [folder / name for name in "abc"] + [company_path().parent]
        for number in range(kills):
            before = company_path()
            _killed(places[number % len(places)], chance)
            tally.kills += 1
            tally.moved += company_path() != before
            _check(tally)
            for place in places:  # a move does not replace what it finds: a person looks at it first
                if place != company_path().parent:
                    (place / company_path().name).unlink(missing_ok=True)
    return tally


def _killed(place: Path, chance: random.Random) -> None:
    command = [sys.executable, "-c", MOVER, str(place)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as mover:
        assert mover.stdout is not None
        mover.stdout.readline()
        time.sleep(chance.random() * LONGEST_LIFE)
        mover.kill()


def _check(tally: Tally) -> None:
    try:
        here = company_path()
        cases, backups = read_backup(here).cases, len(named(here, here.parent / "backups"))
    except UserFacingError as error:
        tally.problems.append(f"after {tally.kills} kills: {error}")
        return
    if (cases, backups) != (1, 3):
        tally.problems.append(f"after {tally.kills} kills {cases} shipments and {backups} backups in {here.parent}")


if __name__ == "__main__":
    sys.exit(run_campaign(campaign, __doc__, 100))
