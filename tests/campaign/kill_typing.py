"""Kills a typing process at random moments and looks what is left: `python -m tests.campaign.kill_typing [KILLS]`.

Only one field may be lost: the one that was being typed. Every kill continues in the same database.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from exporter_desk.domain import edit
from exporter_desk.domain.case import Case
from exporter_desk.storage.connection import open_store
from exporter_desk.storage.lock import Holder
from exporter_desk.storage.sqlite_repository import SqliteRepository
from tests.campaign.running import run_campaign
from tests.campaign.typist import CASE_ID, FIELDS, STAMP, empty_case, text_of

ROOT = Path(__file__).resolve().parents[2]
LONGEST_LIFE = 0.12  # seconds between the first sign of life and the kill
STARTS_KILLED, LONGEST_START = 0.2, 0.25  # share of children killed without waiting for one, and their seconds


@dataclass(slots=True)
class Tally:
    """What the kills did; `problems` must stay empty."""

    kills: int = 0
    fields: int = 0
    in_flight_kept: int = 0
    in_flight_lost: int = 0
    journals_left: int = 0
    undone: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.fields} acknowledged fields, {self.journals_left} journals left behind, "
            f"field in flight kept {self.in_flight_kept} / lost {self.in_flight_lost}, "
            f"{self.undone} steps undone afterwards, {len(self.problems)} problems"
        )


def campaign(kills: int, seed: int, folder: Path) -> Tally:
    """Kill `kills` times and check the database after each of them."""
    chance, tally, database, count = random.Random(seed), Tally(), folder / "company.db", 0  # noqa: S311  # no secret
    for _ in range(kills):
        acknowledged = _killed_typist(database, count, chance)
        tally.kills += 1
        tally.fields += max(0, acknowledged - count)
        tally.journals_left += database.with_name(database.name + "-wal").exists()
        count = checked(database, max(count, acknowledged), tally)
    tally.undone = _undo_everything(database, tally)
    return tally


def _killed_typist(database: Path, start: int, chance: random.Random) -> int:
    """Let a child type from field `start` on, kill it, and return how many fields it had acknowledged in all."""
    command = [sys.executable, "-m", "tests.campaign.typist", str(database), str(start)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        starting = start > 0 and chance.random() < STARTS_KILLED
        first = "" if starting else child.stdout.readline()
        time.sleep(chance.uniform(0, LONGEST_START if starting else LONGEST_LIFE))
        child.kill()
        said = [first, *child.stdout.readlines()]
    whole = [line for line in said if line.endswith("\n")]
    return int(whole[-1]) if whole else start


def checked(database: Path, acknowledged: int, tally: Tally) -> int:
    """Open what is left: integrity, every acknowledged field, at most one more. Return how many fields are there."""
    store = open_store(database, Holder(who="campaign", since=""))
    try:
        if store.read_only or store.connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            tally.problems.append(f"after {acknowledged}: not sound")
        found = SqliteRepository(store).load(CASE_ID)
    finally:
        store.close()
    if found == expected(acknowledged + 1):
        tally.in_flight_kept += 1
        return acknowledged + 1
    if found != expected(acknowledged):
        tally.problems.append(f"after {acknowledged}: the case is not what was typed")
    tally.in_flight_lost += 1
    return acknowledged


_states: list[Case] = []


def expected(count: int) -> Case:
    """Return the case after `count` fields, computed without any database."""
    if not _states:
        _states.append(empty_case())
    while len(_states) <= count:
        number = len(_states) - 1
        _states.append(edit.type_text(_states[-1], FIELDS[number % len(FIELDS)], text_of(number)))
    return _states[count]


def _undo_everything(database: Path, tally: Tally) -> int:
    """Undo as far as the journal goes: each state must be the one before."""
    store = open_store(database, Holder(who="campaign", since=""))
    desk, undone = SqliteRepository(store), 0
    case = desk.load(CASE_ID)
    count = next(number for number in range(len(_states)) if _states[number] == case)
    while (moved := desk.undo(case, STAMP)) is not None:
        undone, case = undone + 1, moved.case
        if case != _states[count - undone]:
            tally.problems.append(f"undo {undone}: another state")
    store.close()
    return undone


def main() -> int:
    """Run a campaign and say what it found; 1 when something was lost."""
    return run_campaign(campaign, __doc__, 200)


if __name__ == "__main__":
    sys.exit(main())
