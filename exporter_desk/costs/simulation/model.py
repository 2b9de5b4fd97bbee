"""The plan of an estimate as arrays: stock, sales, costs and cash of many draws at once; for simulation only.

Floats are allowed here, as in `draws` and `simulation`: what comes out are statistics.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from exporter_desk.costs.charge import LANDED_STAGES
from exporter_desk.costs.customs import cost_and_freight, customs_value, duty_currency
from exporter_desk.costs.inventory import MAX_DAYS, StockPlan, calendar
from exporter_desk.costs.lines import CostLine
from exporter_desk.costs.moves import duty_pct
from exporter_desk.costs.quantities import volume_of
from exporter_desk.costs.sales import price_of
from exporter_desk.costs.simulation.draws import Floats
from exporter_desk.costs.stock import LOST_GOODS, RETURNED, SHIPPED, SOLD, demand_of, plan_of
from exporter_desk.domain.finding import Finding

if TYPE_CHECKING:
    from exporter_desk.costs.charge import Item
    from exporter_desk.costs.estimate import Run
    from exporter_desk.costs.scenario import Sku
    from exporter_desk.costs.sheet import Figure, Sheet

_ROUGH = 1e-9  # keeps a running sum of floats from falling just below a whole unit
_BY_SOLD = frozenset({"fulfilment", "last_mile", "platform", "payment"})
_BEFORE_ARRIVAL = frozenset({"goods", "domestic", "headhaul", "insurance"})
_VALUES = frozenset({"duty", "returns", "transit", "decay"})
Drawn = Mapping[str, "Floats"]


@dataclass(frozen=True, slots=True)
class _Aged:
    """A storage charge by age: from each number of days since inbound on, by how much a unit-day is dearer."""

    steps: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class _Article:
    """One article: its plan in days from the common start, price, and storage charges."""

    plan: StockPlan
    start: date
    waits: bool
    net: float
    gross_currency: str
    aged: tuple[_Aged, ...]


@dataclass(frozen=True, slots=True)
class _Path:
    """Running totals of one article, one row a day: sold, returned, storage; and what is left at the end."""

    sold: Floats
    returned: Floats
    stored: Floats
    lost: Floats
    disposed: Floats
    unit_days: Floats
    active: Floats


@dataclass(frozen=True, slots=True)
class Model:
    """Everything of an estimate that draws need, as floats in the reporting currency at its rates.

    With a `storage_currency` storage is followed by age; without one it scales with the unit-days.
    """

    articles: tuple[_Article, ...]
    lines: tuple[CostLine, ...]
    base: Mapping[str, float]
    rates: Mapping[str, float]
    reporting: str
    events: Mapping[str, float]
    storage_currency: str

    def outcomes(self, drawn: Drawn, draws: int) -> Mapping[str, Floats]:
        """Return profit, cost, units sold and lost, and peak cash of each draw."""
        import numpy as np

        paths = [_followed(article, drawn, draws) for article in self.articles]
        totals = self._counts(paths, draws)
        costs = self._costs(drawn, totals, draws)
        revenue = sum(
            (
                (path.sold[-1] - path.returned[-1]) * article.net * self._fx(article.gross_currency, drawn, draws)
                for article, path in zip(self.articles, paths, strict=True)
            ),
            np.zeros(draws),
        )
        cost = sum(costs.values(), np.zeros(draws))
        return {
            "profit": revenue - cost,
            "cost": cost,
            "sold": totals["sold"],
            "lost": totals["lost"],
            "peak_cash": self._peak(drawn, paths, costs, draws),
        }

    def _counts(self, paths: Sequence[_Path], draws: int) -> dict[str, Floats]:
        import numpy as np

        zero = np.zeros(draws)
        return {
            "sold": sum((path.sold[-1] for path in paths), zero),
            "returned": sum((path.returned[-1] for path in paths), zero),
            "lost": sum((path.lost for path in paths), zero),
            "disposed": sum((path.disposed for path in paths), zero),
            "unit_days": sum((path.unit_days for path in paths), zero),
            "active": np.max([path.active for path in paths], axis=0),
            "stored": sum((path.stored[-1] for path in paths), zero),
        }

    def _fx(self, currency: str, drawn: Drawn, draws: int) -> Floats:
        """Return the rate of one currency in each draw, in reporting currency."""
        import numpy as np

        rate = np.full(draws, self.rates.get(currency, 1.0))
        if currency == self.reporting:
            return rate
        for name in ("fx", f"fx.{currency}"):
            rate = rate * drawn[name] if name in drawn else rate
        return rate

    def _costs(self, drawn: Drawn, totals: Mapping[str, Floats], draws: int) -> dict[str, Floats]:
        """Return the cost of each stage in each draw."""
        import numpy as np

        costs: dict[str, Floats] = {}
        if self.storage_currency and self.base["storage"]:
            scale = self.base["storage"] / self.base["stored"] if self.base["stored"] else 0.0
            money = self._fx(self.storage_currency, drawn, draws) / self.rates.get(self.storage_currency, 1.0)
            costs["storage"] = totals["stored"] * scale * money * _times("storage", drawn, draws)
        for line in self.lines:
            if line.stage == "capital" or (line.stage == "storage" and "storage" in costs and self.storage_currency):
                continue
            amount = self._line(line, drawn, totals, draws)
            costs[line.stage] = costs.get(line.stage, np.zeros(draws)) + amount
        for name, cost in self.events.items():
            costs["events"] = costs.get("events", np.zeros(draws)) + drawn[f"event.{name}"] * cost
        if self.base["capital"]:
            costs["capital"] = self._capital(drawn, costs, totals)
        return costs

    def _line(self, line: CostLine, drawn: Drawn, totals: Mapping[str, Floats], draws: int) -> Floats:
        money = self._fx(line.currency, drawn, draws) / self.rates.get(line.currency, 1.0)
        amount = float(line.amount_reporting or 0)
        moved = money * _times(line.stage, drawn, draws)
        if line.stage in _BY_SOLD:
            back = float(line.given_back) * float(line.fx or 1)
            sold, returned = (_ratio(totals[kind], self.base[kind]) for kind in (SOLD, RETURNED))
            return moved * ((amount + back) * sold - back * returned)
        if line.stage == "returns":
            return moved * _by_count(line, amount, totals["returned"], self.base[RETURNED])
        if line.stage == "loss":
            return moved * _by_count(line, amount, totals["disposed"] + self.base["rejected"], self.base[LOST_GOODS])
        if line.stage == "storage":
            return moved * amount * _ratio(totals["unit_days"], self.base["unit_days"])
        if line.stage == "fixed":
            return moved * amount * _ratio(totals["active"], self.base["active"])
        return moved * amount * self._by_freight(line, drawn, draws)

    def _by_freight(self, line: CostLine, drawn: Drawn, draws: int) -> Floats:
        """Return what freight and duty do to lines that are shares of them."""
        import numpy as np

        freight = _times("freight", drawn, draws) * _times("headhaul", drawn, draws) - 1.0
        duty = drawn["duty"] / self.base["duty_pct"] if "duty" in drawn and self.base["duty_pct"] else np.ones(draws)
        value = 1.0 + self.base["freight_in_value"] * freight
        if line.stage == "headhaul":
            return _times("freight", drawn, draws)
        if line.stage == "insurance":
            return 1.0 + self.base["freight_in_cif"] * freight
        if line.stage == "duty":
            return value * duty if line.in_tax_base else value
        if line.stage == "import_tax":
            share = self.base["duty_in_base"]
            return value * (1.0 - share + share * duty)
        return np.ones(draws)

    def _capital(self, drawn: Drawn, costs: Mapping[str, Floats], totals: Mapping[str, Floats]) -> Floats:
        base = self.base
        landed = sum((cost for stage, cost in costs.items() if stage in LANDED_STAGES), 0.0) - base["financing"]
        late = drawn["transit"].round() * base[SHIPPED] if "transit" in drawn else 0.0
        days = base["transit_days"] + late + totals["unit_days"] + base["receivable"] * totals["sold"]
        return landed / base[SHIPPED] * days * base["yearly"] / 365.0

    def _peak(self, drawn: Drawn, paths: Sequence[_Path], costs: Mapping[str, Floats], draws: int) -> Floats:
        """Return the most money tied up: landed costs first, then running costs and receipts day by day."""
        import numpy as np

        landed = sum((cost for stage, cost in costs.items() if stage in LANDED_STAGES), np.zeros(draws))
        days, wait = max(len(path.sold) for path in paths), int(self.base["receivable"])
        sold, received, stored = np.zeros((days, draws)), np.zeros((days, draws)), np.zeros((days, draws))
        for article, path in zip(self.articles, paths, strict=True):
            worth = article.net * self._fx(article.gross_currency, drawn, draws)
            sold += _to_length(path.sold, days)
            stored += _to_length(path.stored, days)
            late = np.vstack([np.zeros((min(wait, days), draws)), _to_length(path.sold, days)])[:days]
            received += (late - np.minimum(late, _to_length(path.returned, days))) * worth
        running = sum((cost for stage, cost in costs.items() if stage in _BY_SOLD | {"returns"}), np.zeros(draws))
        share = sold / np.maximum(sold[-1], 1.0)
        kept = costs.get("storage", np.zeros(draws)) * stored / np.maximum(stored[-1], _ROUGH)
        cash = received - landed - share * running - kept
        return np.asarray(np.maximum(0.0, -np.minimum(cash.min(axis=0), -landed)), dtype=np.float64)


def _times(name: str, drawn: Drawn, draws: int) -> Floats:
    import numpy as np

    return drawn[name] if name in drawn and name not in _VALUES else np.ones(draws)


def _ratio(values: Floats, base: float) -> Floats:
    import numpy as np

    return values / base if base else np.zeros_like(values)


def _by_count(line: CostLine, amount: float, counts: Floats, base: float) -> Floats:
    """Scale a line by its count; when the plan has none, by the price of one."""
    if base:
        return counts / base * amount
    each = float(line.rate or 0) * float(line.fx or 1)
    return counts * each


def _to_length(rows: Floats, days: int) -> Floats:
    import numpy as np

    return rows if len(rows) == days else np.vstack([rows, np.repeat(rows[-1:], days - len(rows), axis=0)])


def _followed(article: _Article, drawn: Drawn, draws: int) -> _Path:
    """Follow the stock of one article through all draws, in the order of the exact simulation."""
    import numpy as np

    plan, start = article.plan, article.start
    late = drawn["transit"].round() if "transit" in drawn else np.zeros(draws)
    pace = drawn.get("demand", np.ones(draws))
    rate = np.minimum(1.0, drawn["returns"]) if "returns" in drawn else np.full(draws, float(plan.return_rate))
    decay = drawn["decay"] if "decay" in drawn else np.full(draws, float(plan.decay_per_day))
    arrivals = [((one.day - start).days, one.units - one.rejected) for one in plan.arrivals]
    last = max(day for day, _ in arrivals)
    opens = (plan.first_day - start).days + late * article.waits
    by_month = [float(plan.per_day) * float(plan.factors.get(month, 1)) for month in range(13)]
    end = MAX_DAYS if plan.last_day is None else min(MAX_DAYS, (plan.last_day - start).days + 1)
    walk = _Walk(draws, plan)
    for number, today in enumerate(calendar(start)[: max(end, 1)]):
        due = sum((np.where(day + late == number, units, 0) for day, units in arrivals), np.zeros(draws))
        still = (number < last + late) | (walk.on_hand + due > 0)
        open_today = (number >= opens) & (still if plan.last_day is None else True)
        missed = np.where(number < last + late, 1.0, 0.0) if plan.last_day is None else np.ones(draws)
        walk.step(due, np.where(open_today, by_month[today.month] * pace, 0.0), rate, decay, missed)
        walk.store(article.aged)
        walk.count_months(today.day == 1)
        if plan.last_day is None and walk.settled(number, last + late, rate):
            break
    return walk.path()


class _Walk:
    """Running state of one article in all draws."""

    def __init__(self, draws: int, plan: StockPlan) -> None:
        import numpy as np

        self._resale, self._delay, self._backorder = float(plan.resale), plan.return_delay, plan.backorder
        self._restock = plan.restock
        zero = np.zeros(draws)
        self.on_hand = zero
        self._demand, self._wanted, self._backlog, self._rot, self._rotten = zero, zero, zero, zero, zero
        self._lost, self._days, self._active, self._storage = zero, zero, zero, zero
        self._this_month, self._open = zero, zero > 0
        self._in, self._out = [zero], zero
        self._sold, self._returned, self._stored = [zero], [zero], [zero]

    def step(self, due: Floats, pace: Floats, rate: Floats, decay: Floats, missed: Floats) -> None:
        """Run one day: inbound, returns, demand, decay; `missed` tells where unserved demand is a lost sale.

        In a plan without an end nothing is missed once the last lot has come: selling out is what it is for.
        """
        import numpy as np

        count = len(self._sold)
        until = max(0, min(count - 1, count - self._delay))
        returned = np.floor(rate * self._sold[until] + _ROUGH)
        back = np.floor(self._resale * returned + _ROUGH) - np.floor(self._resale * self._returned[-1] + _ROUGH)
        self._in.append(self._in[-1] + due + back * self._restock)
        self._returned.append(returned)
        opening = self._in[-1] - self._out
        self._demand = self._demand + pace
        whole = np.floor(self._demand + _ROUGH)
        wanted = self._backlog + whole - self._wanted
        self._wanted = whole
        sold = np.minimum(wanted, opening)
        self._backlog = wanted - sold if self._backorder else self._backlog
        self._lost = self._lost + (wanted - sold) * missed
        self._rot = self._rot + decay * (opening - sold)
        rotten = np.minimum(np.floor(self._rot + _ROUGH) - self._rotten, opening - sold)
        self._rotten = np.floor(self._rot + _ROUGH)
        self._out = self._out + sold + rotten
        self._sold.append(self._sold[-1] + sold)
        self.on_hand = self._in[-1] - self._out
        self._days = self._days + self.on_hand
        self._open = opening > 0

    def count_months(self, begins: bool) -> None:
        """Count a month once, on the first day of it on which anything lies there."""
        import numpy as np

        before = np.zeros_like(self._active) if begins else self._this_month
        self._this_month = np.maximum(before, np.where(self._open, 1.0, 0.0))
        self._active = self._active + self._this_month - before

    def store(self, aged: Sequence[_Aged]) -> None:
        """Add a day of storage: units by age follow from what had come in that many days ago (first in, first out)."""
        import numpy as np

        for charge in aged:
            for edge, dearer in charge.steps:
                index = len(self._in) - 1 - edge
                if index > 0 and dearer:
                    self._storage = self._storage + np.maximum(0.0, self._in[index] - self._out) * dearer
        self._stored.append(self._storage)

    def settled(self, number: int, arrived: Floats, rate: Floats) -> bool:
        """Tell whether in every draw all goods have come, are gone, and every return is back."""
        import numpy as np

        if np.any(self.on_hand > 0) or np.any(number < arrived):
            return False
        return bool(np.all(np.floor(rate * self._sold[-1] + _ROUGH) <= self._returned[-1]))

    def path(self) -> _Path:
        """Return the running totals."""
        import numpy as np

        returned = self._returned[-1]
        return _Path(
            np.array(self._sold[1:]),
            np.array(self._returned[1:]),
            np.array(self._stored[1:]),
            self._lost,
            self._rotten + returned - np.floor(self._resale * returned + _ROUGH),
            self._days,
            self._active,
        )


def model_of(run: Run, likely: Sheet) -> Model:
    """Return the arrays' view of a priced plan with a simulated stock and a known profit."""
    scenario, stock = likely.scenario, likely.stock
    aged_items = [item for item in run.items if item.stage == "storage"]
    simple = bool(aged_items) and all(_is_simple(item) for item in aged_items)
    exact = aged_items[0].currency if simple and len({item.currency for item in aged_items}) == 1 else ""
    rates = {line.currency: float(line.fx or 1) for line in likely.lines}
    start = min(history.start for history in stock.histories.values())
    articles = tuple(_article(likely, sku, start, aged_items if exact else [], rates) for sku in scenario.skus)
    for article in articles:
        rates.setdefault(article.gross_currency, _rate(likely, article.gross_currency))
    stored = sum(float(_followed(article, {}, 1).stored[-1][0]) for article in articles) if exact else 0.0
    return Model(
        articles,
        tuple(likely.lines),
        _base(likely, stored),
        rates,
        likely.exchange.reporting,
        {event.id: _event(likely, event.cost) for event in scenario.events},
        exact,
    )


def _event(likely: Sheet, cost: object) -> float:
    amount, currency = getattr(cost, "amount", None), getattr(cost, "currency", None)
    return float(amount or 0) * _rate(likely, currency or likely.exchange.reporting)


def _rate(likely: Sheet, currency: str) -> float:
    quote = likely.exchange.quote(currency)
    return float(quote.rate) if quote is not None else 1.0


def _is_simple(item: Item) -> bool:
    """Only cubic-metre days without daily minimum can be followed by age in all draws at once."""
    terms = item.terms
    plain = (
        terms.qty_min is None
        and terms.qty_step is None
        and item.min_charge is None
        and not terms.sizes
        and item.window.always
    )
    return item.basis == "cbm_day" and plain and terms.snapshot == "end_of_day"


def _article(likely: Sheet, sku: Sku, start: date, items: Sequence[Item], rates: Mapping[str, float]) -> _Article:
    scenario, stock = likely.scenario, likely.stock
    demand, arrivals, price = demand_of(scenario, sku), stock.arrivals(sku), price_of(scenario, sku)
    if demand is None or isinstance(arrivals, Finding) or price is None:
        raise ValueError("a plan with a known profit has demand, arrivals and a price")
    volume = volume_of(sku)
    cbm = 0.0 if isinstance(volume, Finding) else float(volume)
    aged = tuple(_aged(item, likely, cbm * rates.get(item.currency, 1.0)) for item in items)
    plan = plan_of(scenario, demand, arrivals)
    return _Article(plan, start, demand.first_day is None, float(price.net), price.currency, aged)


def _aged(item: Item, likely: Sheet, worth: float) -> _Aged:
    terms = item.terms
    if not terms.tiers:
        return _Aged(((0, float(likely.rate(item) or 0) * worth),))
    ends = [tier.to for tier in terms.tiers[:-1] if tier.to is not None]
    edges = (0, *(max(0, int(end) - terms.first_day_age + 1) for end in ends))
    rates = [0.0, *(float(tier.rate or 0) * worth for tier in terms.tiers)]
    return _Aged(tuple((edge, rates[n + 1] - rates[n]) for n, edge in enumerate(edges)))


def _base(likely: Sheet, stored: float) -> dict[str, float]:
    """Return the figures of the estimate that draws are scaled from."""
    stock, scenario = likely.stock, likely.scenario
    histories = stock.histories.values()
    count = {kind: _number(stock.all_units(kind)) for kind in (SHIPPED, SOLD, RETURNED, LOST_GOODS)}
    value, freight = _in_reporting(likely, customs_value(likely)), _stage(likely, "headhaul")
    duty = sum(float(line.amount_reporting or 0) for line in likely.lines if line.stage == "duty" and line.in_tax_base)
    cif = _figure(cost_and_freight(likely)) * _rate(likely, likely.declared_code or likely.exchange.reporting)
    return {
        **count,
        "rejected": float(sum(history.total("rejected") for history in histories)),
        "unit_days": float(sum(history.total("on_hand") for history in histories)),
        "active": float(max((len(history.active_months()) for history in histories), default=0)),
        "transit_days": _number(stock.unit_days_in_transit()),
        "receivable": float(scenario.receivable_days or 0),
        "yearly": float(scenario.capital_pct or 0) / 100.0,
        "capital": _stage(likely, "capital"),
        "storage": _stage(likely, "storage"),
        "stored": stored,
        "financing": sum(float(line.amount_reporting or 0) for line in likely.lines if line.recoverable),
        "duty_pct": _figure(duty_pct(likely)),
        "freight_in_value": freight / value if value and likely.value_has_freight else 0.0,
        "freight_in_cif": freight / cif if cif else 0.0,
        "duty_in_base": duty / (value + duty) if value + duty else 0.0,
    }


def _in_reporting(likely: Sheet, figure: Figure) -> float:
    return _figure(figure) * _rate(likely, duty_currency(likely))


def _figure(figure: Figure) -> float:
    return 0.0 if isinstance(figure, Finding) else float(figure)


def _number(count: int | Finding) -> float:
    return 0.0 if isinstance(count, Finding) else float(count)


def _stage(likely: Sheet, stage: str) -> float:
    return sum(float(line.amount_reporting or 0) for line in likely.lines if line.stage == stage)
