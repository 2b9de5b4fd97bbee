"""Where the shipped resources lie: beside the source tree, inside the installed package, or where a test says."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

_OVERRIDE = "EXPORTER_DESK_RESOURCES"


@cache
def root() -> Path:
    """Return the folder that holds `rules/`, `forms/`, `fonts/` …; raises FileNotFoundError when none is there."""
    package = Path(__file__).resolve().parents[1]
    places = [package / "_resources", package.parent / "resources"]
    if override := os.environ.get(_OVERRIDE):
        places.insert(0, Path(override))
    for place in places:
        if (place / "fonts").is_dir():
            return place
    raise FileNotFoundError(f"no resources folder at {', '.join(str(place) for place in places)}")


def path(name: str) -> Path:
    """Return the path of one resource, such as `fonts/NotoSansSC-Regular.ttf`."""
    return root().joinpath(*name.split("/"))


def read_bytes(name: str) -> bytes:
    """Return the content of one resource."""
    return path(name).read_bytes()


def read_text(name: str) -> str:
    """Return one resource as UTF-8 text."""
    return path(name).read_text(encoding="utf-8")


class Tree(Mapping[str, bytes]):
    """Files by their path inside a folder, in sorted order. Each is read when it is first asked for, and kept."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files
        self._read: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> bytes:
        if name not in self._read:
            self._read[name] = self._files[name].read_bytes()
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def read_tree(folder: str, suffixes: tuple[str, ...] = (".toml", ".csv")) -> Tree:
    """Return every file with one of `suffixes` under `folder`."""
    base = path(folder)
    found = (Path(place, name) for place, _, names in os.walk(base) for name in names if name.endswith(suffixes))
    return Tree({file.relative_to(base).as_posix(): file for file in sorted(found)})
