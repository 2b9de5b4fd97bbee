"""Ed25519 signatures: keys in files, signing, and what a signature is worth."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system.files import as_user_facing
from exporter_desk.system.foreign import read_foreign

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIGNATURE_BYTES = 64
KEY_BYTES = 32
PRIVATE_MARK = "exporter-desk-signing-key-1 "
_LONGEST_KEY = 4096


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that signatures are checked with; `text` is its 32 bytes in Base64."""

    text: str

    @property
    def id(self) -> str:
        """Return the first 16 hexadecimal characters of the key's SHA-256: what people compare aloud."""
        return hashlib.sha256(self.raw).hexdigest()[:16]

    @property
    def raw(self) -> bytes:
        """Return the 32 bytes; raises ValueError when the text is no key."""
        try:
            raw = base64.b64decode(self.text, validate=True)
        except binascii.Error as error:
            raise ValueError("no Base64") from error
        if len(raw) != KEY_BYTES:
            raise ValueError(f"{len(raw)} bytes instead of {KEY_BYTES}")
        return raw

    def verifies(self, signature: bytes, content: bytes) -> bool:
        """Tell whether the holder of the key signed exactly these bytes."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        if len(signature) != SIGNATURE_BYTES:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, content)
        except InvalidSignature:
            return False
        return True


def new_key(path: Path) -> PublicKey:
    """Make a signing key in a new file that only its owner may read; return the public half.

    Raises UserFacingError, S64 when the file is already there: a key is never written over.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    line = PRIVATE_MARK + base64.b64encode(key.private_bytes_raw()).decode("ascii") + "\n"
    try:
        _write_secret(path, line.encode("ascii"))
    except FileExistsError as error:
        raise _is_there(path) from error
    except OSError as error:
        raise as_user_facing(error, path) from error
    return _public(key)


def _write_secret(path: Path, content: bytes) -> None:
    """Write a file that nobody else could read at any moment, and that was not there before."""
    with open(path, "xb", opener=_for_its_owner) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _is_there(path: Path) -> UserFacingError:
    return UserFacingError(
        "S64",
        f"「{path.name}」已经存在，没有覆盖。",
        f"“{path.name}” is already there and was not written over.",
        "签名密钥丢了就补不回来。请换一个文件名。",
        "A signing key that is lost cannot be made again. Choose another name.",
        exit_code=2,
    )


def sign(content: bytes, key_file: Path) -> tuple[bytes, PublicKey]:
    """Return the signature of `content` and the public half of the key; raises UserFacingError, S65 for no key file."""
    key = _read_key(key_file)
    return key.sign(content), _public(key)


def public_half(key_file: Path) -> PublicKey:
    """Return what others check signatures of this key file with; raises UserFacingError like `sign`."""
    return _public(_read_key(key_file))


def _read_key(path: Path) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        text = read_foreign(path, _LONGEST_KEY).decode("ascii")
    except UnicodeDecodeError:
        text = ""
    try:
        raw = base64.b64decode(text.removeprefix(PRIVATE_MARK).strip(), validate=True)
    except binascii.Error:
        raw = b""
    if not text.startswith(PRIVATE_MARK) or len(raw) != KEY_BYTES:
        raise UserFacingError(
            "S65",
            f"「{path.name}」不是出口单证台的签名密钥。",
            f"“{path.name}” is no signing key of Exporter Desk.",
            "请选择 pack key 命令生成的密钥文件。",
            "Choose the key file that the command pack key made.",
            exit_code=2,
        )
    return Ed25519PrivateKey.from_private_bytes(raw)


def _public(key: Ed25519PrivateKey) -> PublicKey:
    return PublicKey(base64.b64encode(key.public_key().public_bytes_raw()).decode("ascii"))
