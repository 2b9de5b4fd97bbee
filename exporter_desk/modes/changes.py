"""What would change the conclusion: every single answer that, given otherwise, turns a verdict or a channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.modes.advice import Verdict
from exporter_desk.modes.assess import assess
from exporter_desk.rules.rulebook import Datum
from exporter_desk.rules.schema import Condition, FactSpec, ValueRef
from exporter_desk.rules.walk import all_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.modes.advice import Advice
    from exporter_desk.rules.rulebook import RuleBook, RulesAt

_CENT = Decimal("0.01")


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
    """One answer given otherwise, and what it turns."""

    spec: FactSpec
    answer_from: Datum
    answer_to: Datum
    effects: tuple[Effect, ...]


def changes(advice: Advice, book: RuleBook) -> tuple[Change, ...]:
    """Try every known answer otherwise, one at a time, and return those that turn something, in rule order."""
    found = []
    for path, spec in book.facts.items():
        known = advice.sheet.values.get(path)
        if known is None or spec.reserved:
            continue
        for other in _others(spec, known, book.at(advice.day)):
            effects = _effects(advice, _reassessed(advice, book, path, other))
            if effects:
                found.append(Change(spec, known, other, effects))
    return tuple(found)


def _reassessed(advice: Advice, book: RuleBook, path: str, other: Datum) -> Advice:
    day = other if path == "export_date" and isinstance(other, date) else advice.day
    return assess(advice.sheet.answered(path, other), book, day)


def _effects(before: Advice, after: Advice) -> tuple[Effect, ...]:
    pairs = ((one, after.mode(one.mode.code)) for one in before.modes)
    return tuple(
        Effect(old.mode.code, old.verdict, new.verdict, old.channel.value, new.channel.value)
        for old, new in pairs
        if (old.verdict, old.channel.value) != (new.verdict, new.channel.value)
    )


def _others(spec: FactSpec, known: Datum, rules: RulesAt) -> Iterator[Datum]:
    if isinstance(known, bool):
        yield not known
    elif spec.type == "code":
        yield from (entry.value for entry in spec.allowed if entry.value != known)
    elif isinstance(known, Decimal | date):
        across = {_across(one, known, rules) for one in _conditions(spec.path, rules)}
        yield from sorted(value for value in across if value is not None)


def _across(condition: Condition, known: Decimal | date, rules: RulesAt) -> Decimal | date | None:
    """Return the nearest value on the other side of the bound that `condition` sets."""
    for bound, inside in ((condition.at_most, 0), (condition.at_least, -1)):
        limit = rules.number(bound.value_of) if isinstance(bound, ValueRef) else bound
        if limit is not None and isinstance(known, Decimal):
            low = limit + inside * _CENT
            return low + _CENT if known <= low else low
    for day, inside in ((condition.before, -1), (condition.after, 0)):
        edge = rules.date_of(day.value_of) if isinstance(day, ValueRef) else day
        if edge is not None and isinstance(known, date):
            last = edge + timedelta(days=inside)
            return last + timedelta(days=1) if known <= last else last
    return None


def _conditions(path: str, rules: RulesAt) -> Iterator[Condition]:
    book = rules.book
    judging = (*book.gates.values(), *book.modes.values(), *book.scenarios, *book.facts.values())
    for record in judging:
        for _, condition in all_of(Condition, record):
            if condition.fact == path:
                yield condition
