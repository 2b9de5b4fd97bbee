"""The overseas-warehouse estimate as screen and paper show it: lines, range, what is left out, the chart."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.documents.dossier import CostLineView, EstimateView
from exporter_desk.domain.chart import Bar, ChartSpec
from exporter_desk.domain.numbers import trimmed, with_commas
from exporter_desk.domain.text import Bilingual
from exporter_desk.domain.trace import Trace
from exporter_desk.services.estimates.foreign_texts import readable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exporter_desk.costs.estimate import Estimate
    from exporter_desk.costs.lines import CostLine
    from exporter_desk.costs.outcome import Outcome
    from exporter_desk.domain.case import Case
    from exporter_desk.domain.text import Language
    from exporter_desk.services.desk import Desk

SHOWN_BARS = 8
_CONDITIONS = "estimate.duty.conditions."


def shown_estimate(estimate: Estimate, desk: Desk, language: Language) -> EstimateView:
    """Return the estimate in the words of the desk."""
    words = readable(estimate, desk.foreign_texts, desk.cost_texts, language)
    return estimate_view(words, desk.stages, language)


def estimate_view(estimate: Estimate, stages: Mapping[str, Bilingual], language: Language) -> EstimateView:
    """Return the estimate with names for its stages; an unknown line or total stays unknown."""
    several = len({line.sku for line in estimate.lines if line.sku}) > 1
    lines = tuple(_line(line, stages, estimate.reporting, several=several) for line in estimate.lines)
    low, likely, high = _range(estimate.total, any(line.estimated for line in estimate.lines))
    per_sold = estimate.per_unit.get("per_unit_sold")
    return EstimateView(
        currency=estimate.reporting,
        lines=lines,
        low=low,
        likely=likely,
        high=high,
        not_included=tuple(step.name for step in estimate.not_included),
        per_unit=None if per_sold is None else _range(per_sold, estimated=likely.estimated)[1],
        card="、".join(f"{card.card.provider} {card.card.version}".strip() for card in estimate.cards),
        valid_until=min((card.card.valid_to for card in estimate.cards if card.card.valid_to), default=None),
        chart=_chart(estimate, stages, language),
    )


def duty_questions(estimate: Estimate | None, case: Case) -> tuple[str, ...]:
    """Return the questions on duty that an estimate asks, and those that were answered in it, by their names."""
    open_ones = [] if estimate is None else [name for one in estimate.findings for name in _asked(one.places)]
    duty = case.estimate.get("duty")
    answered = duty.get("conditions") if isinstance(duty, dict) else None
    return tuple(dict.fromkeys((*(answered if isinstance(answered, dict) else ()), *open_ones)))


def _asked(places: Sequence[str]) -> list[str]:
    return [place.removeprefix(_CONDITIONS) for place in places if place.startswith(_CONDITIONS)]


def _line(line: CostLine, stages: Mapping[str, Bilingual], reporting: str, *, several: bool) -> CostLineView:
    """Return a line in words; where there are several articles it says which one it is for."""
    whose = f"{line.sku} {line.month}" if several else line.month
    likely = _trace(line, line.amount_reporting)
    if line.fx is not None and line.currency != reporting and likely.formula:
        likely = replace(likely, formula=f"{likely.formula} × {trimmed(line.fx)} {reporting}/{line.currency}")
    return CostLineView(
        stage=stages.get(line.stage, Bilingual(line.stage, line.stage)),
        label=Bilingual(
            f"{line.name_zh or line.name_en or line.charge_id} {whose}".strip(),
            f"{line.name_en or line.charge_id} {whose}".strip(),
        ),
        low=_trace(line, line.amount_reporting if line.low is None else line.low),
        likely=likely,
        high=_trace(line, line.amount_reporting if line.high is None else line.high),
        source=" ".join(part for part in (line.source, line.as_of.isoformat() if line.as_of else "") if part),
    )


def _trace(line: CostLine, value: Decimal | None) -> Trace[Decimal]:
    missing = () if line.unknown is None else line.unknown.places
    return Trace(value, with_commas(line.formula), inputs=(line.place,), estimated=line.estimated, missing=missing)


def _range(outcome: Outcome, estimated: bool = False) -> tuple[Trace[Decimal], Trace[Decimal], Trace[Decimal]]:
    missing = () if outcome.reason is None else outcome.reason.places
    low = outcome.value if outcome.low is None else outcome.low
    high = outcome.value if outcome.high is None else outcome.high
    figures = (low, outcome.value, high)
    parts = [Trace(value, "Σ", inputs=("estimate",), estimated=estimated, missing=missing) for value in figures]
    return parts[0], parts[1], parts[2]


def _chart(estimate: Estimate, stages: Mapping[str, Bilingual], language: Language) -> ChartSpec | None:
    total = estimate.total
    if total.value is None:
        return None
    guessed = {line.stage for line in estimate.lines if line.estimated}
    found = (
        _bar(stages.get(stage, Bilingual(stage, stage)).in_language(language), figure, stage in guessed)
        for stage, figure in estimate.by_stage.items()
    )
    bars = [bar for bar in found if bar is not None and bar.likely]
    texts = Bilingual("费用构成", "How the cost builds up").in_language(language)
    caption = Bilingual(
        f"单位：千 {estimate.reporting}；斜线是估算。", f"In thousands of {estimate.reporting}; hatched: estimated."
    ).in_language(language)
    low = total.value if total.low is None else total.low
    high = total.value if total.high is None else total.high
    label = Bilingual("合计", "Total").in_language(language)
    return ChartSpec(texts, caption, estimate.reporting, _fewer(bars, language), label, low, total.value, high)


def _fewer(bars: list[Bar], language: Language) -> tuple[Bar, ...]:
    """Keep the largest bars in the order of the chain and join the others, so that the bars still reach the total."""
    if len(bars) <= SHOWN_BARS:
        return tuple(bars)
    large = sorted(bars, key=lambda bar: -abs(bar.likely))[: SHOWN_BARS - 1]
    rest = [bar for bar in bars if bar not in large]
    low, likely, high = (sum((getattr(bar, name) for bar in rest), Decimal(0)) for name in ("low", "likely", "high"))
    joined = Bar(
        Bilingual("其他各项", "Other stages").in_language(language),
        likely,
        low,
        high,
        any(bar.estimated for bar in rest),
    )
    return (*(bar for bar in bars if bar in large), joined)


def _bar(name: str, figure: Outcome, estimated: bool) -> Bar | None:
    if figure.value is None:
        return None
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    return Bar(name, figure.value, min(low, figure.value), max(high, figure.value), estimated)
