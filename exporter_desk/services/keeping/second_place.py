"""What is remembered of the second place of backups, and what is said while that place is away: a stick in a drawer."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.system import files

if TYPE_CHECKING:
    from pathlib import Path

NOTE_FILE = "backup_second.txt"
# The newest backup is told to be old after so many days, here and in the second place: a week, and a day of grace.
OLD_BACKUP_DAYS = 8


def note(file: Path, place: Path, day: date) -> None:
    """Remember that the newest copy in `place` is of `day`; a note that cannot be written is written another time."""
    if noted(file, place) != day:
        with suppress(UserFacingError):
            files.write_atomically(file, f"{day.isoformat()}\n{place}\n".encode())


def noted(file: Path, place: Path) -> date | None:
    """Return the day of the newest copy that was seen in `place`, None where nothing is known of that place."""
    try:
        day, where, *_ = file.read_text(encoding="utf-8").splitlines()
        return date.fromisoformat(day) if where == str(place) else None
    except (OSError, ValueError):
        return None


def is_old(day: date | None, today: date) -> bool:
    """Tell whether a copy of that day is no help any more, or none is known."""
    return day is None or (today - day).days > OLD_BACKUP_DAYS


def last_there(day: date | None) -> Bilingual:
    """Say of which day the newest copy in the second place is."""
    if day is None:
        return Bilingual("没有那里写好过备份的记录", "no copy there is known")
    return Bilingual(f"那里最近一份是 {day} 的", f"the newest copy there is of {day}")


def away(place: Path, day: date | None) -> Bilingual:
    """Say that the second place cannot be reached, what lies there, and what to do."""
    last = last_there(day)
    return Bilingual(
        f"第二份备份的位置“{place}”现在不在（U盘没插，或文件夹改了名）；{last.zh}。接好后在“备份”里点“立即备份”，或等下次启动自动补上。",
        f"The second place of backups “{place}” is not there now (unplugged, or renamed); {last.en}. Once it is back, "
        "use “Back up now” on the page Backup, or wait for the next start.",
    )
