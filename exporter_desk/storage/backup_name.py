"""The name of a backup: when it was written, before which act, and a number that grows whatever the clock says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SEALED = ".sealed"
_SHAPE = re.compile(
    r"(?:-(?P<moment>\d{8}-\d{6})|\.(?P<day>\d{4}-\d\d-\d\d))"
    r"(?:\.before-(?P<act>\w+?))?(?:\.no(?P<number>\d+))?(?:-\d+)?"
)


@dataclass(frozen=True, slots=True)
class BackupName:
    """What a name says. `at` is in the zone of the one who wrote it; of a daily backup only the day is known.

    `number` counts the backups of a place: a later one has a higher number although the clock may have stood wrong.
    Programs before it was counted gave none, which is 0.
    """

    at: datetime
    act: str = ""
    number: int = 0
    is_daily: bool = False

    def of(self, database: Path) -> str:
        """Return the file name of this backup of `database`."""
        when = f".{self.at:%Y-%m-%d}" if self.is_daily else f"-{self.at:%Y%m%d-%H%M%S}"
        act = f".before-{self.act}" if self.act else ""
        number = f".no{self.number:04d}" if self.number else ""
        return f"{database.stem}{when}{act}{number}{database.suffix}"

    @property
    def order(self) -> tuple[int, datetime]:
        """Return what backups are sorted by, the oldest first."""
        return self.number, self.at


def read_name(name: str, database: Path) -> BackupName | None:
    """Return what the file name of a backup of `database` says, sealed or not; None for any other name."""
    ending = next((end for end in (database.suffix, database.suffix + SEALED) if name.endswith(end)), None)
    if ending is None or not name.startswith(database.stem):
        return None
    found = _SHAPE.fullmatch(name[len(database.stem) : len(name) - len(ending)])
    if found is None:
        return None
    try:
        at = _read_day(found["day"]) if found["day"] else datetime.strptime(found["moment"], "%Y%m%d-%H%M%S")  # noqa: DTZ007  # the name holds no zone
    except ValueError:
        return None
    return BackupName(at, found["act"] or "", int(found["number"] or 0), found["day"] is not None)


def _read_day(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), time())


def next_number(database: Path, folders: Iterable[Path]) -> int:
    """Return the number of the next backup: one more than any in these folders, those that cannot be read left out."""
    return 1 + max((one.number for folder in folders for _, one in named(database, folder)), default=0)


def named(database: Path, folder: Path) -> list[tuple[Path, BackupName]]:
    """Return the backups of `database` in a folder, the one that was written last first; no file is opened."""
    try:
        paths = [path for path in folder.iterdir() if path.is_file()]
    except OSError:
        return []
    read = [(path, one) for path in paths if (one := read_name(path.name, database)) is not None]
    return sorted(read, key=lambda pair: (*pair[1].order, pair[0].name), reverse=True)
