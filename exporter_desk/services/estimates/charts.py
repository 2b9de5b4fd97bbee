"""The charts of an estimate: stock and cash over time, what moves the profit, how it is spread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.stock import stock_of
from exporter_desk.domain.chart import Chart, SpreadChart, TimeChart, TornadoBar, TornadoChart
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.numbers import grouped, trimmed
from exporter_desk.domain.text import Bilingual, Language

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.costs.questions import Swing
    from exporter_desk.costs.scenario import Scenario
    from exporter_desk.costs.study import Study

MOST_BARS = 10
BUILD_UP, STOCK, CASH, TORNADO, SPREAD = "build_up", "stock", "cash", "tornado", "spread"
_IN_SHARES = frozenset({"returns", "decay"})


@dataclass(frozen=True, slots=True)
class CostWords:
    """The wordings of the cost part (`factor.price`, `chart.cash`) in one language."""

    texts: Mapping[str, Bilingual]
    language: Language

    def say(self, key: str, **values: str) -> str:
        """Return a wording with its places filled."""
        return self.texts[key].in_language(self.language).format(**values)

    def factor(self, name: str) -> str:
        """Return what a factor is called: one of its own, one currency, or a stage of the chain."""
        if name.startswith("fx."):
            return f"{self.say('factor.fx')} {name.removeprefix('fx.')}"
        text = self.texts.get(f"factor.{name}") or self.texts.get(f"stage.{name}")
        return name if text is None else text.in_language(self.language)


def charts_of(scenario: Scenario, study: Study, words: CostWords) -> dict[str, Chart]:
    """Return every chart that the plan has data for, by name."""
    found = {
        STOCK: stock_chart(scenario, words),
        CASH: cash_chart(study, words),
        TORNADO: tornado_chart(study, words),
        SPREAD: spread_chart(study, words),
    }
    return {name: chart for name, chart in found.items() if chart is not None}


def stock_chart(scenario: Scenario, words: CostWords) -> TimeChart | None:
    """Return the stock of all articles at the end of each day."""
    stock = stock_of(scenario)
    totals: dict[date, int] = defaultdict(int)
    for history in stock.histories.values():
        for day, units in zip(history.calendar, history.columns["on_hand"], strict=True):
            totals[day] += units
    if not totals:
        return None
    days = tuple(sorted(totals))
    values = tuple(Decimal(totals[day]) for day in days)
    empty = next((day for day, left in zip(reversed(days), reversed(values), strict=True) if left), None)
    out = next((day for day in days if empty is None or day > empty), None)
    marks = () if out is None else ((out, words.say("chart.sold_out", day=out.isoformat())),)
    heads = (words.say("chart.day"), words.say("chart.units"))
    caption = words.say("chart.stock_caption")
    return TimeChart(words.say("chart.stock"), caption, words.say("chart.units"), days, values, heads, marks)


def cash_chart(study: Study, words: CostWords) -> TimeChart | None:
    """Return what was received less what was paid, day by day."""
    curve, currency = study.cash, study.estimate.reporting
    if isinstance(curve, Finding):
        return None
    marks = ((curve.peak_day, words.say("chart.peak", amount=grouped(curve.peak, 0))),) if curve.peak else ()
    heads = (words.say("chart.day"), words.say("chart.balance"))
    caption = words.say("chart.cash_caption", currency=currency)
    return TimeChart(words.say("chart.cash"), caption, currency, curve.days, curve.balances, heads, marks)


def tornado_chart(study: Study, words: CostWords) -> TornadoChart | None:
    """Return the profit at both ends of every factor, the widest first."""
    profit, currency = study.estimate.decisions.profit.value, study.estimate.reporting
    if isinstance(study.tornado, Finding) or not study.tornado or profit is None:
        return None
    bars = tuple(
        TornadoBar(words.factor(one.swing.factor), one.low, one.high, swing_words(one.swing), one.usual)
        for one in study.tornado[:MOST_BARS]
    )
    keys = ("factor", "span", "profit_low", "profit_high")
    heads = (words.say("chart.factor"), *(words.say(f"chart.{key}") for key in keys[1:]))
    caption = words.say("chart.tornado_caption", currency=currency)
    first, second, third, fourth = heads
    return TornadoChart(words.say("chart.tornado"), caption, currency, profit, bars, (first, second, third, fourth))


def swing_words(swing: Swing) -> str:
    """Return a range as people read it: `−10 % … +10 %`, `3 % … 12 %`, `5 … 20`."""
    if swing.low is None or swing.high is None:
        return " … ".join("" if one is None else f"{_signed(one)} %" for one in (swing.low_pct, swing.high_pct))
    if swing.factor in _IN_SHARES:
        return " … ".join(f"{trimmed(one * 100)} %" for one in (swing.low, swing.high))
    unit = " %" if swing.factor == "duty" else ""
    return " … ".join(f"{trimmed(one)}{unit}" for one in (swing.low, swing.high))


def _signed(value: Decimal) -> str:
    return f"+{trimmed(value)}" if value > 0 else trimmed(value).replace("-", "−")


def spread_chart(study: Study, words: CostWords) -> SpreadChart | None:
    """Return how often the simulated profit fell between two amounts."""
    risks = study.risks
    if risks is None or isinstance(risks, Finding):
        return None
    low, middle, high = risks.percentiles["profit"]
    heads = (words.say("chart.from"), words.say("chart.to"), words.say("chart.count"))
    currency = study.estimate.reporting
    caption = words.say("chart.spread_caption", runs=str(risks.runs), seed=str(risks.seed), currency=currency)
    bins = tuple((one.low, one.high, one.count) for one in risks.bins)
    marks = (("P10", low), ("P50", middle), ("P90", high))
    return SpreadChart(words.say("chart.spread"), caption, currency, bins, heads, marks)
