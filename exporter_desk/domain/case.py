"""The whole case (业务, one shipment) as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from exporter_desk.domain.attachment import Attachment
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.json_value import Json
from exporter_desk.domain.origin import Origin, OriginKind
from exporter_desk.domain.parties import Party
from exporter_desk.domain.positions import position
from exporter_desk.domain.shipment import Route, Terms
from exporter_desk.domain.tax import TaxFile

# Facts are kept as typed: a bool, a text (codes, dates and decimals too) or a list of texts.
# resources/rules/facts.toml says what each of them means.
FactValue: TypeAlias = bool | str | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A decision of a person: `what` (mode, levy_nature, trade_country …), the value, who, when, under which rules.

    An export mode also keeps the `day` whose law was applied, the `facts` it was decided on, and what the rules had
    `found` by then (verdicts by mode, outcomes by rule), so that it can be looked at again when any of them changes.
    """

    what: str
    value: str | None = None
    by: str | None = None
    at: str | None = None
    rules: str | None = None
    day: date | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    found: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One shipment with everything that people have said about it; totals are computed, never stored.

    A field that is None was not asked; a path in `not_known` was asked and answered 不清楚. Both are unknown to the
    rules. `drafts` keeps text that was typed but cannot be read yet ("48O" for a quantity), by fact path, so that
    nothing typed is ever lost. `origins` has an entry for every stored value that was not simply typed. `last_ids`
    holds the highest number given in a list ("goods": 3), so that the id of a removed line never names another one.
    `practice` marks an exercise: it never lies among real shipments, and everything made of it says so.
    """

    id: str | None = None
    number: str | None = None
    title: str | None = None
    sample: str | None = None
    practice: bool = False
    day: date | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    parties: tuple[Party, ...] = ()
    terms: Terms = field(default_factory=Terms)
    goods: tuple[GoodsLine, ...] = ()
    packages: tuple[Package, ...] = ()
    route: Route = field(default_factory=Route)
    tax: TaxFile = field(default_factory=TaxFile)
    attachments: tuple[Attachment, ...] = ()
    estimate: Mapping[str, Json] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)
    drafts: Mapping[str, str] = field(default_factory=dict)
    not_known: frozenset[str] = frozenset()
    last_ids: Mapping[str, int] = field(default_factory=dict)
    note: str | None = None

    def party(self, role: str) -> Party | None:
        """Return the first party in `role`, None when nobody has it."""
        return next((party for party in self.parties if role in party.roles), None)

    def party_by_id(self, identifier: str | None) -> Party | None:
        """Return the party with that id, None when there is none."""
        return next((party for party in self.parties if party.id == identifier), None)

    def line(self, identifier: str) -> GoodsLine | None:
        """Return the goods line with that id, None when there is none."""
        index = position(self.goods, identifier)
        return None if index is None else self.goods[index]

    def choice(self, what: str) -> str | None:
        """Return the latest decision about `what`, None while nobody has decided."""
        decided = self.decision(what)
        return None if decided is None else decided.value

    def decision(self, what: str) -> Choice | None:
        """Return the latest decision about `what` with all that was noted of it; its value is None for "none"."""
        return next((choice for choice in reversed(self.choices) if choice.what == what), None)

    def is_estimated(self, path: str) -> bool:
        """Tell whether the stored value at `path` is an estimate (估算)."""
        origin = self.origins.get(path)
        return origin is not None and origin.kind is OriginKind.ESTIMATED
