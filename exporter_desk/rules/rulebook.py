"""The whole of the law that was loaded, and what of it holds at a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.rules.schema import (
    Caution,
    Cite,
    Condition,
    Confidence,
    Contradiction,
    Demotion,
    FactSpec,
    Fallback,
    Gate,
    Industry,
    Mode,
    Place,
    Registration,
    Scenario,
    Source,
    Value,
    Watch,
)
from exporter_desk.rules.walk import all_of, weakest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.rules.schema import DatedValue

Datum: TypeAlias = bool | Decimal | date | str | tuple[str, ...]
STALE_AFTER_DAYS = 366


@dataclass(frozen=True, slots=True)
class Found:
    """A dated value as it stands on a day, with its label, its sources and the day it holds from."""

    id: str
    value: Datum
    unit: str
    since: date
    confidence: Confidence
    sources: tuple[str, ...]
    still_valid_on: date


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Everything that rule files say; `version` as `base@2026.11.1`, `digest` SHA-256 over all files.

    `upcoming_days` is how far ahead of a day its changes are told.
    """

    version: str
    digest: str
    checked_on: date
    sources: Mapping[str, Source]
    values: Mapping[str, Value]
    facts: Mapping[str, FactSpec]
    gates: Mapping[str, Gate]
    modes: Mapping[str, Mode]
    scenarios: tuple[Scenario, ...]
    demotions: tuple[Demotion, ...]
    fallbacks: tuple[Fallback, ...]
    contradictions: tuple[Contradiction, ...]
    cautions: tuple[Caution, ...]
    registrations: tuple[Registration, ...]
    industries: Mapping[str, Industry]
    places: Mapping[str, Place]
    watches: tuple[Watch, ...] = ()
    upcoming_days: int = 0
    _cited: dict[str, dict[str, None]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def at(self, day: date) -> RulesAt:
        """Return the law as it stands on `day`."""
        return RulesAt(self, day)

    def numbers(self, identifier: str) -> tuple[Decimal, ...]:
        """Return every figure that a value has from some day on, each once; announced ones are none of them."""
        spec = self.values.get(identifier)
        dated = () if spec is None else spec.value
        found = (one.value for one in dated if one.status == "in_force" and not one.none)
        return tuple(dict.fromkeys(value for value in found if isinstance(value, Decimal)))

    def source(self, identifier: str) -> Source:
        """Return one cited source; raises KeyError (the loader has checked every citation inside the book)."""
        return self.sources[identifier]

    def confidence_of(self, cites: Iterable[Cite], *own: Confidence | None) -> Confidence:
        """Return the weakest label among the cited sources and `own`; nothing cited is unconfirmed."""
        listed = list(cites)
        labels = [self.sources[cite.source].label(cite.article) for cite in listed]
        return weakest([*labels, *(cite.confidence for cite in listed), *own]) or Confidence.UNCONFIRMED

    def cited_about(self, fact: str) -> tuple[str, ...]:
        """Return the sources of every gate and warning that looks at a fact, in the order of the rules.

        All facts are gathered when the first one is asked for: that is a walk through the whole book.
        """
        if not self._cited:
            self._cited.update(self._gathered())
        return tuple(self._cited.get(fact, ()))

    def _gathered(self) -> dict[str, dict[str, None]]:
        found: dict[str, dict[str, None]] = {}
        rules: tuple[Gate | Caution, ...] = (*self.gates.values(), *self.cautions)
        for rule in rules:
            for fact in {condition.fact for _, condition in all_of(Condition, rule) if condition.fact is not None}:
                found.setdefault(fact, {}).update(dict.fromkeys(cite.source for cite in rule.cite))
        return found

    def stale(self, day: date) -> tuple[str, ...]:
        """Return the ids of values that were last compared with their source more than a year before `day`."""
        return tuple(key for key, value in self.values.items() if (day - value.still_valid_on).days > STALE_AFTER_DAYS)


@dataclass(frozen=True, slots=True)
class RulesAt:
    """The rule book at one day: the latest value from that day or before wins; announced values never count."""

    book: RuleBook
    day: date

    def find(self, identifier: str) -> Found | None:
        """Return the value in force, None before its first day, after its end, or when there is no such value."""
        spec = self.book.values.get(identifier)
        dated = None if spec is None else _in_force(spec, self.day)
        if (
            spec is None
            or dated is None
            or dated.none
            or not isinstance(dated.value, bool | Decimal | date | str | tuple)
        ):
            return None
        return Found(
            identifier,
            dated.value,
            spec.unit,
            dated.from_,
            self.book.confidence_of(dated.cite, dated.confidence),
            tuple(cite.source for cite in dated.cite),
            spec.still_valid_on,
        )

    def announced(self, identifier: str) -> tuple[DatedValue, ...]:
        """Return the announced values of later days: they warn, they never fill anything."""
        spec = self.book.values.get(identifier)
        later = () if spec is None else spec.value
        return tuple(dated for dated in later if dated.status == "announced" and dated.from_ > self.day)

    def number(self, identifier: str) -> Decimal | None:
        """Return a figure in force (money, ratio, quantity, duration), None when there is none."""
        found = self.find(identifier)
        return found.value if found is not None and isinstance(found.value, Decimal) else None

    def date_of(self, identifier: str) -> date | None:
        """Return a day in force, None when there is none."""
        found = self.find(identifier)
        return found.value if found is not None and isinstance(found.value, date) else None

    def codes(self, identifier: str) -> tuple[str, ...] | None:
        """Return a list of codes in force, None when there is none."""
        found = self.find(identifier)
        return found.value if found is not None and isinstance(found.value, tuple) else None


def _in_force(spec: Value, day: date) -> DatedValue | None:
    begun = [dated for dated in spec.value if dated.from_ <= day and dated.status == "in_force"]
    return begun[-1] if begun else None
