"""The note that says where the company's data was moved to; read only where there is one."""

from __future__ import annotations

import json
from pathlib import Path

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system.files import as_user_facing


def read_note(note: Path) -> Path:
    """Return the folder that a note names; raises UserFacingError S270 when no database is there, or for a bad note."""
    try:
        folder = Path(json.loads(note.read_text(encoding="utf-8"))["folder"])
    except OSError as error:
        raise as_user_facing(error, note) from error
    except (ValueError, LookupError, TypeError) as error:
        raise _nowhere(note, note.name) from error
    if not (folder / note.with_suffix(".exdb").name).exists():
        raise _nowhere(note, str(folder))
    return folder


def _nowhere(note: Path, shown: str) -> UserFacingError:
    return UserFacingError(
        "S270",
        f"业务库搬到了“{shown}”，现在找不到那里。没有新建，也没有改动任何数据。",
        f"The data was moved to “{shown}”, which cannot be found now. Nothing was made anew and nothing was changed.",
        f"请接好那块磁盘、U盘或网络盘再试。如果那里已经没有了：删除文件 {note}，再用 data restore 恢复一份备份。",
        f"Connect that disk, stick or network drive and try again. If it is gone for good, delete the file {note} and "
        "restore a backup with data restore.",
    )
