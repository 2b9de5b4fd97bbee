"""What can go wrong with a case file, in sentences: every failure of SQLite or the disk becomes a UserFacingError."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from exporter_desk.domain.errors import UserFacingError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


# See `connection.part_name`; a part may be that of a part.
_PART = re.compile(r"^(?:\.)+(?P<name>[^.].*?)(?:\.[0-9a-f]{12}\.part)+$")


class Sentence(NamedTuple):
    """What happened and what to do, in both languages, with named placeholders."""

    code: str
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str

    def error(self, **values: str) -> UserFacingError:
        """Return the error with its placeholders filled; `reason_zh` stands for `{reason}` in Chinese.

        A part is told by the name that it is to get: nobody saw the hidden one.
        """
        values = {key: _PART.sub(r"\1", value) if key == "name" else value for key, value in values.items()}
        chinese = values | {"reason": values.get("reason_zh", "")}
        zh, remedy_zh = (text.format_map(chinese) for text in (self.zh, self.remedy_zh))
        en, remedy_en = (text.format_map(values) for text in (self.en, self.remedy_en))
        return UserFacingError(self.code, zh, en, remedy_zh, remedy_en)


def held(name: str, who: str, since: str) -> UserFacingError:
    """Return that somebody has a database open; `since` is an ISO moment and told as the clock on the wall shows it."""
    try:
        told = f"{datetime.fromisoformat(since).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError, OSError):
        told = since
    return LOCKED.error(name=name, who=who, since=told)


def unlockable(error: OSError, name: str, lock: str) -> UserFacingError:
    """Return why a database can only be read, when the lock file beside it cannot be written."""
    known = _BY_ERRNO.get(error.errno or 0)
    if known is DISK_FULL:
        return FULL_TO_READ.error(name=name)
    if known is READ_ONLY:
        return READ_ONLY.error(name=name)
    reason = error.strerror or type(error).__name__
    return NO_LOCK.error(name=name, lock=lock, reason=reason, reason_zh=f"系统错误 {error.errno or 0}")


DISK_FULL = Sentence(
    "S20",
    "磁盘满了，这一步没有存进“{name}”，以前存的都在。",
    "The disk is full: this step was not saved in “{name}”. Everything saved before is there.",
    "请清理磁盘，再保存一次；在那之前不要关闭程序。",
    "Free some space and save again; do not close the program before that.",
)
READ_ONLY = Sentence(
    "S21",
    "“{name}”现在只能看，不能改：文件或文件夹是只读的。",
    "“{name}” can be read but not changed: the file or its folder is read-only.",
    "要修改，请把它复制到你能写入的文件夹再打开。",
    "To change it, copy it to a folder that you may write to and open it there.",
)
BUSY = Sentence(
    "S22",
    "“{name}”正被别的程序占用，这一步没有存进去。",
    "Another program is holding “{name}”: this step was not saved.",
    "请关闭正在备份、同步或扫描它的程序，然后再试。",
    "Close the program that is copying, syncing or scanning it, then try again.",
)
DISK_ERROR = Sentence(
    "S23",
    "读写“{name}”时磁盘出错（{reason}），这一步没有存进去。",
    "The disk failed while “{name}” was used ({reason}): this step was not saved.",
    "请先把备份存到另一块磁盘，再检查这块磁盘或U盘是否松动。",
    "Save a backup on another disk first, then check this disk or whether the stick sits loose.",
)
DAMAGED = Sentence(
    "S24",
    "“{name}”已损坏，不能打开；文件没有被改动。",
    "“{name}” is damaged and cannot be opened; the file was left as it is.",
    "请从备份恢复，恢复时现在的文件会另存一份。",
    "Restore a backup; the present file is kept beside it.",
)
EMPTY = Sentence(
    "S25",
    "“{name}”是空的（0 字节），里面没有业务。",
    "“{name}” is empty (0 bytes): there are no cases in it.",
    "多半是复制到一半断开了。请重新复制，或从备份恢复。",
    "Most likely a copy was interrupted. Copy it again or restore a backup.",
)
FOREIGN = Sentence(
    "S26",
    "“{name}”不是出口单证台的业务文件，没有打开，也没有改动。",
    "“{name}” is not a file of Exporter Desk; it was neither opened nor changed.",
    "请看看是不是选错了：单票文件以 .exdesk 结尾，备份和业务库以 .exdb 结尾。",
    "Check whether it is the right one: single shipments end in .exdesk, backups and databases in .exdb.",
)
NEWER = Sentence(
    "S27",
    "“{name}”是更新版本的程序写的（格式 {found}，本程序认识到 {known}），现在只能看，不能改。",
    "“{name}” was written by a newer program (format {found}; this one knows {known}): it is open for reading only.",
    "要修改，请先更新出口单证台。",
    "Update Exporter Desk to change it.",
)
NEWER_TO_TAKE = Sentence(
    "S97",
    "“{name}”是更新版本的程序写的（格式 {found}，本程序认识到 {known}），没有读入，这里的业务没有变。",
    "“{name}” was written by a newer program (format {found}; this one knows {known}): nothing was taken over.",
    "请先更新出口单证台，再读入；或请发来的人改发 JSON 文件。",
    "Update Exporter Desk and try again, or have it sent as a JSON file.",
)
LOCKED = Sentence(
    "S28",
    "“{name}”正由 {who} 使用（从 {since} 起）。",
    "“{name}” is in use by {who} (since {since}).",
    "请等对方关闭，或先以只读方式打开。",
    "Wait until it is closed there, or open it for reading only.",
)
MISSING = Sentence(
    "S29",
    "找不到或打不开“{name}”（{reason}）。",
    "“{name}” cannot be found or opened ({reason}).",
    "请检查文件是否被移走，或U盘、网络盘是否已断开。",
    "Check whether the file was moved, or its stick or network drive was unplugged.",
)
NOT_UPGRADED = Sentence(
    "S30",
    "“{name}”没能升级到新格式，已按原样保留。升级前的副本：“{copy}”。",
    "“{name}” could not be upgraded and was left as it was. The copy made before: “{copy}”.",
    "请继续使用旧版程序，并把这个文件交给技术支持。",
    "Go on with the former program version and hand the file to support.",
)
NUMBER_TAKEN = Sentence(
    "S31",
    "编号“{number}”已经用在另一票货上（回收站里的也算）。",
    "The number “{number}” is already used by another case (the recycle bin counts too).",
    "请换一个编号。",
    "Choose another number.",
)
NO_CASE = Sentence(
    "S32",
    "“{name}”里没有这票货。",
    "That case is not in “{name}”.",
    "它可能已从回收站清除。请从备份中找回。",
    "It may have been removed from the recycle bin. Look for it in a backup.",
)
BACKUP_BROKEN = Sentence(
    "S33",
    "备份“{name}”写好后没有通过检查，已丢弃；业务库没有变。",
    "The backup “{name}” failed its check and was thrown away; the case database is unchanged.",
    "请换一块磁盘或U盘再备份一次。",
    "Make the backup again on another disk or stick.",
)
NO_ROOM = Sentence(
    "S35",
    "“{name}”所在的磁盘空间不够，备份没有写。",
    "There is too little room on the disk of “{name}”: the backup was not written.",
    "请清理磁盘，或把备份放到另一块磁盘或U盘。",
    "Free some space, or put the backup on another disk or a stick.",
)
OPENED_TO_READ = Sentence(
    "S36",
    "“{name}”是以只读方式打开的，不能改。",
    "“{name}” was opened for reading: it cannot be changed.",
    "要修改，请等使用它的人关闭后重新打开。",
    "To change it, open it again when nobody else is using it.",
)
NOT_ONE_CASE = Sentence(
    "S34",
    "“{name}”里有 {count} 票货，不是单票文件。",
    "“{name}” holds {count} cases, not one.",
    "要看整个业务库，请用“恢复备份”或直接打开它。",
    "To use a whole database, restore it as a backup or open it.",
)
TOO_LARGE = Sentence(
    "S37",
    "“{name}”超过 {limit} MB，不像单票文件，没有读取。",
    "“{name}” has more than {limit} MB, which no shipment file has; it was not read.",
    "请看看是不是选错了文件；整个业务库请用“恢复备份”。",
    "Check whether this is the right file; restore a whole database as a backup.",
)
NOT_KEPT = Sentence(
    "S55",
    "附件（{digest}…）的内容不在业务库里。",
    "The content of an attachment ({digest}…) is not in the case database.",
    "请移除这个附件，再从原件重新附上；删除已过 30 天的附件不能再撤销。",
    "Remove the attachment and attach the file again; what was removed more than 30 days ago does not come back.",
)
CHANGED_INSIDE = Sentence(
    "S56",
    "附件（{digest}…）在业务库里已经和附上时不一样，没有使用。",
    "An attachment ({digest}…) is no longer in the case database as it was attached; it was not used.",
    "多半是磁盘出错。请先备份，再从原件重新附上，并检查这块磁盘。",
    "Most likely the disk failed. Make a backup, attach the file again from its original, and check the disk.",
)
TOO_HEAVY = Sentence(
    "S57",
    "这票货的附件共 {size} MB，超过 {limit} MB，不能放进单票文件“{name}”，没有写。",
    "The attachments of this case have {size} MB, more than {limit} MB: “{name}” was not written.",
    "请先移除最大的附件，或者用备份把整个业务库带走。",
    "Remove the largest attachments first, or take the whole database along as a backup.",
)
NOT_AS_WRITTEN = Sentence(
    "S263",
    "“{name}”里有本程序从不写入的内容（例如触发器、视图、别的表或过长的内容），没有读取。",
    "“{name}” holds what this program never writes, such as a trigger, a view, another table or far too long "
    "a text; it was not read.",
    "请让发给你的人用出口单证台重新导出这一票。来历不明的文件请不要导入。",
    "Ask the sender to export the shipment again. Take over no file from somebody you do not know.",
)
TAKEN = Sentence(
    "S271",
    "“{folder}”里已经有一个“{name}”，没有搬，什么都没有改动。",
    "There is a “{name}” in “{folder}” already; nothing was moved, nothing was changed.",
    "请换一个文件夹；要用那里的业务库，请先看看它是什么。",
    "Choose another folder; look what the database there is before you use it.",
)
FULL_TO_READ = Sentence(
    "S383",
    "磁盘满了，“{name}”现在只能看，不能改。",
    "The disk is full: “{name}” can be read but not changed.",
    "请清理磁盘，再重新打开。",
    "Free some space, then open it again.",
)
NO_LOCK = Sentence(
    "S384",
    "“{name}”现在只能看，不能改：旁边的“{lock}”写不进去（{reason}）。",
    "“{name}” can be read but not changed: “{lock}” beside it cannot be written ({reason}).",
    "请把“{lock}”移走或改名，再重新打开。",
    "Move “{lock}” away or rename it, then open it again.",
)
NOT_BEGUN = Sentence(
    "S385",
    "磁盘满了，“{name}”没有建成，什么都没有留下。",
    "The disk is full: “{name}” could not be made, and nothing of it was left.",
    "请清理磁盘，然后再试。",
    "Free some space, then try again.",
)
NOT_WRITTEN = Sentence(
    "S386",
    "磁盘满了，“{name}”没有写，原来的文件没有变。",
    "The disk is full: “{name}” was not written, and the old file is unchanged.",
    "请清理磁盘，或换一块磁盘或U盘，然后再试。",
    "Free some space or choose another disk or a stick, then try again.",
)
UNREADABLE = Sentence(
    "S380",
    "业务“{name}”在业务库里有读不出来的内容，没有打开；其他业务照常能用。",
    "The shipment “{name}” holds what cannot be read in the database; it was not opened. The others can be used.",
    "请从更早的备份里找回这一票，或把业务库交给技术支持；汇总和归档要先做下去，把它放进回收站。",
    "Get it from an older backup, or hand the database to support; to go on with claims and archives put it into the "
    "recycle bin.",
)
UNREADABLE_IN_COPY = Sentence(
    "S387",
    "这份备份里，业务“{name}”读不出来，其余的都能用。",
    "In this backup the shipments “{name}” cannot be read; all the others can be used.",
    "要找回它，请看更早的备份。",
    "To get them back look into older backups.",
)
UNEXPECTED = Sentence(
    "S39",
    "不能读写“{name}”（{reason}），这一步没有存进去。",
    "“{name}” could not be used ({reason}): this step was not saved.",
    "请再试一次；如果仍然这样，请先备份，再重新打开程序。",
    "Try again; if it fails again, make a backup and restart the program.",
)

# Primary result codes of SQLite (sqlite.org/rescode.html); the extended ones carry them in their low byte.
_BY_RESULT = {
    sqlite3.SQLITE_FULL: DISK_FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_IOERR: DISK_ERROR,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_CANTOPEN: MISSING,
    sqlite3.SQLITE_TOOBIG: NOT_AS_WRITTEN,  # a value longer than a travelling file may hold
}
_BY_ERRNO = {errno.ENOSPC: DISK_FULL, errno.EDQUOT: DISK_FULL}
_BY_ERRNO |= {errno.EROFS: READ_ONLY, errno.EACCES: READ_ONLY, errno.EPERM: READ_ONLY}
_BY_ERRNO |= {errno.ENOENT: MISSING, errno.EIO: DISK_ERROR, errno.EBUSY: BUSY}


def result_of(error: sqlite3.Error) -> int:
    """Return the primary result code of SQLite behind an error."""
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)) & 0xFF


def _answers(path: Path) -> bool:
    """Tell whether the disk still gives what it holds: a stick that was pulled does not."""
    try:
        with path.open("rb", buffering=0) as file:
            file.read(1)
    except FileNotFoundError:
        return True  # told apart by what comes next
    except OSError:
        return False
    return True


def _takes_files(folder: Path) -> bool:
    """Tell whether a file can be made in a folder; one that is not there is told as missing."""
    import tempfile  # on use: it would be loaded at each start

    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except FileNotFoundError:
        return True
    except OSError as error:
        return _BY_ERRNO.get(error.errno or 0) is not READ_ONLY


def _named(path: Path, sentence: Sentence) -> str:
    """Return the file, or where it was to be made the folder that takes none."""
    if sentence is not READ_ONLY or os.path.lexists(path):
        return path.name
    folder = next((one for one in path.parents if os.path.lexists(one)), path)
    return folder.name or str(folder)


def is_no_text(error: sqlite3.Error) -> bool:
    """Tell whether a text of the file holds bytes that are none; SQLite has no result code of its own for it."""
    return str(error).startswith("Could not decode to UTF-8")


@contextmanager
def told_of_a_full_disk(sentence: Sentence, name: str) -> Iterator[None]:
    """Say `sentence` where the disk is full: what is right for a step that was typed is wrong for a file that is made.

    What there is too little room for counts as well.
    """
    try:
        yield
    except UserFacingError as error:
        if error.code not in (DISK_FULL.code, FULL_TO_READ.code, NO_ROOM.code):
            raise
        raise sentence.error(name=name) from error


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite or the system says about `path` into a sentence; broken promises of our own code pass."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except UnicodeDecodeError as error:  # what SQLite says names a table of a damaged file, in bytes that are no text
        raise DAMAGED.error(name=path.name) from error
    except sqlite3.Error as error:
        sentence = DAMAGED if is_no_text(error) else _BY_RESULT.get(result_of(error), UNEXPECTED)
        if sentence is DAMAGED and not _answers(path):
            sentence = DISK_ERROR  # pages that cannot be read look like damage, and a restore would not help
        if sentence is MISSING and not _takes_files(path.parent):
            sentence = READ_ONLY  # SQLite says the same of a file that is gone and of one that it may not make
        reason_zh = f"数据库错误 {getattr(error, 'sqlite_errorcode', sqlite3.SQLITE_ERROR)}"
        raise sentence.error(name=_named(path, sentence), reason=str(error), reason_zh=reason_zh) from error
    except OSError as error:
        sentence = _BY_ERRNO.get(error.errno or 0, UNEXPECTED)
        reason = error.strerror or type(error).__name__
        name = _named(path, sentence)
        raise sentence.error(name=name, reason=reason, reason_zh=f"系统错误 {error.errno or 0}") from error
