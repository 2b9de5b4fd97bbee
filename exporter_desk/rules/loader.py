"""Rule files, handed in as bytes, into one rule book; every problem of a run is reported together."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

import msgspec

from exporter_desk.rules.checks import check_book, typed_value
from exporter_desk.rules.problems import RuleDataErrors, RuleDataProblem
from exporter_desk.rules.reading import read_record, read_table
from exporter_desk.rules.rulebook import RuleBook
from exporter_desk.rules.schema import (
    Caution,
    Contradiction,
    Demotion,
    FactSpec,
    Fallback,
    Gate,
    Industry,
    Mode,
    Place,
    Record,
    Registration,
    Scenario,
    Source,
    Value,
    Watch,
)

T = TypeVar("T", bound=Record)

ONE_PER_FILE: dict[str, type[Record]] = {
    "sources": Source,
    "values": Value,
    "modes": Mode,
    "industries": Industry,
    "places": Place,
}
_LISTED: dict[str, type[Record]] = {
    "fact": FactSpec,
    "gate": Gate,
    "scenario": Scenario,
    "demotion": Demotion,
    "fallback": Fallback,
    "contradiction": Contradiction,
    "warning": Caution,
    "registration": Registration,
    "watch": Watch,
}
# Read by other packages, with their own records; they cite the same sources and values.
_ELSEWHERE = ("checklists",)
_HEAD = "book.toml"


class BookHead(Record, frozen=True, kw_only=True):
    """Names the rule book: `id` and `version` (year.month.serial), and the day it was last checked as a whole.

    Changes of the next `upcoming_days` days are told ahead.
    """

    id: str
    version: str
    checked_on: date
    upcoming_days: int = 0


@dataclass(slots=True)
class Shelf:
    """Records as they are read, by kind and id, each with the file and place it came from."""

    problems: list[RuleDataProblem] = field(default_factory=list)
    found: dict[type[Record], dict[str, Record]] = field(default_factory=dict)
    places: dict[int, tuple[str, str]] = field(default_factory=dict)
    head: BookHead | None = None

    def put(self, record: Record, file: str, place: str) -> None:
        """Keep one record; an id that is there already is a problem."""
        shelf, key = self.found.setdefault(type(record), {}), _identifier(record)
        if key in shelf:
            self.problems.append(RuleDataProblem(file, place, f"{key} is there already"))
        shelf[key] = record
        self.places[id(record)] = (file, place)

    def of(self, kind: type[T]) -> dict[str, T]:
        """Return the records of one kind by id, in the order of the files."""
        return {key: record for key, record in self.found.get(kind, {}).items() if isinstance(record, kind)}


def _identifier(record: Record) -> str:
    return str(next(getattr(record, name) for name in ("id", "code", "path") if hasattr(record, name)))


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read: the book so far, everything wrong with it, and where each record (by `id()`) came from."""

    book: RuleBook
    problems: tuple[RuleDataProblem, ...]
    places: Mapping[int, tuple[str, str]]


def load(files: Mapping[str, bytes]) -> RuleBook:
    """Read the tree of `resources/rules`, path to bytes; raises RuleDataErrors with everything that is wrong."""
    reading = read_book(files)
    if reading.problems:
        raise RuleDataErrors(reading.problems)
    return reading.book


def read_book(files: Mapping[str, bytes]) -> Reading:
    """Read what can be read, with every problem; a book with problems is for looking it over, never for advice."""
    shelf = Shelf()
    for file, content in files.items():
        if file.partition("/")[0] not in _ELSEWHERE:
            _read_file(file, content, shelf)
    if shelf.head is None and not any(problem.file == _HEAD for problem in shelf.problems):
        shelf.problems.append(RuleDataProblem(_HEAD, "", "the file that names the rule book is missing"))
    book = _book(shelf, digest(files))
    shelf.problems += check_book(book, shelf.places)
    problems = sorted(shelf.problems, key=lambda problem: (problem.file, problem.place))
    return Reading(book, tuple(problems), shelf.places)


def digest(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 over names and contents of all files, whatever their order."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode())
        total.update(files[name])
    return total.hexdigest()


def _read_file(file: str, content: bytes, shelf: Shelf) -> None:
    table = read_table(file, content, shelf.problems)
    if table is None:
        return
    folder = file.partition("/")[0]
    if file == _HEAD:
        shelf.head = read_record(BookHead, file, "", table, shelf.problems)
    elif folder in ONE_PER_FILE:
        _take(ONE_PER_FILE[folder], file, "", table, shelf)
    else:
        _read_lists(file, table, shelf)


def _read_lists(file: str, table: dict[str, object], shelf: Shelf) -> None:
    for key, entries in table.items():
        kind = _LISTED.get(key)
        if kind is None or not isinstance(entries, list):
            shelf.problems.append(RuleDataProblem(file, key, "is no list of rules that the program knows"))
            continue
        for index, entry in enumerate(entries):
            _take(kind, file, f"{key}[{index}]", entry, shelf)


def _take(kind: type[Record], file: str, place: str, data: object, shelf: Shelf) -> None:
    record = read_record(kind, file, place, data, shelf.problems)
    if isinstance(record, Value):
        record = _typed(record, file, shelf.problems)
    if record is not None:
        shelf.put(record, file, place)


def _typed(record: Value, file: str, problems: list[RuleDataProblem]) -> Value:
    dated = []
    for index, entry in enumerate(record.value):
        value, problem = typed_value(record, entry)
        if problem:
            problems.append(RuleDataProblem(file, f"value[{index}]", problem))
        dated.append(msgspec.structs.replace(entry, value=value))
    return msgspec.structs.replace(record, value=tuple(dated))


def _book(shelf: Shelf, total: str) -> RuleBook:
    head = shelf.head or BookHead(id="", version="", checked_on=date.min)
    modes = sorted(shelf.of(Mode).values(), key=lambda mode: mode.order)
    return RuleBook(
        version=f"{head.id}@{head.version}",
        digest=total,
        checked_on=head.checked_on,
        sources=shelf.of(Source),
        values=shelf.of(Value),
        facts=shelf.of(FactSpec),
        gates=shelf.of(Gate),
        modes={mode.code: mode for mode in modes},
        scenarios=tuple(shelf.of(Scenario).values()),
        demotions=tuple(shelf.of(Demotion).values()),
        fallbacks=tuple(shelf.of(Fallback).values()),
        contradictions=tuple(shelf.of(Contradiction).values()),
        cautions=tuple(shelf.of(Caution).values()),
        registrations=tuple(shelf.of(Registration).values()),
        industries=shelf.of(Industry),
        places=shelf.of(Place),
        watches=tuple(shelf.of(Watch).values()),
        upcoming_days=head.upcoming_days,
    )
