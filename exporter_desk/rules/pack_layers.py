"""Packs over the shipped files: a whole file takes the place of the one with the same id, nothing is merged."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from exporter_desk.rules.loader import ONE_PER_FILE
from exporter_desk.rules.packs import RANKS
from exporter_desk.rules.problems import RuleDataProblem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.rules.packs import Pack

_BOOK = "book.toml"
_IDS = ("id", "code")


@dataclass(frozen=True, slots=True)
class Layered:
    """The files that count: `origin` names the pack of those that are not shipped, `replaced` what each took away."""

    files: Mapping[str, bytes]
    origin: Mapping[str, str]
    replaced: Mapping[str, str]
    problems: tuple[RuleDataProblem, ...]


def layered(base: Mapping[str, bytes], packs: Iterable[Pack], part: str) -> Layered:
    """Lay the `part` folder of packs over `base`: user over city over industry over what is shipped."""
    files, origin, replaced = dict(base), dict[str, str](), dict[str, str]()
    problems: list[RuleDataProblem] = []
    for pack in sorted(packs, key=lambda pack: (RANKS[pack.head.kind], pack.head.id)):
        holders = _holders(files, pack.part(part))
        for path, content in pack.part(part).items():
            named = identity(path, content)
            former = holders.get(named)
            if part == "rules" and path == _BOOK and pack.head.kind != "rules":
                problems.append(RuleDataProblem(f"{part}/{path}", "", "only a pack of kind rules names the rule book"))
                continue
            if path in files and former != path:
                problems.append(RuleDataProblem(f"{part}/{path}", "", "has the path of a file with another id"))
                continue
            if former is not None:
                replaced[path] = former
                del files[former]
            files[path], origin[path] = content, pack.head.id
    return Layered(files, origin, replaced, tuple(problems))


def _holders(files: Mapping[str, bytes], brought: Mapping[str, bytes]) -> dict[tuple[str, str], str]:
    """Return which file stands for what, for files that may stand for the same as one that a pack brings.

    Only files with the text of such an id are parsed: parsing all of them would double the time of a start.
    """
    ids = [identity(path, content)[1].encode() for path, content in brought.items()]
    likely = (path for path in files if path in brought or any(one in files[path] for one in ids))
    return {identity(path, files[path]): path for path in likely}


def identity(path: str, content: bytes) -> tuple[str, str]:
    """Return what a file stands for: its folder and id where a file holds one record, else its path."""
    folder = PurePosixPath(path).parts[0]
    return (folder, _id_in(content) or path) if folder in ONE_PER_FILE else ("", path)


def _id_in(content: bytes) -> str:
    """Return the id that a file names, empty when it cannot be read (the loader tells why)."""
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except ValueError:
        return ""
    return str(next((table[key] for key in _IDS if key in table), ""))


def version_of(base: str, packs: Iterable[Pack]) -> str:
    """Return the version that a case notes: the shipped one and every pack that counts, as `base@…+city@…`."""
    return "+".join([base, *(pack.head.name for pack in packs)])
