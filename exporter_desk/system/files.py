"""Writes files whole or not at all, and turns what the system refuses into a sentence with a next step."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

from exporter_desk.domain.errors import UserFacingError

TRIES_WHILE_HELD = 12 if sys.platform == "win32" else 1
SECONDS_BETWEEN_TRIES = 0.25

Replace = Callable[[Path, Path], object]


class _Kind(NamedTuple):
    """One way in which the system refuses; the numbers are those of errno and of Windows."""

    code: str
    errnos: frozenset[int]
    windows: frozenset[int]
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str


KINDS = (
    _Kind(
        "S01", frozenset({errno.ENOSPC, errno.EDQUOT}), frozenset({39, 112}),
        "磁盘满了，「{name}」没有写入，原来的文件没有变。",
        "The disk is full; “{name}” was not written and the old file is unchanged.",
        "请清理磁盘或换一个文件夹，然后再试。",
        "Free some space or choose another folder, then try again.",
    ),
    _Kind(
        "S02", frozenset({errno.ETXTBSY, errno.EBUSY}), frozenset({32, 33}),
        "「{name}」正被别的程序使用，没有写入。",
        "Another program is using “{name}”; it was not written.",
        "请关闭打开它的程序（例如 PDF 阅读器或网盘同步），然后再试。",
        "Close the program that has it open, such as a PDF reader or a sync client, then try again.",
    ),
    _Kind(
        "S03", frozenset({errno.EROFS}), frozenset({19}),
        "「{name}」所在的磁盘是只读的，不能写入。",
        "The disk of “{name}” is read-only.",
        "请换一个可以写入的文件夹。",
        "Choose a folder that can be written to.",
    ),
    _Kind(
        "S04", frozenset({errno.EACCES, errno.EPERM}), frozenset({5}),
        "没有读写「{name}」的权限。",
        "There is no permission to use “{name}”.",
        "请换一个你能写入的文件夹，或关闭正在使用它的程序，然后再试。",
        "Choose a folder that you may write to, or close the program that uses the file, then try again.",
    ),
    _Kind(
        "S05", frozenset({errno.ENAMETOOLONG, errno.EINVAL}), frozenset({123, 206}),
        "系统不接受文件名「{name}」：太长或含有不允许的字符。",
        "The system refuses the file name “{name}”: too long, or with a character that is not allowed.",
        "请改用短一些的名称，或换一个层级较浅的文件夹。",
        "Use a shorter name, or a folder nearer to the top of the disk.",
    ),
    _Kind(
        "S08", frozenset({errno.EEXIST, errno.EISDIR}), frozenset({80, 183}),
        "「{name}」不能写在这里：需要文件夹的地方有一个文件，或需要文件的地方是文件夹或设备。",
        "“{name}” cannot be written there: a file, folder or device of another kind stands in that place.",
        "请换一个文件夹或文件名，然后再试。",
        "Choose another folder or another name, then try again.",
    ),
    _Kind(
        "S06", frozenset({errno.ENOENT, errno.ENOTDIR}), frozenset({2, 3}),
        "找不到「{name}」。",
        "“{name}” cannot be found.",
        "请检查它是否被移走、改名，或U盘、网络盘是否已断开。",
        "Check whether it was moved or renamed, or whether its drive was unplugged.",
    ),
)  # fmt: skip
OTHER = _Kind(
    "S09", frozenset(), frozenset(),
    "系统不能读写「{name}」（{reason}）。",
    "The system cannot use “{name}” ({reason}).",
    "请换一个文件夹再试；如果仍然这样，请重启电脑。",
    "Try another folder; if that fails too, restart the computer.",
)  # fmt: skip


def as_user_facing(error: OSError, path: Path) -> UserFacingError:
    """Turn a refusal of the system into a sentence about this file."""
    windows_number = getattr(error, "winerror", None)
    kind = next((kind for kind in KINDS if windows_number in kind.windows), None) or next(
        (kind for kind in KINDS if error.errno in kind.errnos), OTHER
    )
    name, number = path.name or str(path), windows_number or error.errno or 0
    zh = kind.zh.format(name=name, reason=f"系统错误 {number}")
    en = kind.en.format(name=name, reason=error.strerror or type(error).__name__)
    return UserFacingError(kind.code, zh, en, kind.remedy_zh, kind.remedy_en)


def write_atomically(
    path: Path,
    data: bytes,
    *,
    replace: Replace = os.replace,
    pause: Callable[[float], object] = time.sleep,
    tries: int = TRIES_WHILE_HELD,
) -> None:
    """Write the whole file beside its place, then put it there: readers see the old file or the new one.

    On Windows a scanner, a sync client or a PDF reader may hold the old file: it is tried again for three seconds.
    Raises `UserFacingError` and leaves the old file as it was.
    """
    with _taking_its_place(path, replace, pause, tries) as part:
        path.parent.mkdir(parents=True, exist_ok=True)
        _refuse_what_is_no_file(path)
        _write_through(part, data)


@contextlib.contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write piece by piece beside `path`; it comes into place when the block ends, whole or not at all.

    An exception from the block, a broken-off program or a full disk leaves the old file. Raises `UserFacingError`.
    """
    with _taking_its_place(path, os.replace, time.sleep, TRIES_WHILE_HELD) as part:
        _refuse_what_is_no_file(path)
        with part.open("x+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())


@contextlib.contextmanager
def _taking_its_place(path: Path, replace: Replace, pause: Callable[[float], object], tries: int) -> Iterator[Path]:
    """Give the name of a part beside `path`; what the block wrote there comes into place when it ends well."""
    part = path.with_name(f".{os.urandom(6).hex()}.part")
    try:
        yield part
        _replace_patiently(part, path, replace, pause, tries)
        _flush_folder(path.parent)
    except OSError as error:
        raise _not_written(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


class PartlyWrittenError(Exception):
    """Some files of a set stand in their new form and the others do not; `refusal` says why."""

    def __init__(self, refusal: UserFacingError, done: tuple[Path, ...]) -> None:
        super().__init__(refusal.en)
        self.refusal, self.done = refusal, done


def write_together(
    contents: Mapping[Path, bytes],
    *,
    replace: Replace = os.replace,
    pause: Callable[[float], object] = time.sleep,
    tries: int = TRIES_WHILE_HELD,
) -> None:
    """Write all files beside their places, and only when every one is written put them there, in their order.

    A full disk is met before anything was replaced. Raises `PartlyWrittenError` with what was put in place before.
    """
    parts: dict[Path, Path] = {}
    done: list[Path] = []
    path = Path()
    try:
        for path, data in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _refuse_what_is_no_file(path)
            parts[path] = path.with_name(f".{os.urandom(6).hex()}.part")
            _write_through(parts[path], data)
        for path, part in parts.items():
            _replace_patiently(part, path, replace, pause, tries)
            done.append(path)
        for folder in {path.parent for path in contents}:
            _flush_folder(folder)
    except OSError as error:
        raise PartlyWrittenError(_not_written(error, path), tuple(done)) from error
    finally:
        for part in parts.values():
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make a folder and what leads to it; raises UserFacingError when the machine refuses."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _no_folder(error, folder) from error


def _not_written(error: OSError, path: Path) -> UserFacingError:
    """Blame the folder where it is what could not be made, else the file that was to be written."""
    there = os.path.isdir(path.parent)  # noqa: PTH112 - Path.is_dir lets out that a name is too long
    return as_user_facing(error, path) if there else _no_folder(error, path.parent)


def _no_folder(error: OSError, folder: Path) -> UserFacingError:
    if error.errno == errno.ENAMETOOLONG:
        return as_user_facing(error, Path(max(folder.parts, key=len)))
    if error.errno not in (errno.ENOENT, errno.ENOTDIR):
        return as_user_facing(error, folder)
    return UserFacingError(
        "S391",
        f"文件夹“{folder}”建不了，没有地方写文件。",
        f"The folder “{folder}” cannot be made, so there is no place for the files.",
        "请换一个文件夹：路径里的每一级都要是文件夹，不能是文件；U盘、网络盘要连着。",
        "Name another folder: every part of the path has to be a folder, not a file, and its drive connected.",
    )


def _refuse_what_is_no_file(path: Path) -> None:
    """Raise FileExistsError where a folder or a device stands: whoever may would put a file in place of /dev/stdout."""
    if path.exists() and not path.is_file():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def require_plain_place(path: Path) -> None:
    """Raise UserFacingError S08 where a folder or a device stands in the place of a file that is to be written."""
    try:
        _refuse_what_is_no_file(path)
    except OSError as error:
        raise as_user_facing(error, path) from error


def require_folder(path: Path) -> None:
    """Raise UserFacingError S45 when the folder of a file that the user named is not there: it may be mistyped."""
    if not os.path.lexists(path.parent):
        raise UserFacingError(
            "S45",
            f"文件夹“{path.parent}”不存在，没有写。",
            f"There is no folder “{path.parent}”; nothing was written.",
            "请检查U盘是否插好、名称有没有写错；要用新文件夹，请先建好它。",
            "Check that the stick is plugged in and the name is right; make a new folder first if you want one.",
            exit_code=2,
        )


def _write_through(part: Path, data: bytes) -> None:
    with part.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _replace_patiently(part: Path, path: Path, replace: Replace, pause: Callable[[float], object], tries: int) -> None:
    for tries_left in range(tries - 1, -1, -1):
        try:
            replace(part, path)
        except PermissionError:
            if not tries_left:
                raise
            pause(SECONDS_BETWEEN_TRIES)
        else:
            return


def _flush_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut; Windows does not open folders and needs no such step."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
