"""What would change the conclusion: every single answer that, given otherwise, turns a verdict or a channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.modes.advice import Verdict
from exporter_desk.modes.suppose import supposed
from exporter_desk.rules.rulebook import Datum
from exporter_desk.rules.schema import Condition, FactSpec, Value, ValueRef
from exporter_desk.rules.walk import all_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from exporter_desk.modes.advice import Advice, Outlook
    from exporter_desk.rules.rulebook import RuleBook, RulesAt
    from exporter_desk.rules.schema import Record

_CENT = Decimal("0.01")
_DAY = timedelta(days=1)
EXPORT_DATE = "export_date"


@dataclass(frozen=True, slots=True)
class Effect:
    """How one mode turns."""

    mode: str
    verdict_from: Verdict
    verdict_to: Verdict
    channel_from: str | None
    channel_to: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One answer given otherwise, and what it turns; `clashes` when it would contradict another answer."""

    spec: FactSpec
    answer_from: Datum
    answer_to: Datum
    effects: tuple[Effect, ...]
    clashes: bool = False


def changes(advice: Advice, book: RuleBook) -> tuple[Change, ...]:
    """Try every known answer otherwise, one at a time, and return those that turn something, in rule order.

    A number or a day is tried on the other side of every bound that the rules set for it.
    """
    before = {one.mode.code: (one.verdict, one.channel.value) for one in advice.modes}
    standing = {clash.id for clash in advice.clashes}
    rules = _Deciding.of(book)
    found = []
    for path, spec in book.facts.items():
        known = advice.sheet.values.get(path)
        if known is None or path not in rules.conditions:
            continue
        tried = []
        for other in _others(advice, spec, known, rules, book):
            then = supposed(advice, book, path, other)
            effects = _effects(before, then.outlooks)
            tried.append(Change(spec, known, other, effects, clashes=bool(then.clashes - standing)))
        found += [change for change in _nearest(tried) if change.effects]
    return tuple(found)


def _nearest(tried: Sequence[Change]) -> list[Change]:
    """Leave out a number or day that turns the same as a nearer one on the same side."""
    kept: list[Change] = []
    for index, change in enumerate(tried):
        beside = index + 1 if _is_below(change) else index - 1
        nearer = tried[beside] if 0 <= beside < len(tried) else None
        same = nearer is not None and _is_below(nearer) is _is_below(change) and nearer.effects == change.effects
        if not (same and isinstance(change.answer_from, Decimal | date)):
            kept.append(change)
    return kept


def _is_below(change: Change) -> bool:
    known, other = change.answer_from, change.answer_to
    return isinstance(known, Decimal | date) and other < known  # type: ignore[operator]  # of one type


def deciding_facts(book: RuleBook) -> frozenset[str]:
    """Return the facts on which verdicts and channels rest, those that follow from others left out."""
    facts = _Deciding.of(book).conditions
    return frozenset(fact for fact in facts if book.facts[fact].means is None and not book.facts[fact].reserved)


def possible_answers(spec: FactSpec, advice: Advice, book: RuleBook) -> tuple[Datum, ...]:
    """Return what could be answered to an open question: all of it, or one value on each side of every bound."""
    if spec.type == "bool":
        return (True, False)
    if spec.type == "code":
        return tuple(entry.value for entry in spec.allowed)
    rules, law = _Deciding.of(book), book.at(advice.day)
    edges = {edge for one in rules.conditions.get(spec.path, ()) for edge in _edges(one, law)}
    return tuple(dict.fromkeys(side for edge in sorted(edges, key=str) for side in (edge, _after(edge))))


@dataclass(frozen=True, slots=True)
class _Deciding:
    """The conditions that verdicts and channels rest on, by fact, and the days on which the law itself turns."""

    conditions: Mapping[str, tuple[Condition, ...]]
    days: frozenset[date]

    @classmethod
    def of(cls, book: RuleBook) -> _Deciding:
        """Collect them from gates that rule out, scenarios, demotions, fallbacks, channels and contradictions."""
        gates = [gate for gate in book.gates.values() if "X" in (gate.fails, gate.unknown)]
        rows = [row for mode in book.modes.values() for row in mode.channel]
        ranking = (*book.scenarios, *book.demotions, *book.fallbacks, *book.contradictions)
        implied = [entry for industry in book.industries.values() for entry in industry.implies]
        found = list(_with_meanings((*gates, *ranking, *rows, *implied), book))
        found += [Condition(fact=fact, known=True) for one in book.contradictions for fact in one.order or ()]
        by_fact: dict[str, tuple[Condition, ...]] = {EXPORT_DATE: ()}
        for condition in found:
            by_fact[str(condition.fact)] = (*by_fact.get(str(condition.fact), ()), condition)
        begun = {mode.in_force_from for mode in book.modes.values() if mode.in_force_from is not None}
        return cls(by_fact, frozenset(begun | set(_turning(found, book))))


def _with_meanings(records: Iterable[Record], book: RuleBook) -> Iterator[Condition]:
    """Yield every test of a fact in `records`, and the tests behind a fact that is defined by others."""
    for record in records:
        for _, condition in all_of(Condition, record):
            if condition.fact is None:
                continue
            yield condition
            means = book.facts[condition.fact].means
            if means is not None:
                yield from _with_meanings((means,), book)


def _turning(conditions: Iterable[Condition], book: RuleBook) -> Iterator[date]:
    """Yield the days on which a dated value of these conditions changes."""
    refs = (getattr(one, name) for one in conditions for name in ("in_", "at_least", "at_most", "before", "after"))
    values: set[str] = {ref.value_of for ref in refs if isinstance(ref, ValueRef)}
    for key in values:
        spec: Value = book.values[key]
        yield from (dated.from_ for dated in spec.value if dated.status == "in_force")


def _effects(before: Mapping[str, tuple[Verdict, str | None]], after: Mapping[str, Outlook]) -> tuple[Effect, ...]:
    return tuple(
        Effect(code, verdict, after[code].verdict, channel, after[code].channel)
        for code, (verdict, channel) in before.items()
        if (verdict, channel) != (after[code].verdict, after[code].channel)
    )


def _others(advice: Advice, spec: FactSpec, known: Datum, rules: _Deciding, book: RuleBook) -> Iterator[Datum]:
    if isinstance(known, bool):
        yield not known
    elif spec.type == "code":
        yield from (entry.value for entry in spec.allowed if entry.value != known)
    elif isinstance(known, Decimal | date):
        edges = {edge for one in rules.conditions[spec.path] for edge in _edges(one, book.at(advice.day))}
        edges |= {day - _DAY for day in rules.days} if spec.path == EXPORT_DATE else set()
        across = {_across(edge, known) for edge in edges if isinstance(edge, date) is isinstance(known, date)}
        yield from sorted(across | set(_out_of_the_way(advice, spec.path, book)), key=_in_order)


def _in_order(value: Datum) -> Decimal:
    return Decimal(value.toordinal()) if isinstance(value, date) else Decimal(str(value))


def _out_of_the_way(advice: Advice, path: str, book: RuleBook) -> Iterator[Datum]:
    """Yield the nearest day that ends a contradiction in the order of two days."""
    standing = {clash.id for clash in advice.clashes}
    for rule in book.contradictions:
        if rule.id in standing and rule.order is not None and path in rule.order:
            yield from (advice.sheet.values[fact] for fact in rule.order if fact != path)


def _edges(condition: Condition, law: RulesAt) -> Iterator[Decimal | date]:
    """Yield the last value below each bound that a test sets: the next one lies on its other side."""
    for bound, step in ((condition.at_most, 0), (condition.at_least, 1)):
        limit = law.number(bound.value_of) if isinstance(bound, ValueRef) else bound
        if limit is not None:
            yield limit - step * _CENT
    for turn, days in ((condition.before, 1), (condition.after, 0)):
        edge = law.date_of(turn.value_of) if isinstance(turn, ValueRef) else turn
        if edge is not None:
            yield edge - days * _DAY


def _across(edge: Decimal | date, known: Decimal | date) -> Decimal | date:
    """Return the nearest value on the other side of `edge`."""
    below = known <= edge  # type: ignore[operator]  # both are numbers, or both are days
    return _after(edge) if below else edge


def _after(edge: Decimal | date) -> Decimal | date:
    return edge + _CENT if isinstance(edge, Decimal) else edge + _DAY
