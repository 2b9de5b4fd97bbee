"""Estimates for the command line: a plan with its variants, risks on request, and saved estimates compared."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, cast

import exporter_desk
from exporter_desk.costs.explain_study import study_json
from exporter_desk.costs.from_case import scenario_from_case
from exporter_desk.costs.frozen import difference, freeze, is_frozen
from exporter_desk.costs.scenario import ScenarioReading, read_scenario
from exporter_desk.costs.simulation.spreads import DEFAULT_SEED, LEAST_RUNS, MOST_RUNS, MOST_SEED
from exporter_desk.costs.study import Study, study
from exporter_desk.costs.variants import split_variants
from exporter_desk.domain import case_json
from exporter_desk.domain.case import Case
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.domain.money import round_money
from exporter_desk.domain.numbers import money_text
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.advice.conclusions import earned_refund
from exporter_desk.services.answers import CASE_ERRORS, FINE, Answer, finding_line, refused_findings, same
from exporter_desk.services.claims.neighbours import Neighbours, alone
from exporter_desk.services.estimates.files import Studied
from exporter_desk.services.estimates.nameless import nameless
from exporter_desk.services.estimates.scenarios import compared as side_by_side_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exporter_desk.costs.outcome import Outcome
    from exporter_desk.costs.questions import Amount
    from exporter_desk.domain.json_value import Json
    from exporter_desk.services.desk import Desk
    from exporter_desk.services.estimates.scenarios import ScenarioTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the command asks besides the costs: draws with their seed, and a saved estimate to compare with.

    `take` is given the studied plan, so that files can be made of it; `beside` tells what the company claims beside a
    shipment of it.
    """

    runs: int = 0
    seed: int | None = None
    against: JsonObject | None = None
    take: Callable[[Studied], None] | None = None
    beside: Callable[[Case, date], Neighbours] = alone


@dataclass(frozen=True, slots=True)
class _Answered:
    """One plan that was read and studied."""

    reading: ScenarioReading
    study: Study

    @property
    def findings(self) -> tuple[Finding, ...]:
        found = self.study.estimate.findings
        return (*self.reading.findings, *(one for one in found if one not in self.reading.findings))


def estimate_answer(data: JsonObject, desk: Desk, today: date, wanted: Wanted) -> Answer:
    """Estimate a scenario, a case, or a saved estimate again; raises CaseRefusedError for an unreadable case."""
    findings = _about(wanted)
    given = data["input"] if is_frozen(data) else data
    given = given if isinstance(given, dict) else {}
    case = None if given.keys() - set(case_json.KEYS) else case_json.from_object(given)
    block = given if case is None else cast("JsonObject", dict(case.estimate))
    plan, variants, problems = split_variants(block)
    refund = None if case is None else earned_refund(case, desk, case.day or today, wanted.beside)
    base = _read(plan, case, refund)
    others = {variant.id: _read(variant.data, case, refund) for variant in variants}
    refused = [*findings, *problems, *(one for reading in (base, *others.values()) for one in _refusal(reading))]
    if refused:
        return refused_findings(desk.render(refused))
    day = today if case is None or case.day is None else case.day
    answered = _answered(base, desk, day, wanted)
    compared = {name: _answered(reading, desk, day, Wanted()) for name, reading in others.items()}
    result = study_json(answered.study, desk.in_words)
    result |= {"variants": _side_by_side(answered, compared)}
    if wanted.against is not None:
        now = freeze(nameless(given), result, engine=exporter_desk.__version__)
        result["difference"] = difference(_comparable(wanted.against), now)
    shown = answered.findings
    rendered = desk.render(shown)
    lines = (*_lines(answered.study, compared), *(finding_line(one) for one in rendered))
    if wanted.take is not None and base.scenario is not None:
        table = _scenarios(result, compared, desk)
        wanted.take(Studied(base.scenario, answered.study, case, day, rendered, table))
    errors = any(one.severity is Severity.ERROR for one in shown)
    return Answer(data=result, lines=lines, exit_code=CASE_ERRORS if errors else FINE)


def _scenarios(result: JsonObject, others: Mapping[str, _Answered], desk: Desk) -> ScenarioTable | None:
    """Return the plan beside its variants as papers show it; None without any."""
    results = [result, *(study_json(one.study, desk.in_words) for one in others.values())]
    return side_by_side_of((None, *others), [{"result": one} for one in results], desk.cost_texts) if others else None


def frozen_bytes(data: JsonObject, result: JsonObject) -> bytes:
    """Return an estimate as it is saved: what was read but for the people, what came out, and by which version."""
    given = data["input"] if is_frozen(data) else data
    given = nameless(given) if isinstance(given, dict) else {}
    kept = {key: value for key, value in result.items() if key != "difference"}
    frozen = freeze(given, kept, engine=exporter_desk.__version__)
    return (json.dumps(frozen, ensure_ascii=False, indent=2) + "\n").encode()


def _comparable(frozen: JsonObject) -> JsonObject:
    """Return a saved estimate without the people that former programs kept in it: they make no difference."""
    given = frozen.get("input")
    return frozen | {"input": nameless(given)} if isinstance(given, dict) else frozen


def _about(wanted: Wanted) -> list[Finding]:
    found = []
    if wanted.runs and not LEAST_RUNS <= wanted.runs <= MOST_RUNS:
        found.append(_outside("--runs", wanted.runs, LEAST_RUNS, MOST_RUNS))
    if wanted.seed is not None and not 0 <= wanted.seed <= MOST_SEED:
        found.append(_outside("--seed", wanted.seed, 0, MOST_SEED))
    if wanted.against is not None and not is_frozen(wanted.against):
        found.append(Finding("C58", Severity.ERROR, ("--against",)))
    return found


def _outside(place: str, value: int, least: int, most: int) -> Finding:
    return Finding("C12", Severity.ERROR, (place,), {"found": str(value), "allowed": f"{least} … {most}"})


def _read(block: JsonObject, case: Case | None, refund: Amount | None) -> ScenarioReading:
    return read_scenario(block) if case is None else scenario_from_case(replace(case, estimate=block), refund=refund)


def _refusal(reading: ScenarioReading) -> tuple[Finding, ...]:
    return reading.findings if reading.scenario is None else ()


def _answered(reading: ScenarioReading, desk: Desk, day: date, wanted: Wanted) -> _Answered:
    if reading.scenario is None:
        raise ValueError("only a plan that was read can be answered")
    seed = DEFAULT_SEED if wanted.seed is None else wanted.seed
    return _Answered(reading, study(reading.scenario, day=day, prices=desk.prices, runs=wanted.runs, seed=seed))


def _side_by_side(base: _Answered, others: Mapping[str, _Answered]) -> list[Json]:
    """Return the figures an owner compares, for the plan itself and each variant."""
    rows: list[Json] = [_row("", base, base)]
    return rows + [_row(name, other, base) for name, other in others.items()] if others else []


def _row(name: str, entry: _Answered, base: _Answered) -> JsonObject:
    first, own = base.study.estimate, entry.study.estimate
    cash = entry.study.cash
    return {
        "id": name,
        "total": _text(own.total),
        "landed_to_shelf": _text(own.landed),
        "per_unit_sold": _text(own.per_unit["per_unit_sold"]),
        "profit": _text(own.decisions.profit),
        "margin_pct": _text(own.decisions.margin_pct),
        "break_even_price": _text(own.decisions.break_even_price),
        "peak_cash": None if isinstance(cash, Finding) else str(cash.peak),
        "stock_out": None if own.stock.stock_out is None else own.stock.stock_out.isoformat(),
        "profit_change": _less(own.decisions.profit, first.decisions.profit),
        "total_change": _less(own.total, first.total),
        "errors": [one.code for one in entry.findings if one.severity is Severity.ERROR],
    }


def _text(figure: Outcome) -> str | None:
    return None if figure.value is None else str(figure.value)


def _less(figure: Outcome, base: Outcome) -> str | None:
    return None if figure.value is None or base.value is None else str(figure.value - base.value)


def _lines(answered: Study, others: Mapping[str, _Answered]) -> Iterable[Bilingual]:
    result = answered.estimate
    yield _figure("合计", "Total", result.reporting, result.total)
    if result.decisions.profit.value is not None or result.decisions.profit.low is not None:
        yield _figure("利润", "Profit", result.reporting, result.decisions.profit)
    spreads = answered.risks
    if spreads is not None and not isinstance(spreads, Finding):
        low, middle, high = (
            money_text(round_money(value, result.reporting), result.reporting)
            for value in spreads.percentiles["profit"]
        )
        chance = f"{spreads.chance_of_loss * 100:f}".rstrip("0").rstrip(".")
        figures = f"P10 {low} / P50 {middle} / P90 {high}"
        yield Bilingual(
            f"模拟 {spreads.runs} 次（种子 {spreads.seed}）：利润 {figures}，亏损概率 {chance}%",
            f"{spreads.runs} draws (seed {spreads.seed}): profit {figures}, chance of loss {chance} %",
        )
    if isinstance(spreads, Finding):
        yield Bilingual("没有模拟：利润还算不出来。", "Not simulated: the profit is not known yet.")
    for name, other in others.items():
        yield _figure(
            f"方案 {name} 利润", f"Variant {name} profit", result.reporting, other.study.estimate.decisions.profit
        )


def _figure(zh: str, en: str, currency: str, figure: Outcome) -> Bilingual:
    if figure.value is None and figure.low is not None and figure.high is not None:
        ends = f"{currency} {money_text(figure.low, currency)} … {money_text(figure.high, currency)}"
        return Bilingual(f"{zh} {ends}（取决于没有回答的问题）", f"{en} {ends} (depends on an open question)")
    if figure.value is None:
        return Bilingual(f"{zh} {currency} 不能估算", f"{en} {currency} cannot be estimated")
    amount = same(money_text(figure.value, currency))
    return Bilingual(f"{zh} {currency} {amount.zh}", f"{en} {currency} {amount.en}")
