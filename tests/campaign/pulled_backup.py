"""Backups broken off at random moments while somebody types: `python -m tests.campaign.pulled_backup [TIMES]`.

What lies in the place of the backup is afterwards the older one or the newer one, whole; the database is sound and
holds every accepted field; what was half copied does not pile up.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage.backup import read_backup
from exporter_desk.storage.leftovers import sweep
from tests.campaign.kill_typing import Tally as Typing
from tests.campaign.kill_typing import checked
from tests.campaign.running import run_campaign

ROOT = Path(__file__).resolve().parents[2]
LONGEST_LIFE = 0.4


@dataclass(slots=True)
class Tally:
    """What the pulls did; `problems` must stay empty."""

    pulls: int = 0
    finished: int = 0
    parts_left: int = 0
    fields: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.pulls} backups pulled, {self.finished} copies finished between, {self.parts_left} half copies left "
            f"and swept, {self.fields} fields typed meanwhile, {len(self.problems)} problems"
        )


def campaign(times: int, seed: int, folder: Path) -> Tally:
    """Pull `times` backups and look at what is left after each."""
    chance, tally, database = random.Random(seed), Tally(), folder / "company.db"  # noqa: S311  # no secret
    target, count = folder / "stick" / "company.db", 0
    for _ in range(times):
        count = _pulled(database, target, count, chance, tally)
        tally.pulls += 1
        _look_at(target, tally)
    return tally


def _pulled(database: Path, target: Path, start: int, chance: random.Random, tally: Tally) -> int:
    """Type and back up at once, kill the backup at a random moment, then the typist; return the fields that stand."""
    with _child("typist", str(database), str(start)) as typing:
        assert typing.stdout is not None
        typing.stdout.readline()
        with _child("one_backup", str(database), str(target), "50") as copying:
            assert copying.stdout is not None
            time.sleep(0.25 + chance.uniform(0, LONGEST_LIFE))  # the first part is the start of Python
            copying.kill()
            tally.finished += copying.stdout.read().count("written\n")
        typing.kill()
        said = [line for line in typing.stdout.readlines() if line.endswith("\n")]
    accepted = max(start, int(said[-1]) if said else start)
    tally.fields += accepted - start
    looked = Typing()
    stands = checked(database, accepted, looked)
    tally.problems += looked.problems
    return stands


def _child(module: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", f"tests.campaign.{module}", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _look_at(target: Path, tally: Tally) -> None:
    if target.exists():
        try:
            read_backup(target)
        except UserFacingError as error:
            tally.problems.append(f"the backup is not whole: {error.code}")
    parts = list(target.parent.glob(".*.part*")) if target.parent.exists() else []
    tally.parts_left += len(parts)
    for part in parts:
        with suppress(OSError):
            os.utime(part, (1_000_000_000, 1_000_000_000))
    if parts:
        sweep(target.parent)
    if target.parent.exists() and list(target.parent.glob(".*.part*")):
        tally.problems.append("half a copy was not swept")


def main() -> int:
    """Run a campaign and say what it found; 1 when something was lost."""
    return run_campaign(campaign, __doc__, 100)


if __name__ == "__main__":
    sys.exit(main())
