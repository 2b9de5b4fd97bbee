"""A pack: files in the shape of `resources/` with a head that names it, checked before anything in it is used.

The signature is handed on as it is: who signed, and whether to believe it, is decided where keys are known.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from exporter_desk.rules.problems import RuleDataProblem
from exporter_desk.rules.reading import read_record, read_table
from exporter_desk.rules.schema import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD, SIGNATURE = "pack.toml", "pack.sig"
SCENARIOS = "scenarios"
# The parts of `resources/` that a pack may bring, and its worked scenarios.
FOLDERS = ("rules", "codes", "rates", "text", "forms", "messages", "samples", "training", "keys", SCENARIOS)
PackKind = Literal["rules", "data", "city", "industry", "training", "user"]
# Who wins where two packs bring the same: the higher rank, then the later id.
RANKS: Mapping[PackKind, int] = {"rules": 0, "data": 0, "training": 0, "industry": 1, "city": 2, "user": 3}
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_VERSION = re.compile(r"\d{4}\.\d{1,2}\.\d{1,4}")
_PROGRAM = re.compile(r"\d+(\.\d+){0,2}")
_NAME_CHARACTERS = 80


class PackHead(Record, frozen=True, kw_only=True):
    """What `pack.toml` says: `serial` only grows, `version` is year.month.number, `files` are SHA-256 by path.

    `key` is the public key that belongs to `key_id`: it lets a person compare the two and is trusted by nobody.
    """

    id: str
    kind: PackKind
    serial: int
    version: str
    published: date
    checked_on: date
    expires: date
    key_id: str = ""
    key: str = ""
    min_program: str = ""
    zh: str = ""
    en: str = ""
    files: dict[str, str] | None = None

    @property
    def name(self) -> str:
        """Return `id@version`, as a case notes it."""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was read; `manifest` are the signed bytes of `pack.toml`, `signature` those of `pack.sig` if any."""

    head: PackHead
    files: Mapping[str, bytes]
    manifest: bytes
    signature: bytes | None = None

    def part(self, folder: str) -> dict[str, bytes]:
        """Return the files below one folder, by their path inside it."""
        inside = f"{folder}/"
        return {path.removeprefix(inside): content for path, content in self.files.items() if path.startswith(inside)}


def read_pack(files: Mapping[str, bytes], program: str) -> tuple[Pack | None, tuple[RuleDataProblem, ...]]:
    """Read the files of a pack for a program of that version; the pack is None without a head that can be read."""
    problems = list(_path_problems(files))
    manifest = files.get(HEAD)
    if manifest is None:
        return None, (*problems, RuleDataProblem(HEAD, "", "the file that names the pack is missing"))
    table = read_table(HEAD, manifest, problems)
    head = None if table is None else read_record(PackHead, HEAD, "", table, problems)
    if head is None:
        return None, tuple(problems)
    own = {path: content for path, content in files.items() if path not in (HEAD, SIGNATURE)}
    signature = files.get(SIGNATURE)
    found = (*_head_problems(head, program), *_list_problems(head, own, signed=signature is not None))
    problems += [RuleDataProblem(HEAD, place, problem) for place, problem in found]
    return Pack(head, own, manifest, signature), tuple(problems)


def _path_problems(files: Mapping[str, bytes]) -> Iterator[RuleDataProblem]:
    seen: dict[str, str] = {}
    for path in files:
        first = seen.setdefault(path.casefold(), path)
        if first != path:
            yield RuleDataProblem(path, "", f"differs from {first} in capitals only")
        parts = path.split("/")
        if "\\" in path or ":" in path or not path.isprintable() or any(part in ("", ".", "..") for part in parts):
            yield RuleDataProblem(path, "", "is no plain path inside the pack")
        elif path not in (HEAD, SIGNATURE) and (len(parts) == 1 or parts[0] not in FOLDERS):
            yield RuleDataProblem(path, "", f"lies outside the folders of a pack ({', '.join(FOLDERS)})")


def _head_problems(head: PackHead, program: str) -> Iterator[tuple[str, str]]:
    if not _ID.fullmatch(head.id):
        yield "id", "is small letters, digits and hyphens, a letter first"
    if head.serial < 1:
        yield "serial", "is 1 or more, and grows with every issue"
    if not _VERSION.fullmatch(head.version):
        yield "version", "is year.month.number, such as 2026.11.1"
    if head.checked_on > head.published:
        yield "checked_on", "lies after the day of publication"
    if head.expires <= head.published:
        yield "expires", "does not lie after the day of publication"
    yield from _program_problems(head, program)
    yield from _name_problems(head)


def _program_problems(head: PackHead, program: str) -> Iterator[tuple[str, str]]:
    if head.min_program and not _PROGRAM.fullmatch(head.min_program):
        yield "min_program", "is a version of the program, such as 1.2"
    elif head.min_program and is_newer(head.min_program, program):
        yield "min_program", f"needs program {head.min_program}, this is {program}"


def _name_problems(head: PackHead) -> Iterator[tuple[str, str]]:
    for place, name in (("zh", head.zh), ("en", head.en)):
        if len(name) > _NAME_CHARACTERS or not name.isprintable():
            yield place, f"is one line of at most {_NAME_CHARACTERS} characters"


def is_version(version: str) -> bool:
    """Tell whether a text is a version of the program such as 1.10."""
    return _PROGRAM.fullmatch(version) is not None


def is_newer(version: str, than: str) -> bool:
    """Tell whether a version of the program such as 1.10 is newer than another one."""
    return _numbers(version) > _numbers(than)


def _numbers(version: str) -> tuple[int, ...]:
    found = [int(part) for part in re.findall(r"\d+", version)[:3]]
    return (*found, *(0,) * (3 - len(found)))


def _list_problems(head: PackHead, own: Mapping[str, bytes], *, signed: bool) -> Iterator[tuple[str, str]]:
    """Compare the list in the head with the files; a folder that is being written may have no list yet."""
    if head.files is None and not signed:
        return
    listed = head.files or {}
    for path in sorted(listed.keys() | own.keys()):
        place = f"files.{path}"
        if path not in own:
            yield place, "is listed, but not there"
        elif path not in listed:
            yield place, "is there, but not listed"
        elif listed[path] != sha256(own[path]):
            yield place, "was changed after the list was made"


def sha256(content: bytes) -> str:
    """Return the digest of a file as `[files]` lists it."""
    return hashlib.sha256(content).hexdigest()
