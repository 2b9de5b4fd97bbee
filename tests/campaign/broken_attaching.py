"""Breaks off attaching: kills, and disks that fail: `python -m tests.campaign.broken_attaching [TIMES]`.

Every file that was acknowledged is there to the last byte; one that was broken off is nowhere, and its pieces go.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from exporter_desk.storage.connection import open_store
from exporter_desk.storage.lock import Holder
from exporter_desk.storage.sqlite_repository import SqliteRepository
from tests.campaign import failing_writes
from tests.campaign.attacher import CASE_ID, file_of
from tests.campaign.running import run_campaign

LONGEST_LIFE, MOST_WRITES = 0.4, 120
_LATER = "9999"


@dataclass(slots=True)
class Tally:
    """What the breaks did; `problems` must stay empty."""

    breaks: int = 0
    files: int = 0
    pieces_left: int = 0
    refusals: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = ", ".join(f"{code} x{count}" for code, count in sorted(self.refusals.items()))
        return (
            f"{self.breaks} breaks, {self.files} acknowledged files, {self.pieces_left} broken off files cleared, "
            f"refusals {told or 'none'}, {len(self.problems)} problems"
        )


def campaign(times: int, seed: int, folder: Path) -> Tally:
    """Break off `times`, by turns with a kill and with a failing disk where one can be had; check after each."""
    library = failing_writes.built_library(folder) if failing_writes.can_run() else None
    chance, tally, database, count = random.Random(seed), Tally(), folder / "disk" / "company.db", 0  # noqa: S311  # no secret
    for run in range(times):
        if library is not None and run % 2:
            kind = failing_writes.KINDS[run // 2 % len(failing_writes.KINDS)]
            extra = {"FAIL_KIND": kind, "FAIL_AFTER": str(chance.randrange(MOST_WRITES))}
            said = _attached(database, count, {**extra, "FAIL_BELOW": str(folder / "disk"), "LD_PRELOAD": str(library)})
        else:
            said = _attached(database, count, {}, chance.uniform(0, LONGEST_LIFE))
        numbers = [int(line) for line in said if line.isdecimal()]
        tally.refusals.update(line.split()[1] for line in said if line.startswith("refused "))
        tally.breaks += 1
        count = _checked(database, max([count, *numbers]), count, tally)
    return tally


def _attached(database: Path, start: int, fails: dict[str, str], life: float | None = None) -> list[str]:
    """Let a child attach, kill it after `life` seconds from its first word if it has one; return its whole lines."""
    command = [sys.executable, "-m", "tests.campaign.attacher", str(database), str(start)]
    with subprocess.Popen(
        command, cwd=failing_writes.ROOT, env={**os.environ, **fails}, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        if life is not None:
            time.sleep(life)
            child.kill()
        said = [first, *child.stdout.readlines()]
    return [line.strip() for line in said if line.endswith("\n")]


def _checked(database: Path, acknowledged: int, before: int, tally: Tally) -> int:
    store = open_store(database, Holder(who="campaign", since=""))
    desk = SqliteRepository(store)
    try:
        if store.read_only or store.connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            tally.problems.append(f"after {acknowledged}: not sound")
        listed = desk.load(CASE_ID).attachments if desk.exists(CASE_ID) else ()
        # A step that was refused may be on the disk all the same: its last flush failed after it was written.
        if len(listed) < acknowledged:
            tally.problems.append(f"after {acknowledged}: {len(listed)} are listed")
        for number, one in enumerate(listed[before:], start=before):
            if desk.contents.read(str(one.sha256)) != file_of(number):
                tally.problems.append(f"file {number} is another one")
        if desk.contents.lost():
            tally.problems.append(f"after {acknowledged}: files are missing")
        tally.files += len(listed) - before
        tally.pieces_left += desk.contents.clear("2026", _LATER)
        if store.connection.execute("SELECT 1 FROM content WHERE whole = 0").fetchone() is not None:
            tally.problems.append(f"after {acknowledged}: pieces of a broken off file stay")
    finally:
        store.close()
    return len(listed)


def main() -> int:
    """Run a campaign and say what it found; 1 when something was lost."""
    return run_campaign(campaign, __doc__, 100)


if __name__ == "__main__":
    sys.exit(main())
