"""What an owner decides by, put into words: figures, the biggest risks, how old the prices are."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from exporter_desk.costs.direct import DirectStudy
from exporter_desk.costs.fx import TYPED
from exporter_desk.costs.lot_sizes import LotStudy
from exporter_desk.documents.dossier import AnswersView, FigureView, MoverView
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.money import round_money
from exporter_desk.domain.numbers import grouped, money_text, trimmed
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.estimates.card_view import age_words, card_name
from exporter_desk.services.estimates.charts import CostWords, charts_of, swing_words
from exporter_desk.services.estimates.foreign_texts import source_words
from exporter_desk.services.estimates.further_figures import further_figures
from exporter_desk.services.estimates.headline import joined_words, left_out_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from exporter_desk.costs.cards import Card
    from exporter_desk.costs.cash import CashCurve
    from exporter_desk.costs.estimate import Estimate
    from exporter_desk.costs.outcome import Outcome
    from exporter_desk.costs.scenario import Scenario
    from exporter_desk.costs.study import Study
    from exporter_desk.domain.text import Language
    from exporter_desk.services.estimates.foreign_texts import Foreign

BIGGEST, MOST_MOVERS = 3, 4
_NONE = Bilingual("不能估算", "cannot be estimated")
_NOT_ASKED = Bilingual("没有填，不知道", "not typed, so not known")
_MAIN = frozenset({
    "profit", "margin_pct", "landed_per_unit", "per_unit_sold", "break_even_price", "peak", "back_on", "months",
    "stock_out", "left", "lost", "storage_share", "step", "best_lot", "break_even_units",
})  # fmt: skip
FROM_SALES = frozenset({"months", "stock_out", "left", "lost", "stock", "step", "reorder_point"})
"""Figures that come from what is sent and sold alone: an estimated cost does not touch them."""
_SIMULATED = frozenset({"p10", "p50", "p90", "chance_of_loss", "chance_of_stock_out"})
MOST_STEPS = 3
_HUNDRED = Decimal(100)


def answers_view(
    scenario: Scenario, study: Study, texts: Mapping[str, Bilingual], language: Language, foreign: Foreign | None = None
) -> AnswersView:
    """Return everything a page or a paper shows of a studied plan besides its lines."""
    words = CostWords(texts, language)
    guessed = any(line.estimated for line in study.estimate.lines)
    figures = tuple(_marked(_named(texts, *entry), guessed=guessed) for entry in _figures(study, texts))
    return AnswersView(
        figures=figures,
        charts=charts_of(scenario, study, words),
        risks=tuple(_risks(study, texts)),
        prices=tuple(_prices(study, texts, foreign or {})),
        movers=tuple(_movers(study, texts)),
    )


def _named(
    texts: Mapping[str, Bilingual], key: str, text: Bilingual, detail: str = "", detail_en: str = ""
) -> FigureView:
    """Name a figure; `detail` is what its name tells besides: a currency, an age, in English another one."""
    told = Bilingual(detail, detail_en or detail)
    return FigureView(texts[f"figure.{key}"].filled(currency=told, age=told), text, main=key in _MAIN, figure=key)


def _marked(one: FigureView, *, guessed: bool) -> FigureView:
    """Mark a figure that rests on an estimated cost, or that is drawn; words in place of a figure are none."""
    rests = one.figure in _SIMULATED or (guessed and one.figure not in FROM_SALES)
    return replace(one, estimated=rests and any(sign.isdigit() for sign in one.text.zh))


def _figures(
    study: Study, texts: Mapping[str, Bilingual]
) -> Iterator[tuple[str, Bilingual] | tuple[str, Bilingual, str] | tuple[str, Bilingual, str, str]]:
    """Yield the figures in the order in which an owner asks for them; one nobody can give says so."""
    own, decisions = study.estimate, study.estimate.decisions
    money = partial(money_text, currency=own.reporting)
    yield "profit", _shown(decisions.profit, money)
    yield "margin_pct", _shown(decisions.margin_pct, partial(grouped, digits=2))
    yield "revenue", _shown(decisions.revenue, money)
    yield "total", _shown(own.total, money)
    for name in ("landed_per_unit", "per_unit_sold"):
        yield name, _shown(own.per_unit[name], partial(grouped, digits=4))
    if price := decisions.price_currency:
        yield "break_even_price", _shown(decisions.break_even_price, partial(money_text, currency=price)), price
    yield from _cash(study, texts)
    yield from _stock(study)
    yield from _steps(study, texts)
    yield from _wider(study)
    yield from further_figures(study, texts)
    yield from _simulated(study)


def _cash(study: Study, texts: Mapping[str, Bilingual]) -> Iterator[tuple[str, Bilingual]]:
    """Yield the cash tied up; a refund whose day is not known is named beside the amount and the day."""
    if isinstance(study.cash, Finding):
        yield "peak", _NONE
        return
    left = left_out_words(study.cash, study.estimate, texts, text="less_refund")
    yield "peak", joined_words(_amount(study.cash.peak, study.estimate), left)
    if study.cash.peak:
        yield "peak_day", _day(study.cash.peak_day)
        back = _back(study.cash, texts)
        yield "back_on", back if study.cash.back_on is None else joined_words(back, left)


def _back(cash: CashCurve, texts: Mapping[str, Bilingual]) -> Bilingual:
    if cash.back_on is not None:
        return _day(cash.back_on)
    return texts["headline.back_unknown" if cash.without else "headline.never_back"]


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


def _steps(study: Study, texts: Mapping[str, Bilingual]) -> Iterator[tuple[str, Bilingual, str]]:
    """Yield when the storage price rises next, for each age the first day, from the day of the estimate on."""
    told: set[int] = set()
    for step in study.ageing:
        if step.day >= study.estimate.day and step.age not in told and len(told) < MOST_STEPS:
            told.add(step.age)
            day, units = step.day.isoformat(), f"{step.units:,}"
            zh, en = ("没有价格", "no price known") if step.rate is None else (trimmed(step.rate),) * 2
            before, per = "—" if step.before is None else trimmed(step.before), texts[f"basis.{step.basis}"]
            text = Bilingual(
                f"{day} 起 {units} 件，{before} → {zh} {step.currency}/{per.zh}",
                f"{units} pieces from {day}, {before} → {en} {step.currency}/{per.en}",
            )
            yield "step", text, str(step.age)


def _wider(study: Study) -> Iterator[tuple[str, Bilingual]]:
    lots, direct = study.lots, study.direct
    yield "best_lot", _plain(str(lots.best)) if isinstance(lots, LotStudy) else _NOT_ASKED if lots is None else _NONE
    if isinstance(direct, DirectStudy):
        never = Bilingual("按这些数，多少件都不划算", "never, with these figures")
        yield "break_even_units", never if direct.units is None else _plain(str(direct.units))
    else:
        yield "break_even_units", _NOT_ASKED if direct is None else _NONE
    if study.refund is not None and study.refund.units_at_risk:
        yield "refund_at_risk", _amount(study.refund.at_risk, study.estimate)


def _simulated(study: Study) -> Iterator[tuple[str, Bilingual]]:
    risks = study.risks
    if risks is None or isinstance(risks, Finding):
        return
    for name, value in zip(("p10", "p50", "p90"), risks.percentiles["profit"], strict=True):
        yield name, _amount(value, study.estimate)
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
        yield wording.filled(factor=Bilingual(zh, en), **values)


def _movers(study: Study, texts: Mapping[str, Bilingual]) -> list[MoverView]:
    """Return what moves the total most, each with the farthest that the total goes from where it is."""
    total = study.estimate.total.value
    found = []
    for one in study.movers:
        zh, en = (CostWords(texts, language).factor(one.swing.factor) for language in ("zh", "en"))
        span = swing_words(one.swing)
        away = one.span if total is None else max(abs(one.low - total), abs(one.high - total))
        found.append(MoverView(Bilingual(f"{zh} {span}", f"{en} {span}"), away, usual=one.usual))
    return sorted(found, key=lambda mover: -mover.amount)[:MOST_MOVERS]


def _prices(study: Study, texts: Mapping[str, Bilingual], foreign: Foreign) -> Iterator[Bilingual]:
    """Yield how old the prices are: each card, the prices that were typed, and the exchange rates."""
    estimate = study.estimate
    yield from (_price_note(card, texts, estimate.day, foreign) for card in estimate.cards)
    typed = [line for line in estimate.lines if line.place.startswith("estimate.lines.")]
    days = sorted(line.as_of for line in typed if line.as_of is not None)
    undated = len({line.place for line in typed if line.as_of is None})
    if days:
        span = " … ".join(dict.fromkeys((days[0].isoformat(), days[-1].isoformat())))
        yield Bilingual(f"自己填的价格，日期 {span}", f"Typed prices, quoted {span}")
    if undated:
        yield Bilingual(
            f"自己填的价格，{undated} 项未写报价日期", f"Typed prices, {undated} without the date of the quotation"
        )
    for source in dict.fromkeys(line.fx_source for line in estimate.lines if line.fx_source):
        own = texts["fx.typed"]
        zh, en = (own.zh, own.en) if source == TYPED else (source_words(source, foreign, "zh"), source)
        yield Bilingual(f"汇率：{zh}", f"Exchange rates: {en}")


def _price_note(card: Card, texts: Mapping[str, Bilingual], day: date, foreign: Foreign) -> Bilingual:
    """Name the provider, the day of the prices and how long they hold; an undated card says that nobody knows."""
    head = card.card
    zh_name, en_name = (card_name(card, foreign, spoken) for spoken in ("zh", "en"))
    age = age_words(card, texts)
    zh, en = age.zh, age.en
    if head.valid_to is not None:
        zh, en = f"{zh}，有效至 {head.valid_to.isoformat()}", f"{en}, valid to {head.valid_to.isoformat()}"
    if head.valid_to is not None and head.valid_to < day:
        zh, en = f"{zh}，▲ {texts['card.expired'].zh}", f"{en}, ▲ {texts['card.expired'].en}"
    if head.example:
        zh, en = f"{zh}（{texts['card.example'].zh}）", f"{en} ({texts['card.example'].en})"
    return Bilingual(f"{zh_name}，{zh}", f"{en_name}, {en}")


def _shown(figure: Outcome, text: Callable[[Decimal], str]) -> Bilingual:
    """Return a figure with its range, the range alone while a question is open, or that it cannot be given."""
    if figure.value is None and figure.low is not None and figure.high is not None:
        return _plain(f"{text(figure.low)} … {text(figure.high)}")
    if figure.value is None:
        return _NONE
    if figure.low is None or figure.high is None:
        return _plain(text(figure.value))
    low, high = sorted((figure.low, figure.high))
    return _plain(f"{text(figure.value)} ({text(low)} … {text(high)})")


def _amount(value: Decimal, estimate: Estimate) -> Bilingual:
    """Return what is computed without looking at its coins, such as a drawn profit, as money is counted."""
    return _plain(money_text(round_money(value, estimate.reporting), estimate.reporting))


def _day(day: date) -> Bilingual:
    return _plain(day.isoformat())


def _plain(text: str) -> Bilingual:
    return Bilingual(text, text)
