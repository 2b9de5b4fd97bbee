"""The answers beyond the costs as JSON: swings, shocks, cash, lot sizes, direct sale, refund, simulation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.costs.explain import Words, to_json
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.money import WIDE
from exporter_desk.domain.numbers import plain
from exporter_desk.rules.answer_json import finding_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from decimal import Decimal
    from typing import TypeVar

    from exporter_desk.costs.ageing import StepReached
    from exporter_desk.costs.allocation import ArticleCost
    from exporter_desk.costs.cash import CashCurve
    from exporter_desk.costs.direct import DirectStudy
    from exporter_desk.costs.lot_sizes import LotStudy, ReorderPoint
    from exporter_desk.costs.questions import Risk
    from exporter_desk.costs.shortcut import Shortcut
    from exporter_desk.costs.simulation.spreads import Spreads
    from exporter_desk.costs.study import RefundEffect, Shock, Study, SwingResult
    from exporter_desk.domain.json_value import Json, JsonObject

    Answer = TypeVar("Answer")


def study_json(study: Study, words: Words) -> JsonObject:
    """Return an estimate with all its answers, in the published form of an estimate."""
    data = to_json(study.estimate, words)
    decisions, simulation = data["decisions"], data["simulation"]
    more: JsonObject = {
        "months_to_sell_out": _decimal(study.months_to_sell_out),
        "tornado": _answer(study.tornado, _tornado, words),
        "shocks": [_shock(shock) for shock in study.shocks],
        "cash": _answer(study.cash, _cash, words),
        "refund_effect": None if study.refund is None else _refund(study.refund),
        "lot_sizes": _answer(study.lots, _lots, words),
        "reorder": _answer(study.reorder, _reorder, words),
        "direct": _answer(study.direct, _direct, words),
    }
    taught: JsonObject = {
        "shortcut": None if study.shortcut is None else _shortcut(study.shortcut),
        "monte_carlo": _answer(study.risks, _spreads, words),
        "ageing": [_step(step) for step in study.ageing],
    }
    return data | {
        "decisions": (decisions if isinstance(decisions, dict) else {}) | more,
        "per_sku": _answer(study.articles, _articles, words),
        "simulation": (simulation if isinstance(simulation, dict) else {}) | taught,
    }


def _answer(answer: Answer | Finding | None, show: Callable[[Answer], JsonObject], words: Words) -> Json:
    """Return an answer as it is shown, the reason why there is none, or null when nobody asked."""
    if answer is None:
        return None
    if isinstance(answer, Finding):
        return {"known": False, "reason": finding_json(words(answer))}
    return {"known": True, "reason": None} | show(answer)


def _tornado(results: tuple[SwingResult, ...]) -> JsonObject:
    return {"swings": [_swing(result) for result in results]}


def _swing(result: SwingResult) -> JsonObject:
    swing = result.swing
    low, high = (swing.low_pct, swing.high_pct) if swing.low is None else (swing.low, swing.high)
    return {
        "factor": swing.factor,
        "in_percent": swing.low is None,
        "from": _decimal(low),
        "to": _decimal(high),
        "profit_from": plain(result.low),
        "profit_to": plain(result.high),
        "span": plain(result.span),
        "usual_range": result.usual,
    }


def _shock(shock: Shock) -> JsonObject:
    return {
        "factor": shock.factor,
        "by_pct": plain(shock.by_pct),
        "profit": plain(shock.profit),
        "change": plain(shock.change),
    }


def _cash(curve: CashCurve) -> JsonObject:
    pairs = list(zip(curve.days, curve.balances, strict=True))
    ends = [pair for pair, after in zip(pairs, [*pairs[1:], None], strict=True) if _ends_month(pair[0], after)]
    return {
        "peak": plain(curve.peak),
        "peak_day": curve.peak_day.isoformat(),
        "back_on": None if curve.back_on is None else curve.back_on.isoformat(),
        "without": list(curve.without),
        "month_ends": [{"day": day.isoformat(), "balance": plain(balance)} for day, balance in ends],
    }


def _ends_month(day: date, after: tuple[date, Decimal] | None) -> bool:
    return after is None or (after[0].year, after[0].month) != (day.year, day.month)


def _step(step: StepReached) -> JsonObject:
    return {
        "charge_id": step.charge_id,
        "day": step.day.isoformat(),
        "units": step.units,
        "age_days": step.age,
        "rate": _decimal(step.rate),
        "rate_before": _decimal(step.before),
        "currency": step.currency,
        "basis": step.basis,
    }


def _refund(effect: RefundEffect) -> JsonObject:
    return {
        "benefit": _decimal(effect.benefit),
        "at_risk": plain(effect.at_risk),
        "units_at_risk": effect.units_at_risk,
    }


def _lots(study: LotStudy) -> JsonObject:
    costs: list[Json] = [
        {
            "units": cost.units,
            "storage": plain(cost.storage),
            "capital": plain(cost.capital),
            "per_unit": plain(cost.per_unit),
        }
        for cost in study.costs
    ]
    return {
        "best": study.best,
        "fixed": plain(study.fixed),
        "unit_cost": plain(study.unit_cost.quantize(study.costs[0].per_unit, context=WIDE)),
        "transit_days": study.transit_days,
        "sizes": costs,
    }


def _articles(costs: tuple[ArticleCost, ...]) -> JsonObject:
    return {
        "articles": [
            {
                "sku": cost.sku,
                "total": plain(cost.total),
                "landed_to_shelf": plain(cost.landed),
                "landed_per_unit": _decimal(cost.landed_per_unit),
            }
            for cost in costs
        ]
    }


def _reorder(point: ReorderPoint) -> JsonObject:
    return {"units": point.units, "reserve": point.reserve}


def _direct(study: DirectStudy) -> JsonObject:
    return {
        "warehouse_per_unit": plain(study.warehouse),
        "direct_per_unit": plain(study.direct),
        "fixed": plain(study.fixed),
        "break_even_units": study.units,
        "never": study.never,
        "planned_units": study.planned,
    }


def _shortcut(shortcut: Shortcut) -> JsonObject:
    return {
        "charge_id": shortcut.charge_id,
        "currency": shortcut.currency,
        "exact": plain(shortcut.exact),
        "average_inventory": plain(shortcut.shortcut),
        "error_pct": _decimal(shortcut.error_pct),
    }


def _spreads(spreads: Spreads) -> JsonObject:
    ranks = ("p10", "p50", "p90")
    return {
        "runs": spreads.runs,
        "seed": spreads.seed,
        "percentiles": {
            name: {rank: plain(value) for rank, value in zip(ranks, values, strict=True)}
            for name, values in spreads.percentiles.items()
        },
        "mean_profit": plain(spreads.mean_profit),
        "chance_of_loss": plain(spreads.chance_of_loss),
        "chance_of_stock_out": plain(spreads.chance_of_stock_out),
        "drivers": [
            {"factor": driver.factor, "rank_correlation": plain(driver.rank_correlation)} for driver in spreads.drivers
        ],
        "distribution": [{"from": plain(one.low), "to": plain(one.high), "count": one.count} for one in spreads.bins],
        "assumptions": [_risk(risk) for risk in spreads.risks],
    }


def _risk(risk: Risk) -> JsonObject:
    numbers = ("sigma", "cv", "mean", "low", "mode", "high", "tail_share", "tail_high", "correlation")
    found: JsonObject = {name: _decimal(getattr(risk, name)) for name in numbers if getattr(risk, name) is not None}
    texts: JsonObject = {
        "with_factor": risk.with_factor,
        "over_days": risk.over_days,
        "zh": risk.zh,
        "en": risk.en,
        "source": risk.source,
    }
    values: list[Json] = [{"value": plain(one.value), "weight": plain(one.weight)} for one in risk.values]
    known = {name: value for name, value in texts.items() if value is not None}
    return {"factor": risk.factor, "shape": risk.shape} | found | known | ({"values": values} if values else {})


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)
