"""Figures that only a plan with further inputs has: every lot size, when to order again, shocks, shares of articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.costs.lot_sizes import LotStudy, ReorderPoint
from exporter_desk.costs.questions import Swing
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.numbers import grouped, money_text
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.estimates.charts import CostWords, swing_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exporter_desk.costs.study import Shock, Study

    Named = tuple[str, Bilingual, str, str]

_DIGITS = 4


def further_figures(study: Study, texts: Mapping[str, Bilingual]) -> Iterator[Named]:
    """Yield the key of each figure, its text, and what its name tells besides in Chinese and English."""
    money = study.estimate.reporting
    if isinstance(study.lots, LotStudy):
        for cost in study.lots.costs:
            yield "lot_of", _same(grouped(cost.per_unit, _DIGITS)), f"{cost.units:,}", ""
    if isinstance(study.reorder, ReorderPoint):
        point = study.reorder
        text = Bilingual(
            f"{point.units:,}（其中备用 {point.reserve:,}）", f"{point.units:,} ({point.reserve:,} in reserve)"
        )
        yield "reorder_point", text, "", ""
    if study.refund is not None and study.refund.benefit is not None:
        yield "refund_benefit", _same(money_text(study.refund.benefit, money)), "", ""
    for shock in study.shocks:
        yield _shock(shock, money, texts)
    if study.articles is not None and not isinstance(study.articles, Finding):
        for article in study.articles:
            each = "" if article.landed_per_unit is None else grouped(article.landed_per_unit, _DIGITS)
            total = money_text(article.total, money)
            zh = f"{total}，每件到岸 {each}" if each else total
            yield "article", Bilingual(zh, f"{total}, landed {each} each" if each else total), article.sku, ""


def _shock(shock: Shock, money: str, texts: Mapping[str, Bilingual]) -> Named:
    """Return the profit after one shock, with how far it goes from what is likely."""
    span = swing_words(Swing(factor=shock.factor, low_pct=shock.by_pct, high_pct=shock.by_pct)).split(" … ")[0]
    zh, en = (f"{CostWords(texts, end).factor(shock.factor)} {span}" for end in ("zh", "en"))
    sign = "+" if shock.change > 0 else ""
    text = f"{money_text(shock.profit, money)} ({sign}{money_text(shock.change, money)})"
    return "shock", _same(text), zh, en


def _same(text: str) -> Bilingual:
    return Bilingual(text, text)
