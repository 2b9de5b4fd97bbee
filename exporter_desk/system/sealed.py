"""Files sealed by a passphrase: scrypt makes the key, AES-256-GCM seals piece by piece, so size does not matter.

Layout, version 1: the line `EXPORTER-DESK-SEALED 1`, one line of JSON (scrypt's salt and cost, the nonce's start, in
hexadecimal, and the size of the content in bytes), then the pieces. Each piece is at most 64 KiB of content and 16
bytes of tag. Its nonce is the start, the piece's number in four bytes and one byte that is 1 for the last piece
alone, so pieces cannot be left out, swapped, added or cut off unnoticed (the STREAM construction of Hoang,
Reyhanitabar, Rogaway and Vizár, 2015). The two header lines are bound to every piece.
"""

from __future__ import annotations

import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system.files import as_user_facing
from exporter_desk.system.foreign import as_unreadable, read_foreign, require_plain_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK = b"EXPORTER-DESK-SEALED 1\n"
SUFFIX = ".sealed"
PIECE_BYTES = 64 * 1024
TAG_BYTES = 16
START_BYTES = 7
LONGEST_HEADER = 1024
LEAST_CHARACTERS = 8
_OWN_FILE = 0o600


@dataclass(frozen=True, slots=True)
class Cost:
    """Cost of scrypt: 2**17 needs 128 MiB and about half a second on the machine it was measured on."""

    n: int = 2**17
    r: int = 8
    p: int = 1

    def is_allowed(self) -> bool:
        """A forged header may not ask for more memory or time than ours ever did, nor make guessing cheap."""
        powers = {2**power for power in range(14, 19)}
        return self.n in powers and self.r == 8 and self.p == 1


def seal(
    source: Path, target: Path, passphrase: str, *, cost: Cost | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:  # fmt: skip
    """Write `source` sealed to `target`, whole or not at all.

    `progress` is told bytes done and in all; an exception from it stops the work and leaves no file. Raises
    UserFacingError S60 for a passphrase that is too short, or as the machine refuses.
    """
    require_length(passphrase)
    cost, salt, start = cost or Cost(), secrets.token_bytes(16), secrets.token_bytes(START_BYTES)
    size = _size_of(source)
    head = {"n": cost.n, "r": cost.r, "p": cost.p, "salt": salt.hex(), "start": start.hex(), "size": size}
    header = MARK + json.dumps(head, sort_keys=True).encode("ascii") + b"\n"
    cipher = _cipher(passphrase, salt, cost)
    part = target.with_name(f".{secrets.token_hex(6)}.part")
    try:
        part.touch(mode=_OWN_FILE, exist_ok=False)
        with source.open("rb") as plain, part.open("r+b") as out:
            total, done = source.stat().st_size, 0
            out.write(header)
            for number, piece, last in _pieces(plain, PIECE_BYTES):
                out.write(cipher.encrypt(_nonce(start, number, last=last), piece, header))
                done += len(piece)
                progress(done, total)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    except OSError as error:
        raise as_user_facing(error, target) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def unseal(
    source: Path, target: Path, passphrase: str, *, progress: Callable[[int, int], None] = lambda done, total: None
) -> None:
    """Write the content of a sealed file to `target`, whole or not at all.

    Raises UserFacingError: S61 not a sealed file, S62 the passphrase does not fit, S63 damaged after its first piece,
    S66 shorter than it was written.
    """
    from cryptography.exceptions import InvalidTag

    require_plain_file(source)
    part = target.with_name(f".{secrets.token_hex(6)}.part")
    number, done = 0, 0
    try:
        part.touch(mode=_OWN_FILE, exist_ok=False)
        with source.open("rb") as sealed, part.open("r+b") as out:
            header, cost, salt, start, size = _read_header(sealed, source.name)
            _require_whole(source, len(header), size)
            cipher, total = _cipher(passphrase, salt, cost), source.stat().st_size
            for number, piece, last in _pieces(sealed, PIECE_BYTES + TAG_BYTES):
                done += out.write(cipher.decrypt(_nonce(start, number, last=last), piece, header))
                progress(done, total)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    except InvalidTag as error:
        raise (_wrong_passphrase(source.name) if number == 0 else _damaged(source.name)) from error
    except OSError as error:
        raise as_user_facing(error, source if not isinstance(error, FileExistsError) else target) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def require_length(passphrase: str) -> None:
    """Raise UserFacingError S60 for a passphrase that is too short to keep anything."""
    if len(passphrase) < LEAST_CHARACTERS:
        raise _too_short()


def is_sealed(path: Path) -> bool:
    """Tell whether a file begins as sealed ones do; raises UserFacingError when it cannot be read."""
    return read_foreign(path, len(MARK))[: len(MARK)] == MARK


def _cipher(passphrase: str, salt: bytes, cost: Cost) -> AESGCM:
    import unicodedata

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    # The same characters typed on another system may be composed otherwise.
    typed = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    return AESGCM(Scrypt(salt=salt, length=32, n=cost.n, r=cost.r, p=cost.p).derive(typed))


def _nonce(start: bytes, number: int, *, last: bool) -> bytes:
    return start + number.to_bytes(4, "big") + bytes([last])


def _pieces(file: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Give number, piece and whether it is the last; an empty file is one empty last piece."""
    number, piece = 0, file.read(size)
    while True:
        following = file.read(size) if len(piece) == size else b""
        yield number, piece, not following
        if not following:
            return
        number, piece = number + 1, following


def _size_of(source: Path) -> int:
    try:
        return source.stat().st_size
    except OSError as error:
        raise as_unreadable(error, source) from error


def _require_whole(source: Path, header: int, content: int) -> None:
    """Raise S66 for a file that is shorter than its header says: no passphrase would open it."""
    pieces = max(1, -(-content // PIECE_BYTES))
    if source.stat().st_size < header + content + pieces * TAG_BYTES:
        raise _cut_off(source.name)


def _read_header(file: BinaryIO, name: str) -> tuple[bytes, Cost, bytes, bytes, int]:
    mark, line = file.readline(len(MARK)), file.readline(LONGEST_HEADER)
    try:
        head = json.loads(line)
        cost = Cost(int(head["n"]), int(head["r"]), int(head["p"]))
        salt, start = bytes.fromhex(head["salt"]), bytes.fromhex(head["start"])
        size = int(head.get("size", 0))  # files of earlier versions do not say it
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise _not_sealed(name) from error
    if mark != MARK or not cost.is_allowed() or len(start) != START_BYTES:
        raise _not_sealed(name)
    return mark + line, cost, salt, start, size


def _too_short() -> UserFacingError:
    return UserFacingError(
        "S60",
        f"密码短于 {LEAST_CHARACTERS} 个字符，没有加密。",
        f"The passphrase is shorter than {LEAST_CHARACTERS} characters; nothing was sealed.",
        "请用几个不相干的词连成一句，写在恢复单上，与备份分开放。",
        "Use a few unrelated words, write them on the recovery sheet, and keep it apart from the backup.",
        exit_code=2,
    )


def _not_sealed(name: str) -> UserFacingError:
    return UserFacingError(
        "S61",
        f"「{name}」不是出口单证台的加密备份，或开头已损坏。",
        f"“{name}” is no sealed backup of Exporter Desk, or its beginning is damaged.",
        "请选择以 .sealed 结尾的备份文件；如果就是它，请换另一份备份。",
        "Choose a backup that ends in .sealed; if this is it, take another backup.",
        exit_code=2,
    )


def _wrong_passphrase(name: str) -> UserFacingError:
    return UserFacingError(
        "S62",
        f"密码打不开「{name}」：密码不对，或者文件不完整、开头被改动过。",
        f"The passphrase does not open “{name}”: it is not the right one, or the file is incomplete or changed.",
        "请检查大小写和输入法，按恢复单上写的再输一次；密码没错就换另一份备份。密码丢失后没有别的办法打开。",
        "Check capitals and the input method against the recovery sheet; if it is right, take another backup. Without "
        "the passphrase nothing opens it.",
        exit_code=2,
    )


def _damaged(name: str) -> UserFacingError:
    return UserFacingError(
        "S63",
        f"密码是对的，但「{name}」后面的内容损坏或不完整，没有还原任何东西。",
        f"The passphrase is right, but “{name}” is damaged or incomplete further on; nothing was restored.",
        "请换另一份备份。",
        "Take another backup.",
        exit_code=2,
    )


def _cut_off(name: str) -> UserFacingError:
    return UserFacingError(
        "S66",
        f"「{name}」不完整：比写好时短，多半是复制到一半断开了。没有还原任何东西，和密码无关。",
        f"“{name}” is incomplete: it is shorter than when it was written, most likely a copy was interrupted. "
        "Nothing was restored; the passphrase has nothing to do with it.",
        "请重新复制，或换另一份备份。",
        "Copy it again or take another backup.",
        exit_code=2,
    )
