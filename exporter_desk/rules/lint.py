"""Looks over a loaded rule book for what is not wrong enough to refuse it: gaps, age, missing words, unused rules.

Overlapping dates, dangling ids and unknown keys never get this far: the loader refuses them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from exporter_desk.rules.rulebook import STALE_AFTER_DAYS
from exporter_desk.rules.schema import Cite, Condition, ValueRef
from exporter_desk.rules.walk import all_of, records_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from exporter_desk.rules.rulebook import RuleBook
    from exporter_desk.rules.schema import Record

Kind = Literal["gap", "announced", "stale", "repealed", "language", "unused"]


@dataclass(frozen=True, slots=True)
class LintMessage:
    """One remark: its kind, the id of the record it is about, and what there is to see."""

    kind: Kind
    record: str
    text: str


def lint(book: RuleBook, day: date, also_used: frozenset[str] = frozenset()) -> tuple[LintMessage, ...]:
    """Return every remark on `book` as of `day`; `also_used` are sources and values that other files use."""
    looks = (_values(book, day), _old_sources(book, day), _repealed(book, day), _words(book), _unused(book, also_used))
    return tuple(message for look in looks for message in look)


def _values(book: RuleBook, day: date) -> Iterator[LintMessage]:
    rules = book.at(day)
    for key, spec in book.values.items():
        ended = [dated for dated in spec.value if dated.from_ <= day and dated.none]
        if rules.find(key) is None and not ended:
            yield LintMessage("gap", key, f"has no value on {day}")
        for dated in rules.announced(key):
            yield LintMessage("announced", key, f"another value is announced for {dated.from_}")
    for key in book.stale(day):
        yield LintMessage("stale", key, f"was last compared with its source on {book.values[key].still_valid_on}")


def _old_sources(book: RuleBook, day: date) -> Iterator[LintMessage]:
    for key, source in book.sources.items():
        if source.checked is not None and (day - source.checked).days > STALE_AFTER_DAYS:
            yield LintMessage("stale", key, f"was last checked on {source.checked}")


def _repealed(book: RuleBook, day: date) -> Iterator[LintMessage]:
    gone = {key for key, source in book.sources.items() if source.repealed is not None and source.repealed <= day}
    for name, record in named_records(book):
        for place, cite in all_of(Cite, record):
            if cite.source in gone:
                yield LintMessage("repealed", name, f"{place} cites {cite.source}, which is repealed")


def _words(book: RuleBook) -> Iterator[LintMessage]:
    for name, record in named_records(book):
        for place, part in records_in(record):
            for field in part.__struct_fields__:
                other = _twin(field)
                if other and hasattr(part, other) and bool(getattr(part, field)) != bool(getattr(part, other)):
                    yield LintMessage("language", name, f"{place} {field} and {other}: one is empty".strip())


def _twin(field: str) -> str:
    if field == "zh" or field.endswith("_zh"):
        return field.removesuffix("zh") + "en"
    return ""


def _unused(book: RuleBook, also_used: frozenset[str]) -> Iterator[LintMessage]:
    records = [record for _, record in named_records(book)]
    sources = {cite.source for record in records for _, cite in all_of(Cite, record)}
    sources |= {key for source in book.sources.values() for key in source.affected_by}
    values = {found.value_of for record in records for _, found in all_of(ValueRef, record)}
    facts = {condition.fact for record in records for _, condition in all_of(Condition, record)}
    gates = {gate for mode in book.modes.values() for gate in mode.gates}
    groups = ((book.sources, sources), (book.values, values), (book.facts, facts), (book.gates, gates))
    for known, used in groups:
        for key in known.keys() - used - also_used:
            yield LintMessage("unused", key, "is used by no rule")


def named_records(book: RuleBook) -> Iterator[tuple[str, Record]]:
    """Yield every record of the book with its id."""
    for group in (book.sources, book.values, book.facts, book.gates, book.modes, book.industries):
        yield from group.items()
    for listed in (book.scenarios, book.demotions, book.fallbacks, book.cautions, book.registrations):
        for record in listed:
            yield str(getattr(record, "id", getattr(record, "code", ""))), record
