"""Notes on newer versions of the program that a signed pack brings; what is not newer is never announced."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exporter_desk.rules.pack_kinds import NOTES_FILE
from exporter_desk.rules.packs import is_newer, is_version
from exporter_desk.rules.problems import RuleDataProblem
from exporter_desk.rules.reading import read_record, read_table
from exporter_desk.rules.schema import Record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.rules.packs import Pack

_MOST_CHARACTERS = 400


class ProgramNote(Record, frozen=True, kw_only=True):
    """What is new in one version of the program, as plain text."""

    version: str
    published: date
    zh: str
    en: str


class _Notes(Record, frozen=True, kw_only=True):
    note: tuple[ProgramNote, ...] = ()


def read_notes(content: bytes) -> tuple[tuple[ProgramNote, ...], tuple[RuleDataProblem, ...]]:
    """Read the notes of a pack, with everything that is wrong."""
    problems: list[RuleDataProblem] = []
    table = read_table(NOTES_FILE, content, problems)
    found = None if table is None else read_record(_Notes, NOTES_FILE, "", table, problems)
    notes = () if found is None else found.note
    for index, one in enumerate(notes):
        if not is_version(one.version):
            problems.append(RuleDataProblem(NOTES_FILE, f"note[{index}].version", "is no version of the program"))
        if any(len(text) > _MOST_CHARACTERS or not text.isprintable() for text in (one.zh, one.en)):
            problems.append(RuleDataProblem(NOTES_FILE, f"note[{index}]", "is no plain line of text"))
    return notes, tuple(problems)


def newer_notes(packs: Iterable[Pack], program: str) -> tuple[ProgramNote, ...]:
    """Return the notes on versions newer than `program`, the newest first."""
    found: dict[str, ProgramNote] = {}
    for pack in packs:
        notes, problems = read_notes(pack.files.get(NOTES_FILE, b""))
        if not problems:
            found |= {one.version: one for one in notes if is_newer(one.version, program)}
    ordered: list[ProgramNote] = []
    for one in found.values():
        place = next((index for index, other in enumerate(ordered) if is_newer(one.version, other.version)), None)
        ordered.insert(len(ordered) if place is None else place, one)
    return tuple(ordered)


def untold(notes: Iterable[ProgramNote], seen: str, program: str) -> ProgramNote | None:
    """Return the newest version to tell of; None when it is not newer than this program, or than what was told."""
    newest = next(iter(notes), None)
    if newest is None or not is_newer(newest.version, program):
        return None
    return None if seen and is_version(seen) and not is_newer(newest.version, seen) else newest
