"""What an estimate can be asked besides its costs: swings, risks, direct sale, lot sizes; read with the scenario."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from exporter_desk.costs.charge import STAGES

# Figures of a plan that can be moved; besides them every stage of the chain, and `fx.USD` for one currency alone.
FACTORS = ("price", "demand", "goods", "freight", "duty", "returns", "fx", "transit", "decay")
ABSOLUTE = frozenset({"duty", "returns", "transit", "decay"})  # moved to a value; the others by a percentage
KEYS = ("value", "volume", "weight", "units")  # by which shared costs go to articles
SHAPES = ("lognormal", "normal", "gamma", "beta", "triangular", "uniform", "discrete")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """An amount with its currency; without one it is in the reporting currency, for `declared` in the duty's."""

    amount: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """One factor from low to high: by percent (`low_pct`, `high_pct`), or to values (`low`, `high`).

    Values are percent of the customs value for duty, fractions for returns and decay, days of delay for transit.
    """

    factor: str
    low_pct: Decimal | None = None
    high_pct: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """One value of a discrete risk with its weight."""

    value: Decimal
    weight: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """One uncertain factor of a simulation.

    `shape`: lognormal (`sigma` around 1, times √years of `over_days`), gamma (`cv` around 1), beta (`mean`, `cv`),
    triangular (`low`, `mode`, `high`; with `tail_share` of the draws up to `tail_high`), uniform (`low`, `high`, added
    percent), normal (`sigma` around 1), discrete (`values`). `with_factor` and `correlation` tie it to another risk.
    """

    factor: str
    shape: str
    sigma: Decimal | None = None
    cv: Decimal | None = None
    mean: Decimal | None = None
    low: Decimal | None = None
    mode: Decimal | None = None
    high: Decimal | None = None
    tail_share: Decimal | None = None
    tail_high: Decimal | None = None
    over_days: int | None = None
    values: tuple[Outlook, ...] = ()
    with_factor: str | None = None
    correlation: Decimal | None = None
    zh: str | None = None
    en: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that may happen once to a shipment (exam, demurrage): its probability and cost; only simulated."""

    id: str
    probability: Decimal
    cost: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Direct:
    """Selling the same goods directly (9710 or 0110): price and cost of one unit, and when it is paid.

    `fixed` is what only the warehouse way costs whatever is sold (registration, tax agent, testing). Without
    `warehouse_price` and `warehouse_cost` the estimate's own figures per unit sold count.
    """

    price: Amount | None = None
    cost: Amount | None = None
    fixed: Amount | None = None
    paid_after_days: int | None = None
    warehouse_price: Amount | None = None
    warehouse_cost: Amount | None = None
    warehouse_paid_after_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotSize:
    """Which lot sizes to compare; `fixed` per shipment, `unit_cost` and `transit_days` default to the estimate's."""

    candidates: tuple[int, ...] = ()
    fixed: Amount | None = None
    unit_cost: Amount | None = None
    transit_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reorder:
    """When to order again: demand over the lead time and a reserve of `z` × `sigma_per_day` × √lead time."""

    lead_days: int
    sigma_per_day: Decimal = Decimal(0)
    z: Decimal = Decimal(0)


def is_factor(name: str) -> bool:
    """Tell whether `name` is a factor, a stage, or one currency such as `fx.USD`."""
    return name in FACTORS or name in STAGES or (name.startswith("fx.") and len(name) == len("fx.USD"))
