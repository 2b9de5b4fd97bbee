"""The plan of an estimate as arrays: stock, sales, costs and cash of many draws at once; for simulation only.

Floats are allowed here, as in `draws` and `simulation`: what comes out are statistics.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.costs.cash import ARRIVAL, PaidBy, paid_by
from exporter_desk.costs.charge import LANDED_STAGES
from exporter_desk.costs.customs import cost_and_freight, customs_value, duty_currency
from exporter_desk.costs.lines import CostLine
from exporter_desk.costs.moves import duty_pct
from exporter_desk.costs.quantities import volume_of
from exporter_desk.costs.sales import price_of
from exporter_desk.costs.simulation.draws import Floats
from exporter_desk.costs.simulation.money import EVENT_PAID_BY, CashDays, Lots, Moves, Units, lots_of
from exporter_desk.costs.simulation.walk import Aged, Article, Drawn, Path, followed
from exporter_desk.costs.stock import LOST_GOODS, RETURNED, SHIPPED, SOLD, demand_of, last_day_of, plan_of
from exporter_desk.domain.finding import Finding

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.costs.charge import Item
    from exporter_desk.costs.estimate import Run
    from exporter_desk.costs.scenario import Sku
    from exporter_desk.costs.sheet import Figure, Sheet

_BY_SOLD = frozenset({"fulfilment", "last_mile", "platform", "payment"})
_VALUES = frozenset({"duty", "returns", "transit", "decay"})


@dataclass(slots=True)
class _Costs:
    """What all draws cost: by stage, by what decides the day of payment, and the storage that is followed by age."""

    stages: dict[str, Floats]
    paid: dict[PaidBy, Floats]
    followed: Floats

    def add(self, stage: str, amount: Floats) -> None:
        self.stages[stage] = self.stages[stage] + amount if stage in self.stages else amount

    def pay(self, when: PaidBy, amount: Floats) -> None:
        self.paid[when] = self.paid[when] + amount if when in self.paid else amount


@dataclass(frozen=True, slots=True)
class Model:
    """Everything of an estimate that draws need, as floats in the reporting currency at its rates.

    With a `storage_currency` storage is followed by age; without one it scales with the unit-days.
    """

    articles: tuple[Article, ...]
    lines: tuple[CostLine, ...]
    base: Mapping[str, float]
    rates: Mapping[str, float]
    reporting: str
    events: Mapping[str, float]
    storage_currency: str
    lots: Lots
    rejected: Units
    paid: tuple[PaidBy | None, ...]

    def outcomes(self, drawn: Drawn, draws: int) -> Mapping[str, Floats]:
        """Return profit, cost, units sold and lost, and peak cash of each draw."""
        import numpy as np

        paths = [followed(article, drawn, draws) for article in self.articles]
        totals = self._counts(paths, draws)
        costs = self._costs(drawn, totals, draws)
        revenue = sum(
            (
                (path.sold[-1] - path.returned[-1]) * article.net * self._fx(article.gross_currency, drawn, draws)
                for article, path in zip(self.articles, paths, strict=True)
            ),
            np.zeros(draws),
        )
        cost = sum(costs.stages.values(), np.zeros(draws))
        return {
            "profit": revenue - cost,
            "cost": cost,
            "sold": totals["sold"],
            "lost": totals["lost"],
            "peak_cash": self._peak(drawn, paths, costs, draws),
        }

    def _counts(self, paths: Sequence[Path], draws: int) -> dict[str, Floats]:
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

    def _costs(self, drawn: Drawn, totals: Mapping[str, Floats], draws: int) -> _Costs:
        """Return the cost of each stage in each draw, and what is paid when."""
        import numpy as np

        costs = _Costs({}, {}, np.zeros(draws))
        if self.storage_currency and self.base["storage"]:
            scale = self.base["storage"] / self.base["stored"] if self.base["stored"] else 0.0
            money = self._fx(self.storage_currency, drawn, draws) / self.rates.get(self.storage_currency, 1.0)
            costs.followed = totals["stored"] * scale * money * _times("storage", drawn, draws)
            costs.stages["storage"] = costs.followed
        for line, when in zip(self.lines, self.paid, strict=True):
            if line.stage == "capital" or (line.stage == "storage" and self.storage_currency):
                continue
            amount = self._line(line, float(line.amount_reporting or 0), drawn, totals, draws)
            costs.add(line.stage, amount)
            if line.recoverable:
                self._pay_tax(line, costs, drawn, totals, draws)
            elif when is not None:
                costs.pay(when, amount)
        for name, cost in self.events.items():
            amount = drawn[f"event.{name}"] * cost
            costs.add("events", amount)
            costs.pay(EVENT_PAID_BY, amount)
        if self.base["capital"]:
            costs.add("capital", self._capital(drawn, costs.stages, totals))
        return costs

    def _pay_tax(self, line: CostLine, costs: _Costs, drawn: Drawn, totals: Mapping[str, Floats], draws: int) -> None:
        """Tax that is got back goes out in full on arrival and comes in later; its line is the financing alone."""
        tax = self._line(line, float(line.quantity or 0) * float(line.fx or 1), drawn, totals, draws)
        costs.pay(PaidBy(ARRIVAL), tax)
        costs.pay(PaidBy(ARRIVAL, later=line.recovered_after_days or 0), -tax)

    def _line(self, line: CostLine, amount: float, drawn: Drawn, totals: Mapping[str, Floats], draws: int) -> Floats:
        money = self._fx(line.currency, drawn, draws) / self.rates.get(line.currency, 1.0)
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

    def _peak(self, drawn: Drawn, paths: Sequence[Path], costs: _Costs, draws: int) -> Floats:
        """Return the most money tied up, on the days of the cash curve of the plan."""
        import numpy as np

        days, wait = max(len(path.sold) for path in paths), int(self.base["receivable"])
        sold, returned, rotten, stored, received = (np.zeros((days, draws)) for _ in range(5))
        for article, path in zip(self.articles, paths, strict=True):
            worth = article.net * self._fx(article.gross_currency, drawn, draws)
            own_sold, own_returned = _to_length(path.sold, days), _to_length(path.returned, days)
            sold += own_sold
            returned += own_returned
            rotten += _to_length(path.rotten, days)
            stored += _to_length(path.stored, days)
            waited = np.vstack([np.zeros((min(wait, days), draws)), own_sold])[:days]
            received += (waited - own_returned) * worth
        late = drawn["transit"].round() if "transit" in drawn else np.zeros(draws)
        moves = Moves(self.articles[0].start, late, sold, returned, rotten, received, stored)
        monthly = any(line.stage == "storage" and line.month for line in self.lines)
        return CashDays(self.lots, moves, self.rejected, monthly).peak(costs.paid.items(), costs.followed)


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
    stored = sum(float(followed(article, {}, 1).stored[-1][0]) for article in articles) if exact else 0.0
    return Model(
        articles,
        tuple(likely.lines),
        _base(likely, stored),
        rates,
        likely.exchange.reporting,
        {event.id: _event(likely, event.cost) for event in scenario.events},
        exact,
        lots_of(likely),
        _rejected(likely),
        tuple(paid_by(likely, line) for line in likely.lines),
    )


def _rejected(likely: Sheet) -> Units:
    found: dict[date, int] = defaultdict(int)
    for history in likely.stock.histories.values():
        for day, units in zip(history.calendar, history.columns["rejected"], strict=True):
            if units:
                found[day] += units
    return found


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


def _article(likely: Sheet, sku: Sku, start: date, items: Sequence[Item], rates: Mapping[str, float]) -> Article:
    scenario, stock = likely.scenario, likely.stock
    demand, arrivals, price = demand_of(scenario, sku), stock.arrivals(sku), price_of(scenario, sku)
    if demand is None or isinstance(arrivals, Finding) or price is None:
        raise ValueError("a plan with a known profit has demand, arrivals and a price")
    volume = volume_of(sku)
    cbm = 0.0 if isinstance(volume, Finding) else float(volume)
    aged = tuple(_aged(item, likely, cbm * rates.get(item.currency, 1.0)) for item in items)
    plan = plan_of(scenario, demand, arrivals, last_day_of(scenario))
    return Article(plan, start, demand.first_day is None, float(price.net), price.currency, aged)


def _aged(item: Item, likely: Sheet, worth: float) -> Aged:
    terms = item.terms
    if not terms.tiers:
        return Aged(((0, float(likely.rate(item) or 0) * worth),))
    ends = [tier.to for tier in terms.tiers[:-1] if tier.to is not None]
    edges = (0, *(max(0, int(end) - terms.first_day_age + 1) for end in ends))
    rates = [0.0, *(float(tier.rate or 0) * worth for tier in terms.tiers)]
    return Aged(tuple((edge, rates[n + 1] - rates[n]) for n, edge in enumerate(edges)))


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
