"""Everything an owner asks of a plan beyond its costs: tornado, shocks, cash, lot size, direct sale, refund, risks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.ageing import StepReached, steps_reached
from exporter_desk.costs.allocation import ArticleCost, allocate
from exporter_desk.costs.cash import CashCurve, cash_curve, months_to_sell_out
from exporter_desk.costs.customs import YEAR
from exporter_desk.costs.decisions import profit_of, total_cost
from exporter_desk.costs.direct import DirectStudy, study_direct
from exporter_desk.costs.estimate import Estimate, Run, estimate_run, prepare
from exporter_desk.costs.lines import HUNDRED, exact_product, exact_quotient
from exporter_desk.costs.lot_sizes import LotStudy, ReorderPoint, reorder_point, study_lots
from exporter_desk.costs.moves import Move, moved, swing_moves
from exporter_desk.costs.questions import Swing
from exporter_desk.costs.risks import risks_of, swings_of
from exporter_desk.costs.shortcut import Shortcut, shortcut_of
from exporter_desk.costs.simulation.spreads import DEFAULT_SEED, NOT_DRAWN, Progress, Spreads, simulate_risks
from exporter_desk.costs.stock import LOST_GOODS, SHIPPED
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.money import round_money

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from exporter_desk.costs.prices import Prices
    from exporter_desk.costs.scenario import Scenario
    from exporter_desk.costs.sheet import Figure, Sheet

    Swung = tuple[Swing, Sheet, Sheet]

MANY_ARTICLES = 200  # beyond it swings cost more time than an owner waits for; they are left out unless asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class SwingResult:
    """The profit (or the total cost) at both ends of one swing and their distance.

    `usual` says that the range is a rule of thumb.
    """

    swing: Swing
    low: Decimal
    high: Decimal
    span: Decimal
    usual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shock:
    """The profit when one factor moves by some percent."""

    factor: str
    by_pct: Decimal
    profit: Decimal
    change: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundEffect:
    """What the refund does besides lowering the cost, in the reporting currency.

    `benefit` is the interest that an earlier refund saves; `at_risk` the share of units that are spoiled, unsold or
    returned: the tax office settles those later.
    """

    benefit: Decimal | None
    at_risk: Decimal
    units_at_risk: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """An estimate with its answers; each answer is a value, a finding that says why there is none, or None unasked.

    `ageing` are the days on which stock gets dearer, `movers` what the total would be at both ends of each factor.
    """

    estimate: Estimate
    tornado: tuple[SwingResult, ...] | Finding
    shocks: tuple[Shock, ...]
    cash: CashCurve | Finding
    months_to_sell_out: Decimal | None
    shortcut: Shortcut | None
    refund: RefundEffect | None
    lots: LotStudy | Finding | None
    reorder: ReorderPoint | Finding | None
    direct: DirectStudy | Finding | None
    articles: tuple[ArticleCost, ...] | Finding | None
    risks: Spreads | Finding | None
    ageing: tuple[StepReached, ...] = ()
    movers: tuple[SwingResult, ...] = ()


def study(
    scenario: Scenario,
    *,
    day: date,
    prices: Prices,
    runs: int = 0,
    seed: int = DEFAULT_SEED,
    progress: Progress | None = None,
) -> Study:
    """Estimate `scenario` and answer its questions; with `runs` the risks are simulated, the same for the same seed."""
    run, chosen = prepare(scenario, day=day, prices=prices)
    result, likely = estimate_run(run, chosen, scenario)
    base = profit_of(likely)
    few = len(scenario.skus) <= MANY_ARTICLES or bool(scenario.swings)
    swung = _swung(run, likely) if few and result.total.value is not None else ()
    wanted = scenario.lot_size
    articles = None if scenario.allocate_by is None else allocate(likely, scenario.allocate_by)
    risks = _simulated(run, likely, runs, seed, progress) if runs else None
    return Study(
        estimate=_told(_told(result, articles), risks),
        tornado=_tornado(swung, likely, base) if few else Finding("C57", Severity.HINT, ("estimate.swings",)),
        shocks=_shocks(run, likely, base) if few else (),
        cash=cash_curve(likely),
        months_to_sell_out=months_to_sell_out(likely, result.stock.stock_out),
        shortcut=shortcut_of(likely, run.items),
        refund=_refund(likely),
        lots=None if wanted is None else study_lots(run, likely, wanted),
        reorder=None if scenario.reorder is None else reorder_point(scenario, scenario.reorder),
        direct=None if scenario.direct is None else study_direct(likely, scenario.direct),
        articles=articles,
        risks=risks,
        ageing=steps_reached(likely, run.items),
        movers=_spans(swung, likely, total_cost),
    )


def _told(result: Estimate, answer: object) -> Estimate:
    """Tell among the findings why there is no answer: a key that cannot share, risks that cannot be drawn here."""
    if not isinstance(answer, Finding) or answer in result.findings:
        return result
    if answer.severity is not Severity.ERROR and answer.code != NOT_DRAWN:
        return result
    findings = sorted((*result.findings, answer), key=lambda finding: finding.severity.rank)
    return replace(result, findings=tuple(findings))


def _simulated(run: Run, likely: Sheet, runs: int, seed: int, progress: Progress | None) -> Spreads | Finding | None:
    present = {line.stage for line in likely.lines}
    risks = risks_of(likely.scenario, run.prices.risks, present)
    return simulate_risks(run, likely, risks, runs=runs, seed=seed, progress=progress)


def _swung(run: Run, likely: Sheet) -> tuple[Swung, ...]:
    """Price the plan at both ends of every factor, one at a time; ends that make no sense here are left out."""
    found = []
    for swing in swings_of(likely.scenario, run.prices.risks):
        ends = swing_moves(swing.factor, swing.low_pct, swing.high_pct, swing.low, swing.high)
        low, high = (moved(run, likely, move) for move in ends)
        if not isinstance(low, Finding) and not isinstance(high, Finding):
            found.append((swing, low, high))
    return tuple(found)


def _tornado(swung: Iterable[Swung], likely: Sheet, base: Figure) -> tuple[SwingResult, ...] | Finding:
    """Move one factor at a time; the widest span first. Factors that the plan does not have are left out."""
    return base if isinstance(base, Finding) else _spans(swung, likely, profit_of)


def _spans(swung: Iterable[Swung], likely: Sheet, figure: Callable[[Sheet], Figure]) -> tuple[SwingResult, ...]:
    """Return one figure of the plan at both ends of each factor, the widest span first."""
    own = set(likely.scenario.swings)
    found = []
    for swing, *ends in swung:
        low, high = map(figure, ends)
        if isinstance(low, Decimal) and isinstance(high, Decimal) and (low != high or swing in own):
            result = SwingResult(swing=swing, low=low, high=high, span=abs(high - low), usual=swing not in own)
            found.append(result)
    return tuple(sorted(found, key=lambda result: (-result.span, result.swing.factor)))


def _profit(run: Run, likely: Sheet, move: Move) -> Figure:
    sheet = moved(run, likely, move)
    return sheet if isinstance(sheet, Finding) else profit_of(sheet)


def _shocks(run: Run, likely: Sheet, base: Figure) -> tuple[Shock, ...]:
    if isinstance(base, Finding):
        return ()
    found = []
    for factor, percents in run.prices.risks.shocks:
        for by_pct in percents:
            profit = _profit(run, likely, Move(factor, by_pct=by_pct))
            if isinstance(profit, Decimal) and profit != base:
                found.append(Shock(factor=factor, by_pct=by_pct, profit=profit, change=profit - base))
    return tuple(found)


def _refund(likely: Sheet) -> RefundEffect | None:
    """Return interest saved and refund at risk; None without a refund or without a simulated stock."""
    reporting, scenario = likely.exchange.reporting, likely.scenario
    refund = likely.stages(reporting, ("refund",))
    shipped, lost = likely.stock.all_units(SHIPPED), likely.stock.all_units(LOST_GOODS)
    if not isinstance(refund, Decimal) or not refund or not isinstance(shipped, int) or not isinstance(lost, int):
        return None
    left = sum(history.left for history in likely.stock.histories.values())
    units = min(shipped, lost + left)
    days, yearly = scenario.refund_advanced_days, scenario.capital_pct
    benefit = None
    if days is not None and yearly is not None:
        exact = exact_quotient(exact_product(-refund, Decimal(days), yearly / HUNDRED), YEAR)
        benefit = round_money(exact, reporting)
    at_risk = round_money(exact_quotient(-refund * units, Decimal(shipped)), reporting) if shipped else Decimal(0)
    return RefundEffect(benefit=benefit, at_risk=at_risk, units_at_risk=units)
