"""The password that the window asks for when it starts: it keeps curious eyes out, and is no encryption.

Only a value that scrypt made of it is kept, so that the file does not tell the password. Whoever may write in the
profile can remove the file, and whoever copies the database can read it: that is said before a password is set.
"""

from __future__ import annotations

import hmac
import json
import secrets
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system import files
from exporter_desk.system.sealed import Cost

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LEAST_CHARACTERS = 4
_SALT_BYTES, _KEY_BYTES, _MOST_BYTES = 16, 32, 10_000


def set_password(path: Path, password: str, cost: Cost | None = None) -> None:
    """Keep a password; raises UserFacingError S280 for one that is too short, or what the machine refuses."""
    if len(password) < LEAST_CHARACTERS:
        raise UserFacingError(
            "S280",
            f"密码短于 {LEAST_CHARACTERS} 个字符，没有设置。",
            f"The password is shorter than {LEAST_CHARACTERS} characters; it was not set.",
            "请换一个长一些的。",
            "Choose a longer one.",
            exit_code=2,
        )
    cost, salt = cost or Cost(), secrets.token_bytes(_SALT_BYTES)
    kept = {"n": cost.n, "r": cost.r, "p": cost.p, "salt": salt.hex(), "key": _key(password, salt, cost).hex()}
    files.write_atomically(path, (json.dumps(kept, sort_keys=True) + "\n").encode())
    with suppress(OSError):
        path.chmod(0o600)  # a short password could be guessed from it


def fits(path: Path, password: str) -> bool:
    """Tell whether a password is the one that was set; raises UserFacingError S281 when the file cannot be used."""
    cost, salt, key = _read(path)
    return hmac.compare_digest(key, _key(password, salt, cost))


def remove(path: Path) -> None:
    """Ask for no password any more."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise files.as_user_facing(error, path) from error


def _key(password: str, salt: bytes, cost: Cost) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    # The same characters typed on another keyboard may be composed otherwise.
    typed = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    return Scrypt(salt=salt, length=_KEY_BYTES, n=cost.n, r=cost.r, p=cost.p).derive(typed)


def _read(path: Path) -> tuple[Cost, bytes, bytes]:
    try:
        with path.open("rb") as file:
            kept: Mapping[str, object] = json.loads(file.read(_MOST_BYTES))
        cost = Cost(*(int(str(kept[name])) for name in ("n", "r", "p")))
        salt, key = (bytes.fromhex(str(kept[name])) for name in ("salt", "key"))
    except OSError as error:
        raise files.as_user_facing(error, path) from error
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise _unusable(path) from error
    if not cost.is_allowed() or len(key) != _KEY_BYTES:
        raise _unusable(path)
    return cost, salt, key


def _unusable(path: Path) -> UserFacingError:
    return UserFacingError(
        "S281",
        f"启动密码的文件“{path.name}”已损坏，没有密码能打开窗口；数据没有受影响。",
        f"The file of the start password, “{path.name}”, is damaged: no password opens the window. The data is well.",
        f"请删除文件 {path}，再打开程序；需要的话重新设一个密码。",
        f"Delete the file {path} and start again; set a new password if you want one.",
    )
