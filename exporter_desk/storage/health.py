"""How sound a case database is, and which backup could take its place when it is not."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage import contents, faults
from exporter_desk.storage.backup import BackupReport, read_backup
from exporter_desk.storage.case_rows import unreadable_cases
from exporter_desk.storage.connection import apart, connect
from exporter_desk.storage.faults import Sentence, explained
from exporter_desk.storage.soundness import require_sound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.storage.contents import Lost, Told

# What a restore can mend: damaged, empty, or something else in the place of the database.
MENDED_BY_RESTORE = frozenset({faults.DAMAGED.code, faults.EMPTY.code, faults.FOREIGN.code})


@dataclass(frozen=True, slots=True)
class Offer:
    """The backup that could take the place, and the newer ones that were looked at before it and are not sound."""

    backup: BackupReport | None
    unsound: tuple[Path, ...]


def examine(database: Path, *, deep: bool = False) -> None:
    """Read a database through over a connection of its own, while others use it; raises S24 when it is damaged.

    `deep` reads every case too, which costs a millisecond each; raises S380 for those that cannot be read.
    """
    with explained(database), closing(connect(database, "ro")) as connection:
        require_sound(connection, database, deep=deep)
        error = unreadable(unreadable_cases(connection) if deep else ())
    if error is not None:
        raise error


def unreadable(numbers: Iterable[str], fault: Sentence = faults.UNREADABLE) -> UserFacingError | None:
    """Return what is to be said of cases that cannot be read, None where there are none."""
    name = "、".join(numbers)
    return fault.error(name=name) if name else None


def unreadable_in_copy(numbers: Iterable[str]) -> UserFacingError | None:
    """Return what is to be said of a backup with cases that cannot be read, None where there are none."""
    return unreadable(numbers, faults.UNREADABLE_IN_COPY)


def lost_files(database: Path, told: Told = lambda done, total: None) -> tuple[Lost, ...]:
    """Read every attached file through, while others use the database; return those that are missing or changed."""
    with apart(database) as connection:
        return contents.lost(connection, told)


def newest_sound(backups: Iterable[Path]) -> Offer:
    """Return the first backup that is sound and each case of which can be read; `backups` come newest first.

    Where there is none, the first sound one with cases that cannot be read. Nothing is changed.
    """
    unsound: list[Path] = []
    second_best: Offer | None = None
    for path in backups:
        with suppress(UserFacingError):
            report = read_backup(path)
            if not report.unreadable:
                return Offer(report, tuple(unsound))
            second_best = second_best or Offer(report, tuple(unsound))
        unsound.append(path)
    return second_best or Offer(None, tuple(unsound))
