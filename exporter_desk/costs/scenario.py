"""The scenario of an estimate (the `estimate` block of a case), read strictly from decoded JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.cards import Card, CardReader
from exporter_desk.costs.charge import TypedCharge
from exporter_desk.costs.checks import scenario_problems
from exporter_desk.costs.question_checks import question_problems
from exporter_desk.costs.questions import Amount, Direct, Event, LotSize, Reorder, Risk, Swing
from exporter_desk.domain.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Set

    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.domain.record import Record


PLACE = "estimate"
_BLANK = "C13"  # what cannot be read is not blank as well
HOME = "CNY"  # totals are in it unless the plan names another currency


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """The end of the plan: a day, or a number of days counted from the first arrival (that day is day 1)."""

    day: date | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sku:
    """One article: `units` shipped; volume `cbm`, `gross_kg`, `size_cm` and the money of one unit.

    `cost` includes the Chinese VAT of `vat_pct`; with `refund_pct` a trader's refund is computed from it.
    `estimated` says that sizes or weights are estimates.
    """

    id: str
    name: str | None = None
    units: int | None = None
    cbm: Decimal | None = None
    gross_kg: Decimal | None = None
    size_cm: tuple[Decimal, ...] = ()
    cost: Amount | None = None
    declared: Amount | None = None
    vat_pct: Decimal | None = None
    refund_pct: Decimal | None = None
    price: Amount | None = None
    hs: str | None = None
    units_per_carton: int | None = None
    units_per_pallet: int | None = None
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Units of one article that leave on `depart` and are in stock on `arrive`; `rejected` are lost at the door.

    Without `units` a lot brings everything that is shipped, without `sku` of every article.
    """

    sku: str | None = None
    depart: date | None = None
    arrive: date | None = None
    units: int | None = None
    rejected: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Demand of one article: `per_day`, or all units evenly over `sell_out_days`; `factors` by month number.

    `unmet` says what happens to demand above stock: `lost` or `backorder`. `times` multiplies all of it.
    """

    sku: str | None = None
    per_day: Decimal | None = None
    sell_out_days: int | None = None
    first_day: date | None = field(default=None, metadata={"key": "from"})
    factors: Mapping[str, Decimal] = field(default_factory=dict)
    units_per_order: int | None = None
    unmet: str = "lost"
    faster: Decimal = field(default=Decimal(1), metadata={"key": "times"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """Returns: `rate` of what is sold comes back after `delay_days`, `resale` of that can be sold again (fractions).

    With `restock` false the resaleable pieces are kept aside and not sold inside the plan.
    """

    rate: Decimal = Decimal(0)
    delay_days: int = 0
    resale: Decimal = Decimal(0)
    restock: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLayer:
    """One duty layer: `rate_pct` of the value, `per_kg`, or both by `mode` (`sum` or `max`); limits in money."""

    id: str
    rate_pct: Decimal | None = None
    per_kg: Decimal | None = None
    mode: str = "sum"
    min: Decimal | None = None
    max: Decimal | None = None
    valid_from: date | None = field(default=None, metadata={"key": "from"})
    valid_to: date | None = field(default=None, metadata={"key": "to"})
    zh: str | None = None
    en: str | None = None
    source: str | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Customs duty: `value` of the whole entry (else computed by `basis` FOB or CIF from declared values).

    Without `layers` the rates are looked up by `hs`, `destination` and `day`. `conditions` answers what the code alone
    does not say; `preference` names the certificate used; `antidumping_pct` is the exporter's own rate. `total_pct`
    stands for all duty layers together, `without` leaves layers of the table out (one that a court has stopped).
    `tax_recovered_after_days`: import tax is got back after so many days (0: postponed accounting), absent: not known.
    """

    value: Amount | None = None
    currency: str | None = None
    kg: Decimal | None = None
    layers: tuple[DutyLayer, ...] = ()
    basis: str | None = None
    hs: str | None = None
    destination: str | None = None
    day: date | None = None
    conditions: Mapping[str, bool] = field(default_factory=dict)
    preference: str | None = None
    antidumping_pct: Decimal | None = None
    total_pct: Decimal | None = None
    without: tuple[str, ...] = ()
    tax_recovered_after_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardUse:
    """A rate card used by the scenario: by `card_id`, or written inline; `only`/`skip` pick charges by id."""

    card_id: str | None = None
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    inline: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One plan to be priced; every block may be absent, and what it would have said is then unknown.

    `reporting` is CNY where the plan does not name it, `fx` reporting currency per one unit of the foreign one.
    `counts` are quantities that no other block gives (container, carton, pallet, order, parcel, shipment, month).
    `facts` answer the `applies_if` of card charges.
    `refund` is the export refund as the refund part found it; it wins over the trader's formula. It arrives
    `refund_after_days` after leaving; `allocate_by` (value, volume, weight, units) shares all lines out to the
    articles; a refund on leaving is `refund_advanced_days` earlier than one on sale.
    """

    reporting: str | None = None
    fx: Mapping[str, Decimal] = field(default_factory=dict)
    skus: tuple[Sku, ...] = ()
    lots: tuple[Lot, ...] = ()
    demand: tuple[Demand, ...] = ()
    returns: Returns | None = None
    decay_per_day: Decimal | None = None
    cards: tuple[CardUse, ...] = ()
    lines: tuple[TypedCharge, ...] = ()
    duty: Duty | None = None
    refund: Amount | None = None
    refund_after_days: int | None = None
    refund_advanced_days: int | None = None
    price: Amount | None = None
    price_vat_pct: Decimal | None = None
    capital_pct: Decimal | None = None
    receivable_days: int | None = None
    horizon: Horizon | None = None
    counts: Mapping[str, Decimal] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    swings: tuple[Swing, ...] = ()
    risks: tuple[Risk, ...] = ()
    events: tuple[Event, ...] = ()
    direct: Direct | None = None
    lot_size: LotSize | None = None
    reorder: Reorder | None = None
    allocate_by: str | None = None


class ScenarioReader(CardReader):
    """Reads a scenario; short forms (a bare amount, one demand object, a card id) stand for the long ones."""

    def value(self, hint: object, data: Json, place: str) -> object:
        """Read one value, the short forms first."""
        if hint is Amount and not isinstance(data, dict):
            amount = self.scalar(Decimal, data, place)
            return Amount(amount=amount) if isinstance(amount, Decimal) else None
        if hint is Horizon:
            return self._horizon(data, place)
        if hint is CardUse:
            return self._card_use(data, place)
        return super().value(hint, data, place)

    def record(self, kind: type[Record], data: Json, place: str) -> Record | None:
        """Read one record; a duty layer may call its percentage `pct` or `rate`, and need not be named."""
        if kind is DutyLayer and isinstance(data, dict):
            named: JsonObject = {"id": f"layer_{place.rsplit('.', 1)[-1]}", **data}
            for word in ("pct", "rate"):
                if word in named and "rate_pct" not in named:
                    named["rate_pct"] = named.pop(word)
            return super().record(kind, named, place)
        return super().record(kind, data, place)

    def _horizon(self, data: Json, place: str) -> Horizon | None:
        if isinstance(data, int) and not isinstance(data, bool):
            return Horizon(days=data)
        day = self.scalar(date, data, place)
        return Horizon(day=day) if isinstance(day, date) else None

    def _card_use(self, data: Json, place: str) -> CardUse | None:
        if isinstance(data, str):
            return CardUse(card_id=data)
        if isinstance(data, dict) and ("card" in data or "charge" in data):
            card = self.record(Card, data, place)
            return None if card is None else CardUse(inline=card)
        return self.record(CardUse, data, place)


@dataclass(frozen=True, slots=True)
class ScenarioReading:
    """A scenario, or None with every problem found in it; hints may stand beside a scenario."""

    scenario: Scenario | None
    findings: tuple[Finding, ...]


def read_scenario(data: JsonObject, *, more_skus: Set[str] = frozenset()) -> ScenarioReading:
    """Read the `estimate` object from decoded JSON; all problems are reported together, each with its path.

    `more_skus` are ids of articles that the case itself will add. `variants` beside the plan are read by `variants`.
    """
    reader = ScenarioReader([], set())
    body = {"reporting": HOME} | {key: value for key, value in data.items() if key != "variants"}
    if isinstance(body.get("demand"), dict):
        body["demand"] = [body["demand"]]
    scenario = reader.record(Scenario, body, PLACE)
    findings = [replace(finding, code=_cost_code(finding.code)) for finding in reader.findings]
    if scenario is not None:
        unread = {place for finding in findings for place in finding.places}
        problems = (*scenario_problems(scenario, PLACE, more_skus), *question_problems(scenario, PLACE))
        findings += [one for one in problems if one.code != _BLANK or unread.isdisjoint(one.places)]
    return ScenarioReading(scenario if not findings else None, tuple(findings))


def _cost_code(code: str) -> str:
    """Reading problems of a scenario carry the number of the same problem in a case: D05 becomes C05."""
    return "C" + code[1:] if code.startswith("D") else code
