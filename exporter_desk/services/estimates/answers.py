"""What an owner decides by, put into words: figures, the biggest risks, how old the prices are."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.direct import DirectStudy
from exporter_desk.costs.lot_sizes import LotStudy
from exporter_desk.documents.dossier import AnswersView, FigureView
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.numbers import grouped, trimmed
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.estimates.charts import CostWords, charts_of, swing_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from exporter_desk.costs.cards import Card
    from exporter_desk.costs.outcome import Outcome
    from exporter_desk.costs.scenario import Scenario
    from exporter_desk.costs.study import Study
    from exporter_desk.domain.text import Language

BIGGEST = 3
_NONE = Bilingual("不能估算", "cannot be estimated")
_MAIN = frozenset({"profit", "margin_pct", "landed_per_unit", "per_unit_sold", "break_even_price", "peak", "back_on"})
_HUNDRED = Decimal(100)


def answers_view(scenario: Scenario, study: Study, texts: Mapping[str, Bilingual], language: Language) -> AnswersView:
    """Return everything a page or a paper shows of a studied plan besides its lines."""
    words = CostWords(texts, language)
    figures = tuple(_named(texts, *entry) for entry in _figures(study))
    return AnswersView(
        figures=figures,
        charts=charts_of(scenario, study, words),
        risks=tuple(_risks(study, texts)),
        prices=tuple(_price_note(card) for card in study.estimate.cards),
    )


def _named(texts: Mapping[str, Bilingual], key: str, text: Bilingual, currency: str = "") -> FigureView:
    name = texts[f"figure.{key}"]
    filled = Bilingual(name.zh.format(currency=currency), name.en.format(currency=currency))
    return FigureView(filled, text, main=key in _MAIN, figure=key)


def _figures(study: Study) -> Iterator[tuple[str, Bilingual] | tuple[str, Bilingual, str]]:
    """Yield the figures in the order in which an owner asks for them; one nobody can give says so."""
    own, decisions = study.estimate, study.estimate.decisions
    yield "profit", _shown(decisions.profit)
    yield "margin_pct", _shown(decisions.margin_pct)
    yield "revenue", _shown(decisions.revenue)
    yield "total", _shown(own.total)
    yield "landed_per_unit", _shown(own.per_unit["landed_per_unit"], 4)
    yield "per_unit_sold", _shown(own.per_unit["per_unit_sold"], 4)
    if decisions.price_currency:
        yield "break_even_price", _shown(decisions.break_even_price), decisions.price_currency
    yield from _cash(study)
    yield from _stock(study)
    yield from _wider(study)
    yield from _simulated(study)


def _cash(study: Study) -> Iterator[tuple[str, Bilingual]]:
    if isinstance(study.cash, Finding):
        yield "peak", _NONE
        return
    yield "peak", _amount(study.cash.peak)
    if study.cash.peak:
        yield "peak_day", _day(study.cash.peak_day)
        never = Bilingual("计划期内回不来", "not within the plan")
        yield "back_on", never if study.cash.back_on is None else _day(study.cash.back_on)


def _stock(study: Study) -> Iterator[tuple[str, Bilingual]]:
    stock, estimate = study.estimate.stock, study.estimate
    if study.months_to_sell_out is not None:
        yield "months", _plain(trimmed(study.months_to_sell_out))
    if stock.stock_out is not None:
        yield "stock_out", _day(stock.stock_out)
    if stock.reason is None:
        yield "left", _plain(str(stock.left))
        yield "lost", _plain(str(stock.lost))
    storage, total = estimate.by_stage.get("storage"), estimate.total.value
    if storage is not None and storage.value is not None and total:
        yield "storage_share", _plain(grouped(storage.value * _HUNDRED / total, 1))


def _wider(study: Study) -> Iterator[tuple[str, Bilingual]]:
    if isinstance(study.lots, LotStudy):
        yield "best_lot", _plain(str(study.lots.best))
    if isinstance(study.direct, DirectStudy):
        never = Bilingual("按这些数，多少件都不划算", "never, with these figures")
        yield "break_even_units", never if study.direct.units is None else _plain(str(study.direct.units))
    if study.refund is not None and study.refund.units_at_risk:
        yield "refund_at_risk", _amount(study.refund.at_risk)


def _simulated(study: Study) -> Iterator[tuple[str, Bilingual]]:
    risks = study.risks
    if risks is None or isinstance(risks, Finding):
        return
    for name, value in zip(("p10", "p50", "p90"), risks.percentiles["profit"], strict=True):
        yield name, _amount(value)
    yield "chance_of_loss", _plain(trimmed(risks.chance_of_loss * _HUNDRED))
    yield "chance_of_stock_out", _plain(trimmed(risks.chance_of_stock_out * _HUNDRED))


def _risks(study: Study, texts: Mapping[str, Bilingual]) -> Iterator[Bilingual]:
    """Yield the widest swings in words, with what they do to the profit."""
    if isinstance(study.tornado, Finding):
        return
    wording = texts["chart.change"]
    for one in study.tornado[:BIGGEST]:
        values = {"span": swing_words(one.swing), "low": grouped(one.low, 0), "high": grouped(one.high, 0)}
        zh, en = (CostWords(texts, language).factor(one.swing.factor) for language in ("zh", "en"))
        yield Bilingual(wording.zh.format(factor=zh, **values), wording.en.format(factor=en, **values))


def _price_note(card: Card) -> Bilingual:
    head = card.card
    name = f"{head.provider or head.card_id or ''} {head.version or ''}".strip()
    as_of = "—" if head.as_of is None else head.as_of.isoformat()
    until = "" if head.valid_to is None else head.valid_to.isoformat()
    zh = (
        f"{name}，价格日期 {as_of}"
        + (f"，有效至 {until}" if until else "")
        + ("（示例，不是报价）" if head.example else "")
    )
    en = f"{name}, prices of {as_of}" + (f", valid to {until}" if until else "")
    return Bilingual(zh, en + (" (an example, not a quotation)" if head.example else ""))


def _shown(figure: Outcome, digits: int = 2) -> Bilingual:
    """Return a figure with its range, or that it cannot be given."""
    if figure.value is None:
        return _NONE
    if figure.low is None or figure.high is None:
        return _plain(grouped(figure.value, digits))
    low, high = sorted((figure.low, figure.high))
    return _plain(f"{grouped(figure.value, digits)} ({grouped(low, digits)} … {grouped(high, digits)})")


def _amount(value: Decimal) -> Bilingual:
    return _plain(grouped(value, 2))


def _day(day: date) -> Bilingual:
    return _plain(day.isoformat())


def _plain(text: str) -> Bilingual:
    return Bilingual(text, text)
