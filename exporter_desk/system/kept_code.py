"""Brings in our own modules from one file of compiled code, where the set-up kept one.

For each module Python looks through folders, reads two files' dates and opens the compiled one: with a hundred modules
a tenth of the start, and more where a virus scanner looks at each file that is opened. The set-up writes the code of
all modules into one file. A module is taken from there while its source has the date and size that it had then; one
that was changed, is new or does not come out whole is imported as ever. So is everything where there is no such file.
"""

from __future__ import annotations

import marshal
import os
import sys
from _thread import allocate_lock
from importlib.machinery import ModuleSpec, SourceFileLoader
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import CodeType, ModuleType
    from typing import BinaryIO

FOLDER = os.path.dirname(os.path.dirname(__file__))
PACKAGE, INIT = os.path.basename(FOLDER), "__init__.py"
BARE = 2
"""Code without docstrings, which a start would have to read and keep."""
NUMBER = 4
"""Bytes of a check sum or a length."""


Piece = tuple[int, int, int]
"""Start, length and check sum of the code of a module."""
Entry = tuple[str, int, int, Piece]
"""The source below the package, its date (ns) and size (bytes) when it was compiled, and where its code lies."""


class Kept:
    """The open file and what lies where: a finder of modules, to be asked before Python's own."""

    def __init__(self, place: str, file: BinaryIO, index: dict[str, Entry], start: int) -> None:
        self.place, self._file, self._index, self._start = place, file, index, start
        self._lock = allocate_lock()

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Say how to load a module whose source is still the one that was compiled; None for any other."""
        entry = self._index.get(name)
        if entry is None:
            return None
        inside, changed, size, piece = entry
        source = os.path.join(FOLDER, inside)
        try:
            now = os.stat(source)
        except OSError:
            return None
        if (now.st_mtime_ns, now.st_size) != (changed, size):
            return None
        spec = ModuleSpec(name, _Loader(name, source, self, piece), origin=source)
        spec.has_location, spec.cached = True, self.place
        if source.endswith(INIT):
            spec.submodule_search_locations = [os.path.dirname(source)]
        return spec

    def read(self, piece: Piece) -> bytes:
        """The bytes of one module; fewer or others where the file is damaged. Modules are imported by many threads."""
        start, length, _check = piece
        with self._lock:
            self._file.seek(self._start + start)
            return self._file.read(length)


class _Loader(SourceFileLoader):
    """Python's own loader of source files, but for where the compiled code comes from."""

    def __init__(self, name: str, source: str, kept: Kept, piece: Piece) -> None:
        super().__init__(name, source)
        self._kept, self._piece = kept, piece

    def get_code(self, fullname: str) -> CodeType | None:
        try:
            content = self._kept.read(self._piece)
        except OSError:
            content = b""
        if crc32(content) != self._piece[2]:
            return super().get_code(fullname)
        code: CodeType = marshal.loads(content)  # noqa: S302 - lies where bytecode lies, and is as good as it
        return code


def load() -> None:
    """From now on take our modules from the kept file, if there is one and its list is whole."""
    kept = _open(kept_at())
    if kept is not None:
        sys.meta_path.insert(0, kept)


def keep() -> bool:
    """Write the code of all our modules into the file; False where that cannot be done."""
    index: dict[str, Entry] = {}
    blob = bytearray()
    try:
        for name, source in _sources():
            was, text = os.stat(source), SourceFileLoader(name, source).get_data(source)
            content = marshal.dumps(compile(text, source, "exec", dont_inherit=True, optimize=BARE))
            piece = len(blob), len(content), crc32(content)
            index[name] = os.path.relpath(source, FOLDER), was.st_mtime_ns, was.st_size, piece
            blob += content
        return _write(kept_at(), marshal.dumps(index), bytes(blob))
    except (OSError, SyntaxError):
        return False


def kept_at() -> str:
    """The file for the present Python, among the compiled modules of the package."""
    return os.path.join(FOLDER, "__pycache__", f"{PACKAGE}.{sys.implementation.cache_tag}.bin")


def _sources() -> Iterator[tuple[str, str]]:
    """Name and file of every module of the package."""
    for folder, _folders, files in os.walk(FOLDER):
        inside = os.path.relpath(folder, FOLDER)
        package = PACKAGE if inside == os.curdir else ".".join([PACKAGE, *inside.split(os.sep)])
        for file in files:
            if file.endswith(".py"):
                name = package if file == INIT else f"{package}.{file[:-3]}"
                yield name, os.path.join(folder, file)


def _write(place: str, index: bytes, blob: bytes) -> bool:
    os.makedirs(os.path.dirname(place), exist_ok=True)
    with open(f"{place}.part", "wb") as file:
        file.write(b"".join([_number(crc32(index)), _number(len(index)), index, blob]))
    os.replace(f"{place}.part", place)
    return True


def _open(place: str) -> Kept | None:
    """What was kept; None where it is missing or its list is not whole."""
    try:
        file = open(place, "rb", buffering=0)  # noqa: SIM115 - modules are read from it until the end
        check, length = file.read(NUMBER), int.from_bytes(file.read(NUMBER), "big")
        content = file.read(length)
    except OSError:
        return None
    if not content or check != _number(crc32(content)):
        file.close()
        return None
    return Kept(place, file, marshal.loads(content), 2 * NUMBER + length)  # noqa: S302 - as above


def _number(value: int) -> bytes:
    return value.to_bytes(NUMBER, "big")


if __name__ == "__main__":
    sys.exit(0 if keep() else 1)
