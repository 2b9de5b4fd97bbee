"""Charges as people quote them: the record of one price, shared by rate cards and typed lines, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from exporter_desk.costs.window import ALWAYS, Window
from exporter_desk.domain.finding import Finding

Pick = Literal["low", "likely", "high"]

STAGES = (
    "goods", "refund", "domestic", "headhaul", "insurance", "duty", "import_tax", "destination", "drayage", "transfer",
    "receiving", "value_added", "storage", "fulfilment", "last_mile", "returns", "platform", "payment", "fixed",
    "loss", "capital", "fx",
)  # fmt: skip
LANDED_STAGES = frozenset(
    {"goods", "domestic", "headhaul", "insurance", "duty", "import_tax", "destination", "drayage", "receiving"}
)
BASES = (
    "shipment", "container", "rt", "cbm", "kg", "chargeable_kg", "carton", "pallet", "sku", "unit", "order", "parcel",
    "month", "cuft", "extra_unit", "cbm_day", "cuft_month", "cuft_snapshot", "pallet_day", "pct_of_goods",
    "pct_of_cif", "pct_of_customs_value", "pct_of_tax_base", "pct_of_sale", "pct_of_stage",
)  # fmt: skip
# Other words for the same basis, as price lists write them.
BASIS_WORDS = {"feu": "container", "piece": "unit", "pcs": "unit", "box": "carton", "cuft_snapshot15": "cuft_snapshot",
               "unit_or_cuft_snapshot15": "cuft_snapshot"}  # fmt: skip
# A charge by one of these is for the whole: it cannot be divided between days on which its price holds or not.
UNDIVIDED_BASES = frozenset({
    "shipment", "container", "sku", "pct_of_goods", "pct_of_cif", "pct_of_customs_value", "pct_of_tax_base",
})  # fmt: skip
PERCENT_BASES = frozenset(basis for basis in BASES if basis.startswith("pct_"))
CONFIDENCES = ("user", "high", "medium", "low")
SURCHARGE_SIZES = (
    "longest_cm_gt", "girth_cm_gt", "weight_kg_gt", "longest_in_gt", "second_in_gt", "girth_in_gt", "weight_lb_gt",
)  # fmt: skip
TIER_VARIABLES = ("quantity", "age_days", "unit_kg", "unit_lb", "longest_cm", "longest_in", "price")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A rate as low, likely and high; a single rate is all three."""

    low: Decimal
    likely: Decimal
    high: Decimal

    def at(self, pick: Pick) -> Decimal:
        """Return the rate of one case."""
        return {"low": self.low, "likely": self.likely, "high": self.high}[pick]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One step of a price: holds up to `to`, inclusive; the last one is open. Without `rate` it must be asked.

    Storage counted on one day of the month may have a price `per_unit` beside the one per volume: the greater counts.
    """

    to: Decimal | None = None
    rate: Decimal | None = None
    per_unit: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """When a charge is rounded: per `month`, per `order`, or once at the `end`."""

    when: str = "end"
    dp: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """The calendar months in which a charge holds."""

    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFee:
    """What a platform keeps of its fee when a sale is refunded: the smaller of `max` and `pct` of the fee."""

    max: Decimal | None = None
    pct: Decimal = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightRule:
    """How the billed weight of one piece is found, stepped up: `max_actual_dim` (the greater of both) or `actual`.

    For the volume weight the two shorter sides count at least `least_side_in`.
    """

    mode: str = "max_actual_dim"
    least_side_in: Decimal | None = None
    divisor_cm_kg: Decimal | None = None
    divisor_in_lb: Decimal | None = None
    step_kg: Decimal | None = None
    step_lb: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightBand:
    """One row of a carrier's table: up to this weight, by zone or one rate for all."""

    to_kg: Decimal | None = None
    to_lb: Decimal | None = None
    rate: Decimal | None = None
    zone: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverWeight:
    """The price of each weight unit above the table, in whole steps if it says so.

    With `rate` it is added to that and not to the last band.
    """

    rate: Decimal | None = None
    step_kg: Decimal | None = None
    step_lb: Decimal | None = None
    above_kg: Decimal | None = None
    per_kg: Decimal | None = None
    above_lb: Decimal | None = None
    per_lb: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surcharge:
    """A carrier's surcharge per parcel: a flat amount, or a percentage of the parts named in `on`.

    `if` holds the sizes above which it is due, such as `longest_cm_gt`; `girth` is the longest side and twice the sum
    of the others, `weight` the actual one (any of them is enough).
    """

    id: str
    flat: Decimal | None = None
    pct: Decimal | None = None
    on: tuple[str, ...] = ()
    when: Mapping[str, Decimal] = field(default_factory=dict, metadata={"key": "if"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeClass:
    """One size class of a card (尺寸分段); the first class of the card into which a piece fits is its own.

    Sides and girth are upper limits, inclusive; `girth` is the longest side and twice the sum of the others. `weight`
    limits the actual weight, or with `greater` the greater of actual and volume weight; `dim_kg` the volume weight
    alone; `over` is a weight that the actual one must exceed.
    """

    id: str
    longest_in: Decimal | None = None
    median_in: Decimal | None = None
    shortest_in: Decimal | None = None
    girth_in: Decimal | None = None
    longest_cm: Decimal | None = None
    median_cm: Decimal | None = None
    shortest_cm: Decimal | None = None
    girth_cm: Decimal | None = None
    weight_lb: Decimal | None = None
    weight_kg: Decimal | None = None
    over_lb: Decimal | None = None
    over_kg: Decimal | None = None
    dim_kg: Decimal | None = None
    greater: bool = False
    divisor_in_lb: Decimal | None = None
    divisor_cm_kg: Decimal | None = None
    least_side_in: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBand:
    """The sale prices for which a fee holds, in the currency of the card."""

    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None

    def holds(self, price: Decimal) -> bool:
        """Tell whether `price` lies in the band."""
        low = (self.at_least is None or price >= self.at_least) and (self.above is None or price > self.above)
        return low and (self.at_most is None or price <= self.at_most) and (self.below is None or price < self.below)


@dataclass(frozen=True, slots=True, kw_only=True)
class SizedFee:
    """The fee of one size class (and price band): a weight table, the price above it, and how the piece is weighed."""

    size: str
    price: PriceBand | None = None
    weight: WeightRule | None = None
    table: tuple[WeightBand, ...] = ()
    over: OverWeight | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeTerms:
    """Everything that decides one price, in the keys of a rate card.

    Percentages are in percent (25 is a quarter). Quantity: as found, less what is free by `tiers` of mode `slab`,
    stepped up to `qty_step`, at least `qty_min`; then × rate, then `fixed` added per round-off unit, then the
    smallest and greatest charge, then rounding to the minor unit. Without `tier_by` the steps of storage go by age,
    all others by quantity, and those of pallet days are asked for; without `mode` those of a fee on sales are slices
    (`slab`), all others `step`. With
    `each` = `piece` the weight of each piece is found and stepped up by itself. `sizes` limits a charge to
    articles of these size classes of its card; `fees` are fees by size class. `snapshot_day` is the day of the month
    on which `cuft_snapshot` looks. `rate_times` multiplies the prices of a carrier table (an own discount of 10 % is
    0.9).
    """

    stage: str | None = None
    basis: str | None = None
    rate: Spread | None = None
    name_zh: str | None = None
    name_en: str | None = None
    quantity: Decimal | None = None
    qty_step: Decimal | None = None
    qty_min: Decimal | None = None
    max_charge: Decimal | None = None
    fixed: Decimal | None = None
    density_kg_per_cbm: Decimal | None = None
    divisor_cm_kg: Decimal | None = None
    tier_by: str | None = None
    tiers: tuple[Tier, ...] = ()
    mode: str | None = None
    each: str = "shipment"
    sizes: tuple[str, ...] = ()
    fees: tuple[SizedFee, ...] = ()
    snapshot_day: int = 15
    first_day_age: int = 1
    snapshot: str = "end_of_day"
    round: Rounding | None = None
    weight: WeightRule | None = None
    table: tuple[WeightBand, ...] = ()
    zone: str | None = None
    over: OverWeight | None = None
    surcharges: tuple[Surcharge, ...] = ()
    minimum_spend: Decimal | None = None
    counts: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    per_sku: bool = False
    kept: KeptFee | None = None
    in_tax_base: bool = False
    recovered_after_days: int | None = None
    covers: tuple[str, ...] = ()
    applies_if: Mapping[str, str] = field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None
    season: Season | None = None
    estimated: bool = False
    note: str | None = None
    factor: Decimal = field(default=Decimal(1), metadata={"key": "rate_times"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CardCharge(ChargeTerms):
    """One charge of a rate card; its `id` is stable and shown in the explanation.

    `source`, `as_of` and `confidence` win over those of the card where a row was found elsewhere.
    """

    id: str
    min_charge: Decimal | None = None
    source: str | None = None
    as_of: date | None = None
    confidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCharge(ChargeTerms):
    """One cost line typed into a scenario, with its own currency and source."""

    charge_id: str | None = None
    currency: str | None = None
    min: Decimal | None = None
    source: str | None = None
    as_of: date | None = None
    confidence: str = "user"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One charge ready to be priced, wherever it came from; `place` is its path for findings.

    `asks` is an open question that decides whether it is due: until then it has no amount. A typed line whose own
    condition does not hold is not `due`.
    """

    terms: ChargeTerms
    charge_id: str
    currency: str
    min_charge: Decimal | None
    source: str
    as_of: date | None
    confidence: str
    card_id: str
    place: str
    classes: tuple[SizeClass, ...] = ()
    asks: Finding | None = None
    due: bool = True

    @property
    def window(self) -> Window:
        """Return the days on which the price holds."""
        first, last, season = self.terms.valid_from, self.terms.valid_to, self.terms.season
        if first is None and last is None and season is None:
            return ALWAYS
        return Window(first, last, () if season is None else season.months)

    @property
    def without_window(self) -> Item:
        """Return the same charge as one whose price always holds."""
        return replace(self, terms=replace(self.terms, valid_from=None, valid_to=None, season=None))

    @property
    def stages_of(self) -> tuple[str, ...]:
        """Return the stages whose units cause the charge: those it is a share of, else its own."""
        return self.terms.of if self.basis == "pct_of_stage" and self.terms.of else (self.stage,)

    @property
    def stage(self) -> str:
        """Return the stage, known since validation."""
        return self.terms.stage or ""

    @property
    def basis(self) -> str:
        """Return the basis, known since validation."""
        return self.terms.basis or ""

    @property
    def words(self) -> dict[str, str]:
        """Return the id and both names of the charge, as findings show them."""
        zh, en = self.terms.name_zh or self.charge_id, self.terms.name_en or self.charge_id
        return {"charge": self.charge_id, "charge_zh": zh, "charge_en": en}

    @property
    def estimated(self) -> bool:
        """Tell whether the price is an estimate: marked so, or of low confidence."""
        return self.terms.estimated or self.confidence == "low"
