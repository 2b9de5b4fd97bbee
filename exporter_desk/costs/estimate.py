"""The estimate of a scenario: lines, totals, figures per unit, decisions, what is left out, and what to confirm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

from exporter_desk.costs.cards import Card
from exporter_desk.costs.chain import ChainStep, left_out, with_names
from exporter_desk.costs.charge import CONFIDENCES, STAGES, Item, Pick
from exporter_desk.costs.customs import duty_notices
from exporter_desk.costs.decisions import Decisions, decide, total_cost
from exporter_desk.costs.fx import Exchange
from exporter_desk.costs.items import Chosen, choose
from exporter_desk.costs.lines import CostLine, exact_quotient
from exporter_desk.costs.outcome import Cases, Outcome
from exporter_desk.costs.prices import Prices
from exporter_desk.costs.pricing import landed_to_shelf, price_all
from exporter_desk.costs.sheet import Figure, Sheet, total_of, waits_for
from exporter_desk.costs.stock import SHIPPED, SOLD, Stock, stock_of
from exporter_desk.costs.summary import StockSummary, stock_findings, summary_of
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.money import round_half_up

if TYPE_CHECKING:
    from exporter_desk.costs.scenario import Scenario

PER_UNIT_DIGITS = 4
OPEN = "C33"  # the code of a question that two answers give different duties to
_MOST_QUESTIONS = 4
_NOTHING: Mapping[str, Figure] = {"": Decimal(0)}  # what a stage costs under an answer that gives it no line


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A finished estimate; every figure is a value or the reason why there is none.

    All totals are in `reporting`. `by_stage` holds the stages that have lines. `landed` is goods, freight, entry and
    receiving before the refund. `per_unit` holds the total per unit shipped and per unit sold, and landed per unit.
    `confidence` is the weakest label of any line.
    """

    day: date
    reporting: str
    lines: tuple[CostLine, ...]
    by_stage: Mapping[str, Outcome]
    total: Outcome
    landed: Outcome
    confidence: str
    per_unit: Mapping[str, Outcome]
    stock: StockSummary
    decisions: Decisions
    not_included: tuple[ChainStep, ...]
    cards: tuple[Card, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that stays the same while one scenario is priced several times."""

    day: date
    prices: Prices
    stock: Stock
    items: tuple[Item, ...]

    def sheet(self, scenario: Scenario, pick: Pick = "likely") -> Sheet:
        """Price `scenario` in one case of its ranges, with the stock as it was simulated."""
        exchange = Exchange(scenario.reporting or "", scenario.fx, self.prices.fx, self.day)
        stock = replace(self.stock, scenario=scenario)
        sheet = Sheet(scenario, self.day, pick, exchange, stock, self.prices.duties)
        price_all(sheet, self.items)
        return sheet


def prepare(scenario: Scenario, *, day: date, prices: Prices) -> tuple[Run, Chosen]:
    """Choose the charges that count and simulate the stock."""
    stock = stock_of(scenario)
    chosen = choose(stock, prices.cards, day)
    return Run(day, prices, stock, chosen.items), chosen


def estimate(scenario: Scenario, *, day: date, prices: Prices) -> Estimate:
    """Price `scenario` as of `day` with the given cards, duties and rates; the same input gives the same estimate."""
    run, chosen = prepare(scenario, day=day, prices=prices)
    return estimate_run(run, chosen, scenario)[0]


def estimate_run(run: Run, chosen: Chosen, scenario: Scenario) -> tuple[Estimate, Sheet]:
    """Price a prepared scenario; the likely sheet stands beside the estimate for further questions."""
    day, prices, sheets = run.day, run.prices, _sheets(run, scenario)
    cases = Cases(sheets[1], _answers(run, scenario, sheets) or (sheets[0], sheets[2]), _question(sheets[1]))
    total, landed = cases.outcome(total_cost), cases.outcome(landed_to_shelf)
    lines = with_names(prices.chain, _joined(sheets))
    decisions = decide(cases, run.sheet)
    result = Estimate(
        day=day,
        reporting=sheets[1].exchange.reporting,
        lines=lines,
        by_stage=_by_stage(cases),
        total=total,
        landed=landed,
        confidence=_weakest(lines),
        per_unit=_per_unit(run.stock, total, landed),
        stock=summary_of(sheets[1], chosen.items),
        decisions=decisions,
        not_included=left_out(prices.chain, lines),
        cards=chosen.cards,
        findings=_findings(sheets[1], (*chosen.findings, *duty_notices(sheets[1], prices.ahead_days))),
    )
    return result, sheets[1]


def _sheets(run: Run, scenario: Scenario) -> tuple[Sheet, Sheet, Sheet]:
    """Price the low, likely and high case; without any range they are one and the same."""
    likely = run.sheet(scenario)
    if all(item.terms.rate is None or item.terms.rate.low == item.terms.rate.high for item in run.items):
        return likely, likely, likely
    return run.sheet(scenario, "low"), likely, run.sheet(scenario, "high")


def _answers(run: Run, scenario: Scenario, sheets: tuple[Sheet, Sheet, Sheet]) -> tuple[Sheet, ...]:
    """Price the plan under every answer to the questions that are open; without an open one there is nothing to do."""
    names, duty = sorted(sheets[1].open_questions), scenario.duty
    if not names or duty is None or len(names) > _MOST_QUESTIONS:
        return ()
    picks: tuple[Pick, ...] = ("likely",) if sheets[0] is sheets[1] else ("low", "high")
    found = []
    for answers in product((False, True), repeat=len(names)):
        conditions = dict(duty.conditions) | dict(zip(names, answers, strict=True))
        answered = replace(scenario, duty=replace(duty, conditions=conditions))
        found += [run.sheet(answered, pick) for pick in picks]
    return tuple(found)


def _question(sheet: Sheet) -> Finding | None:
    """Return the first question that is open; a figure that has only a range waits for its answer."""
    open_lines = (line.unknown for line in sheet.lines if line.unknown is not None and line.unknown.code == OPEN)
    return next(open_lines, None)


def _weakest(lines: tuple[CostLine, ...]) -> str:
    """Return the weakest label: what a user typed is as good as his own word, a low one makes all of it low."""
    used = {line.confidence for line in lines}
    return next((label for label in reversed(CONFIDENCES) if label in used), "")


def _findings(sheet: Sheet, chosen: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return every finding once, worst first; unknown lines speak for themselves as findings too."""
    unknown = (line.unknown for line in sheet.lines if line.unknown is not None)
    every = [*chosen, *sheet.findings, *sheet.exchange.findings(), *stock_findings(sheet.stock), *unknown]
    once: dict[str, Finding] = {}
    for finding in every:
        once.setdefault(repr(finding), finding)
    return tuple(sorted(once.values(), key=lambda finding: finding.severity.rank))


def _joined(sheets: tuple[Sheet, Sheet, Sheet]) -> tuple[CostLine, ...]:
    """Return the likely lines in the order of the chain, each with the low and high of its range."""
    rows = zip(*(sheet.lines for sheet in sheets), strict=True)
    lines = [
        replace(likely, low=low.amount_reporting, high=high.amount_reporting) if low.amount != high.amount else likely
        for low, likely, high in rows
    ]
    return tuple(sorted(lines, key=lambda line: STAGES.index(line.stage)))


def _by_stage(cases: Cases) -> dict[str, Outcome]:
    present = {line.stage for line in cases.likely.lines}
    return {stage: cases.outcome(partial(_stage, stage=stage)) for stage in STAGES if stage in present}


def _stage(sheet: Sheet, stage: str) -> Figure:
    """Add the rounded reporting amounts of one stage, so that the printed table adds up."""
    return total_of({str(n): _reported(one) for n, one in enumerate(sheet.lines) if one.stage == stage} or _NOTHING)


def _reported(line: CostLine) -> Figure:
    return line.unknown or waits_for(line) if line.amount_reporting is None else line.amount_reporting


def _per_unit(stock: Stock, total: Outcome, landed: Outcome) -> dict[str, Outcome]:
    shipped, sold = stock.all_units(SHIPPED), stock.all_units(SOLD)
    return {
        "per_unit_shipped": _divided(total, shipped),
        "per_unit_sold": _divided(total, sold),
        "landed_per_unit": _divided(landed, shipped),
    }


def _divided(figure: Outcome, units: int | Finding) -> Outcome:
    if figure.value is None and figure.low is None:
        return figure
    if isinstance(units, Finding):
        return Outcome(reason=units)
    if not units:
        return Outcome(reason=Finding("C26", Severity.HINT, ("estimate.demand",)))
    parts = [None if part is None else _ratio(part, units) for part in (figure.value, figure.low, figure.high)]
    return Outcome(parts[0], figure.reason, parts[1], parts[2])


def _ratio(amount: Decimal, units: int) -> Decimal:
    return round_half_up(exact_quotient(amount, Decimal(units)), PER_UNIT_DIGITS)
