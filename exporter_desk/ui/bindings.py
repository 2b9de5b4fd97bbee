"""Brings PySide6 in without computing anew, at each start, what its own Python modules are made of.

PySide6 keeps a dozen modules as text inside the library of shiboken6 ("Python File Embedding" in the developer notes of
Qt for Python) and compiles them each time it is imported, and so does Python with three large patterns in them: a fifth
of our start. Nobody keeps bytecode of them, as Python does of any module that is a file, so the set-up keeps code and
patterns in a file of ours beside the packages. While PySide6 is imported, and only then, `compile` and the compiler of
`re` answer from that file where they are asked for the very same text; whatever is new, damaged or of another Python is
compiled as ever.

The other way, unpacking the modules beside shiboken6 (SBK_EMBED=0), writes into a package that pip looks after,
outlives it there, and has PySide6 import each of them twice.
"""

from __future__ import annotations

import builtins
import marshal
import sys
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType, ModuleType

BASE = "shiboken6"
CHECK_BYTES = 4
COMPILER, ENGINE = import_module("re._compiler"), import_module("_sre")
"""Behind `re`: what makes of a pattern the numbers that the engine works by, and the engine."""


class Kept(NamedTuple):
    """What PySide6 is made of, by what it was made of.

    `codes`: code by the text of a module. `patterns`: what the engine of `re` is given, by pattern and flags.
    """

    codes: dict[bytes, CodeType]
    patterns: dict[tuple[str, int], tuple[Any, ...]]


def load() -> None:
    """Import PySide6, with what `keep` put away."""
    place = kept_at()
    kept = _read(place) if place is not None else None
    with _answering(kept or Kept({}, {})):
        import PySide6  # noqa: F401 - importing it is the point


def keep() -> bool:
    """Import PySide6 and put away what it compiles; False where that cannot be written.

    To be called in a process that has not imported it.
    """
    place, kept = kept_at(), Kept({}, {})
    with _noting(kept):
        import PySide6  # noqa: F401 - as above
    if place is None or not kept.codes:
        return False
    content, part = marshal.dumps((sys.version, *kept)), place.with_suffix(".part")
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


def _read(place: Path) -> Kept | None:
    """What was put away by this very Python; None where it is missing or not whole."""
    try:
        content = place.read_bytes()
    except OSError:
        return None
    if len(content) <= CHECK_BYTES or content[:CHECK_BYTES] != _check(content[CHECK_BYTES:]):
        return None
    version, *kept = marshal.loads(content[CHECK_BYTES:])  # noqa: S302 - lies where bytecode lies, and is as good as it
    return Kept(*kept) if version == sys.version else None


def _check(content: bytes) -> bytes:
    return crc32(content).to_bytes(CHECK_BYTES, "big")


@contextmanager
def _answering(kept: Kept) -> Iterator[None]:
    """Let `compile` and the compiler of `re` answer with what was kept for the same text, else as ever."""
    compiled, pattern_of = builtins.compile, COMPILER.compile

    def code(source: object, filename: object, mode: str, *others: object, **options: object) -> object:
        plain = mode == "exec" and not others and not options and isinstance(source, bytes)
        if plain and source in kept.codes:
            return kept.codes[source]
        return compiled(source, filename, mode, *others, **options)  # type: ignore[call-overload]  # as it came

    def pattern(source: object, flags: int = 0) -> object:
        known = kept.patterns.get((source, flags)) if isinstance(source, str) else None
        return pattern_of(source, flags) if known is None else ENGINE.compile(*known)

    with _instead(builtins, code), _instead(COMPILER, pattern):
        yield


@contextmanager
def _noting(kept: Kept) -> Iterator[None]:
    """Note what `compile` and the compiler of `re` are asked, and what comes of it."""
    compiled, pattern_of, engine_of = builtins.compile, COMPILER.compile, ENGINE.compile
    given: list[tuple[Any, ...]] = []

    def code(source: object, filename: object, mode: str, *others: object, **options: object) -> object:
        made = compiled(source, filename, mode, *others, **options)  # type: ignore[call-overload]  # as it came
        if mode == "exec" and not others and not options and isinstance(source, bytes):
            kept.codes[source] = made
        return made

    def pattern(source: object, flags: int = 0) -> object:
        made = pattern_of(source, flags)
        if isinstance(source, str):
            kept.patterns[source, flags] = given[-1]
        return made

    def engine(source: object, flags: int, numbers: list[int], *groups: object) -> object:
        given.append((source, flags, [int(one) for one in numbers], *groups))  # they have names, which are not kept
        return engine_of(source, flags, numbers, *groups)

    with _instead(builtins, code), _instead(COMPILER, pattern), _instead(ENGINE, engine):
        yield


@contextmanager
def _instead(module: ModuleType, other: Callable[..., object]) -> Iterator[None]:
    """Put a function in the place of the one called `compile`, for as long as an import takes."""
    ordinary = vars(module)["compile"]
    vars(module)["compile"] = other
    try:
        yield
    finally:
        vars(module)["compile"] = ordinary


if __name__ == "__main__":
    sys.exit(0 if keep() else 1)
