"""Lists of public keys: those shipped with the program, and those that a signed pack announces."""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from exporter_desk.rules.problems import RuleDataProblem
from exporter_desk.rules.reading import read_record, read_table
from exporter_desk.rules.schema import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEY_BYTES = 32
_NAME_CHARACTERS = 80


class SigningKey(Record, frozen=True, kw_only=True):
    """A public key: `id` is what people compare aloud, `key` its 32 bytes in Base64, `from_` the first day."""

    id: str
    key: str
    name: str
    from_: date = msgspec.field(name="from")


class _Keys(Record, frozen=True, kw_only=True):
    key: tuple[SigningKey, ...] = ()


def read_keys(file: str, content: bytes) -> tuple[tuple[SigningKey, ...], tuple[RuleDataProblem, ...]]:
    """Read a list of keys; with any problem none of them counts."""
    problems: list[RuleDataProblem] = []
    table = read_table(file, content, problems)
    found = None if table is None else read_record(_Keys, file, "", table, problems)
    keys = () if found is None else found.key
    problems += [RuleDataProblem(file, place, problem) for place, problem in _wrong(keys)]
    return ((), tuple(problems)) if problems else (keys, ())


def key_id(key: str) -> str | None:
    """Return the first 16 hexadecimal characters of the SHA-256 of a key, None when the text is no key."""
    try:
        raw = base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        return None
    return hashlib.sha256(raw).hexdigest()[:16] if len(raw) == _KEY_BYTES else None


def _wrong(keys: tuple[SigningKey, ...]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for index, one in enumerate(keys):
        if key_id(one.key) is None:
            yield f"key[{index}].key", "is no public key of 32 bytes in Base64"
        elif key_id(one.key) != one.id:
            yield f"key[{index}].id", "is not the number of this key"
        if one.id in seen:
            yield f"key[{index}].id", "is there already"
        if len(one.name) > _NAME_CHARACTERS or not one.name.isprintable() or not one.name.strip():
            yield f"key[{index}].name", f"is one line of 1 to {_NAME_CHARACTERS} characters"
        seen.add(one.id)
