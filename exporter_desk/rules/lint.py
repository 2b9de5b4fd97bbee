"""Looks over a rule book for what a reader of single files does not see: gaps, overlaps, age, missing words, leftovers.

Dangling ids, dates out of order and unknown keys are problems of the loader; `pack lint` tells both together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from exporter_desk.domain.text import half_width
from exporter_desk.rules.figures import quoted_figures
from exporter_desk.rules.overlaps import overlaps
from exporter_desk.rules.rulebook import STALE_AFTER_DAYS
from exporter_desk.rules.schema import Cite, Condition, Confidence, Record, Source, Value, ValueRef
from exporter_desk.rules.walk import all_of, records_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from exporter_desk.rules.rulebook import RuleBook

Kind = Literal["gap", "overlap", "announced", "stale", "repealed", "language", "unused", "double", "source"]
# What a pack may not be accepted with; the other kinds are worth a look, no more.
GRAVE: frozenset[Kind] = frozenset({"gap", "overlap", "repealed", "language", "double", "source"})


@dataclass(frozen=True, slots=True)
class LintMessage:
    """One remark: its kind, the id of the record it is about, what there is to see, and the file and place of it."""

    kind: Kind
    record: str
    text: str
    file: str = ""
    place: str = ""

    @property
    def grave(self) -> bool:
        """Tell whether rules with this remark should not be used."""
        return self.kind in GRAVE


@dataclass(frozen=True, slots=True)
class Beside:
    """Rules that live outside the book but cite it: their records by name, and the ids that they use."""

    records: tuple[tuple[str, Record], ...] = ()
    used: frozenset[str] = frozenset()
    places: Mapping[int, tuple[str, str]] = field(default_factory=dict)


NOTHING_BESIDE = Beside()


def lint(
    book: RuleBook, day: date, beside: Beside = NOTHING_BESIDE, places: Mapping[int, tuple[str, str]] | None = None
) -> tuple[LintMessage, ...]:
    """Return every remark on `book` as of `day`; `places` gives the file and place of each record by its `id()`."""
    where = {**beside.places, **(places or {})}
    found = []
    for name, record in (*named_records(book), *beside.records):
        file, base = where.get(id(record), ("", ""))
        for kind, place, text in (*_at(record, book, day), *_always(record)):
            inner = ".".join(part for part in (base, place) if part)
            found.append(LintMessage(kind, name, text, file, inner))
    found += [_placed(message, book, where) for message in (*_doubles(book), *_unused(book, beside))]
    return tuple(found)


def _placed(message: LintMessage, book: RuleBook, where: Mapping[int, tuple[str, str]]) -> LintMessage:
    record = next((record for name, record in named_records(book) if name == message.record), None)
    file, place = where.get(id(record), ("", ""))
    return replace(message, file=file, place=place)


def _at(record: Record, book: RuleBook, day: date) -> Iterator[tuple[Kind, str, str]]:
    if isinstance(record, Value):
        yield from _value(record, book, day)
    elif isinstance(record, Source) and record.checked and (day - record.checked).days > STALE_AFTER_DAYS:
        yield "stale", "checked", f"was last checked on {record.checked}"
    for place, cite in _counted_cites(record, day):
        source = book.sources.get(cite.source)
        ended = None if source is None or cite.past else source.out_of_force(cite.article, day)
        if ended is not None:
            by = f" by {ended.by}" if ended.by else ""
            yield "repealed", place, f"cites {cite.source} {cite.article}".rstrip() + f", {ended.kind}{by}"


def _always(record: Record) -> Iterator[tuple[Kind, str, str]]:
    if isinstance(record, Source):
        yield from _source(record)
    for place, text in overlaps(record):
        yield "overlap", place, text
    yield from _words(record)


def _value(spec: Value, book: RuleBook, day: date) -> Iterator[tuple[Kind, str, str]]:
    begun = [dated for dated in spec.value if dated.from_ <= day and dated.status == "in_force"]
    if not begun:
        yield "gap", "", f"has no value on {day}"
    for dated in book.at(day).announced(spec.id):
        yield "announced", "", f"another value is announced for {dated.from_}"
    if (day - spec.still_valid_on).days > STALE_AFTER_DAYS:
        yield "stale", "still_valid_on", f"was last compared with its source on {spec.still_valid_on}"


def _counted_cites(record: Record, day: date) -> Iterator[tuple[str, Cite]]:
    """Yield the citations that must stand on `day`: of a dated value only those of the value in force."""
    if not isinstance(record, Value):
        yield from all_of(Cite, record)
        return
    begun = [index for index, dated in enumerate(record.value) if dated.from_ <= day and dated.status == "in_force"]
    for index in begun[-1:]:
        for place, cite in all_of(Cite, record.value[index]):
            yield f"value[{index}].{place}", cite


def _source(source: Source) -> Iterator[tuple[Kind, str, str]]:
    for name, why in _lacking(source):
        yield "source", name, why
    if not (source.about_zh and source.about_en):
        yield "source", "about_zh", "has no summary in both languages"
    if bool(source.issuer) != bool(source.issuer_en):
        yield "language", "issuer", "issuer and issuer_en do not say the same: one is empty"


def _lacking(source: Source) -> Iterator[tuple[str, str]]:
    """Yield what a source must say of itself; one that was only recalled cannot say when it was compared."""
    if source.confidence is Confidence.UNCONFIRMED:
        return
    if source.checked is None:
        yield "checked", "is not marked unconfirmed, but nobody compared it on any day"
    if not source.address:
        yield "address", "is not marked unconfirmed, but says nowhere where it was seen"
    if source.confidence is Confidence.OFFICIAL and not (source.number and source.issuer):
        yield "number", "is marked official and lacks its number or its issuer"


def _words(record: Record) -> Iterator[tuple[Kind, str, str]]:
    for place, part in records_in(record):
        for name in part.__struct_fields__:
            other = _twin(name)
            if other and hasattr(part, other) and _length(getattr(part, name)) != _length(getattr(part, other)):
                where = f"{place}.{name}".lstrip(".")
                yield "language", where, f"{name} and {other} do not say the same: one is empty or shorter"


def _length(text: object) -> int:
    """Return 1 for any text, the number of entries of a list of texts, 0 for nothing."""
    return len(text) if isinstance(text, tuple) else int(bool(text))


def _twin(name: str) -> str:
    if name == "zh" or name.endswith("_zh"):
        return name.removesuffix("zh") + "en"
    return ""


def _doubles(book: RuleBook) -> Iterator[LintMessage]:
    seen: dict[str, str] = {}
    for key, source in book.sources.items():
        number = "".join(half_width(source.number).casefold().split())
        if number:
            first = seen.setdefault(number, key)
            if first != key:
                yield LintMessage("double", key, f"is {source.number} again, which is {first} already")


def _unused(book: RuleBook, beside: Beside) -> Iterator[LintMessage]:
    records = [record for _, record in named_records(book)]
    sources = {cite.source for record in records for _, cite in all_of(Cite, record)}
    sources |= {effect.by for source in book.sources.values() for effect in source.effect}
    values = {found.value_of for record in records for _, found in all_of(ValueRef, record)}
    values |= {key for record in records for key in quoted_figures(record)}
    facts = {condition.fact for record in records for _, condition in all_of(Condition, record)}
    facts |= {spec.asks for spec in book.facts.values()} | {key for key, spec in book.facts.items() if spec.printed}
    gates = {gate for mode in book.modes.values() for gate in mode.gates}
    groups = ((book.sources, sources), (book.values, values), (book.facts, facts), (book.gates, gates))
    for known, used in groups:
        for key in sorted(known.keys() - used - beside.used):
            yield LintMessage("unused", key, "is used by no rule")


def named_records(book: RuleBook) -> Iterator[tuple[str, Record]]:
    """Yield every record of the book with its id."""
    for group in (book.sources, book.values, book.facts, book.gates, book.modes, book.industries, book.places):
        yield from group.items()
    listed: tuple[tuple[Record, ...], ...] = (book.scenarios, book.demotions, book.fallbacks, book.contradictions)
    listed += (book.cautions, book.registrations, book.watches)
    for group_of in listed:
        for record in group_of:
            yield str(getattr(record, "id", getattr(record, "code", ""))), record
