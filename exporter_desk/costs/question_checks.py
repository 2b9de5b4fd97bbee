"""What the questions of a scenario must satisfy: known factors, ranges in order, shapes with their parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.costs.checks import currency_problem, needed, not_in_list, out_of_range
from exporter_desk.costs.questions import ABSOLUTE, FACTORS, KEYS, SHAPES, is_factor
from exporter_desk.domain.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.costs.questions import Amount, Risk, Swing
    from exporter_desk.costs.scenario import Scenario

_PARAMETERS = {
    "lognormal": ("sigma",), "normal": ("sigma",), "gamma": ("cv",), "beta": ("mean", "cv"),
    "triangular": ("low", "mode", "high"), "uniform": ("low", "high"), "discrete": (),
}  # fmt: skip
_SHARES = ("mean", "tail_share")
_LEAST_PCT, _MOST_PCT = -99, 10_000
_MOST_CANDIDATES = 200
_MOST_SPREAD = 2


def question_problems(scenario: Scenario, place: str) -> Iterator[Finding]:
    """Check swings, risks, events, direct sale, lot sizes and reorder point."""
    for index, swing in enumerate(scenario.swings):
        yield from _swing(swing, f"{place}.swings.{index}")
    for index, risk in enumerate(scenario.risks):
        yield from _risk(risk, f"{place}.risks.{index}")
        if risk.factor in {other.factor for other in scenario.risks[:index]}:
            yield Finding("C10", Severity.ERROR, (f"{place}.risks.{index}",), {"key": risk.factor})
    for event in scenario.events:
        yield from out_of_range(f"{place}.events.{event.id}.probability", event.probability, 0, 1)
        yield from needed(f"{place}.events.{event.id}.cost", event.cost)
        yield from _amount(f"{place}.events.{event.id}.cost", event.cost)
    yield from not_in_list(f"{place}.allocate_by", scenario.allocate_by, KEYS)
    yield from _plans(scenario, place)


def _plans(scenario: Scenario, place: str) -> Iterator[Finding]:
    direct, lots, reorder = scenario.direct, scenario.lot_size, scenario.reorder
    for name in ("price", "cost", "fixed", "warehouse_price", "warehouse_cost"):
        yield from _amount(f"{place}.direct.{name}", getattr(direct, name, None))
    for name in ("paid_after_days", "warehouse_paid_after_days"):
        yield from out_of_range(f"{place}.direct.{name}", getattr(direct, name, None), 0)
    for name in ("fixed", "unit_cost"):
        yield from _amount(f"{place}.lot_size.{name}", getattr(lots, name, None))
    for index, units in enumerate(lots.candidates if lots else ()):
        yield from out_of_range(f"{place}.lot_size.candidates.{index}", units, 1)
    if lots is not None:
        yield from out_of_range(f"{place}.lot_size.candidates", len(lots.candidates), 0, _MOST_CANDIDATES)
        yield from out_of_range(f"{place}.lot_size.transit_days", lots.transit_days, 0)
    for name in ("lead_days", "sigma_per_day", "z"):
        yield from out_of_range(f"{place}.reorder.{name}", getattr(reorder, name, None), 0)
    for name in ("refund_after_days", "refund_advanced_days"):
        yield from out_of_range(f"{place}.{name}", getattr(scenario, name), 0)


def _amount(place: str, amount: Amount | None) -> Iterator[Finding]:
    if amount is not None:
        yield from out_of_range(place, amount.amount, 0)
        yield from currency_problem(f"{place}.currency", amount.currency)


def _factor(place: str, name: str) -> Iterator[Finding]:
    if not is_factor(name):
        yield from not_in_list(place, name, (*FACTORS, "fx.USD", "last_mile", "storage", "…"))


def _swing(swing: Swing, place: str) -> Iterator[Finding]:
    yield from _factor(f"{place}.factor", swing.factor)
    pairs = [(swing.low_pct, swing.high_pct), (swing.low, swing.high)]
    whole = [pair for pair in pairs if None not in pair]
    if len(whole) != 1 or (swing.factor not in ABSOLUTE and swing.low is not None):
        yield Finding("C17", Severity.ERROR, (place,), {"first": "low_pct, high_pct", "second": "low, high"})
        return
    for name in ("low_pct", "high_pct"):
        yield from out_of_range(f"{place}.{name}", getattr(swing, name), _LEAST_PCT, _MOST_PCT)
    most = 1 if swing.factor in {"returns", "decay"} else None
    for name in ("low", "high"):
        yield from out_of_range(f"{place}.{name}", getattr(swing, name), 0, most)


def _risk(risk: Risk, place: str) -> Iterator[Finding]:
    yield from _factor(f"{place}.factor", risk.factor)
    yield from not_in_list(f"{place}.shape", risk.shape, SHAPES)
    for name in _PARAMETERS.get(risk.shape, ()):
        yield from needed(f"{place}.{name}", getattr(risk, name))
    for name in ("sigma", "cv"):
        yield from out_of_range(f"{place}.{name}", getattr(risk, name), 0, _MOST_SPREAD)
    if risk.shape == "beta" and risk.mean and risk.cv and risk.cv**2 * risk.mean >= 1 - risk.mean:
        yield Finding("C12", Severity.ERROR, (f"{place}.cv",), {"found": str(risk.cv), "allowed": "< √(1/mean − 1)"})
    for name in _SHARES:
        yield from out_of_range(f"{place}.{name}", getattr(risk, name), 0, 1)
    yield from out_of_range(f"{place}.correlation", risk.correlation, -1, 1)
    rising = [bound for bound in (risk.low, risk.mode, risk.high, risk.tail_high) if bound is not None]
    if rising != sorted(rising):
        found = " / ".join(str(bound) for bound in rising)
        yield Finding("C12", Severity.ERROR, (place,), {"found": found, "allowed": "low ≤ mode ≤ high ≤ tail_high"})
    for index, outlook in enumerate(risk.values):
        yield from out_of_range(f"{place}.values.{index}.weight", outlook.weight, 0)
    if risk.shape == "discrete" and not sum(outlook.weight for outlook in risk.values):
        yield from needed(f"{place}.values", None)
