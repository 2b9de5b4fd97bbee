"""Brings PySide6 in without compiling its Python modules anew at each start.

PySide6 keeps a dozen modules as text inside the library of shiboken6 and compiles them each time it is imported
("Python File Embedding" in the developer notes of Qt for Python): a tenth of our start. Nobody keeps bytecode of them,
as Python does of any module that is a file, so the set-up keeps it in a file of ours beside the packages. While PySide6
is imported, and only then, `compile` answers from that file where it is asked for the very same text; whatever is new,
damaged or of another Python is compiled as ever.

The other way, unpacking them beside shiboken6 (SBK_EMBED=0), writes into a package that pip looks after, outlives it
there, and has PySide6 import each of them twice.
"""

from __future__ import annotations

import builtins
import marshal
import sys
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from types import CodeType

BASE = "shiboken6"
CHECK_BYTES = 4
Codes = dict[bytes, "CodeType"]
"""Code by the text that it was made of."""


def load() -> None:
    """Import PySide6, with the code that `keep` put away."""
    place = kept_at()
    _import(_read(place) if place is not None else {})


def keep() -> bool:
    """Import PySide6 and put away the code of what it compiles; False where that cannot be written.

    To be called in a process that has not imported it.
    """
    place, codes = kept_at(), _import({})
    if place is None or not codes:
        return False
    content, part = marshal.dumps(codes), place.with_suffix(".part")
    try:
        part.write_bytes(_check(content) + content)
        part.replace(place)
    except OSError:
        return False
    return True


def kept_at() -> Path | None:
    """The file of the present Python, beside the package shiboken6; None without that package."""
    spec = PathFinder.find_spec(BASE)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parents[1] / f"exporter_desk_qt.{sys.implementation.cache_tag}.bin"


def _read(place: Path) -> Codes:
    """What was put away; nothing where it is missing or not whole."""
    try:
        content = place.read_bytes()
    except OSError:
        return {}
    if len(content) <= CHECK_BYTES or content[:CHECK_BYTES] != _check(content[CHECK_BYTES:]):
        return {}
    codes: Codes = marshal.loads(content[CHECK_BYTES:])  # noqa: S302 - lies where bytecode lies, and is as good as it
    return codes


def _check(content: bytes) -> bytes:
    return crc32(content).to_bytes(CHECK_BYTES, "big")


def _import(known: Codes) -> Codes:
    """Import PySide6 while `compile` knows some of its modules; return the code of the others."""
    ordinary, new = builtins.compile, Codes()

    def answer(source: object, filename: object, mode: str, *others: object, **options: object) -> object:
        if others or options or mode != "exec" or not isinstance(source, bytes):
            return ordinary(source, filename, mode, *others, **options)  # type: ignore[call-overload]  # as it came
        if source in known:
            return known[source]
        new[source] = ordinary(source, str(filename), mode)
        return new[source]

    builtins.compile = answer  # type: ignore[assignment]  # for as long as one import takes
    try:
        import PySide6  # noqa: F401 - importing it is the point
    finally:
        builtins.compile = ordinary
    return new


if __name__ == "__main__":
    sys.exit(0 if keep() else 1)
