"""Where the company's data lies may be chosen: moving it there, and the note in the profile that says where."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.answers import BAD_INPUT, Answer
from exporter_desk.services.case_list import moment
from exporter_desk.services.keeping.backups import BACKUP_FOLDER
from exporter_desk.services.keeping.company import PLACE_FILE, company_path
from exporter_desk.services.keeping.company_files import needed, told
from exporter_desk.services.keeping.moved_place import read_note
from exporter_desk.storage import moving
from exporter_desk.storage.connection import this_user
from exporter_desk.storage.faults import DISK_FULL, NO_ROOM
from exporter_desk.system import clock, files
from exporter_desk.system.data_place import kind_of
from exporter_desk.system.paths import PRACTICE_VARIABLE, find_paths

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.storage.moving import Moved

STAYS = Bilingual(
    "原来的业务库改名留在原处，原来的备份也留着；确认新位置好用以后，可以自己删掉。费用表、退税率库和规则包仍在程序自己的文件夹。",
    "The old database stays in its place under another name, and so do its backups; delete them yourself once the new "
    "place has proved itself. Rate cards, the refund rate library and packs stay in the program's own folder.",
)


def move_to(folder: Path) -> Moved:
    """Move the database and its backups to `folder` and use them from there; nobody may have the database open.

    Raises UserFacingError; then everything is as it was.
    """
    source, place = company_path(), wanted_place(folder)
    note = find_paths().data / PLACE_FILE

    def switch() -> None:
        if place == find_paths().data:
            note.unlink(missing_ok=True)
            return
        text = json.dumps({"folder": str(place)}, ensure_ascii=False)
        files.write_atomically(note, (text + "\n").encode())

    now = clock.now()
    kept = f"{source.stem}.moved-{now:%Y%m%d-%H%M%S}{source.suffix}"
    try:
        return moving.move(source, place, this_user(moment(now)), switch, kept)
    except UserFacingError as error:
        if error.code not in (DISK_FULL.code, NO_ROOM.code):
            raise
        raise _no_room(place) from error


def _no_room(place: Path) -> UserFacingError:
    """Say it of the move: a window that saves a step has other advice for a full disk."""
    return UserFacingError(
        "S277",
        f"“{place}”所在的磁盘满了，没有搬；数据还在原来的地方，什么都没有改动。",
        f"The disk of “{place}” is full: nothing was moved, the data lies where it was and is unchanged.",
        "请清理那块磁盘，或换一个文件夹，然后再搬。",
        "Free some space there or choose another folder, then move again.",
    )


def wanted_place(folder: Path) -> Path:
    """Return the folder to move to, whole; raises UserFacingError for one that cannot be meant."""
    place = folder.expanduser().absolute()
    source = company_path()
    if not source.exists():
        raise UserFacingError(
            "S276",
            "还没有数据，没有东西可以搬。",
            "There is no data yet, so there is nothing to move.",
            "打开一次窗口，或导入一票货，数据库就建好了。",
            "Open the window once or import a shipment: then there is a database.",
            exit_code=BAD_INPUT,
        )
    if place.exists() and place.samefile(source.parent):
        raise UserFacingError(
            "S272", f"数据已经在“{place}”。", f"The data lies in “{place}” already.", exit_code=BAD_INPUT
        )
    files.require_folder(place)
    if place.exists() and not place.is_dir():
        raise UserFacingError(
            "S273",
            f"“{place}”是一个文件，不是文件夹。",
            f"“{place}” is a file, no folder.",
            "请给一个文件夹。",
            "Name a folder.",
            exit_code=BAD_INPUT,
        )
    _require_own_place(place, source.parent / BACKUP_FOLDER)
    return place


def _require_own_place(place: Path, backups: Path) -> None:
    """Raise UserFacingError for a folder that is kept for something else: the other world, or the backups."""
    practice = find_paths().practice
    if any(_lies_in(place, folder) for folder in _other_world(practice=practice)):
        whose = Bilingual("真实业务", "your real shipments") if practice else Bilingual("练习", "the exercises")
        raise UserFacingError(
            "S381",
            f"“{place}”是放{whose.zh}的文件夹；练习和真实业务不能放在一起，没有搬。",
            f"“{place}” is a folder of {whose.en}; exercises and real shipments are kept apart, nothing was moved.",
            "请换一个文件夹。",
            "Choose another folder.",
            exit_code=BAD_INPUT,
        )
    if _lies_in(place, backups):
        raise UserFacingError(
            "S382",
            f"“{place}”是放备份的文件夹，业务库不能放在里面，没有搬。",
            f"“{place}” is the folder of the backups; the database cannot lie in it, nothing was moved.",
            "请换一个文件夹。",
            "Choose another folder.",
            exit_code=BAD_INPUT,
        )


def _other_world(*, practice: bool) -> tuple[Path, ...]:
    """Return the folders of the real shipments while practising, else those of the exercises; also where they moved."""
    other = find_paths({**os.environ, PRACTICE_VARIABLE: "" if practice else "1"})
    note = other.data / PLACE_FILE
    folders = [other.data if practice else other.data.parent]
    with suppress(UserFacingError):  # moved to a disk that is not there: nothing can be moved there either
        if note.exists():
            folders.append(read_note(note))
    return tuple(folders)


def _lies_in(place: Path, folder: Path) -> bool:
    """Tell whether a place, there already or not, is a folder or lies below it."""
    whole = place.resolve()
    if whole.is_relative_to(folder.resolve()):
        return True
    # The same folder may have several names, in capitals or not.
    return folder.exists() and any(one.exists() and one.samefile(folder) for one in (whole, *whole.parents))


def question(folder: Path) -> tuple[Bilingual, ...]:
    """Return what is to be known before moving: from where to where, what stays, what is bad about the new place."""
    source, place = company_path().parent, wanted_place(folder)
    what = f"业务库和备份从 {source} 搬到 {place}。"
    lines = [Bilingual(what, f"Database and backups move from {source} to {place}.")]
    warning = kind_of(place).warning
    if warning is not None:
        lines.append(Bilingual(warning.sentence("zh"), warning.sentence("en")))
    return (*lines, STAYS)


def run(target: str | None, agreed: Callable[[tuple[Bilingual, ...]], bool | None]) -> Answer:
    """Move the data by command; `agreed` is asked, and where nobody sits a bad place needs a word beforehand."""
    folder = Path(needed(target, "要搬到的文件夹", "the folder to move to"))
    yes = agreed(question(folder))
    warning = kind_of(wanted_place(folder)).warning
    if yes is None and warning is not None:
        raise UserFacingError(
            "S274",
            f"没有搬。{warning.zh}",
            f"Nothing was moved. {warning.en}",
            "一定要搬到那里，加 --yes。",
            "To move it there all the same add --yes.",
            exit_code=BAD_INPUT,
        )
    if yes is False:
        raise UserFacingError(
            "S275", "没有搬，什么都没有改动。", "Nothing was moved, nothing was changed.", exit_code=BAD_INPUT
        )
    done = move_to(folder)
    zh = (
        f"已搬到 {done.report.path}，重新打开核对过：{done.report.cases} 票业务，备份 {done.backups} 份。"
        f"原来的业务库：{done.kept}。"
    )
    en = (
        f"Moved to {done.report.path}, opened again and compared: {done.report.cases} shipments, {done.backups} "
        f"backups. The old database: {done.kept}."
    )
    answer = told("move", done.report, zh, en)
    messages = () if warning is None else (Bilingual(warning.sentence("zh"), warning.sentence("en")),)
    data = {**(answer.data or {}), "kept": str(done.kept)}
    return replace(answer, data=data, lines=(*answer.lines, STAYS), messages=messages)
