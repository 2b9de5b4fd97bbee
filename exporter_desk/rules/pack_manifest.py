"""Writes `pack.toml`, the signed list of a pack: always the same bytes for the same pack."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from exporter_desk.rules.packs import HEAD, SIGNATURE, PackHead, sha256

if TYPE_CHECKING:
    from collections.abc import Mapping

_ORDER = tuple(name for name in PackHead.__struct_fields__ if name != "files")


def listing(head: PackHead, files: Mapping[str, bytes]) -> PackHead:
    """Return the head with the digests of exactly these files, those of the pack itself left out."""
    own = {path: sha256(content) for path, content in sorted(files.items()) if path not in (HEAD, SIGNATURE)}
    return msgspec.structs.replace(head, files=own)


def manifest(head: PackHead) -> bytes:
    """Return the head as the bytes that are signed."""
    lines = [f"{name} = {_toml(value)}" for name in _ORDER if (value := getattr(head, name)) != ""]
    listed = sorted((head.files or {}).items())
    lines += ["", "[files]", *(f"{_toml(path)} = {_toml(digest)}" for path, digest in listed)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _toml(value: str | int | date) -> str:
    """Return a value as TOML; JSON strings are TOML strings but for the one control character that JSON allows."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    return value.isoformat() if isinstance(value, date) else str(value)
