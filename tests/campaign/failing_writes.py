"""Disks that fail while somebody types or backs up: `python -m tests.campaign.failing_writes [TIMES]`.

A preloaded library makes the calls of the system fail (full disk, errors, short writes, a device that went away) after
a random number of writes. Afterwards the disk is well again, and every accepted field has to be there.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from exporter_desk.domain.text import Bilingual
from exporter_desk.storage.backup import back_up
from exporter_desk.storage.connection import open_store
from exporter_desk.storage.lock import Holder
from exporter_desk.storage.sqlite_repository import SqliteRepository
from exporter_desk.storage.summary import Event
from tests.campaign.kill_typing import expected
from tests.campaign.running import run_campaign
from tests.campaign.typist import CASE_ID, STAMP, empty_case

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(__file__).with_name("failing_disk.c")
KINDS = ("full", "error", "short", "gone")
MOST_WRITES, MOST_PAGES = 250, 60  # of typing, of a backup
HOLDER = Holder(who="campaign", since="")


@dataclass(slots=True)
class Tally:
    """What the failures did; `problems` must stay empty."""

    runs: int = 0
    fields: int = 0
    backups: int = 0
    refusals: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = ", ".join(f"{code} x{count}" for code, count in sorted(self.refusals.items()))
        return (
            f"{self.runs} disks failed, {self.fields} accepted fields, {self.backups} backups tried on them, "
            f"refusals {told or 'none'}, {len(self.problems)} problems"
        )


def can_run() -> bool:
    """Tell whether this machine can build and preload the library."""
    return sys.platform.startswith("linux") and shutil.which("cc") is not None


def built_library(folder: Path) -> Path:
    """Build the library that makes a disk fail, to be preloaded."""
    library = folder / "failing_disk.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"], check=True)
    return library


def campaign(times: int, seed: int, folder: Path) -> Tally:
    """Let `times` disks fail, one after the other under the same database, and check what is left each time."""
    library = built_library(folder)
    chance, tally, database, count = random.Random(seed), Tally(), folder / "disk" / "company.db", 0  # noqa: S311  # no secret
    desk = SqliteRepository(open_store(database, HOLDER))
    desk.create(empty_case(), STAMP, Event("new", Bilingual("建立", "Created"), STAMP.at))
    desk.close()
    for run in range(times):
        fails = {"FAIL_KIND": KINDS[run % len(KINDS)], "FAIL_AFTER": str(chance.randrange(MOST_WRITES))}
        fails |= {"FAIL_BELOW": str(database.parent), "LD_PRELOAD": str(library)}
        count = _typed(database, count, fails, tally)
        _backed_up(database, {**fails, "FAIL_AFTER": str(chance.randrange(MOST_PAGES))}, tally)
        tally.runs += 1
    return tally


def _run(module: str, arguments: list[str], fails: dict[str, str]) -> list[str]:
    command = [sys.executable, "-m", f"tests.campaign.{module}", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **fails}, capture_output=True, text=True, check=False, timeout=120
    )
    return [*done.stdout.splitlines(), *(["crashed " + done.stderr[-400:]] if done.returncode else [])]


def _typed(database: Path, start: int, fails: dict[str, str], tally: Tally) -> int:
    """Type on a failing disk; return how many fields are in the database afterwards."""
    said = _run("refused_typist", [str(database), str(start)], fails)
    accepted = max([start, *(int(line.split()[1]) for line in said if line.startswith("saved "))])
    tally.fields += accepted - start
    tally.refusals.update(line.split()[1] for line in said if line.startswith("refused "))
    tally.problems += [f"{fails['FAIL_KIND']}: {line}" for line in said if line.startswith("crashed ")]
    return _checked(database, accepted, fails["FAIL_KIND"], tally)


def _checked(database: Path, accepted: int, kind: str, tally: Tally) -> int:
    """The disk is well again: the file is sound and holds what was accepted, or later refused steps too."""
    store = open_store(database, HOLDER)
    try:
        if store.read_only or store.connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            tally.problems.append(f"{kind} after {accepted}: not sound")
        found = SqliteRepository(store).load(CASE_ID)
    finally:
        store.close()
    # A step that was refused may be on the disk all the same: its last flush failed after it was written.
    for count in range(accepted, accepted + 6):
        if found == expected(count):
            return count
    tally.problems.append(f"{kind} after {accepted}: the case is not what was accepted")
    return accepted


def _backed_up(database: Path, fails: dict[str, str], tally: Tally) -> None:
    """A backup onto the failing disk: refused in a sentence, and the older backup stays."""
    target = database.parent / "backups" / "one.db"
    if not target.exists():
        store = open_store(database, HOLDER)
        back_up(store, target)
        store.close()
    before = target.read_bytes()
    said = _run("one_backup", [str(database), str(target)], fails)
    tally.backups += 1
    tally.refusals.update(line.split()[1] for line in said if line.startswith("refused "))
    tally.problems += [f"backup on {fails['FAIL_KIND']}: {line}" for line in said if line.startswith("crashed ")]
    if "written" not in said and target.read_bytes() != before:
        tally.problems.append(f"backup on {fails['FAIL_KIND']}: the older backup changed")


def main() -> int:
    """Run a campaign and say what it found; 1 when something was lost."""
    return run_campaign(campaign, __doc__, 100)


if __name__ == "__main__":
    sys.exit(main())
