"""Where a figure of 这票赚不赚 comes from (从哪来): its formula in words and numbers, and what went into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter_desk.costs.direct import DirectStudy
from exporter_desk.costs.estimate import Estimate
from exporter_desk.costs.lot_sizes import LotStudy
from exporter_desk.costs.study import Study
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.numbers import grouped, money_text, trimmed
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.analysis import Analysis
from exporter_desk.services.estimates.answers import FROM_SALES
from exporter_desk.services.estimates.headline import waiting_for
from exporter_desk.services.value_origin import Place, WhereFrom, place_at, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from exporter_desk.costs.outcome import Outcome
    from exporter_desk.documents.dossier import AnswersView

PREFIX = "costs.answers."
_STOCK = ("shipped", "sold", "returned", "decayed", "lost", "left", "first_day")
_STOCK_INPUTS = ("lots", "demand", "returns", "decay_per_day", "horizon")
_DRAWN = ("runs", "seed")
# What a figure is computed from: other figures of the estimate, and fields of its input.
_PARTS: dict[str, tuple[str, ...]] = {
    "profit": ("revenue", "total"),
    "margin_pct": ("profit", "revenue"),
    "revenue": ("sold", "returned"),
    "landed_per_unit": ("landed", "shipped"),
    "per_unit_sold": ("total", "sold"),
    "break_even_price": ("profit", "sold"),
    "peak": ("revenue", "total"),
    "peak_day": ("peak",),
    "back_on": ("peak", "peak_day"),
    "months": ("first_day", "stock_out"),
    "stock_out": _STOCK,
    "left": _STOCK[:-2],
    "lost": _STOCK[:2],
    "storage_share": ("storage", "total"),
    "best_lot": ("sizes", "cheapest"),
    "break_even_units": ("fixed", "warehouse", "direct"),
    "refund_at_risk": ("refund", "units_at_risk", "shipped"),
    "refund_benefit": ("refund",),
    "shock": ("profit",),
    "article": ("total",),
    "stock": _STOCK,
    "cash": ("revenue", "total"),
    "tornado": ("profit",),
    **dict.fromkeys(("spread", "p10", "p50", "p90", "chance_of_loss", "chance_of_stock_out"), _DRAWN),
}
_PRICE = ("price.amount", "price.currency", "price_vat_pct", "fx")
_INPUTS: dict[str, tuple[str, ...]] = {
    "revenue": _PRICE,
    "break_even_price": _PRICE,
    "peak": ("receivable_days",),
    "cash": ("receivable_days",),
    "step": ("lots", "demand"),
    "best_lot": ("lot_size", "capital_pct"),
    "break_even_units": ("direct", "capital_pct"),
    "tornado": ("swings",),
    "lot_of": ("lot_size", "capital_pct"),
    "reorder_point": ("reorder", "demand"),
    "refund_benefit": ("refund_advanced_days", "capital_pct"),
    "shock": ("fx",),
    "article": ("allocate_by", "skus"),
    **dict.fromkeys(("stock_out", "months", "left", "lost", "stock"), _STOCK_INPUTS),
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question about the estimate of a shipment; `study` is None while it is being computed."""

    analysis: Analysis
    estimate: Estimate
    study: Study | None
    texts: Mapping[str, Bilingual]


def figure_origin(
    figure: str, analysis: Analysis, study: Study | None = None, answers: AnswersView | None = None
) -> WhereFrom | None:
    """Explain `costs.answers.KEY`, the KEY of a figure, a chart or one of the steps (`step.2`); None for others.

    `answers` holds the texts that are shown; a figure that waits says for what.
    """
    key, _, number = figure.removeprefix(PREFIX).partition(".")
    estimate, texts = analysis.estimate if study is None else study.estimate, analysis.desk.cost_texts
    if not figure.startswith(PREFIX) or estimate is None or f"why.{key}" not in texts:
        return None
    asked = _Asked(analysis, estimate, study, texts)
    shown = [] if answers is None else [one for one in answers.figures if one.figure == key]
    one = shown[int(number or 0)] if int(number or 0) < len(shown) else None
    values = {name: text for name, text, _ in _values(asked)}
    text = values.get(key, "") if one is None else one.text.in_language(analysis.language)
    reason = _reason(key, asked)
    return WhereFrom(
        figure=figure,
        name=_name(key, asked) if one is None else one.name,
        text="" if reason is not None and one is None else text,
        kind=words().say("kind.computed"),
        estimated=key not in FROM_SALES and any(line.estimated for line in estimate.lines),
        note="" if reason is None else waiting_for(reason, estimate, texts).in_language(analysis.language),
        formula=_formula(key, asked, values),
        inputs=(*_parts(key, asked, values), *_typed(key, asked)),
        missing=() if reason is None else tuple(_missing(path, asked) for path in reason.places),
    )


def _name(key: str, asked: _Asked) -> Bilingual:
    texts = asked.texts
    name = texts.get(f"figure.{key}") or texts.get(f"part.{key}") or texts.get(f"chart.{key}") or Bilingual(key, key)
    currency = asked.estimate.decisions.price_currency or asked.estimate.reporting
    return name.filled(currency=currency, age="")


def _formula(key: str, asked: _Asked, values: Mapping[str, str]) -> str:
    if key == "total":
        own = asked.estimate
        return " + ".join(_amount(figure, own.reporting) or "?" for figure in own.by_stage.values())
    open_one = asked.texts.get(f"why.{key}_open") if any(part not in values for part in _PARTS.get(key, ())) else None
    wording = (open_one or asked.texts[f"why.{key}"]).in_language(asked.analysis.language)
    return wording.format_map(_Known(values, currency=asked.estimate.reporting))


class _Known(dict[str, str]):
    """What is not known yet is a question mark in a formula."""

    def __missing__(self, key: str) -> str:
        return "?"


def _parts(key: str, asked: _Asked, values: Mapping[str, str]) -> Iterator[Place]:
    """Yield the computed figures that a figure rests on; the total rests on its stages."""
    computed = words().say("kind.computed")
    guessed = {name for name, _, is_guess in _values(asked) if is_guess}
    if key == "total":
        stages, guesses = asked.estimate.by_stage, {line.stage for line in asked.estimate.lines if line.estimated}
        for stage, figure in stages.items():
            name = asked.texts.get(f"stage.{stage}") or Bilingual(stage, stage)
            yield Place(
                path="",
                name=name,
                text=_amount(figure, asked.estimate.reporting),
                kind=computed,
                estimated=stage in guesses,
            )
    for part in _PARTS.get(key, ()):
        if part in values:
            yield Place(path="", name=_name(part, asked), text=values[part], kind=computed, estimated=part in guessed)


def _typed(key: str, asked: _Asked) -> Iterator[Place]:
    """Yield what was typed for a figure, with the way to its field; a whole block leads there without a text."""
    block = asked.analysis.case.estimate
    for name in _INPUTS.get(key, ()):
        if name.partition(".")[0] in block:
            yield place_at(f"estimate.{name}", asked.analysis)


def _missing(path: str, asked: _Asked) -> Place:
    """Return what a figure waits for; a line by its own name."""
    found, line = place_at(path, asked.analysis), next((one for one in asked.estimate.lines if one.place == path), None)
    if line is None:
        return found
    zh, en = line.name_zh or line.name_en or line.charge_id, line.name_en or line.charge_id
    return replace(found, name=Bilingual(zh, en))


def _reason(key: str, asked: _Asked) -> Finding | None:
    """Return why a figure is not known; None for one that is, or that is being computed."""
    own, study = asked.estimate, asked.study
    outcomes = {
        "profit": own.decisions.profit,
        "margin_pct": own.decisions.margin_pct,
        "revenue": own.decisions.revenue,
        "break_even_price": own.decisions.break_even_price,
        "total": own.total,
        "landed_per_unit": own.per_unit["landed_per_unit"],
        "per_unit_sold": own.per_unit["per_unit_sold"],
    }
    if key in outcomes:
        return outcomes[key].reason
    answer = None if study is None else {"peak": study.cash, "best_lot": study.lots, "break_even_units": study.direct}
    found = own.stock.reason if key in {"months", "stock_out", "stock"} else None if answer is None else answer.get(key)
    return found if isinstance(found, Finding) else None


# -- the figures by name


def _values(asked: _Asked) -> Iterator[tuple[str, str, bool]]:
    """Yield every known figure: its key, its text, whether it rests on estimates."""
    own, guessed = asked.estimate, any(line.estimated for line in asked.estimate.lines)
    storage, refund = own.by_stage.get("storage"), own.by_stage.get("refund")
    outcomes = {
        "total": own.total,
        "landed": own.landed,
        "revenue": own.decisions.revenue,
        "profit": own.decisions.profit,
        "margin_pct": own.decisions.margin_pct,
        "break_even_price": own.decisions.break_even_price,
        **{name: own.per_unit[name] for name in ("landed_per_unit", "per_unit_sold")},
        **({} if storage is None else {"storage": storage}),
        **({} if refund is None else {"refund": refund}),
    }
    moneys = {"margin_pct": "", "break_even_price": own.decisions.price_currency or ""}
    for name, figure in outcomes.items():
        if text := _amount(figure, moneys.get(name, own.reporting)):
            yield name, text, guessed
    for name, text in (*_of_stock(own), *_of_study(asked.study)):
        yield name, text, False


def _of_stock(own: Estimate) -> Iterator[tuple[str, str]]:
    stock = own.stock
    if stock.reason is not None:
        return
    for name in ("shipped", "sold", "returned", "decayed", "lost", "left"):
        yield name, f"{getattr(stock, name):,}"
    for name, day in (("first_day", stock.first_day), ("stock_out", stock.stock_out)):
        if day is not None:
            yield name, day.isoformat()


def _of_study(study: Study | None) -> Iterator[tuple[str, str]]:
    if study is None:
        return
    money = study.estimate.reporting
    if not isinstance(study.cash, Finding):
        yield "peak", money_text(study.cash.peak, money)
        yield "peak_day", study.cash.peak_day.isoformat()
    if study.months_to_sell_out is not None:
        yield "months", trimmed(study.months_to_sell_out)
    if isinstance(study.lots, LotStudy):
        yield "sizes", str(len(study.lots.costs))
        yield "cheapest", _price(min(cost.per_unit for cost in study.lots.costs))
    if isinstance(study.direct, DirectStudy):
        yield "fixed", money_text(study.direct.fixed, money)
        yield "warehouse", _price(study.direct.warehouse)
        yield "direct", _price(study.direct.direct)
    if study.refund is not None:
        yield "units_at_risk", f"{study.refund.units_at_risk:,}"
    if study.risks is not None and not isinstance(study.risks, Finding):
        yield "runs", f"{study.risks.runs:,}"
        yield "seed", str(study.risks.seed)


def _price(value: Decimal) -> str:
    return grouped(value, 4)


def _amount(figure: Outcome, money: str) -> str:
    """Return an amount, or the range of an open question; "" for what is not known."""
    if figure.value is not None:
        return money_text(figure.value, money)
    if figure.low is not None and figure.high is not None:
        return f"{money_text(figure.low, money)} … {money_text(figure.high, money)}"
    return ""
