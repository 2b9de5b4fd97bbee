"""What a rule file must keep beyond its shape: dates in order, figures in range, every id at home."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.goods import GoodsLine
from exporter_desk.rules.condition_checks import condition_problems
from exporter_desk.rules.derive import DERIVATIONS
from exporter_desk.rules.figures import figures_in
from exporter_desk.rules.problems import RuleDataProblem
from exporter_desk.rules.schema import (
    Branch,
    Caution,
    Cite,
    Condition,
    Contradiction,
    Demotion,
    FactSpec,
    Fallback,
    Feature,
    Gate,
    Mode,
    Note,
    Scenario,
    Source,
    Value,
)
from exporter_desk.rules.walk import all_of, records_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exporter_desk.rules.rulebook import Datum, RuleBook
    from exporter_desk.rules.schema import DatedValue, Record

_FIGURES = ("money", "ratio", "quantity", "duration")
_QUOTING = (Gate, Branch, Note, Scenario, Demotion, Feature, Caution)
_KINDS: dict[str, type] = {"day": date, "flag": bool, "text": str}


def typed_value(spec: Value, dated: DatedValue) -> tuple[Datum | None, str]:
    """Return the value as its file's `type` wants it, and what is wrong with it, empty when nothing."""
    value = dated.value
    if dated.none or value is None:
        return None, "" if dated.none and value is None else "a value is either none = true or given"
    if spec.type in _FIGURES:
        return _figure(spec, value)
    if spec.type == "code_list":
        fine = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return (tuple(str(item) for item in value), "") if fine and isinstance(value, list) else (None, _not_a(spec))
    if isinstance(value, bool | str | date) and type(value) is _KINDS[spec.type]:
        return value, ""
    return None, _not_a(spec)


def _figure(spec: Value, value: object) -> tuple[Decimal | None, str]:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None, _not_a(spec)
    number = Decimal(value)
    if spec.range is not None and not spec.range[0] <= number <= spec.range[1]:
        return None, f"{number} is out of range {spec.range[0]} … {spec.range[1]}"
    return number, ""


def _not_a(spec: Value) -> str:
    return f"is not of type {spec.type}"


def check_book(book: RuleBook, places: Mapping[int, tuple[str, str]]) -> Iterator[RuleDataProblem]:
    """Yield every problem that shows only when all files are read."""
    for record in _all_records(book):
        file, base = places[id(record)]
        found = (*_own_problems(record, book), *_shared_problems(record, book), *_quoted_problems(record, book))
        for place, problem in found:
            yield RuleDataProblem(file, ".".join(part for part in (base, place) if part), problem)


def _all_records(book: RuleBook) -> Iterator[Record]:
    for group in (book.sources, book.values, book.facts, book.gates, book.modes, book.industries, book.places):
        yield from group.values()
    yield from (*book.contradictions, *book.watches)
    for listed in (book.scenarios, book.demotions, book.fallbacks, book.cautions, book.registrations):
        yield from listed


def _shared_problems(record: Record, book: RuleBook) -> Iterator[tuple[str, str]]:
    for place, cite in all_of(Cite, record):
        if cite.source not in book.sources:
            yield place, f"no source {cite.source}"
    for place, condition in all_of(Condition, record):
        for problem in condition_problems(condition, book):
            yield place, problem


def _quoted_problems(record: Record, book: RuleBook) -> Iterator[tuple[str, str]]:
    for place, part in records_in(record):
        texts = (getattr(part, name) for name in part.__struct_fields__)
        for figure in (name for text in texts if isinstance(text, str) for name in figures_in(text)):
            if figure not in book.values:
                yield place, f"quotes {figure}, and there is no such value"
            elif not isinstance(part, _QUOTING):
                yield place, f"quotes {figure} where no figure is filled in"


def _own_problems(record: Record, book: RuleBook) -> Iterator[tuple[str, str]]:
    if isinstance(record, Value):
        yield from _value_problems(record)
    elif isinstance(record, FactSpec):
        yield from _fact_problems(record, book)
    elif isinstance(record, Gate) and record.fix:
        yield from _unknown("fix", (record.fix,), {entry.id: entry for entry in book.registrations})
    else:
        yield from _named_problems(record, book)


def _named_problems(record: Record, book: RuleBook) -> Iterator[tuple[str, str]]:
    if isinstance(record, Source):
        yield from _unknown("effect", tuple(one.by for one in record.effect if one.by), book.sources)
    elif isinstance(record, Mode):
        yield from _unknown("gates", record.gates, book.gates)
    elif isinstance(record, Scenario):
        yield from _unknown("ranked", record.ranked, book.modes)
    elif isinstance(record, Fallback):
        yield from _unknown("mode", (record.mode,), book.modes)
    elif isinstance(record, Demotion):
        yield from _unknown("mode", (record.mode, *record.behind), book.modes)
    elif isinstance(record, Contradiction):
        yield from _unknown("order", record.order or (), book.facts)
        if (record.when is None) == (record.order is None):
            yield "when", "a contradiction has either a condition or an order of two days"


def _value_problems(record: Value) -> Iterator[tuple[str, str]]:
    if not record.value:
        yield "value", "has no value"
    for index, (first, second) in enumerate(zip(record.value, record.value[1:], strict=False)):
        if second.from_ <= first.from_:
            yield f"value[{index + 1}].from", "does not come after the value before it"
    for index, dated in enumerate(record.value):
        if not dated.cite:
            yield f"value[{index}].cite", "cites nothing"


def _fact_problems(record: FactSpec, book: RuleBook) -> Iterator[tuple[str, str]]:
    if record.derive and record.derive not in DERIVATIONS:
        yield "derive", f"no derivation {record.derive}"
    if (record.type == "code") != bool(record.allowed) and record.type != "list" and not record.reserved:
        yield "allowed", "a code has allowed answers, nothing else has"
    if record.means is None and not record.reserved and not (record.question_zh and record.question_en):
        yield "question_zh", "a fact that is asked needs its question in both languages"
    if record.lines:
        yield from _unknown("lines", (record.lines,), dict.fromkeys(GoodsLine.__dataclass_fields__))
    yield from _unknown("packs", record.packs, book.industries)
    yield from _unknown("examples", tuple(record.examples), book.industries)


def _unknown(place: str, names: tuple[str, ...], known: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name in names:
        if name not in known:
            yield place, f"no {name}"
