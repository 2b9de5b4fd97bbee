"""What the self-check says beside the rules: system, disk, data, backups, packs, fonts, printers and the last errors.

Its lines are read by the user and may be sent to somebody who helps: counts, sizes, versions and codes, nothing of the
business, and no folder of the user by name.
"""

from __future__ import annotations

import locale
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.answers import same
from exporter_desk.services.keeping import second_place
from exporter_desk.services.keeping.backups import Backups, company_backups
from exporter_desk.services.keeping.company import company_path
from exporter_desk.services.packs.listing import inventory
from exporter_desk.services.packs.store import PackStore
from exporter_desk.system import clock, resources
from exporter_desk.system.data_place import kind_of
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from exporter_desk.services.packs.listing import InstalledPack

    Look = tuple[str, Callable[[], Bilingual]]

LAST_LINES, LEAST_FREE = 8, 200 << 20
_PRINTERS_WAIT_S = 2
NAMES = {
    "program": Bilingual("程序", "program"),
    "resources": Bilingual("资料文件夹", "resources"),
    "rules": Bilingual("规则", "rules"),
    "packs": Bilingual("已装的规则包", "installed packs"),
    "forms": Bilingual("单证模板", "forms"),
    "texts": Bilingual("核对结果的文字", "texts of findings"),
    "messages": Bilingual("给别的软件导入的文件", "files for other programs"),
    "codes": Bilingual("代码表", "code tables"),
    "refund rates": Bilingual("退税率库", "refund rates"),
    "database": Bilingual("业务库", "database"),
    "system": Bilingual("系统", "system"),
    "folders": Bilingual("文件夹", "folders"),
    "disk": Bilingual("磁盘", "disk"),
    "data place": Bilingual("数据所在", "place of the data"),
    "backups": Bilingual("备份", "backups"),
    "start password": Bilingual("启动密码", "start password"),
    "fonts": Bilingual("字体", "fonts"),
    "printers": Bilingual("打印机", "printers"),
    "last errors": Bilingual("最近的错误", "last errors"),
}
_PLACES = {
    "own_disk": Bilingual("本机硬盘", "this computer's own disk"),
    "stick": Bilingual("U盘", "a stick"),
    "network": Bilingual("网络盘", "a network drive"),
    "sync": Bilingual("同步文件夹", "a synced folder"),
}
_FOLDERS = (
    Bilingual("数据", "data"), Bilingual("设置", "settings"), Bilingual("日志", "logs"), Bilingual("单证", "papers"),
)  # fmt: skip


# Said without the name of the folder.
MOVED_AWAY = {
    "S270": Bilingual("业务库搬到的那个地方现在找不到", "the place that the data was moved to cannot be found now"),
}


class OddError(Exception):
    """Something that works but should be mended, in words for the reader of the self-check."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Bilingual(zh, en)


def looks() -> tuple[Look, ...]:
    """Return what is looked at, by its key in NAMES; a look raises OddError for what should be mended."""
    return (
        ("packs", lambda: packs_lines(PackStore.of_user(), clock.today())),
        ("system", _system),
        ("folders", _folders),
        ("disk", lambda: disk_line(_data())),
        ("data place", lambda: place_line(_data())),
        ("backups", lambda: backups_line(company_backups())),
        ("start password", _start_password),
        ("fonts", _fonts),
        ("printers", _printers),
        ("last errors", lambda: last_errors(find_paths().logs)),
    )


def packs_lines(store: PackStore, today: date) -> Bilingual:
    """Say which packs are installed: version, until when, and who signed; OddError when one does not count."""
    seen = inventory(store, today)
    if not seen.installed and not seen.findings:
        return Bilingual("没有另装，用程序自带的", "none, those of the program are used")
    rows = [_pack_line(one) for one in seen.installed]
    zh, en = "\n    ".join(row.zh for row in rows), "\n    ".join(row.en for row in rows)
    if not seen.findings:
        return Bilingual(zh, en)
    codes = ", ".join(dict.fromkeys(one.code for one in seen.findings))
    raise OddError(
        f"{zh}\n    有规则包不能用或已过期（{codes}），请看“规则包”页",
        f"{en}\n    a pack cannot be used or is past its day ({codes}), see the page Packs",
    )


def _pack_line(one: InstalledPack) -> Bilingual:
    named = f"{one.entry.id} {'?' if one.entry.present is None else one.entry.present.version}"
    if one.head is None:
        return Bilingual(f"{named}，读不了，没有使用", f"{named}, unreadable, not used")
    signer = Bilingual("签名的密钥不再可信", "the key that signed it is trusted no longer")
    if one.signer is not None:
        by = f"{one.signer.name} {one.signer.id}"
        signer = Bilingual(f"签名 {by}", f"signed by {by}")
    until = one.head.expires
    return Bilingual(f"{named}，有效到 {until}，{signer.zh}", f"{named}, until {until}, {signer.en}")


def _system() -> Bilingual:
    bits = "64" if sys.maxsize > 1 << 32 else "32"
    told, coding = f"{platform.system()} {platform.release()} {platform.machine()}", locale.getpreferredencoding()
    return Bilingual(f"{told}，{bits} 位，{coding}", f"{told}, {bits} bit, {coding}")


def _start_password() -> Bilingual:
    if find_paths().start_password.exists():
        return Bilingual("已设置，只管窗口，不是加密", "set; it keeps the window, it is no encryption")
    return Bilingual("没有设置", "none")


def _folders() -> Bilingual:
    """Say where things are kept without the name of the user."""
    paths = find_paths()
    places = [nameless(path) for path in (_data(), paths.settings, paths.logs, paths.output)]
    zh = "；".join(f"{name.zh} {place}" for name, place in zip(_FOLDERS, places, strict=True))
    en = "; ".join(f"{name.en} {place}" for name, place in zip(_FOLDERS, places, strict=True))
    return Bilingual(zh, en)


def _data() -> Path:
    """Return the folder of the data; where it was moved to a disk that is not there, that of the profile."""
    try:
        return company_path().parent
    except UserFacingError:
        return find_paths().data


def nameless(path: Path, home: Path | None = None) -> str:
    """Return a path with the user's own folder written as ~; of any other path only how deep it lies."""
    own = home or Path.home()
    if path.is_relative_to(own):
        return "~/" + path.relative_to(own).as_posix()
    return f"{path.anchor or '/'}… ({len(path.parts)})"


def disk_line(place: Path) -> Bilingual:
    """Say how much room there is for the data; OddError when there is too little, or nothing can be written."""
    there = next(folder for folder in (place, *place.parents) if folder.exists())
    if not _takes_files(there):
        raise OddError(
            "数据所在的文件夹是只读的，什么都存不进去", "the folder of the data is read-only: nothing can be saved"
        )
    free = shutil.disk_usage(there).free
    if free < LEAST_FREE:
        raise OddError(f"只剩 {free >> 20} MB，备份需要更多", f"only {free >> 20} MB are free; backups need more room")
    return Bilingual(f"可用 {free >> 20} MB", f"{free >> 20} MB free")


def _takes_files(folder: Path) -> bool:
    """Try it: rights alone do not tell, Windows and network drives answer only when something is written."""
    if not os.access(folder, os.W_OK):
        return False
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def place_line(folder: Path) -> Bilingual:
    """Say on what kind of disk the data lies; OddError where it lies badly."""
    found = kind_of(folder)
    if found.warning is not None:
        raise OddError(found.warning.sentence("zh"), found.warning.sentence("en"))
    return _PLACES[found.kind]


def backups_line(backups: Backups) -> Bilingual:
    """Say how many backups there are and how old the newest is; OddError when it is too old or from days to come."""
    if not backups.database.exists():
        return Bilingual("还没有数据", "no data yet")
    listed = backups.own()
    if not listed:
        raise OddError("还没有备份", "no backup yet")
    ahead = [one for one in listed if backups.is_ahead(one.at)]
    if ahead:
        day = f"{max(one.at for one in ahead):%Y-%m-%d}"
        raise OddError(
            f"有 {len(ahead)} 份备份的日期在今天之后（到 {day}）：这台电脑的时钟现在或当时不对，请核对日期",
            f"backups dated after today: {len(ahead)} (up to {day}); the clock of this computer is or was wrong, "
            "check the date",
        )
    age = (clock.now() - listed[0].at).days
    if age > second_place.OLD_BACKUP_DAYS:
        raise OddError(f"最近的备份已过 {age} 天", f"the newest backup is {age} days old")
    second = _second_words(backups)
    zh = f"{len(listed)} 份，最近的 {max(age, 0)} 天前，第二个位置：{second.zh}"
    en = f"{len(listed)}, the newest {max(age, 0)} days ago, second place: {second.en}"
    if backups.second_is_away() and second_place.is_old(backups.second_last(), clock.today()):
        raise OddError(f"{zh}，请接好它再备份一次", f"{en}; connect it and back up again")
    return Bilingual(zh, en)


def _second_words(backups: Backups) -> Bilingual:
    """Say how it is about the second place, without naming it."""
    if backups.second_is_away():
        last = second_place.last_there(backups.second_last())
        return Bilingual(f"已设置，现在不在，{last.zh}", f"set, but not there now, {last.en}")
    return Bilingual("有", "yes") if backups.second_is_there() else Bilingual("没有", "no")


def _fonts() -> Bilingual:
    sizes = [resources.path(f"fonts/NotoSansSC-{face}.ttf").stat().st_size for face in ("Regular", "Bold")]
    return same(f"Noto Sans SC {' + '.join(f'{size >> 10} KB' for size in sizes)}")


def _printers() -> Bilingual:
    """Count the printers where the system tells quickly; names of printers can be names of people."""
    if sys.platform == "win32":
        return _counted(_windows_printers())
    program = shutil.which("lpstat")
    if program is None:
        return Bilingual("系统没有说", "not told by the system")
    try:
        done = subprocess.run(  # noqa: S603  # a fixed command that only lists
            (program, "-e"), capture_output=True, text=True, timeout=_PRINTERS_WAIT_S, check=False
        )
    except subprocess.TimeoutExpired:
        return Bilingual("系统没有及时回答", "the system did not answer in time")
    return _counted(len(done.stdout.split()))


def _counted(printers: int) -> Bilingual:
    return Bilingual(f"{printers} 台", f"{printers} found")


def _windows_printers() -> int:
    import winreg

    try:
        key = getattr(winreg, "OpenKey")(  # noqa: B009  # the name exists on Windows alone
            getattr(winreg, "HKEY_CURRENT_USER"),  # noqa: B009
            r"Software\Microsoft\Windows NT\CurrentVersion\Devices",
        )
    except FileNotFoundError:  # written with the first printer of an account
        return 0
    return int(getattr(winreg, "QueryInfoKey")(key)[1])  # noqa: B009


def last_errors(folder: Path) -> Bilingual:
    """Return the last warnings of the log, which names nothing of the business, and the number of crash reports."""
    crashes = len(list(folder.glob("crash-*.txt"))) if folder.is_dir() else 0
    try:
        with (folder / "exporter-desk.log").open(encoding="utf-8", errors="replace") as file:
            bad = [line.strip() for line in file if any(f" {level} " in line for level in ("WARNING", "ERROR"))]
    except OSError:
        bad = []
    rows = "".join(f"\n    {line}" for line in bad[-LAST_LINES:])
    return Bilingual(
        f"警告或错误 {len(bad)} 行，错误报告 {crashes} 份{rows}",
        f"{len(bad)} warnings or errors, {crashes} crash reports{rows}",
    )
